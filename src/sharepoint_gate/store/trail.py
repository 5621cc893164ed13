"""The append-only trail in the database.

Source: rfc:6962, ADR-0005
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import Connection, Row, func, insert, select, type_coerce
from sqlalchemy.types import NullType

from sharepoint_gate.errors import TrailBrokenError
from sharepoint_gate.ports.store import OpenIntent
from sharepoint_gate.store.database import Database
from sharepoint_gate.store.tables import records, roots
from sharepoint_gate.trail import unfinished
from sharepoint_gate.trail.canonical import instant
from sharepoint_gate.trail.events import Event
from sharepoint_gate.trail.log import Record, Root
from sharepoint_gate.trail.merkle import Frontier
from sharepoint_gate.trail.record import record_of

# Rows read at a time: a reader never keeps a transaction open while its caller thinks.
_PAGE = 1_000
# As it lies in the file, whatever kind of value that is.
_BODY = type_coerce(records.c.body, NullType()).label("body")


class SqliteTrailStore:
    """Implements the TrailStore port."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._frontier = Frontier()

    def append(self, events: Sequence[Event]) -> Sequence[Record]:
        """Append events in one commit; return their records in order."""
        if not events:
            return ()
        with self._database.write() as connection:
            return append_within(connection, events)

    def seal(self, run_id: str, at: datetime) -> Root:
        """Record the root of the whole log; where nothing was added since the last root, return that one."""
        with self._database.write() as connection:
            last = _last_root(connection)
            if last is not None and last.size == _size(connection):
                return last
            self._catch_up(connection)
            root = Root(self._frontier.size, self._frontier.root().hex(), run_id, at)
            connection.execute(
                insert(roots).values(
                    size=root.size, root_hash=root.root_hash, run_id=root.run_id, sealed_at=instant(root.at)
                )
            )
        return root

    def records(self, start: int = 0) -> Iterator[Record]:
        """Return the records in order from index ``start``."""
        while True:
            with self._database.read() as connection:
                page = connection.execute(
                    select(records.c.leaf_index, _BODY, records.c.leaf_hash)
                    .where(records.c.leaf_index >= start)
                    .order_by(records.c.leaf_index)
                    .limit(_PAGE)
                ).all()
            for row in page:
                yield Record(index=row.leaf_index, body=_as_kept(row.body), leaf_hash=str(row.leaf_hash))
            if len(page) < _PAGE:
                return
            start = page[-1].leaf_index + 1

    def roots(self) -> Sequence[Root]:
        """Return every sealed root in order."""
        with self._database.read() as connection:
            return [_root(row) for row in connection.execute(select(roots).order_by(roots.c.size))]

    def open_intents(self) -> Sequence[OpenIntent]:
        """Return the intents without an outcome, in order."""
        return [
            OpenIntent(run_id, change_id, record)
            for (run_id, change_id), record in unfinished.open_intents(self.records()).items()
        ]

    def unfinished_runs(self) -> Sequence[str]:
        """Return the runs that started and neither finished nor were marked interrupted, in order."""
        return unfinished.unfinished_runs(self.records())

    def _catch_up(self, connection: Connection) -> None:
        new = select(records.c.leaf_hash).where(records.c.leaf_index >= self._frontier.size)
        for leaf in connection.scalars(new.order_by(records.c.leaf_index)):
            self._frontier.append(bytes.fromhex(leaf))


def append_within(connection: Connection, events: Sequence[Event]) -> Sequence[Record]:
    """Append events in the caller's transaction, so that they stand or fall with what they tell."""
    # Asked anew each time: another program may have appended since.
    start = _size(connection)
    new = [record_of(event, start + offset) for offset, event in enumerate(events)]
    if new:
        connection.execute(insert(records), [_row(record) for record in new])
    return new


def _size(connection: Connection) -> int:
    last = connection.scalar(select(func.max(records.c.leaf_index)))
    return 0 if last is None else last + 1


def _last_root(connection: Connection) -> Root | None:
    row = connection.execute(select(roots).order_by(roots.c.size.desc()).limit(1)).one_or_none()
    return None if row is None else _root(row)


def _root(row: Row[tuple[object, ...]]) -> Root:
    try:
        return Root(row.size, str(row.root_hash), str(row.run_id), datetime.fromisoformat(row.sealed_at))
    except (TypeError, ValueError) as error:
        raise TrailBrokenError(
            f"The root over the first {row.size} records of the trail cannot be read.",
            why="its instant is not one that the gate writes",
            mend="keep the database as it is: somebody changed it by hand",
        ) from error


def _as_kept(body: object) -> bytes:
    """Return a body's bytes; an edit by hand leaves text or numbers there, for ``verify`` to tell."""
    return body if isinstance(body, bytes) else str(body).encode("utf-8", "surrogateescape")


def _row(record: Record) -> dict[str, object]:
    return {"leaf_index": record.index, "body": record.body, "leaf_hash": record.leaf_hash}
