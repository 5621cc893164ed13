"""A Microsoft 365 tenant on loopback that remembers: an independent witness for programs that speak Microsoft Graph."""
