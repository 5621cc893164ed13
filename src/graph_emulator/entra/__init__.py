"""The directory as Graph serves it: people, groups, what was deleted, and what changed."""
