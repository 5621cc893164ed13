"""Seats in the channel as they were seen taken, in the database."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Column, Connection, String, Table, Text, delete, insert, select

from sharepoint_gate.access.memory import SeatSeen
from sharepoint_gate.store.database import Database
from sharepoint_gate.store.tables import metadata
from sharepoint_gate.trail.canonical import instant

seats = Table(
    "seats",
    metadata,
    Column("name", Text, primary_key=True),
    Column("first_seen", String(27), nullable=False),
    Column("last_seen", String(27), nullable=False),
)


class SqliteSeatStore:
    """The part of the MemoryStore port that is about seats."""

    _database: Database

    def remember_seats(self, seen: Mapping[str, SeatSeen]) -> None:
        """Remember these seats and no others."""
        rows = [
            {"name": name, "first_seen": instant(one.first), "last_seen": instant(one.last)}
            for name, one in seen.items()
        ]
        with self._database.write() as connection:
            connection.execute(delete(seats))
            if rows:
                connection.execute(insert(seats), rows)


def seats_in(connection: Connection) -> dict[str, SeatSeen]:
    """Return every seat that is remembered."""
    found = connection.execute(select(seats).order_by(seats.c.name))
    return {
        row.name: SeatSeen(datetime.fromisoformat(row.first_seen), datetime.fromisoformat(row.last_seen))
        for row in found
    }
