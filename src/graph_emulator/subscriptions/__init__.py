"""Subscriptions to changes: the handshake, the notifications, and what happens when nobody answers them."""
