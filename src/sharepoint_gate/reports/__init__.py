"""What people and programs are told: plain text for a terminal, and JSON of a documented shape."""
