"""A tenant's beginning: the seed document, its checks, and the acts that are played on it."""
