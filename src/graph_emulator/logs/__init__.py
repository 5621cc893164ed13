"""What the tenant writes down: directory audits, sign-ins, and the audit records that queries search."""
