"""What the jobs need from outside, as small Protocols: readers apart from writers."""
