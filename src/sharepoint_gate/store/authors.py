"""The versions of the declared files that were taken, in the database.

Source: ADR-0005
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from sharepoint_gate.ports.authors import RosterVersion
from sharepoint_gate.store.database import Database
from sharepoint_gate.store.tables_authors import roster_versions
from sharepoint_gate.trail.canonical import instant


class SqliteVersionStore:
    """Implements the VersionStore port."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def latest(self) -> RosterVersion | None:
        """Return the version that was taken last; None before the first."""
        with self._database.read() as connection:
            row = connection.execute(_last()).one_or_none()
        return None if row is None else _version(row)

    def take(self, version: RosterVersion) -> None:
        """Remember a version, unless it is the one that was taken last."""
        with self._database.write() as connection:
            row = connection.execute(_last()).one_or_none()
            if row is None or row.digest != version.digest:
                _insert(connection, version, 0 if row is None else row.number + 1)

    def untold(self) -> Sequence[RosterVersion]:
        """Return the versions that no trail tells of yet, in order."""
        wanted = select(roster_versions).where(roster_versions.c.told == 0).order_by(roster_versions.c.number)
        with self._database.read() as connection:
            return [_version(row) for row in connection.execute(wanted)]

    def mark_told(self, versions: Sequence[RosterVersion]) -> None:
        """Remember that the trail tells of versions."""
        digests = [one.digest for one in versions]
        with self._database.write() as connection:
            connection.execute(
                update(roster_versions).where(roster_versions.c.digest.in_(digests)).values(told=1)
            )


def _last() -> Select[Any]:
    return select(roster_versions).order_by(roster_versions.c.number.desc()).limit(1)


def _insert(connection: Connection, version: RosterVersion, number: int) -> None:
    connection.execute(
        insert(roster_versions).values(
            number=number,
            digest=version.digest,
            roster_digest=version.roster_digest,
            revision=version.revision,
            author=version.author,
            source=version.source,
            at=instant(version.at),
            told=0,
        )
    )


def _version(row: Row[Any]) -> RosterVersion:
    at = datetime.fromisoformat(row.at)
    return RosterVersion(row.digest, row.roster_digest, row.revision, row.author, row.source, at)
