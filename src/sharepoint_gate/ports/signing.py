"""What signs the trail, and where signed checkpoints are kept beside the database."""

from collections.abc import Sequence
from typing import Protocol

from sharepoint_gate.trail.note import Signer

__all__ = ["Signer", "Signing"]


class Signing(Protocol):
    """The key of a trail, and the checkpoints that were kept elsewhere than in the database."""

    @property
    def origin(self) -> str:
        """What a new trail is to be called."""
        ...

    def signer(self, expected: bytes | None) -> Signer:
        """Return the key; the first one is made here.

        Args:
            expected: The public key that the trail names; None before it names any.

        Raises:
            TrailKeyError: The key is lost, is another one, or others may read it.
        """
        ...

    def trouble(self, expected: bytes | None) -> str:
        """Tell why ``signer`` would fail; "" when it would not. Nothing is made."""
        ...

    def check(self, public: bytes, message: bytes, signature: bytes) -> bool:
        """Tell whether a signature is true."""
        ...

    def keep(self, origin: str, size: int, note: str) -> None:
        """Keep a signed checkpoint beside the database; one that cannot be kept is left out."""
        ...

    def kept(self) -> Sequence[str]:
        """Return every checkpoint that was kept."""
        ...
