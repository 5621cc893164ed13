"""Exposures as reports tell them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sharepoint_gate.access.audited_exposures import told_exposures
from sharepoint_gate.access.exposure import Ending, Exposure, RecordedExposure
from tests.unit.access.freezing import panel

LONDON = ZoneInfo("Europe/London")
NOON = datetime(2026, 7, 1, 11, tzinfo=UTC)


def recorded(
    number: int, principal: str = "u12", *, over: bool = False, first: bool = False
) -> RecordedExposure:
    """Return an exposure on record."""
    earliest = None if first else NOON - timedelta(days=1)
    exposure = Exposure(
        f"s{number}",
        "i",
        "RR-2026-001/x.docx",
        principal,
        ("direct-grant",),
        "How.",
        earliest,
        NOON,
        2,
        ({},),
    )
    ended = (NOON + timedelta(hours=1), Ending.CURED) if over else (None, None)
    return RecordedExposure(number, exposure, "run", noted=True, ended_at=ended[0], ending=ended[1])


def test_what_is_open_comes_first_and_the_latest_before_the_earlier() -> None:
    """Nobody has to search a long record for what still stands."""
    record = [recorded(1), recorded(2, over=True), recorded(3), recorded(4, over=True)]
    told = told_exposures(record, panel().roster().people, LONDON)
    assert [one.name for one in told] == ["EXP-0003", "EXP-0001", "EXP-0004", "EXP-0002"]
    assert [one.open for one in told] == [True, True, False, False]


def test_people_have_their_names_and_moments_the_clock_of_the_partnership() -> None:
    """A data protection officer reads names and local time; whom no roster knows keeps the address."""
    known, other = told_exposures(
        [recorded(1), recorded(2, "eve@far.example", over=True, first=True)], panel().roster().people, LONDON
    )
    assert (known.principal, other.principal) == ("Person u12 (u12)", "eve@far.example")
    assert known.latest.isoformat() == "2026-07-01T12:00:00+01:00"
    assert known.earliest is not None
    assert (known.ended_at, known.ending, known.evidence, known.reaches) == (None, None, 1, 2)
    assert other.earliest is None
    assert other.ended_at is not None
    assert other.ended_at.hour == 13
    assert other.ending is Ending.CURED
