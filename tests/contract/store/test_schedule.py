"""The schedule's memory: one line for each night, and the files that were last found valid."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from sharepoint_gate.ports.schedule import Night, NightState, Schedule
from sharepoint_gate.store import open_store
from tests.fakes.schedule import FakeSchedule

DUE = datetime(2026, 3, 28, 2, 15, tzinfo=UTC)
NIGHT = Night(date(2026, 3, 28), DUE, NightState.BEGUN, DUE)


@pytest.fixture(params=["fake", "sqlite"])
def schedule(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Schedule]:
    """Each implementation, empty."""
    if request.param == "fake":
        yield FakeSchedule()
        return
    store = open_store(tmp_path / "gate.sqlite")
    try:
        yield store.schedule
    finally:
        store.close()


def test_before_the_first_night_nothing_is_known(schedule: Schedule) -> None:
    """A new schedule has no night and no files in force."""
    assert schedule.last() is None
    assert list(schedule.nights()) == []
    assert schedule.kept_files() is None


def test_a_night_is_read_back_as_it_was(schedule: Schedule) -> None:
    """Day, instant, state and reason survive."""
    missed = replace(NIGHT, day=date(2026, 3, 27), state=NightState.MISSED, why="the service was not running")
    schedule.put([NIGHT, missed])
    assert list(schedule.nights()) == [missed, NIGHT]
    assert schedule.last() == NIGHT


def test_a_day_has_one_night(schedule: Schedule) -> None:
    """What is written of a day again replaces what stood there."""
    schedule.put([NIGHT])
    schedule.put([replace(NIGHT, state=NightState.DONE)])
    assert [one.state for one in schedule.nights()] == [NightState.DONE]


def test_the_last_valid_files_are_the_latest(schedule: Schedule) -> None:
    """One set of files is in force at a time."""
    schedule.keep_files("a" * 64, DUE)
    schedule.keep_files("b" * 64, DUE)
    assert schedule.kept_files() == "b" * 64
