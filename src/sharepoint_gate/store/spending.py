"""What runs cost, in the database.

Source: ADR-0005
"""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select

from sharepoint_gate.access.budget import Cost
from sharepoint_gate.ports.budget import Spent
from sharepoint_gate.store.database import Database
from sharepoint_gate.store.tables_fencing import spending
from sharepoint_gate.trail.canonical import instant

KEPT = timedelta(days=30)


class SqliteSpending:
    """Implements the SpendingStore port."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def last(self) -> Spent | None:
        """Return what the latest run cost that is remembered."""
        latest = select(spending).order_by(spending.c.at.desc(), spending.c.run_id.desc()).limit(1)
        with self._database.read() as connection:
            row = connection.execute(latest).one_or_none()
        if row is None:
            return None
        look, actual = Cost(row.look_units, row.look_requests), Cost(row.units, row.requests)
        return Spent(row.run_id, datetime.fromisoformat(row.at), row.items, look, actual)

    def units_since(self, at: datetime) -> int:
        """Return the units that runs used after an instant."""
        total = select(func.sum(spending.c.units)).where(spending.c.at > instant(at))
        with self._database.read() as connection:
            return int(connection.scalar(total) or 0)

    def note(self, spent: Spent) -> None:
        """Remember what a run cost, and forget what is a month old."""
        row = {
            "run_id": spent.run_id,
            "at": instant(spent.at),
            "items": spent.items,
            "look_units": spent.look.units,
            "look_requests": spent.look.requests,
            "units": spent.actual.units,
            "requests": spent.actual.requests,
        }
        with self._database.write() as connection:
            old = spending.c.at < instant(spent.at - KEPT)
            connection.execute(delete(spending).where(old | (spending.c.run_id == spent.run_id)))
            connection.execute(insert(spending).values(row))
