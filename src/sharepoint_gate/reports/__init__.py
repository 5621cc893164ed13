"""What people read: plans, findings and answers in plain English, and the same as JSON."""
