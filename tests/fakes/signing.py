"""A key of the trail in memory, the same in each run of the tests."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sharepoint_gate.errors import TrailKeyError

ORIGIN = "sharepoint-gate/test"


class FakeSigner:
    """Implements Signer with real signatures."""

    def __init__(self, name: str) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(sha256(name.encode()).digest())

    @property
    def public(self) -> bytes:
        """The public key."""
        return self._key.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """Return a signature."""
        return self._key.sign(message)


def is_true(public: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether a signature is true."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@dataclass(slots=True)
class FakeSigning:
    """Implements the Signing port.

    Attributes:
        lost: Whether the key file is gone.
        folder: The checkpoints that were kept.
    """

    key: FakeSigner = field(default_factory=lambda: FakeSigner("first"))
    origin: str = ORIGIN
    lost: bool = False
    folder: list[str] = field(default_factory=list)

    def signer(self, expected: bytes | None) -> FakeSigner:
        """Return the key."""
        if self.lost or expected not in {None, self.key.public}:
            raise TrailKeyError("The key is lost.", why="a test took it")
        return self.key

    def trouble(self, expected: bytes | None) -> str:
        """Tell why there is no key."""
        return "The key is lost" if self.lost or expected not in {None, self.key.public} else ""

    def check(self, public: bytes, message: bytes, signature: bytes) -> bool:
        """Tell whether a signature is true."""
        return is_true(public, message, signature)

    def keep(self, origin: str, size: int, note: str) -> None:  # noqa: ARG002 - the port's
        """Keep a checkpoint."""
        self.folder.append(note)

    def kept(self) -> Sequence[str]:
        """Return what was kept."""
        return tuple(self.folder)
