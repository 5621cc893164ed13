"""The emergency record: where a freeze is written down while the database takes nothing.

One JSON object a line, in a file that only this account can read. Every look at the freezes in force reads it
too, so that what stands here bars people as well as what stands in the database.
"""

import fcntl
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from sharepoint_gate.access.freezes import Freeze, FreezeKind
from sharepoint_gate.store.failures import in_plain_words
from sharepoint_gate.trail.canonical import instant

NAME = "freeze-emergency.jsonl"
_MAIN = "gate.sqlite"
_PRIVATE = 0o600


def emergency_path(database: Path) -> Path:
    """Return the record beside a database; a rehearsal's has a name of its own."""
    return database.with_name(NAME if database.name == _MAIN else f"{database.name}-{NAME}")


class EmergencyFile:
    """Implements the EmergencyRecord port.

    Args:
        path: Made when something is written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, freeze: Freeze) -> None:
        """Add one line, on the disk when this returns.

        Raises:
            StoreError: It cannot be written; then the file is as it was.
        """
        with in_plain_words(self.path):
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with _locked(self.path, os.O_RDWR | os.O_CREAT) as descriptor:
                before = os.lseek(descriptor, 0, os.SEEK_END)
                try:
                    _write_all(descriptor, _line(freeze))
                    os.fsync(descriptor)
                except OSError:
                    os.ftruncate(descriptor, before)
                    raise

    def read(self) -> Sequence[Freeze]:
        """Return what it holds; a line that was torn by a power cut is left out, and left where it is.

        Raises:
            StoreError: It is there and cannot be read.
        """
        with in_plain_words(self.path):
            try:
                text = self.path.read_text(encoding="utf-8", errors="replace")
            except FileNotFoundError:
                return ()
        return [found for line in text.splitlines() if (found := _parsed(line)) is not None]

    def empty(self, take: Callable[[Freeze], None]) -> Sequence[Freeze]:
        """Hand over each freeze, then forget all that was handed over; nobody can add one meanwhile.

        Raises:
            StoreError: It cannot be read, or one could not be taken: then all stay.
        """
        if not self.read():
            return ()
        with in_plain_words(self.path), _locked(self.path, os.O_RDWR) as descriptor:
            lines = _read_all(descriptor).decode("utf-8", "replace").splitlines()
            parsed = [(line, _parsed(line)) for line in lines]
            taken = [one for _, one in parsed if one is not None]
            for one in taken:
                take(one)
            torn = "".join(f"{line}\n" for line, one in parsed if one is None and line.strip())
            os.ftruncate(descriptor, 0)
            os.lseek(descriptor, 0, os.SEEK_SET)
            _write_all(descriptor, torn.encode())
            os.fsync(descriptor)
            return taken


@contextmanager
def _locked(path: Path, flags: int) -> Iterator[int]:
    descriptor = os.open(path, flags, _PRIVATE)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


def _write_all(descriptor: int, data: bytes) -> None:
    while data:
        data = data[os.write(descriptor, data) :]


def _read_all(descriptor: int) -> bytes:
    os.lseek(descriptor, 0, os.SEEK_SET)
    found = b""
    while piece := os.read(descriptor, 65_536):
        found += piece
    return found


def _line(freeze: Freeze) -> bytes:
    data = {
        "key": freeze.key,
        "kind": freeze.kind.value,
        "subject": freeze.subject,
        "marks": sorted(freeze.marks),
        "since": instant(freeze.since),
        "by": freeze.by,
        "reason": freeze.reason,
        "leaves_on": freeze.leaves_on.isoformat() if freeze.leaves_on is not None else None,
    }
    # A line that a power cut left open must not swallow the next one.
    return b"\n" + json.dumps(data, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def _parsed(line: str) -> Freeze | None:
    try:
        data = json.loads(line)
        return Freeze(
            key=str(data["key"]),
            kind=FreezeKind(data["kind"]),
            subject=str(data["subject"]),
            marks=frozenset(str(one) for one in data["marks"]),
            since=datetime.fromisoformat(data["since"]),
            by=str(data["by"]),
            reason=str(data["reason"]),
            leaves_on=date.fromisoformat(data["leaves_on"]) if data["leaves_on"] else None,
        )
    except (ValueError, KeyError, TypeError):
        return None
