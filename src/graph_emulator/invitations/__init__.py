"""Invitations of people from elsewhere, and their redemption."""
