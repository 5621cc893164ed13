"""Time limits of a process, counted as offices count: in working days of England where the limit says so.

Source: ISA §2.2
"""

from calendar import monthrange
from collections.abc import Collection, Iterator
from datetime import date, timedelta

from sharepoint_gate.access.conditions import is_closed
from sharepoint_gate.access.desired import World
from sharepoint_gate.access.findings import Finding
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.standing_notices import notice
from sharepoint_gate.roster.days import is_working_day
from sharepoint_gate.roster.model import Case, StageId
from sharepoint_gate.roster.process import Clock, Limit, Process


def deadline_notices(world: World) -> Iterator[Finding]:
    """Yield every open case that missed a time limit of its process, once each."""
    for ref, case in sorted(world.roster.cases.items()):
        process = world.processes.processes.get(case.process)
        if process is None or is_closed(process, case):
            continue
        told = [one for clock in process.clocks if (one := _missed(world, process, case, clock))]
        if told:
            yield notice(FindingKind.DEADLINE_MISSED, ref, "", " ".join(told), case.stage_place)


def due_on(start: date, limit: Limit, days_off: Collection[date] = ()) -> date | None:
    """Return the last day of a limit that began on a day; None for a limit that only sets a least time."""
    if limit.working_days:
        return _working_days_after(start, limit.working_days, days_off)
    if limit.months:
        return _months_after(start, limit.months)
    return start + timedelta(days=limit.days) if limit.days else None


def _missed(world: World, process: Process, case: Case, clock: Clock) -> str:
    """Return a sentence about a limit that was missed; empty where it was kept, or nobody can tell."""
    start = case.dates.get(clock.starts)
    due = due_on(start, clock.limit, world.rules.agreement.days_off) if start is not None else None
    if due is None:
        return ""
    ended = case.dates.get(clock.ends)
    if ended is not None:
        late = f"“{clock.ends}” came on {ended}" if ended > due else ""
    else:
        late = (
            ""
            if _is_past(process, case, clock.ends) or world.today <= due
            else f"“{clock.ends}” is not there yet"
        )
    return f"The limit “{clock.id}” ended on {due}, and {late}." if late else ""


def _is_past(process: Process, case: Case, end: str) -> bool:
    """Tell whether a case has reached the stage that ends a limit, on a day that nobody wrote down."""
    stages = process.stages
    return StageId(end) in stages and stages.index(case.stage) >= stages.index(StageId(end))


def _working_days_after(day: date, count: int, days_off: Collection[date]) -> date:
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day, days_off)
    return day


def _months_after(day: date, months: int) -> date:
    """Return the same day of a later month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
