"""What later runs need to know, in the database."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Column, Connection, Table, bindparam, delete, insert, select

from sharepoint_gate.access.freezes import Freeze
from sharepoint_gate.access.memory import Memory, Pin, Placement, SentInvitation
from sharepoint_gate.access.observed import ItemId, PermissionId
from sharepoint_gate.roster.model import PersonId
from sharepoint_gate.store import tables
from sharepoint_gate.store.database import Database
from sharepoint_gate.store.emergency import EmergencyFile, emergency_path
from sharepoint_gate.store.exposures import (
    SqliteExposureStore,
    gone_places,
    open_exposures,
    own_scopes,
)
from sharepoint_gate.store.freezes import in_force_beside
from sharepoint_gate.store.memory_identity import invitation_row, invitations_in, pin_row, pins_in
from sharepoint_gate.store.rails import SqliteRailStore, applied_in, releases_in
from sharepoint_gate.store.seats import SqliteSeatStore, seats_in
from sharepoint_gate.trail.canonical import instant

Rows = Mapping[str, Mapping[str, str | None]]


class SqliteMemoryStore(SqliteExposureStore, SqliteRailStore, SqliteSeatStore):
    """Implements the MemoryStore port."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def memory(self) -> Memory:
        """Return everything remembered, as of one moment."""
        beside = EmergencyFile(emergency_path(self._database.path)).read()
        with self._database.read() as connection:
            return Memory(
                pins_in(connection),
                _placements(connection),
                _own_links(connection),
                gone=gone_places(connection),
                scopes=own_scopes(connection),
                exposures=open_exposures(connection),
                freezes=in_force_beside(connection, beside),
                invitations=invitations_in(connection),
                applied=applied_in(connection),
                releases=releases_in(connection),
                seats=seats_in(connection),
            )

    def freezes(self) -> tuple[Freeze, ...]:
        """Return the freezes in force at this moment."""
        beside = EmergencyFile(emergency_path(self._database.path)).read()
        with self._database.read() as connection:
            return in_force_beside(connection, beside)

    def remember_pins(self, pins: Mapping[PersonId, Pin]) -> None:
        """Add or replace pins."""
        rows: Rows = {person: pin_row(pin) for person, pin in pins.items()}
        with self._database.write() as connection:
            _replace(connection, tables.pins, rows)

    def remember_invitations(self, invitations: Mapping[PersonId, SentInvitation | None]) -> None:
        """Remember that somebody is about to be invited, or forget it (None), in one commit."""
        rows: Rows = {who: invitation_row(sent) for who, sent in invitations.items() if sent is not None}
        with self._database.write() as connection:
            _forget(connection, tables.invitations, invitations)
            _replace(connection, tables.invitations, rows)

    def remember_placements(self, placements: Mapping[ItemId, Placement], gone: Iterable[ItemId]) -> None:
        """Add or replace placements, and forget items that are no more."""
        rows: Rows = {
            item: {"path": placement.path, "seen_at": instant(placement.seen_at)}
            for item, placement in placements.items()
        }
        with self._database.write() as connection:
            _forget(connection, tables.placements, gone)
            _replace(connection, tables.placements, rows)

    def remember_links(self, links: Mapping[ItemId, PermissionId | None]) -> None:
        """Remember the gate's own link on each item, or forget it (None), in one commit."""
        rows: Rows = {
            item: {"permission_id": permission}
            for item, permission in links.items()
            if permission is not None
        }
        with self._database.write() as connection:
            _forget(connection, tables.own_links, links)
            _replace(connection, tables.own_links, rows)


def _replace(connection: Connection, table: Table, rows: Rows) -> None:
    # Delete and insert instead of an upsert: its wording differs from one database to the next.
    _forget(connection, table, rows)
    key = _key(table)
    if rows:
        connection.execute(insert(table), [{key.name: name, **row} for name, row in rows.items()])


def _forget(connection: Connection, table: Table, names: Iterable[str]) -> None:
    gone = [{"gone": name} for name in names]
    if gone:
        connection.execute(delete(table).where(_key(table) == bindparam("gone")), gone)


def _key(table: Table) -> Column[str]:
    return table.primary_key.columns[0]


def _placements(connection: Connection) -> dict[ItemId, Placement]:
    return {
        ItemId(row.item_id): Placement(row.path, datetime.fromisoformat(row.seen_at))
        for row in connection.execute(select(tables.placements).order_by(tables.placements.c.item_id))
    }


def _own_links(connection: Connection) -> dict[ItemId, PermissionId]:
    return {
        ItemId(row.item_id): PermissionId(row.permission_id)
        for row in connection.execute(select(tables.own_links).order_by(tables.own_links.c.item_id))
    }
