"""The schedule's memory in the database.

Source: ADR-0005
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select

from sharepoint_gate.ports.schedule import Night, NightState
from sharepoint_gate.store.database import Database
from sharepoint_gate.store.tables import kept_files, nights
from sharepoint_gate.trail.canonical import instant


class SqliteSchedule:
    """Implements the Schedule port."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def last(self) -> Night | None:
        """Return the night with the latest day; None before the first."""
        with self._database.read() as connection:
            row = connection.execute(select(nights).order_by(nights.c.day.desc()).limit(1)).one_or_none()
        return None if row is None else _night(row)

    def nights(self) -> Sequence[Night]:
        """Return every night in order."""
        with self._database.read() as connection:
            return [_night(row) for row in connection.execute(select(nights).order_by(nights.c.day))]

    def put(self, new: Sequence[Night]) -> None:
        """Add or replace nights, all of them or none."""
        with self._database.write() as connection:
            for one in new:
                connection.execute(delete(nights).where(nights.c.day == one.day.isoformat()))
                connection.execute(insert(nights).values(_row(one)))

    def kept_files(self) -> str | None:
        """Return the digest of the last valid files; None before the first."""
        with self._database.read() as connection:
            return connection.scalar(select(kept_files.c.digest))

    def keep_files(self, digest: str, at: datetime) -> None:
        """Remember which files are the last valid ones."""
        with self._database.write() as connection:
            connection.execute(delete(kept_files))
            connection.execute(insert(kept_files).values(seat=1, digest=digest, at=instant(at)))


def _row(one: Night) -> dict[str, str]:
    return {
        "day": one.day.isoformat(),
        "due": instant(one.due),
        "state": one.state.value,
        "at": instant(one.at),
        "why": one.why,
    }


def _night(row: Row[Any]) -> Night:
    due, at = datetime.fromisoformat(row.due), datetime.fromisoformat(row.at)
    return Night(date.fromisoformat(row.day), due, NightState(row.state), at, row.why)
