"""Mailboxes of the tenant's people, what is sent from them, and what arrives."""
