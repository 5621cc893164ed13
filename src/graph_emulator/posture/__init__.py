"""What the tenant and its sites allow to be shared, and what a forbidden access is worth."""
