"""The audit trail: events as leaves of a Merkle log, and its verification. Pure."""
