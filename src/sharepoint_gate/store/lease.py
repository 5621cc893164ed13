"""One run at a time.

The operating system holds the lock and lets go of it when the process ends, however it ends; the row in the
database only tells others whose it is.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import delete, func, insert, select

from sharepoint_gate.errors import RunInProgressError
from sharepoint_gate.store.database import Database
from sharepoint_gate.store.failures import in_plain_words
from sharepoint_gate.store.tables import lease


class SqliteLease:
    """Implements the Lease port.

    Args:
        database: The lock file stands beside it, with ``.lock`` added to its name, and is never deleted.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @contextmanager
    def hold(self, run_id: str) -> Iterator[None]:
        """Hold the lease for a run.

        Raises:
            RunInProgressError: Another run holds it, in this process or another.
        """
        with _lock_file(self._database.path) as descriptor:
            self._lock(descriptor)
            self._note(run_id)
            try:
                yield
            finally:
                self._note(None)

    def _lock(self, descriptor: int) -> None:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise RunInProgressError(
                "Another run is in progress.",
                why=self._holder(),
                mend="wait until it has ended; if it hangs, end its process: the next run takes up its work",
            ) from error

    def _note(self, run_id: str | None) -> None:
        with self._database.write() as connection:
            connection.execute(delete(lease))
            if run_id is not None:
                # The database's own clock is the one on the wall: a person will look for a process, which
                # does not live in the time of a rehearsal tenant.
                row = {"seat": 1, "run_id": run_id, "pid": os.getpid(), "since": func.current_timestamp()}
                connection.execute(insert(lease).values(row))

    def _holder(self) -> str:
        with self._database.read() as connection:
            row = connection.execute(select(lease)).one_or_none()
        if row is None:
            return "it has only just begun or is about to end"
        return f"run {row.run_id}, process {row.pid}, since {row.since} UTC"


@contextmanager
def _lock_file(path: Path) -> Iterator[int]:
    with in_plain_words(path):
        descriptor = os.open(path.with_name(f"{path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
