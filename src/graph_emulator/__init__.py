"""A Microsoft 365 tenant on loopback that remembers: a witness for programs that speak Microsoft Graph."""
