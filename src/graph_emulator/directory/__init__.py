"""What the directory remembers: people, groups and applications; every other room may lean on it."""
