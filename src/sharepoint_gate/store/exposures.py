"""The record of exposures in the database, and what is remembered of files that moved.

Source: ADR-0005, ISA §11
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update

from sharepoint_gate.access.exposure import Ending, Exposure, ExposureNews, RecordedExposure
from sharepoint_gate.access.memory import Placement
from sharepoint_gate.access.observed import ItemId
from sharepoint_gate.store.database import Database
from sharepoint_gate.store.tables_exposures import exposures, gone_items, scopes
from sharepoint_gate.trail.canonical import instant


class SqliteExposureStore:
    """Implements the ExposureStore port."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def exposures(self) -> Sequence[RecordedExposure]:
        """Return every exposure ever recorded, by number."""
        with self._database.read() as connection:
            return _read(connection, only_open=False)

    def record_exposures(self, news: ExposureNews, at: datetime, run: str) -> None:
        """Write down what a look changed, in one commit."""
        now = instant(at)
        with self._database.write() as connection:
            number = connection.scalar(select(func.max(exposures.c.number))) or 0
            rows = [_row(one, number + index, run) for index, one in enumerate(news.begun, start=1)]
            if rows:
                connection.execute(insert(exposures), rows)
            if news.seen:
                seen = update(exposures).where(exposures.c.number == bindparam("which"))
                connection.execute(seen.values(latest=now), [{"which": one} for one in news.seen])
            for which, ending in news.over.items():
                over = update(exposures).where(exposures.c.number == which)
                connection.execute(over.values(ended_at=now, ending=ending.value))

    def note_exposures(self, numbers: Iterable[int]) -> None:
        """Remember that the trail holds the beginning of these."""
        which = [{"which": one} for one in numbers]
        noted = update(exposures).where(exposures.c.number == bindparam("which")).values(noted=True)
        with self._database.write() as connection:
            if which:
                connection.execute(noted, which)

    def remember_gone(self, gone: Mapping[ItemId, Placement]) -> None:
        """Replace what is remembered of files that are no more."""
        rows = [
            {"item_id": item, "path": place.path, "seen_at": instant(place.seen_at)}
            for item, place in gone.items()
        ]
        with self._database.write() as connection:
            connection.execute(delete(gone_items))
            if rows:
                connection.execute(insert(gone_items), rows)

    def remember_scopes(self, added: Iterable[ItemId], gone: Iterable[ItemId]) -> None:
        """Add items that have permissions of their own, and forget those that have none any more."""
        new = [{"item_id": one} for one in added]
        old = [{"old": one} for one in (*gone, *(one["item_id"] for one in new))]
        with self._database.write() as connection:
            if old:
                connection.execute(delete(scopes).where(scopes.c.item_id == bindparam("old")), old)
            if new:
                connection.execute(insert(scopes), new)


def open_exposures(connection: Connection) -> tuple[RecordedExposure, ...]:
    """Return the exposures that nobody has seen the end of."""
    return tuple(_read(connection, only_open=True))


def gone_places(connection: Connection) -> dict[ItemId, Placement]:
    """Return the files that are no more, and where they were last seen."""
    rows = connection.execute(select(gone_items).order_by(gone_items.c.item_id))
    return {ItemId(row.item_id): Placement(row.path, datetime.fromisoformat(row.seen_at)) for row in rows}


def own_scopes(connection: Connection) -> frozenset[ItemId]:
    """Return the items that have permissions of their own."""
    return frozenset(ItemId(one) for one in connection.scalars(select(scopes.c.item_id)))


def _read(connection: Connection, *, only_open: bool) -> list[RecordedExposure]:
    wanted = select(exposures).order_by(exposures.c.number)
    if only_open:
        wanted = wanted.where(exposures.c.ended_at.is_(None))
    return [_recorded(row) for row in connection.execute(wanted)]


def _row(one: Exposure, number: int, run: str) -> dict[str, object]:
    return {
        "number": number,
        "subject": one.subject,
        "item_id": one.item_id,
        "object": one.object,
        "principal": one.principal,
        "kinds": " ".join(one.kinds),
        "how": one.how,
        "earliest": None if one.earliest is None else instant(one.earliest),
        "latest": instant(one.latest),
        "reaches": one.reaches,
        "evidence": json.dumps([dict(each) for each in one.evidence], sort_keys=True),
        "run": run,
        "noted": False,
        "ended_at": None,
        "ending": None,
    }


def _recorded(row: Row[Any]) -> RecordedExposure:
    exposure = Exposure(
        subject=row.subject,
        item_id=row.item_id,
        object=row.object,
        principal=row.principal,
        kinds=tuple(row.kinds.split()),
        how=row.how,
        earliest=_moment(row.earliest),
        latest=datetime.fromisoformat(row.latest),
        reaches=row.reaches,
        evidence=tuple(json.loads(row.evidence)),
    )
    ending = None if row.ending is None else Ending(row.ending)
    return RecordedExposure(row.number, exposure, row.run, row.noted, _moment(row.ended_at), ending)


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
