"""Whole numbers in addresses: Python would read other scripts' digits, and fail on very long numbers."""

_MOST_DIGITS = 15


def number_in(text: str) -> int:
    """Return the whole number that a text writes in plain digits, or -1 where it is none that is in use."""
    plain = text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS
    return int(text) if plain else -1
