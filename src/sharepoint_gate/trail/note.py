"""Signed notes: a text, and under it who vouches for it. The arithmetic of signatures comes from outside.

Source: c2sp:signed-note
"""

import binascii
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

SignatureCheck = Callable[[bytes, bytes, bytes], bool]
"""Tells whether a public key (32 bytes), a message and a signature (64 bytes) belong together."""

ED25519 = b"\x01"
_KEY_BYTES, _ID_BYTES, _SIGNATURE_BYTES = 32, 4, 64
_DASH = "— "
# A note is small: whatever is longer is none, and is not read on.
MOST_CHARACTERS = 100_000
_FIRST_PRINTABLE = " "


class NoteError(ValueError):
    """A text that is no signed note, no verifier key, or no checkpoint."""


class Signer(Protocol):
    """Who can sign."""

    @property
    def public(self) -> bytes:
        """The public key, 32 bytes."""
        ...

    def sign(self, message: bytes) -> bytes:
        """Return the Ed25519 signature of a message, 64 bytes."""
        ...


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key under a name, as others keep it.

    Attributes:
        public: 32 bytes.
    """

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        """The four bytes by which a signature names its key."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:_ID_BYTES]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{b64encode(ED25519 + self.public).decode()}"


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """One line under a note: a name, and what it signed with; whether it is true is for ``signed_by``."""

    name: str
    key_id: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """A signed note.

    Attributes:
        text: What was signed; it ends in a line end.
    """

    text: str
    signatures: tuple[NoteSignature, ...]


def parse_verifier_key(text: str) -> VerifierKey:
    """Read ``name+hash+base64``.

    Raises:
        NoteError: It is of another form, or its hash is not the one of this name and key.
    """
    name, _, rest = text.strip().partition("+")
    named_id, _, encoded = rest.partition("+")
    public = base64_of(encoded)
    if not is_name(name) or len(public) != 1 + _KEY_BYTES or public[:1] != ED25519:
        raise NoteError("this is no verifier key of the form name+hash+base64 for Ed25519")
    key = VerifierKey(name, public[1:])
    if key.key_id.hex() != named_id:
        raise NoteError("the hash in the verifier key does not belong to its name and key")
    return key


def is_name(name: str) -> bool:
    """Tell whether a key or a log may be called so: not empty, no blank, no plus sign."""
    return bool(name) and "+" not in name and not any(one.isspace() or one < _FIRST_PRINTABLE for one in name)


def sign_note(text: str, signers: Iterable[tuple[str, Signer]]) -> str:
    """Return a text with a signature line of each signer, under the name that stands beside it.

    Raises:
        NoteError: The text cannot stand in a note, or a name cannot.
    """
    _check_text(text)
    lines = [_signature_line(text, name, signer) for name, signer in signers]
    return f"{text}\n{''.join(lines)}"


def parse_note(raw: str) -> Note:
    """Read a signed note; its signatures are not judged.

    Raises:
        NoteError: It is none.
    """
    if len(raw) > MOST_CHARACTERS:
        raise NoteError("this is longer than any signed note")
    text, blank, lines = raw.rpartition("\n\n")
    text += "\n"
    if not blank or not lines.endswith("\n"):
        raise NoteError("a signed note ends in a blank line and its signatures, a line each")
    _check_text(text)
    return Note(text, tuple(_signature(line) for line in lines[:-1].split("\n")))


def signed_by(note: Note, key: VerifierKey, check: SignatureCheck) -> bool:
    """Tell whether a key vouches for a note; lines of other keys are passed over."""
    own = [one for one in note.signatures if (one.name, one.key_id) == (key.name, key.key_id)]
    return any(check(key.public, note.text.encode(), one.signature) for one in own)


def _signature_line(text: str, name: str, signer: Signer) -> str:
    if not is_name(name):
        raise NoteError(f"{name!r} cannot be the name of a key")
    signed = VerifierKey(name, signer.public).key_id + signer.sign(text.encode())
    return f"{_DASH}{name} {b64encode(signed).decode()}\n"


def _signature(line: str) -> NoteSignature:
    name, blank, encoded = line.removeprefix(_DASH).partition(" ")
    signed = base64_of(encoded)
    if not line.startswith(_DASH) or not blank or not is_name(name) or len(signed) <= _ID_BYTES:
        raise NoteError("a line under the blank one is no signature")
    return NoteSignature(name, signed[:_ID_BYTES], signed[_ID_BYTES:])


def _check_text(text: str) -> None:
    if not text.endswith("\n") or any(one < _FIRST_PRINTABLE and one != "\n" for one in text):
        raise NoteError("the text of a note ends in a line end and holds no other control character")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise NoteError("the text of a note is UTF-8") from error


def base64_of(encoded: str) -> bytes:
    """Return the bytes of a base64 text; raises NoteError for any spelling but the one."""
    try:
        found = b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoteError("this is not base64") from error
    # Other spellings of the same bytes would make two notes of one.
    if b64encode(found).decode() != encoded:
        raise NoteError("this is not base64 as it is written")
    return found
