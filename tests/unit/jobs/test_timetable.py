"""The timetable: no night is missed silently, and none runs twice."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from sharepoint_gate.jobs.timetable import BUSY, CUT, NOT_RUNNING, Plan, after, begun, look
from sharepoint_gate.ports.schedule import Night, NightState

PLAN = Plan(time(2, 15), "Europe/London", timedelta(hours=12))
EVENING = datetime(2026, 3, 27, 22, 0, tzinfo=UTC)


def night(day: int, state: NightState = NightState.DONE, why: str = "") -> Night:
    """Return a night of March 2026, before the clocks change."""
    due = datetime(2026, 3, day, 2, 15, tzinfo=UTC)
    return Night(date(2026, 3, day), due, state, due, why)


def test_before_the_first_night_nothing_is_due() -> None:
    """A service that has just been installed waits for its first night, and has missed none."""
    found = look(PLAN, [], EVENING, EVENING)
    assert (found.due, found.missed, found.next) == (None, (), datetime(2026, 3, 28, 2, 15, tzinfo=UTC))


def test_a_night_runs_when_it_is_due_and_not_again() -> None:
    """At its instant it is due and not late; once it is remembered, the next one is waited for."""
    now = night(28).due
    found = look(PLAN, [night(27)], now, EVENING - timedelta(days=3))
    assert found.due is not None
    assert (found.due.day, found.missed) == (date(2026, 3, 28), ())
    then = look(PLAN, [night(28)], now, EVENING)
    assert (then.due, then.next) == (None, datetime(2026, 3, 29, 1, 15, tzinfo=UTC))


def test_nights_without_the_service_are_named_and_made_up_for_once() -> None:
    """Three days down: one run, and each night is named with its reason."""
    now = datetime(2026, 3, 27, 9, 0, tzinfo=UTC)
    found = look(PLAN, [night(24)], now, since=now)
    assert [(one.day.day, one.why) for one in found.missed] == [(day, NOT_RUNNING) for day in (25, 26, 27)]
    assert found.due == found.missed[-1]
    done = night(27)
    remembered = after(found.missed, done)
    assert [(one.day.day, one.state.value) for one in remembered] == [
        (25, "missed"),
        (26, "missed"),
        (27, "done"),
    ]


def test_what_is_too_late_waits_for_the_next_night_and_is_still_named() -> None:
    """Past the hours of catching up nothing runs by day; the next run names what was missed."""
    now = datetime(2026, 3, 27, 18, 0, tzinfo=UTC)
    found = look(PLAN, [night(25)], now, since=now)
    assert found.due is None
    assert [one.day.day for one in found.missed] == [26, 27]
    later = look(PLAN, [night(25)], found.next, since=now)
    assert later.due is not None
    assert [one.day.day for one in later.missed] == [26, 27]


@pytest.mark.parametrize(
    ("state", "why", "told"),
    [
        (NightState.BEGUN, "", CUT),
        (NightState.WAITING, "another run held the lease", "another run held the lease"),
        (NightState.STOPPED, "the service was asked to stop", "the service was asked to stop"),
    ],
)
def test_a_night_that_was_left_open_is_caught_up_and_named(state: NightState, why: str, told: str) -> None:
    """A night that was cut, waited or was stopped runs again, with the reason that is known."""
    found = look(PLAN, [night(28, state, why)], night(28).due + timedelta(minutes=5), EVENING)
    assert found.due is not None
    assert [(one.day.day, one.why) for one in found.missed] == [(28, told)]


@pytest.mark.parametrize("state", [NightState.DONE, NightState.UNWELL, NightState.FAILED, NightState.MISSED])
def test_a_night_that_ended_is_not_run_again(state: NightState) -> None:
    """Whatever its end, a night that ended is over."""
    assert look(PLAN, [night(28, state)], night(28).due + timedelta(hours=1), EVENING).due is None


def test_a_night_that_the_service_slept_through_is_named_so() -> None:
    """A service that was there and yet late says so."""
    found = look(PLAN, [night(27)], night(28).due + timedelta(hours=2), EVENING)
    assert [one.why for one in found.missed] == [BUSY]


def test_another_time_in_the_settings_gives_no_second_night() -> None:
    """A day that had its night gets no other, when the time of the night is put later."""
    later = replace(PLAN, at=time(5, 0))
    assert look(later, [night(28)], datetime(2026, 3, 28, 6, 0, tzinfo=UTC), EVENING).due is None


@pytest.mark.parametrize("at", [time(1, 30), time(2, 15)])
@pytest.mark.parametrize("change", [date(2026, 3, 29), date(2026, 10, 25)])
def test_a_change_of_the_clocks_gives_each_day_one_run(at: time, change: date) -> None:
    """Looked at every quarter of an hour over three days, each day runs exactly once."""
    plan = replace(PLAN, at=at)
    now = datetime(change.year, change.month, change.day, 12, tzinfo=UTC) - timedelta(days=2)
    began, ran = now, list[date]()
    last: list[Night] = []
    for _ in range(4 * 24 * 3):
        now += timedelta(minutes=15)
        found = look(plan, last, now, began)
        assert found.missed == ()
        if found.due is not None:
            last = [replace(found.due, state=NightState.DONE)]
            ran.append(found.due.day)
    assert ran == [change - timedelta(days=1), change, change + timedelta(days=1)]


def test_a_run_that_is_cut_while_it_makes_up_for_others_loses_none_of_them() -> None:
    """Until the run has ended, every night that it makes up for stays open, with its reason."""
    now = datetime(2026, 3, 27, 9, 0, tzinfo=UTC)
    found = look(PLAN, [night(25)], now, since=now)
    again = look(PLAN, begun(found, now), now + timedelta(minutes=1), since=now)
    assert [(one.day.day, one.why) for one in again.missed] == [(26, NOT_RUNNING), (27, CUT)]
    assert again.due is not None
    assert again.due.day.day == 27
