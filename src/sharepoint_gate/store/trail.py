"""The append-only trail in the database.

Source: rfc:6962, ADR-0005
"""

from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, Row, func, insert, select, type_coerce
from sqlalchemy.types import NullType

from sharepoint_gate.errors import TrailBrokenError, TrailKeyError
from sharepoint_gate.ports.signing import Signer, Signing
from sharepoint_gate.ports.store import OpenIntent
from sharepoint_gate.store.database import Database
from sharepoint_gate.store.tables import checkpoints, records, roots
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
_LAST = (
    select(records.c.log, records.c.leaf_index)
    .order_by(records.c.log.desc(), records.c.leaf_index.desc())
    .limit(1)
)
# As it lies in the file, whatever kind of value that is.
_BODY = type_coerce(records.c.body, NullType()).label("body")


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
            last = _last_root(connection)
            if last is not None and last.size == _size(connection):
                return last
            signer = self._signer(connection)
            if signer is not None and not _is_named(connection):
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
            if _log(connection) != after or not events:
                return False
            new = [record_of(event, index) for index, event in enumerate(events)]
            connection.execute(insert(records), [_row(record, after + 1) for record in new])
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
            expected = _public(connection)
            old = self._signing.signer(expected) if self._signing and because is Because.ROTATED else None
            first = not _is_named(connection)
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
                signer = self._signing.signer(_public(connection))
                said = (str(data["reason"]), str(data["by"]))
                size = _size(connection)
                data["statement"] = sign_off_statement(self._origin(connection), size, *said, signer)
            append_within(connection, [replace(event, data=data)])

    def records(self, start: int = 0, *, log: int | None = None) -> Iterator[Record]:
        """Return the records in order from index ``start``, of the log of now or of an earlier one."""
        number = self.number() if log is None else log
        while True:
            with self._database.read() as connection:
                page = connection.execute(
                    select(records.c.leaf_index, _BODY, records.c.leaf_hash)
                    .where(records.c.log == number, records.c.leaf_index >= start)
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
            return [_root(row) for row in _root_rows(connection, _log(connection))]

    def evidence(self, *, log: int | None = None) -> Evidence:
        """Return what the log of now, or an earlier one, is judged by besides its records."""
        with self._database.read() as connection:
            number = _log(connection) if log is None else log
            sealed, damaged = _readable_roots(connection, number)
            chosen = select(checkpoints.c.note).where(checkpoints.c.log == number)
            notes = [str(note) for note in connection.scalars(chosen.order_by(checkpoints.c.size))]
            origin, public = self._origin(connection, number), _public(connection)
        if self._signing is None:
            return Evidence(number, origin, sealed, notes, damaged=damaged)
        unsigned = self._signing.trouble(public)
        check = self._signing.check
        return Evidence(number, origin, sealed, notes, self._signing.kept(), damaged, unsigned, check)

    def number(self) -> int:
        """Return which log of this database is the one of now."""
        with self._database.read() as connection:
            return _log(connection)

    def before(self) -> int:
        """Return how many records the earlier logs hold."""
        with self._database.read() as connection:
            earlier = select(func.count()).select_from(records).where(records.c.log < _log(connection))
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
            return self._signing.signer(_public(connection)) if self._signing is not None else None
        except TrailKeyError:
            # Each run asks for what is wrong with the key before it begins, and grants nothing then.
            return None

    def _origin(self, connection: Connection, number: int | None = None) -> str:
        log = _log(connection) if number is None else number
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
        log = _log(connection)
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
            self._frontier.append(_leaf(leaf))


def _leaf(kept: object) -> bytes:
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
    log, start = _end(connection)
    new = [record_of(event, start + offset) for offset, event in enumerate(events)]
    if new:
        connection.execute(insert(records), [_row(record, log) for record in new])
    return new


def _log(connection: Connection) -> int:
    return int(connection.scalar(select(func.max(records.c.log))) or 1)


def _public(connection: Connection) -> bytes | None:
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


def _is_named(connection: Connection) -> bool:
    """Tell whether the log of now names a key already: it does from its first checkpoint on."""
    chosen = select(func.count()).select_from(checkpoints).where(checkpoints.c.log == _log(connection))
    return bool(connection.scalar(chosen))


def _with_key(event: Event, origin: str, key: Signer, statement: str, because: Because) -> Event:
    named = {"key": str(VerifierKey(origin, key.public)), "because": because.value, "statement": statement}
    return replace(event, data={**event.data, **named})


def _size(connection: Connection) -> int:
    return _end(connection)[1]


def _end(connection: Connection) -> tuple[int, int]:
    """Return which log is the one of now, and the index of its next record."""
    row = connection.execute(_LAST).one_or_none()
    return (1, 0) if row is None else (row.log, row.leaf_index + 1)


def _last_root(connection: Connection) -> Root | None:
    own = select(roots).where(roots.c.log == _log(connection))
    row = connection.execute(own.order_by(roots.c.size.desc()).limit(1)).one_or_none()
    return None if row is None else _root(row)


def _root_rows(connection: Connection, log: int) -> Sequence[Row[tuple[object, ...]]]:
    return connection.execute(select(roots).where(roots.c.log == log).order_by(roots.c.size)).all()


def _readable_roots(connection: Connection, log: int) -> tuple[list[Root], list[str]]:
    read: list[Root] = []
    damaged: list[str] = []
    for row in _root_rows(connection, log):
        try:
            read.append(_root(row))
        except TrailBrokenError as error:
            damaged.append(error.what)
    return read, damaged


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


def _row(record: Record, log: int) -> dict[str, object]:
    return {"log": log, "leaf_index": record.index, "body": record.body, "leaf_hash": record.leaf_hash}
