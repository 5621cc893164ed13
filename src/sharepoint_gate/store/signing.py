"""The key file of the trail, and the folder of checkpoints beside the database.

Source: rfc:8032, c2sp:signed-note, ADR-0012
"""

import os
import re
import stat
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import structlog
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sharepoint_gate.errors import TrailKeyError

LOG = structlog.get_logger()
HEAD = "sharepoint-gate trail key, Ed25519, secret: "
_SEED_BYTES = 32
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_BACK = (
    "Put the key file back from its safe copy, or let a new one follow: `trail key --replace --reason TEXT`."
)
_NOT_A_NAME = re.compile(r"[^a-z0-9.-]+")


@dataclass(frozen=True, slots=True)
class Ed25519Signer:
    """Implements Signer."""

    key: Ed25519PrivateKey

    @property
    def public(self) -> bytes:
        """The public key, 32 bytes."""
        return self.key.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """Return the signature of a message."""
        return self.key.sign(message)


def is_true(public: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether a signature is true; keys and signatures of the wrong length are not."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@dataclass(frozen=True, slots=True)
class KeyFolder:
    """Implements the Signing port with files.

    Attributes:
        key_file: 0600; the next key stands beside it as ``.next`` while it takes over.
        folder: Where checkpoints are kept, a file each.
    """

    key_file: Path
    folder: Path
    origin: str

    def signer(self, expected: bytes | None) -> Ed25519Signer:
        """Return the key of the trail; make it where the trail has none yet."""
        for path in (self.key_file, self.next_file):
            if path.exists() or path.is_symlink():
                found = read_key(path)
                if expected in {None, found.public}:
                    return self._taken_over(found, path)
        if expected is not None:
            raise TrailKeyError(
                f"The trail's key is not in {self.key_file}.",
                why="the trail is signed with another key"
                if self.key_file.exists()
                else "there is no such file",
                mend=_BACK,
            )
        return self.make(self.key_file)

    def trouble(self, expected: bytes | None) -> str:
        """Tell why the trail cannot be signed now; "" when it can, or when its first key will be made."""
        if expected is None and not self.key_file.exists():
            return ""
        try:
            self.signer(expected)
        except TrailKeyError as error:
            return f"{error.what.removesuffix('.')} ({error.why})"
        return ""

    @property
    def next_file(self) -> Path:
        """Where the next key waits."""
        return self.key_file.with_name(f"{self.key_file.name}.next")

    def make(self, path: Path) -> Ed25519Signer:
        """Make a key in a file that does not exist yet, readable by this account alone, and durable."""
        signer = Ed25519Signer(Ed25519PrivateKey.generate())
        secret = b64encode(signer.key.private_bytes_raw()).decode()
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_new(path, f"{HEAD}{secret}\n")
        except OSError as error:
            raise _unusable(path, error) from error
        return signer

    def make_next(self) -> Ed25519Signer:
        """Make the key that is to follow; one that waits from an attempt that was cut is thrown away."""
        self.next_file.unlink(missing_ok=True)
        return self.make(self.next_file)

    def check(self, public: bytes, message: bytes, signature: bytes) -> bool:
        """Tell whether a signature is true."""
        return is_true(public, message, signature)

    def keep(self, origin: str, size: int, note: str) -> None:
        """Keep a checkpoint as a file; the database has it too, so a full disk stops nothing here."""
        name = _NOT_A_NAME.sub("-", origin.lower())
        # Names that read alike would meet in one file, and the second log would lose its own.
        mark = sha256(origin.encode()).hexdigest()[:8]
        path = self.folder / f"{name}-{mark}-{size:010}.checkpoint"
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not path.exists():
                fresh = path.with_suffix(".new")
                fresh.unlink(missing_ok=True)
                write_new(fresh, note)
                fresh.replace(path)
        except OSError as error:
            LOG.warning("trail.checkpoint_not_kept", why=type(error).__name__)

    def kept(self) -> Sequence[str]:
        """Return the checkpoints in the folder; what cannot be read as text is none."""
        return [
            path.read_text(encoding="utf-8", errors="replace")
            for path in sorted(self.folder.glob("*.checkpoint"))
            if path.is_file()
        ]

    def _taken_over(self, found: Ed25519Signer, path: Path) -> Ed25519Signer:
        if path != self.key_file:
            # The record names it already: the change of keys was cut after that.
            path.replace(self.key_file)
        return found


class LookingFolder(KeyFolder):
    """The same for somebody who only looks: no key is made, and no checkpoint kept."""

    __slots__ = ()

    def make(self, path: Path) -> Ed25519Signer:
        """Make none.

        Raises:
            TrailKeyError: Always.
        """
        raise TrailKeyError(f"There is no key in {path}.", why="nothing is made where somebody only looks")

    def keep(self, origin: str, size: int, note: str) -> None:
        """Keep nothing."""


def read_key(path: Path) -> Ed25519Signer:
    """Read a key file.

    Raises:
        TrailKeyError: It cannot be read, holds no key, or others may read it.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        with os.fdopen(descriptor, encoding="utf-8") as file:
            mode = os.fstat(file.fileno()).st_mode
            text = file.read(1_000)
    except (OSError, UnicodeDecodeError) as error:
        raise _unusable(path, error) from error
    if mode & _OTHERS:
        raise TrailKeyError(
            f"The key file {path} is open to others than this account.",
            why=f"its mode is {stat.S_IMODE(mode):04o}; whoever reads it can sign another trail",
            mend=f"chmod 600 {path}; if somebody may have read it, `sharepoint-gate trail key --rotate`.",
        )
    return _key_in(text, path)


def write_new(path: Path, text: str) -> None:
    """Write a file that does not exist yet, 0600, and see it to the disk."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _key_in(text: str, path: Path) -> Ed25519Signer:
    try:
        seed = b64decode(text.removeprefix(HEAD).strip(), validate=True)
    except ValueError:
        seed = b""
    if not text.startswith(HEAD) or len(seed) != _SEED_BYTES:
        raise TrailKeyError(f"The file {path} holds no key of a trail.", mend=_BACK)
    return Ed25519Signer(Ed25519PrivateKey.from_private_bytes(seed))


def _unusable(path: Path, error: Exception) -> TrailKeyError:
    why = getattr(error, "strerror", None) or type(error).__name__
    return TrailKeyError(f"The key file {path} cannot be used.", why=why, mend=_BACK)
