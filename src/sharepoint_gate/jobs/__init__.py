"""One use case a file: what a command or a scheduler starts."""
