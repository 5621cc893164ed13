"""The append-only trail in the database.

Source: rfc:6962, ADR-0005
"""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from sharepoint_gate.errors import TrailKeyError
from sharepoint_gate.ports.signing import Signer, Signing
from sharepoint_gate.ports.store import OpenIntent
from sharepoint_gate.store.database import Database
from sharepoint_gate.store.tables import checkpoints, records, roots
from sharepoint_gate.store.trail_rows import (
    BODY,
    append_within,
    as_kept,
    is_named,
    last_root,
    leaf_of,
    log_of_now,
    newest_key,
    readable_roots,
    root_from,
    root_rows,
    row_of,
    size_of,
)
from sharepoint_gate.trail import unfinished
from sharepoint_gate.trail.canonical import instant
from sharepoint_gate.trail.checkpoint import Checkpoint, origin_of, sign_checkpoint
from sharepoint_gate.trail.events import Event, EventKind
from sharepoint_gate.trail.log import Record, Root
from sharepoint_gate.trail.merkle import Frontier
from sharepoint_gate.trail.note import VerifierKey
from sharepoint_gate.trail.record import record_of
from sharepoint_gate.trail.soundness import Evidence
from sharepoint_gate.trail.statements import Because, key_statement, sign_off_statement

GATE = "sharepoint-gate"
# Rows read at a time: a reader never keeps a transaction open while its caller thinks.
_PAGE = 1_000


class SqliteTrailStore:
    """Implements the TrailStore port.

    Args:
        signing: What signs; None for a trail without signatures.
    """

    def __init__(self, database: Database, signing: Signing | None = None) -> None:
        self._database = database
        self._signing = signing
        self._frontier = Frontier()
        self._frontier_of = 1

    def append(self, events: Sequence[Event]) -> Sequence[Record]:
        """Append events in one commit; return their records in order."""
        if not events:
            return ()
        with self._database.write() as connection:
            return append_within(connection, events)

    def seal(self, run_id: str, at: datetime) -> Root:
        """Record the root of the whole log, signed where there is a key.

        Where nothing was added since the last root, that one is returned.
        """
        with self._database.write() as connection:
            last = last_root(connection)
            if last is not None and last.size == size_of(connection):
                return last
            signer = self._signer(connection)
            if signer is not None and not is_named(connection):
                append_within(connection, [self._first_key(connection, signer, run_id, at)])
            root, note = self._seal(connection, signer, run_id, at)
        self._keep(root, note)
        return root

    def begin_anew(self, after: int, events: Sequence[Event]) -> bool:
        """Leave log ``after`` as it is and begin the next one with these events.

        Returns:
            False where another program has done so meanwhile, or nothing was given to begin with.
        """
        with self._database.write() as connection:
            if log_of_now(connection) != after or not events:
                return False
            new = [record_of(event, index) for index, event in enumerate(events)]
            connection.execute(insert(records), [row_of(record, after + 1) for record in new])
        return True

    def rotate(self, new: Signer, because: Because, event: Event) -> Root:
        """Name another key for the trail and seal with it, in one commit.

        Args:
            new: The key to come.
            because: Where it is ``ROTATED``, the key of now vouches for it.
            event: The record to be; what the keys say is added to its data.

        Raises:
            TrailKeyError: The key of now is needed and cannot be used.
        """
        with self._database.write() as connection:
            expected = newest_key(connection)
            old = self._signing.signer(expected) if self._signing and because is Because.ROTATED else None
            first = not is_named(connection)
            why = Because.FIRST if first else because
            statement = key_statement(self._origin(connection), new, None if first else old, why)
            append_within(connection, [_with_key(event, self._origin(connection), new, statement, why)])
            root, note = self._seal(connection, new, event.run_id, event.at)
        self._keep(root, note)
        return root

    def sign_off(self, event: Event) -> None:
        """Add what signs the log off after a break, signed.

        Raises:
            TrailKeyError: The key cannot be used.
        """
        with self._database.write() as connection:
            data = dict(event.data)
            if self._signing is not None:
                signer = self._signing.signer(newest_key(connection))
                said = (str(data["reason"]), str(data["by"]))
                size = size_of(connection)
                data["statement"] = sign_off_statement(self._origin(connection), size, *said, signer)
            append_within(connection, [replace(event, data=data)])

    def records(self, start: int = 0, *, log: int | None = None) -> Iterator[Record]:
        """Return the records in order from index ``start``, of the log of now or of an earlier one."""
        number = self.number() if log is None else log
        while True:
            with self._database.read() as connection:
                page = connection.execute(
                    select(records.c.leaf_index, BODY, records.c.leaf_hash)
                    .where(records.c.log == number, records.c.leaf_index >= start)
                    .order_by(records.c.leaf_index)
                    .limit(_PAGE)
                ).all()
            for row in page:
                yield Record(index=row.leaf_index, body=as_kept(row.body), leaf_hash=str(row.leaf_hash))
            if len(page) < _PAGE:
                return
            start = page[-1].leaf_index + 1

    def roots(self) -> Sequence[Root]:
        """Return every sealed root in order."""
        with self._database.read() as connection:
            return [root_from(row) for row in root_rows(connection, log_of_now(connection))]

    def evidence(self, *, log: int | None = None) -> Evidence:
        """Return what the log of now, or an earlier one, is judged by besides its records."""
        with self._database.read() as connection:
            number = log_of_now(connection) if log is None else log
            sealed, damaged = readable_roots(connection, number)
            chosen = select(checkpoints.c.note).where(checkpoints.c.log == number)
            notes = [str(note) for note in connection.scalars(chosen.order_by(checkpoints.c.size))]
            origin, public = self._origin(connection, number), newest_key(connection)
        if self._signing is None:
            return Evidence(number, origin, sealed, notes, damaged=damaged)
        unsigned = self._signing.trouble(public)
        check = self._signing.check
        return Evidence(number, origin, sealed, notes, self._signing.kept(), damaged, unsigned, check)

    def number(self) -> int:
        """Return which log of this database is the one of now."""
        with self._database.read() as connection:
            return log_of_now(connection)

    def before(self) -> int:
        """Return how many records the earlier logs hold."""
        with self._database.read() as connection:
            earlier = select(func.count()).select_from(records).where(records.c.log < log_of_now(connection))
            return int(connection.scalar(earlier) or 0)

    def open_intents(self) -> Sequence[OpenIntent]:
        """Return the intents without an outcome, in order."""
        return [
            OpenIntent(run_id, change_id, record)
            for (run_id, change_id), record in unfinished.open_intents(self.records()).items()
        ]

    def unfinished_runs(self) -> Sequence[str]:
        """Return the runs that started and neither finished nor were marked interrupted, in order."""
        return unfinished.unfinished_runs(self.records())

    def _signer(self, connection: Connection) -> Signer | None:
        """Return the key; what a run has done is sealed without it rather than not at all."""
        try:
            return self._signing.signer(newest_key(connection)) if self._signing is not None else None
        except TrailKeyError:
            # Each run asks for what is wrong with the key before it begins, and grants nothing then.
            return None

    def _origin(self, connection: Connection, number: int | None = None) -> str:
        log = log_of_now(connection) if number is None else number
        first = (
            select(checkpoints.c.note).where(checkpoints.c.log == log).order_by(checkpoints.c.size).limit(1)
        )
        note = connection.scalar(first)
        if note is not None:
            return str(note).partition("\n")[0]
        return origin_of(self._signing.origin, log) if self._signing is not None else ""

    def _first_key(self, connection: Connection, signer: Signer, run_id: str, at: datetime) -> Event:
        origin = self._origin(connection)
        statement = key_statement(origin, signer, None, Because.FIRST)
        event = Event(EventKind.TRAIL_KEY, run_id, at, GATE, {})
        return _with_key(event, origin, signer, statement, Because.FIRST)

    def _seal(
        self, connection: Connection, signer: Signer | None, run_id: str, at: datetime
    ) -> tuple[Root, str]:
        log = log_of_now(connection)
        self._catch_up(connection, log)
        root = Root(self._frontier.size, self._frontier.root().hex(), run_id, at)
        kept = {"size": root.size, "root_hash": root.root_hash, "run_id": run_id, "sealed_at": instant(at)}
        connection.execute(insert(roots).values(log=log, **kept))
        if signer is None:
            return root, ""
        head = Checkpoint(self._origin(connection), root.size, self._frontier.root())
        note = sign_checkpoint(head, signer)
        public = b64encode(signer.public).decode()
        connection.execute(insert(checkpoints).values(log=log, size=root.size, public_key=public, note=note))
        return root, note

    def _keep(self, root: Root, note: str) -> None:
        if self._signing is not None and note:
            self._signing.keep(note.partition("\n")[0], root.size, note)

    def _catch_up(self, connection: Connection, log: int) -> None:
        if self._frontier_of != log:
            self._frontier, self._frontier_of = Frontier(), log
        new = select(records.c.leaf_hash).where(
            records.c.log == log, records.c.leaf_index >= self._frontier.size
        )
        for leaf in connection.scalars(new.order_by(records.c.leaf_index)):
            self._frontier.append(leaf_of(leaf))


def _with_key(event: Event, origin: str, key: Signer, statement: str, because: Because) -> Event:
    named = {"key": str(VerifierKey(origin, key.public)), "because": because.value, "statement": statement}
    return replace(event, data={**event.data, **named})
