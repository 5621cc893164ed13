"""Checkpoints: how long a log is and what its head is, as a text that its key signs and others keep.

Source: c2sp:tlog-checkpoint, rfc:6962
"""

import re
from base64 import b64encode
from dataclasses import dataclass

from sharepoint_gate.trail.note import Note, NoteError, Signer, base64_of, is_name, parse_note, sign_note

_HASH_BYTES = 32
# More digits than any log has records.
_SIZE = re.compile("0|[1-9][0-9]{0,17}")
_LINES = 3


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a log.

    Attributes:
        origin: Which log, for ever: a log that begins anew has another.
        root: The tree head over the first ``size`` records, 32 bytes.
    """

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"


def origin_of(base: str, number: int) -> str:
    """Return the origin of a database's first, second, ... log."""
    return base if number == 1 else f"{base}/{number}"


def sign_checkpoint(checkpoint: Checkpoint, signer: Signer) -> str:
    """Return a checkpoint as a signed note; the key bears the name of the log."""
    return sign_note(checkpoint.text, [(checkpoint.origin, signer)])


def parse_checkpoint(raw: str) -> tuple[Checkpoint, Note]:
    """Read a signed checkpoint; its signatures are not judged, and further lines of its text are passed over.

    Raises:
        NoteError: It is none.
    """
    note = parse_note(raw)
    lines = note.text[:-1].split("\n")
    if len(lines) < _LINES or not is_name(lines[0]) or not _SIZE.fullmatch(lines[1]):
        raise NoteError("a checkpoint has a line for the log, one for its size and one for its head")
    root = base64_of(lines[2])
    if len(root) != _HASH_BYTES:
        raise NoteError("the head of a log has 32 bytes")
    return Checkpoint(lines[0], int(lines[1]), root), note
