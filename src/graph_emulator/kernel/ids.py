"""Identifiers that look like Microsoft's, come out the same for the same seed, and never repeat."""

import base64
import hashlib
from collections.abc import Mapping

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_PAIRS = [first + second for first in _LETTERS for second in _LETTERS]


class IdSource:
    """A seeded source of ids: one counter a purpose, so that a new kind of id does not shift the others."""

    def __init__(self, seed: int, counters: Mapping[str, int] | None = None) -> None:
        self.seed = seed
        self.counters: dict[str, int] = dict(counters or {})
        self.moved = False

    def guid(self, purpose: str) -> str:
        """Return a new GUID in lower case."""
        return _as_guid(self._next(purpose))

    def opaque(self, purpose: str, length: int = 32) -> str:
        """Return a new string of capital letters and digits that tells nothing.

        Args:
            purpose: What the id is for; ids of different purposes are independent.
            length: How many characters (a count, at most 51).
        """
        number = int.from_bytes(self._next(purpose)) << 4  # to 26 times ten bits, two letters each
        return "".join([_PAIRS[number >> at & 1023] for at in range(250, 250 - 5 * length, -10)])[:length]

    def number(self, purpose: str) -> int:
        """Return the next whole number of this purpose, beginning with 1."""
        self._next(purpose)
        return self.counters[purpose]

    def token(self, purpose: str) -> str:
        """Return a new URL-safe string of 43 characters, for secrets and sharing URLs."""
        return base64.urlsafe_b64encode(self._next(purpose)).decode().rstrip("=")

    def derived(self, purpose: str, key: str) -> str:
        """Return the GUID that belongs to this key, without counting."""
        digest = hashlib.sha256(f"{self.seed}|{purpose}={key}".encode()).digest()
        return _as_guid(digest)

    def derived_token(self, purpose: str, key: str) -> str:
        """Return the URL-safe string of 43 characters that belongs to this key, without counting."""
        digest = hashlib.sha256(f"{self.seed}|{purpose}={key}".encode()).digest()
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")

    def _next(self, purpose: str) -> bytes:
        count = self.counters.get(purpose, 0) + 1
        self.counters[purpose] = count
        self.moved = True
        return hashlib.sha256(f"{self.seed}|{purpose}|{count}".encode()).digest()


def _as_guid(digest: bytes) -> str:
    """Write the first sixteen bytes as a random GUID; a library of any size asks for one for each item."""
    raw = bytearray(digest[:16])
    raw[6], raw[8] = raw[6] & 0x0F | 0x40, raw[8] & 0x3F | 0x80
    text = raw.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
