"""A database that is locked or full, folders that take nothing, clocks that jump: no harm, nothing hidden.

Source: ADR-0005, ADR-0012
"""

import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from sharepoint_gate.rehearsal import EmbeddedClock
from sharepoint_gate.store import database
from sharepoint_gate.store.opening import open_store
from sharepoint_gate.wiring import signing
from tests.e2e.harness import Rehearsal
from tests.faults.storms import (
    Locksmith,
    at_write,
    check_calm,
    check_no_harm,
    database_of,
    full_below,
    pages_of,
)
from tests.faults.unkind import check_in_sync, spend

DAY = timedelta(days=1)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the gate wait for a locked database no longer than a moment."""
    monkeypatch.setattr(signing, "open_store", partial(open_store, wait_s=0.1))


@pytest.mark.usefixtures("hasty")
def test_a_database_that_another_program_holds_ends_the_night_before_it_begins(small: Rehearsal) -> None:
    """5, with who is to be waited for; nothing is sent that could not be written down."""
    other = Locksmith(small)
    other.lock()
    night = spend(small, json=False)
    assert night.spoken.code == 5, night.spoken
    assert "is locked by another program" in night.spoken.err
    assert night.writes == []
    other.go()
    check_calm(small)


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize(
    "nth", [9, *(pytest.param(other, marks=pytest.mark.long) for other in range(1, 19) if other != 9)]
)
def test_law_10_a_database_that_is_locked_in_the_middle_stops_the_run_at_that_write(
    small: Rehearsal, monkeypatch: pytest.MonkeyPatch, nth: int
) -> None:
    """What cannot be written down is the last thing that was sent; the next night closes it truthfully."""
    other = Locksmith(small)
    with at_write(monkeypatch, nth, other.lock):
        night = spend(small, json=False)
    assert night.spoken.code == 5, night.spoken
    assert "is locked by another program" in night.spoken.err
    assert len(night.writes) == nth
    check_no_harm(night)
    other.go()
    check_calm(small)


@pytest.mark.parametrize(
    "more", [4, *(pytest.param(other, marks=pytest.mark.long) for other in (0, 1, 2, 3, 5, 6, 7, 8))]
)
def test_law_10_a_disk_that_fills_stops_the_run_and_room_lets_it_go_on(
    small: Rehearsal, monkeypatch: pytest.MonkeyPatch, more: int
) -> None:
    """At whichever record the database cannot grow: 5, no harm; with room the next night does the rest."""
    most = f"PRAGMA max_page_count = {pages_of(small) + more}"
    monkeypatch.setattr(database, "_PRAGMAS", (*database._PRAGMAS, most))
    night = spend(small, json=False)
    assert night.spoken.code == 5, night.spoken
    assert "the disk is full" in night.spoken.err
    check_no_harm(night)
    monkeypatch.undo()
    check_calm(small)


def test_a_database_that_cannot_be_opened_is_told(small: Rehearsal) -> None:
    """A folder in its place: 5, and nothing is sent."""
    path = database_of(small)
    aside = path.with_name("aside.sqlite")
    path.rename(aside)
    path.mkdir()
    night = spend(small, json=False)
    assert night.spoken.code == 5, night.spoken
    assert "Traceback" not in night.spoken.err
    assert night.writes == []
    path.rmdir()
    aside.rename(path)
    check_calm(small)


def test_law_11_a_checkpoint_that_no_file_takes_is_in_the_database_all_the_same(small: Rehearsal) -> None:
    """The copy beside the database is one more; the night goes on without it."""
    folder = small.state / "checkpoints-rehearsal"
    before = set(folder.iterdir())
    with full_below(folder):
        night = spend(small)
    assert night.spoken.code == 0, night.spoken
    assert set(folder.iterdir()) == before
    check_in_sync(small)
    small.gate("trail", "verify")


def test_letters_that_no_folder_takes_are_told_in_6_and_go_once_when_it_does(small: Rehearsal) -> None:
    """Access is put right all the same; each letter is there once in the end."""
    outbox = small.folder / "outbox"
    letters = {"SHAREPOINT_GATE_MAIL__MODE": "outbox", "SHAREPOINT_GATE_MAIL__OUTBOX": str(outbox)}
    with full_below(outbox):
        night = spend(small, env=letters)
    assert night.spoken.code == 6, night.spoken
    check_no_harm(night)
    check_in_sync(small)
    assert not list(outbox.glob("*.eml"))
    assert spend(small, env=letters).spoken.code == 0
    subjects = [one.name for one in outbox.glob("*.eml")]
    assert subjects
    assert len(subjects) == len(set(subjects))


def test_a_report_that_no_folder_takes_does_not_undo_the_night(small: Rehearsal) -> None:
    """The night is done and written down; the command says that its report is missing."""
    folder = small.folder / "report"
    with full_below(folder):
        spoken = small.gate("reconcile", "--report", str(folder), wanted=None)
    assert spoken.code in {2, 5}, spoken
    assert "report" in spoken.err
    check_in_sync(small)
    small.gate("trail", "verify")


def jump(scene: Rehearsal, patch: pytest.MonkeyPatch, by: timedelta) -> Callable[[], None]:
    """Return what lets the clock of the gate's days jump."""
    told = EmbeddedClock.now

    def forwards() -> None:
        answer = scene.admin("POST", "/clock", {"advance": "P1D"})
        assert answer.status < 300, answer

    def backwards() -> None:
        # The tenant's own clock never does; what the gate is told of it may.
        patch.setattr(EmbeddedClock, "now", lambda self: told(self) + by)

    return forwards if by > timedelta() else backwards


@pytest.mark.parametrize("by", [DAY, -DAY], ids=["forwards", "backwards"])
@pytest.mark.parametrize("nth", [12, pytest.param(1, marks=pytest.mark.long)])
def test_a_clock_that_jumps_a_day_between_looking_and_writing_does_no_harm(
    small: Rehearsal, monkeypatch: pytest.MonkeyPatch, by: timedelta, nth: int
) -> None:
    """What was judged on one day is written on another: nobody gains too much, nothing comes twice."""
    with at_write(monkeypatch, nth, jump(small, monkeypatch, by)):
        night = spend(small)
    check_no_harm(night)
    assert night.spoken.code in {0, 4}, night.spoken
    monkeypatch.undo()
    check_calm(small)


@pytest.mark.parametrize(
    "by", [DAY, pytest.param(-DAY, marks=pytest.mark.long)], ids=["forwards", "backwards"]
)
def test_the_machines_own_clock_does_not_matter(
    small: Rehearsal, monkeypatch: pytest.MonkeyPatch, by: timedelta
) -> None:
    """All days are the tenant's: a machine whose clock jumps a day in the middle comes to the same end."""
    told = time.time

    def jumped() -> None:
        monkeypatch.setattr(time, "time", lambda: told() + by.total_seconds())

    with at_write(monkeypatch, 3, jumped):
        night = spend(small)
    assert night.spoken.code == 0, night.spoken
    check_no_harm(night)
    monkeypatch.undo()
    check_calm(small)
