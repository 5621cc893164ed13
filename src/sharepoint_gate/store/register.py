"""The register of decisions on the acceptance agreement, in the database.

Source: ISA §8.8, ADR-0005
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select

from sharepoint_gate.access.register import Proposal, Recorded, Recorder, Statement
from sharepoint_gate.roster.agreement import Decision
from sharepoint_gate.roster.model import PersonId
from sharepoint_gate.store.database import Database
from sharepoint_gate.store.tables import decisions, harvests, proposals
from sharepoint_gate.store.trail_rows import append_within
from sharepoint_gate.trail.canonical import instant
from sharepoint_gate.trail.events import Event

_TENANT_LOG = "directory-audits"


class SqliteRegisterStore:
    """Implements the RegisterStore port."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def decisions(self) -> Sequence[Recorded]:
        """Return every decision in the order of recording."""
        with self._database.read() as connection:
            rows = connection.execute(select(decisions).order_by(decisions.c.number))
            return [_recorded(row) for row in rows]

    def record(self, new: Sequence[Recorded], events: Sequence[Event], settles: int | None = None) -> None:
        """Add decisions, and take away the proposal that they settle."""
        with self._database.write() as connection:
            start = _last_number(connection) + 1
            rows = [_row_of(one, start + offset) for offset, one in enumerate(new)]
            if rows:
                connection.execute(insert(decisions), rows)
            connection.execute(delete(proposals).where(proposals.c.number == settles))
            append_within(connection, events)

    def proposals(self) -> Sequence[Proposal]:
        """Return what waits for a second name, oldest first."""
        with self._database.read() as connection:
            rows = connection.execute(select(proposals).order_by(proposals.c.number))
            return [_proposal(row) for row in rows]

    def propose(self, proposal: Proposal, events: Sequence[Event]) -> None:
        """Keep a proposal under its number."""
        said = _said(proposal.number, proposal.statement, proposal.recorder, proposal.proposed_at)
        with self._database.write() as connection:
            connection.execute(insert(proposals).values(said))
            append_within(connection, events)

    def withdraw(self, number: int, events: Sequence[Event]) -> None:
        """Take a proposal away unsettled."""
        with self._database.write() as connection:
            connection.execute(delete(proposals).where(proposals.c.number == number))
            append_within(connection, events)

    def harvested_at(self) -> datetime | None:
        """Return until when the tenant's log was read; None before the first time."""
        with self._database.read() as connection:
            found = connection.scalar(select(harvests.c.read_until).where(harvests.c.source == _TENANT_LOG))
        return None if found is None else datetime.fromisoformat(found)

    def remember_harvest(self, at: datetime) -> None:
        """Remember until when the tenant's log was read."""
        with self._database.write() as connection:
            connection.execute(delete(harvests).where(harvests.c.source == _TENANT_LOG))
            connection.execute(insert(harvests).values(source=_TENANT_LOG, read_until=instant(at)))


def _last_number(connection: Connection) -> int:
    return connection.scalar(select(func.max(decisions.c.number))) or 0


def _said(number: int, statement: Statement, recorder: Recorder, at: datetime) -> dict[str, object]:
    return {
        "number": number,
        "person": statement.person,
        "version": statement.version,
        "sha256": statement.sha256,
        "decision": statement.decision.value,
        "at": instant(statement.at),
        "source": statement.source,
        "evidence": statement.evidence,
        "recorded_by": recorder.person,
        "recorded_account": recorder.account,
        "recorded_at": instant(at),
    }


def _row_of(one: Recorded, number: int) -> dict[str, object]:
    second = one.second
    return {
        **_said(number, one.statement, one.recorder, one.recorded_at),
        "confirmed_by": second.person if second else None,
        "confirmed_account": second.account if second else None,
    }


def _statement(row: Row[Any]) -> Statement:
    return Statement(
        PersonId(row.person),
        row.version,
        row.sha256,
        Decision(row.decision),
        datetime.fromisoformat(row.at),
        row.source,
        row.evidence,
    )


def _recorded(row: Row[Any]) -> Recorded:
    recorder = Recorder(row.recorded_account, PersonId(row.recorded_by))
    named = row.confirmed_by is not None
    second = Recorder(row.confirmed_account, PersonId(row.confirmed_by)) if named else None
    return Recorded(_statement(row), recorder, second, datetime.fromisoformat(row.recorded_at))


def _proposal(row: Row[Any]) -> Proposal:
    recorder = Recorder(row.recorded_account, PersonId(row.recorded_by))
    return Proposal(row.number, _statement(row), recorder, datetime.fromisoformat(row.recorded_at))
