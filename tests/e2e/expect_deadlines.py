"""Which cases have missed a time limit, counted anew from the process file: no line of the gate's is used.

The bank holidays of England are written out here as the government's page lists them, where the gate computes
them, so that a mistake in the one shows against the other.
"""

from __future__ import annotations

from datetime import date, timedelta

from tests.e2e.expect_world import Table, World

BANK_HOLIDAYS = frozenset(
    {
        *(date(2025, 8, 25), date(2025, 12, 25), date(2025, 12, 26)),
        *(date(2026, 1, 1), date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 4), date(2026, 5, 25)),
    }
)


def late_cases(world: World, today: date) -> list[str]:
    """Return the references of open cases that missed a limit."""
    return [ref for ref in world.roster["cases"] if _is_open(world, ref) and _is_late(world, ref, today)]


def _is_open(world: World, ref: str) -> bool:
    return bool(world.roster["cases"][ref]["stage"] != "closed")


def _is_late(world: World, ref: str, today: date) -> bool:
    case, process = world.roster["cases"][ref], world.process_of(ref)
    order = [stage["id"] for stage in process["stages"]]
    return any(_missed(case, order, clock, today) for clock in process.get("clocks", []))


def _missed(case: Table, order: list[str], clock: Table, today: date) -> bool:
    dates = case.get("dates", {})
    if clock["starts"] not in dates or "min_working_days" in clock["limit"]:
        return False
    due = _due(dates[clock["starts"]], clock["limit"])
    if clock["ends"] in dates:
        return bool(dates[clock["ends"]] > due)
    reached = clock["ends"] in order and order.index(case["stage"]) >= order.index(clock["ends"])
    return not reached and today > due


def _due(start: date, limit: Table) -> date:
    if "months" in limit:
        month = start.month - 1 + limit["months"]
        return start.replace(year=start.year + month // 12, month=month % 12 + 1)
    if "weeks" in limit:
        return start + timedelta(weeks=limit["weeks"])
    day, left = start, limit["working_days"]
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5 and day not in BANK_HOLIDAYS
    return day
