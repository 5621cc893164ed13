"""What follows from the roster, what is observed, and what must change. Pure."""
