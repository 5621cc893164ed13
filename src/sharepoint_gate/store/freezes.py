"""Freezes in the database: rows are only ever added.

Source: ADR-0005
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from sharepoint_gate.access.freezes import Freeze, FreezeKind
from sharepoint_gate.ports.freezes import Lift
from sharepoint_gate.store.database import Database
from sharepoint_gate.store.emergency import EmergencyFile, emergency_path
from sharepoint_gate.store.tables_freezes import freeze_marks, freezes, freezes_lifted
from sharepoint_gate.store.trail_rows import append_within
from sharepoint_gate.trail.canonical import instant
from sharepoint_gate.trail.events import Event


class SqliteFreezeStore:
    """Implements the FreezeStore port."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._emergency = EmergencyFile(emergency_path(database.path))

    def in_force(self) -> Sequence[Freeze]:
        """Return the freezes that nobody lifted, those of the emergency record among them, oldest first."""
        beside = self._emergency.read()
        with self._database.read() as connection:
            return in_force_beside(connection, beside)

    def freeze(self, new: Freeze, events: Sequence[Event]) -> None:
        """Add a freeze with the events that tell of it, in one commit."""
        with self._database.write() as connection:
            _insert(connection, new)
            append_within(connection, events)

    def mark(self, key: str, marks: Iterable[str]) -> None:
        """Add addresses or object ids by which the frozen person is known too."""
        with self._database.write() as connection:
            known = connection.scalars(select(freeze_marks.c.mark).where(freeze_marks.c.key == key))
            new = {one.casefold() for one in marks} - set(known)
            if new:
                connection.execute(insert(freeze_marks), [{"key": key, "mark": one} for one in sorted(new)])

    def lift(self, lifts: Sequence[Lift], events: Sequence[Event]) -> None:
        """Lift freezes with the events that tell of it, in one commit."""
        with self._database.write() as connection:
            for one in lifts:
                row = {"key": one.key, "at": instant(one.at), "by": one.by, "reason": one.reason}
                connection.execute(insert(freezes_lifted).values(row))
            append_within(connection, events)

    def take_in(self, events_of: Callable[[Freeze], Sequence[Event]]) -> Sequence[Freeze]:
        """Move what the emergency record holds into the database, each once, however often this is cut."""
        taken: list[Freeze] = []

        def take(one: Freeze) -> None:
            with self._database.write() as connection:
                if one.key in _known(connection):
                    return
                _insert(connection, one)
                append_within(connection, events_of(one))
            taken.append(one)

        self._emergency.empty(take)
        return taken


def freezes_in(connection: Connection) -> tuple[Freeze, ...]:
    """Return the freezes of the database that nobody lifted, oldest first."""
    marks: dict[str, set[str]] = {}
    for row in connection.execute(select(freeze_marks)):
        marks.setdefault(row.key, set()).add(row.mark)
    lifted = select(freezes_lifted.c.key)
    rows = connection.execute(
        select(freezes).where(freezes.c.key.not_in(lifted)).order_by(freezes.c.since, freezes.c.key)
    )
    return tuple(_freeze(row, frozenset(marks.get(row.key, ()))) for row in rows)


def in_force_beside(connection: Connection, beside: Sequence[Freeze]) -> tuple[Freeze, ...]:
    """Return the freezes in force: the database's, and those of the emergency record that it does not know.

    Args:
        connection: One state of the database.
        beside: What the emergency record held before the connection's first look: read the other way round,
            a freeze that is taken in between the two looks would be missed.
    """
    known = _known(connection)
    return (*freezes_in(connection), *(one for one in beside if one.key not in known))


def _known(connection: Connection) -> frozenset[str]:
    return frozenset(connection.scalars(select(freezes.c.key)))


def _insert(connection: Connection, new: Freeze) -> None:
    row = {
        "key": new.key,
        "kind": new.kind.value,
        "subject": new.subject,
        "since": instant(new.since),
        "by": new.by,
        "reason": new.reason,
        "leaves_on": new.leaves_on.isoformat() if new.leaves_on is not None else None,
    }
    connection.execute(insert(freezes).values(row))
    if new.marks:
        rows = [{"key": new.key, "mark": one} for one in sorted(new.marks)]
        connection.execute(insert(freeze_marks), rows)


def _freeze(row: Row[Any], marks: frozenset[str]) -> Freeze:
    return Freeze(
        key=row.key,
        kind=FreezeKind(row.kind),
        subject=row.subject,
        marks=marks,
        since=datetime.fromisoformat(row.since),
        by=row.by,
        reason=row.reason,
        leaves_on=date.fromisoformat(row.leaves_on) if row.leaves_on else None,
    )
