"""Time limits, counted in working days of England where a limit says so."""

from dataclasses import replace
from datetime import date

import pytest

from sharepoint_gate.access.deadlines import deadline_notices, due_on
from sharepoint_gate.access.findings import Handling
from sharepoint_gate.access.kinds import FindingKind, Severity
from sharepoint_gate.roster.model import CaseRef, ProcessId
from sharepoint_gate.roster.process import Clock, Limit
from tests.world import BOOK, Scene, rapid_review

CASE = "RR-2026-002"
CLOCKS = (
    Clock("notify", "aware", "notified", Limit(working_days=5)),
    Clock("rapid-review", "notified", "executive-sign-off", Limit(working_days=15)),
    Clock("advance-copy", "notified", "published", Limit()),
)


def on(day: date, stage: str = "information-gathering", **dates: date) -> list[str]:
    """Return what is told of a case on a day, by the sentences."""
    made = Scene(day).case(CASE, stage, u12="agency-lead")
    process = replace(rapid_review(), clocks=CLOCKS)
    made.book = replace(BOOK, processes={ProcessId("rapid-review"): process})
    made.cases[CaseRef(CASE)] = replace(made.cases[CaseRef(CASE)], dates=dates)
    told = list(deadline_notices(made.world()))
    assert all((one.kind, one.object) == (FindingKind.DEADLINE_MISSED, CASE) for one in told)
    assert all((one.severity, one.handling) == (Severity.LOW, Handling.PERSON) for one in told)
    return [one.sentence for one in told]


@pytest.mark.parametrize(
    ("start", "limit", "due"),
    [
        (date(2026, 3, 18), Limit(working_days=15), date(2026, 4, 10)),
        (date(2025, 11, 3), Limit(working_days=15), date(2025, 11, 24)),
        (date(2026, 3, 10), Limit(working_days=15), date(2026, 3, 31)),
        (date(2026, 2, 2), Limit(days=84), date(2026, 4, 27)),
        (date(2025, 10, 6), Limit(months=6), date(2026, 4, 6)),
        (date(2025, 8, 31), Limit(months=6), date(2026, 2, 28)),
        (date(2025, 12, 1), Limit(months=1), date(2026, 1, 1)),
        (date(2025, 12, 1), Limit(), None),
    ],
)
def test_limits_end_on_their_day(start: date, limit: Limit, due: date | None) -> None:
    """Good Friday and Easter Monday are no working days; a month's last day stands in for one it lacks."""
    assert due_on(start, limit) == due


def test_a_declared_day_off_does_not_count() -> None:
    """Offices may close on more days than the law says."""
    assert due_on(date(2026, 3, 10), Limit(working_days=1), {date(2026, 3, 11)}) == date(2026, 3, 12)


@pytest.mark.parametrize("day", [date(2026, 3, 30), date(2026, 4, 9), date(2026, 4, 10)])
def test_decoy_a_review_over_easter_is_not_late(day: date) -> None:
    """Notified on 18 March, it is due on 10 April and not on 8 April."""
    assert on(day, notified=date(2026, 3, 18)) == []


def test_a_limit_that_passed_without_its_end_is_told_until_the_case_is_closed() -> None:
    """From the day after, in one sentence."""
    (told,) = on(date(2026, 4, 11), notified=date(2026, 3, 18))
    assert told == "The limit “rapid-review” ended on 2026-04-10, and “executive-sign-off” is not there yet."
    assert on(date(2026, 4, 11), "closed", notified=date(2026, 3, 18)) == []


def test_an_end_that_came_late_is_told_and_one_in_time_is_not() -> None:
    """By the day that the roster gives it; all limits of a case are one finding."""
    (told,) = on(date(2026, 4, 11), aware=date(2026, 3, 2), notified=date(2026, 3, 18))
    assert told.startswith(
        "The limit “notify” ended on 2026-03-09, and “notified” came on 2026-03-18. The limit"
    )
    assert on(date(2026, 3, 20), aware=date(2026, 3, 16), notified=date(2026, 3, 18)) == []


def test_a_stage_that_was_reached_on_a_day_nobody_wrote_down_is_not_told() -> None:
    """Nobody can say that it was late; nor is a case whose process nobody declared."""
    assert on(date(2026, 5, 1), "executive-sign-off", notified=date(2026, 3, 18)) == []
    assert on(date(2026, 5, 1)) == []
    made = Scene().case(CASE, "information-gathering", u12="agency-lead")
    made.cases[CaseRef(CASE)] = replace(made.cases[CaseRef(CASE)], process=ProcessId("gone"))
    assert list(deadline_notices(made.world())) == []
