"""The engine room: one SQLite file, opened so that what was committed survives a power cut.

Source: ADR-0005
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.pool import ConnectionPoolEntry

from sharepoint_gate.store.failures import in_plain_words
from sharepoint_gate.store.fencing import refuse_overtaken

_PRIVATE_FILE = 0o600
_PRIVATE_FOLDER = 0o700
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    # Without it, INSERT OR REPLACE would delete a row without asking the triggers.
    "PRAGMA recursive_triggers = ON",
    "PRAGMA trusted_schema = OFF",
)


class Database:
    """One database file; every failure of it comes out as a StoreError.

    Attributes:
        fence: The number of the run that writes through this object; None for a writer that holds no lease,
            as a freeze does, which must never wait for a run.

    Args:
        path: Made with its folder when absent, both readable by this account alone.
        wait_s: How long to wait for another program's lock, in seconds.
    """

    def __init__(self, path: Path, *, wait_s: float) -> None:
        self.path = path
        self.fence: int | None = None
        with in_plain_words(path):
            _make_private(path)
        self._engine = _engine(path, wait_s)
        self._writing = self._engine.execution_options(begin="BEGIN IMMEDIATE")

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the database throughout."""
        with in_plain_words(self.path), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def write(self, *, fenced: bool = True) -> Iterator[Connection]:
        """Give the only writing connection; what it did is durable when the block ends without an error.

        Args:
            fenced: Whether a run that was taken over is refused; only keeping the lease itself is not.

        Raises:
            FencedError: A later run has taken over; nothing is written.
        """
        with in_plain_words(self.path), self._writing.begin() as connection:
            if fenced:
                refuse_overtaken(connection, self.fence)
            yield connection

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


def _make_private(path: Path) -> None:
    path.parent.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
    # SQLite would make it under the umask; its -wal and -shm files take over the mode of this one. A file
    # that is there is never opened past SQLite: closing it again would drop every lock that this process has
    # on it through another connection, and a second process would then take away the log under that one.
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_RDONLY | os.O_CREAT | os.O_EXCL, _PRIVATE_FILE))
    if path.stat().st_mode & 0o077:
        path.chmod(_PRIVATE_FILE)


def _engine(path: Path, wait_s: float) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        # No isolation level: the driver would otherwise begin, and end, transactions on its own.
        # The trail names people, and what a statement carries would stand in the text of its error.
        hide_parameters=True,
        connect_args={"isolation_level": None, "timeout": wait_s, "check_same_thread": False},
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    for pragma in _PRAGMAS:
        connection.execute(pragma).close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))
