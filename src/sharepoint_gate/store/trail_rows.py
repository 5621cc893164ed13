"""The rows of the trail: where a log ends, what signed it last, and what is kept of records and roots."""

from base64 import b64decode
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Row, func, insert, select, type_coerce
from sqlalchemy.types import NullType

from sharepoint_gate.errors import TrailBrokenError
from sharepoint_gate.store.tables import checkpoints, records, roots
from sharepoint_gate.trail.events import Event
from sharepoint_gate.trail.log import Record, Root
from sharepoint_gate.trail.record import record_of

_LAST = (
    select(records.c.log, records.c.leaf_index)
    .order_by(records.c.log.desc(), records.c.leaf_index.desc())
    .limit(1)
)
# As it lies in the file, whatever kind of value that is.
BODY = type_coerce(records.c.body, NullType()).label("body")


def leaf_of(kept: object) -> bytes:
    """Return the hash of a record as it is kept.

    Raises:
        TrailBrokenError: What is kept is no hash.
    """
    try:
        return bytes.fromhex(str(kept))
    except ValueError as error:
        raise TrailBrokenError(
            "The trail cannot be sealed.",
            why="the hash of a record in it is none, so somebody changed it by hand",
            mend="run 'trail verify', and keep the database as it is",
        ) from error


def append_within(connection: Connection, events: Sequence[Event]) -> Sequence[Record]:
    """Append events in the caller's transaction, so that they stand or fall with what they tell."""
    # Asked anew each time: another program may have appended since.
    log, start = end_of(connection)
    new = [record_of(event, start + offset) for offset, event in enumerate(events)]
    if new:
        connection.execute(insert(records), [row_of(record, log) for record in new])
    return new


def log_of_now(connection: Connection) -> int:
    """Return the number of the log of now, from 1."""
    return int(connection.scalar(select(func.max(records.c.log))) or 1)


def newest_key(connection: Connection) -> bytes | None:
    """Return the public key that signed last, in whichever log; None before anything was signed."""
    newest = select(checkpoints.c.public_key).order_by(checkpoints.c.log.desc(), checkpoints.c.size.desc())
    found = connection.scalar(newest.limit(1))
    return None if found is None else _decoded(str(found))


def _decoded(key: str) -> bytes:
    try:
        return b64decode(key, validate=True)
    except ValueError:
        # Edited by hand: no key of ours has these bytes, and so none is taken for the trail's.
        return b""


def is_named(connection: Connection) -> bool:
    """Tell whether the log of now names a key already: it does from its first checkpoint on."""
    chosen = select(func.count()).select_from(checkpoints).where(checkpoints.c.log == log_of_now(connection))
    return bool(connection.scalar(chosen))


def size_of(connection: Connection) -> int:
    """Return how many records the log of now has."""
    return end_of(connection)[1]


def end_of(connection: Connection) -> tuple[int, int]:
    """Return which log is the one of now, and the index of its next record."""
    row = connection.execute(_LAST).one_or_none()
    return (1, 0) if row is None else (row.log, row.leaf_index + 1)


def last_root(connection: Connection) -> Root | None:
    """Return the newest root of the log of now; None before the first."""
    own = select(roots).where(roots.c.log == log_of_now(connection))
    row = connection.execute(own.order_by(roots.c.size.desc()).limit(1)).one_or_none()
    return None if row is None else root_from(row)


def root_rows(connection: Connection, log: int) -> Sequence[Row[tuple[object, ...]]]:
    """Return the rows of a log's roots, the smallest first."""
    return connection.execute(select(roots).where(roots.c.log == log).order_by(roots.c.size)).all()


def readable_roots(connection: Connection, log: int) -> tuple[list[Root], list[str]]:
    """Return a log's roots that can be read, and what is wrong with the others."""
    read: list[Root] = []
    damaged: list[str] = []
    for row in root_rows(connection, log):
        try:
            read.append(root_from(row))
        except TrailBrokenError as error:
            damaged.append(error.what)
    return read, damaged


def root_from(row: Row[tuple[object, ...]]) -> Root:
    """Return the root that a row holds.

    Raises:
        TrailBrokenError: Its instant is none that the gate writes.
    """
    try:
        return Root(row.size, str(row.root_hash), str(row.run_id), datetime.fromisoformat(row.sealed_at))
    except (TypeError, ValueError) as error:
        raise TrailBrokenError(
            f"The root over the first {row.size} records of the trail cannot be read.",
            why="its instant is not one that the gate writes",
            mend="keep the database as it is: somebody changed it by hand",
        ) from error


def as_kept(body: object) -> bytes:
    """Return a body's bytes; an edit by hand leaves text or numbers there, for ``verify`` to tell."""
    return body if isinstance(body, bytes) else str(body).encode("utf-8", "surrogateescape")


def row_of(record: Record, log: int) -> dict[str, object]:
    """Return a record as its row."""
    return {"log": log, "leaf_index": record.index, "body": record.body, "leaf_hash": record.leaf_hash}
