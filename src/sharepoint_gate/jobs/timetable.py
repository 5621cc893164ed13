"""Timetable: which night is to run now, which were missed and why, and when the next one is due.

Nothing is guessed from the clock alone: a night counts as run only when the schedule's memory says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sharepoint_gate.ports.schedule import Night, NightState
from sharepoint_gate.roster.nights import next_night, nights_between

# Later than this, a night is told as late, even though it runs.
ON_TIME = timedelta(minutes=15)
OPEN = {NightState.BEGUN, NightState.WAITING, NightState.STOPPED}
NOT_RUNNING = "the service was not running"
BUSY = "the service was busy with an earlier night, or the machine slept"
CUT = "its run was cut before its end"


@dataclass(frozen=True, slots=True)
class Plan:
    """When nights are due.

    Attributes:
        at: What clocks in the zone show.
        catch_up: How late a night may still begin; later, the next one makes up for it.
    """

    at: time
    zone: str
    catch_up: timedelta

    def day_of(self, due: datetime) -> date:
        """Return the day of the calendar that a night belongs to."""
        return due.astimezone(ZoneInfo(self.zone)).date()


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is to be done at one instant.

    Attributes:
        due: The night that is to run now; None when there is none.
        missed: The nights that a run has to name because they did not run in their time, in order; the due
            one among them when it is late.
        next: When the next night is due.
    """

    due: Night | None
    missed: Sequence[Night]
    next: datetime


def look(plan: Plan, nights: Sequence[Night], now: datetime, since: datetime) -> Outlook:
    """Return what is to be done now.

    Args:
        plan: When nights are due.
        nights: What the schedule remembers, in order.
        now: The instant.
        since: When this service began; before the very first one nothing was missed.
    """
    last = nights[-1] if nights else None
    waiting = [_left_open(one) for one in nights if one.state in OPEN]
    waiting += [_forgotten(plan, due, now, since) for due in _not_remembered(plan, last, now, since)]
    coming = next_night(now, plan.at, plan.zone)
    if not waiting:
        return Outlook(None, (), coming)
    newest = waiting[-1]
    late = [one for one in waiting if one is not newest or _is_late(one, now)]
    if now - newest.due > plan.catch_up:
        return Outlook(None, tuple(late), coming)
    return Outlook(newest, tuple(late), coming)


def begun(outlook: Outlook, now: datetime) -> Sequence[Night]:
    """Return what the schedule remembers while a run goes on: every night stays open until it ends."""
    earlier = [one for one in outlook.missed if outlook.due is None or one.day != outlook.due.day]
    kept = (*earlier, *((replace(outlook.due, why=""),) if outlook.due is not None else ()))
    return [replace(one, state=NightState.BEGUN, at=now) for one in kept]


def told(missed: Night) -> Mapping[str, object]:
    """Return what the trail tells of a missed night."""
    return {"night": missed.day.isoformat(), "due": missed.due.isoformat(), "why": missed.why}


def after(missed: Sequence[Night], done: Night) -> Sequence[Night]:
    """Return what the schedule remembers once a run has made up for missed nights."""
    earlier = [replace(one, state=NightState.MISSED, at=done.at) for one in missed if one.day != done.day]
    return (*earlier, done)


def _not_remembered(plan: Plan, last: Night | None, now: datetime, since: datetime) -> Sequence[datetime]:
    start = last.due if last is not None else since
    days = {last.day} if last is not None else set()
    # Another time of the day in the settings gives no second night to a day that had one.
    return [due for due in nights_between(start, now, plan.at, plan.zone) if plan.day_of(due) not in days]


def _forgotten(plan: Plan, due: datetime, now: datetime, since: datetime) -> Night:
    why = NOT_RUNNING if due < since else BUSY
    return Night(plan.day_of(due), due, NightState.MISSED, now, why)


def _left_open(last: Night) -> Night:
    return replace(last, why=last.why or CUT)


def _is_late(one: Night, now: datetime) -> bool:
    return one.state is not NightState.MISSED or now - one.due > ON_TIME
