"""The directory: people, groups and the applications that are registered."""
