"""One run at a time.

The operating system holds the lock and lets go of it when the process ends, however it ends. A process that
is stopped keeps it: where its run has shown no sign of life for a while, the next run puts the lock aside,
and the larger number that it is given keeps the stopped one from ever writing again.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from sharepoint_gate.errors import RunInProgressError
from sharepoint_gate.store.database import Database
from sharepoint_gate.store.failures import in_plain_words
from sharepoint_gate.store.fencing import beating, next_number, refuse_overtaken
from sharepoint_gate.store.tables import lease

BEAT_S = 60.0
LAPSES_AFTER = timedelta(minutes=15)
"""So long a run may show no sign of life before another one may take over from it."""
_TRIES = 3


class SqliteLease:
    """Implements the Lease port.

    Args:
        database: The lock file stands beside it, with ``.lock`` added to its name.
        beat_s: How often the holder shows a sign of life, in seconds.
    """

    def __init__(self, database: Database, *, beat_s: float = BEAT_S) -> None:
        self._database = database
        self._beat_s = beat_s
        self._file = database.path.with_name(f"{database.path.name}.lock")

    @contextmanager
    def hold(self, run_id: str) -> Iterator[int]:
        """Hold the lease for a run; the context gives its number.

        Raises:
            RunInProgressError: Another run holds it, in this process or another.
        """
        descriptor = self._locked()
        try:
            number = self._begin(run_id)
            try:
                self._database.fence = number
                with beating(lambda: self._beat(number), self._beat_s):
                    yield number
            finally:
                self._database.fence = None
                self._end(number)
        finally:
            os.close(descriptor)

    def check(self) -> None:
        """Raise FencedError when a later run has taken over; do nothing where no lease is held."""
        if self._database.fence is not None:
            with self._database.read() as connection:
                refuse_overtaken(connection, self._database.fence)

    def _locked(self) -> int:
        """Return a lock file that is locked, and that is still the one which others will find."""
        for _ in range(_TRIES):
            descriptor = _opened(self._file)
            if _lock(descriptor):
                if _is_at(self._file, descriptor):
                    return descriptor
            elif not self._put_aside():
                os.close(descriptor)
                break
            os.close(descriptor)
        raise RunInProgressError(
            "Another run is in progress.",
            why=self._holder(),
            mend="wait until it has ended; if it hangs, end its process: the next run takes up its work",
        )

    def _put_aside(self) -> bool:
        """Remove the lock of a run without a sign of life; only one of several who come at once does."""
        with self._database.write(fenced=False) as connection:
            row = _row(connection)
            if row is None or not _has_lapsed(row):
                return False
            connection.execute(delete(lease))
            with in_plain_words(self._file):
                self._file.unlink(missing_ok=True)
        return True

    def _begin(self, run_id: str) -> int:
        with self._database.write(fenced=False) as connection:
            number = next_number(connection, run_id)
            connection.execute(delete(lease))
            # The database's own clock is the one on the wall: a person will look for a process, which
            # does not live in the time of a rehearsal tenant.
            now = func.current_timestamp()
            row = {
                "seat": 1,
                "run_id": run_id,
                "pid": os.getpid(),
                "since": now,
                "number": number,
                "beat": now,
            }
            connection.execute(insert(lease).values(row))
        return number

    def _beat(self, number: int) -> None:
        with self._database.write(fenced=False) as connection:
            own = update(lease).where(lease.c.number == number)
            connection.execute(own.values(beat=func.current_timestamp()))

    def _end(self, number: int) -> None:
        with self._database.write(fenced=False) as connection:
            connection.execute(delete(lease).where(lease.c.number == number))

    def _holder(self) -> str:
        with self._database.read() as connection:
            row = _row(connection)
        if row is None:
            return "it has only just begun or is about to end"
        return f"run {row.run_id}, process {row.pid}, since {row.since} UTC"


def _row(connection: Connection) -> Row[Any] | None:
    return connection.execute(select(lease, func.current_timestamp().label("now"))).one_or_none()


def _has_lapsed(row: Row[Any]) -> bool:
    seen = datetime.fromisoformat(row.beat or row.since)
    return bool(row.now.replace(tzinfo=None) - seen > LAPSES_AFTER)


def _opened(path: Path) -> int:
    with in_plain_words(path):
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


def _lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_at(path: Path, descriptor: int) -> bool:
    """Tell whether a locked file was not put aside between opening and locking it."""
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False
