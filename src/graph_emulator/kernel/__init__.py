"""The kernel: state that survives, routes, faults, quirks, the tenant's clock, and the server around them."""
