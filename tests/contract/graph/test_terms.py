"""Decisions on terms of use, read from the directory's log over TLS."""

from datetime import UTC, datetime, timedelta

import pytest

from sharepoint_gate.errors import AccessDeniedError, GraphError, UnavailableError, UnexpectedAnswerError
from sharepoint_gate.roster.agreement import Decision
from tests.contract.graph.room import Room

pytestmark = pytest.mark.anyio
AUDITS = "GET /auditLogs/directoryAudits"
BEGIN = datetime(2026, 3, 2, tzinfo=UTC)


def decide(room: Room, person: str, state: str = "accepted", terms: str = "uaa") -> None:
    """Let somebody decide on the tenant's terms."""
    room.admin.post("terms", {"key": terms, "name": f"Terms {terms}", "text": "Be careful."})
    room.admin.post("terms/accept", {"person": person, "agreement": terms, "state": state})


async def test_decisions_are_read_with_who_when_and_what(room: Room) -> None:
    """Both kinds, oldest first, each with its own id, the account, and every name of the terms."""
    decide(room, "ann")
    room.admin.post("clock", {"advance": "PT1H"})
    decide(room, "flo", "declined")
    async with room.open(app="logreader") as tenant:
        first, second = await tenant.terms_reader.decisions_since(BEGIN)
    assert (first.object_id, first.decision) == (room.person("ann"), Decision.ACCEPTED)
    assert (second.object_id, second.decision) == (room.person("flo"), Decision.DECLINED)
    assert second.at - first.at == timedelta(hours=1)
    assert "Terms uaa" in first.terms
    assert not {"Ann Archer", room.person("ann")} & set(first.terms)
    assert first.id != second.id


async def test_only_what_came_since_is_read(room: Room) -> None:
    """The log is asked from an instant on, and for nothing but decisions."""
    decide(room, "ann")
    room.admin.post("clock", {"advance": "PT2H"})
    decide(room, "ben")
    async with room.open(app="logreader") as tenant:
        found = await tenant.terms_reader.decisions_since(room.embedded.clock().now() - timedelta(hours=1))
    assert [one.object_id for one in found] == [room.person("ben")]


async def test_every_page_is_read(room: Room) -> None:
    """More decisions than a page holds are all found."""
    room.admin.put("quirks", {"pages.directory": 2})
    for _ in range(3):
        decide(room, "ann")
        decide(room, "ben")
    began = len(room.journal())
    async with room.open(app="logreader") as tenant:
        found = await tenant.terms_reader.decisions_since(BEGIN)
    assert len({one.id for one in found}) == 6
    assert len([each for each in room.journal()[began:] if "directoryAudits" in each["path"]]) == 4


async def test_law_4_reading_the_log_writes_nothing(room: Room) -> None:
    """The door holds it open to commands that only look."""
    decide(room, "ann")
    async with room.open(app="logreader") as tenant:
        await tenant.terms_reader.decisions_since(BEGIN)
    assert not [entry for entry in room.journal() if entry["write"]]


async def test_without_the_permission_it_is_refused(room: Room) -> None:
    """An application that may not read the log is told so by Graph."""
    async with room.open() as tenant:
        with pytest.raises(AccessDeniedError):
            await tenant.terms_reader.decisions_since(BEGIN)


@pytest.mark.parametrize(
    ("kind", "error"), [("status:503", UnavailableError), ("malformed", UnexpectedAnswerError)]
)
async def test_law_7_half_a_log_is_no_log(room: Room, kind: str, error: type[GraphError]) -> None:
    """An answer that cannot be had, or does not arrive whole, is an error and not an end."""
    decide(room, "ann")
    room.fault(AUDITS, kind, count=40)
    async with room.open(app="logreader") as tenant:
        with pytest.raises(error):
            await tenant.terms_reader.decisions_since(BEGIN)
