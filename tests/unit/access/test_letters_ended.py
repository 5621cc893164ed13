"""ENDED: who lost their last right on a case.

Source: ISA §8.6
"""

from datetime import date, timedelta

import pytest

from sharepoint_gate.access.entitle import desired_access
from sharepoint_gate.access.letters_ended import Endings, endings, rights_now
from sharepoint_gate.access.observed import Unread
from sharepoint_gate.roster.agreement import Decision
from sharepoint_gate.roster.model import PersonId
from tests.world import TODAY, Scene, account_of

CASE = "RR-2026-001"
PACK = f"{CASE}/40-panel-pack/pack.docx"
RIGHT = ("u12", CASE)


def scene() -> Scene:
    """Return a case whose panel pack u12 reads, in sync."""
    return Scene().case(CASE, "panel-meeting", u12="panel-member").file(PACK).in_sync()


def after(made: Scene, troubled: tuple[str, ...] = ()) -> Endings:
    """Return what became of u12's right."""
    world = made.world()
    return endings(world, {RIGHT: "r1"}, rights_now(world, desired_access(world)), troubled)


def test_a_right_that_stands_ends_nothing() -> None:
    """Whoever still reads is told nothing."""
    world = scene().world()
    assert rights_now(world, desired_access(world)) == {RIGHT}
    assert after(scene()) == Endings((), frozenset())


def test_a_stage_that_moves_on_ends_the_right_and_one_letter_says_so() -> None:
    """The letter names the case, no reason and no file."""
    (letter,) = after(scene().stage(CASE, "executive-sign-off")).letters
    assert (letter.key, letter.to) == (f"ended/u12/{CASE}/r1", "u12@wicb.example")
    assert letter.facts == {"name": "Person u12", "case": CASE}


def test_an_exception_that_runs_is_a_right_and_one_that_is_over_is_none() -> None:
    """Who still edits by an exception is not told that access has ended."""
    moved = scene().stage(CASE, "executive-sign-off").exception("EX-1", "u12", f"{CASE}/40-panel-pack")
    assert after(moved).letters == ()
    yesterday = TODAY - timedelta(days=1)
    over = scene().stage(CASE, "executive-sign-off").exception("EX-1", "u12", f"{CASE}/x", until=yesterday)
    assert len(after(over).letters) == 1


def test_law_7_nobody_is_told_while_the_case_is_in_trouble() -> None:
    """Where something was not read or not taken away the letter waits, and the right stays remembered."""
    assert after(scene().stage(CASE, "executive-sign-off"), (CASE,)) == Endings((), frozenset({RIGHT}))


def test_law_7_an_account_that_was_not_looked_up_ends_nothing_yet() -> None:
    """What is not known is not told."""
    made = scene()
    del made.accounts[PersonId("u12")]
    made.unread = (Unread("the account of u12", "it could not be read"),)
    assert after(made) == Endings((), frozenset({RIGHT}))


def _off_the_roster(made: Scene) -> None:
    for ref, case in made.cases.items():
        object.__setattr__(made.cases[ref], "people", {k: v for k, v in case.people.items() if k != "u12"})
    del made.people[PersonId("u12")]
    del made.accounts[PersonId("u12")]


def _another_account(made: Scene) -> None:
    made.accounts[PersonId("u12")] = (account_of("u99", "u12@wicb.example"),)


def _declined(made: Scene) -> None:
    made.decide("u12", Decision.DECLINED)


@pytest.mark.parametrize("change", [_off_the_roster, _another_account, _declined])
def test_some_endings_are_told_by_nobody_here(change: object) -> None:
    """No address is left, the mailbox may be another's, or the ladder's own letter tells it."""
    made = scene()
    assert callable(change)
    change(made)
    assert after(made) == Endings((), frozenset())


def test_a_leaver_is_told_once_the_last_day_is_over() -> None:
    """The last day itself is still a day of access."""
    assert after(scene().person("u12", ends_on=TODAY)).letters == ()
    assert len(after(scene().person("u12", ends_on=date(2026, 3, 29))).letters) == 1


def test_files_outside_every_case_are_nobodys_right() -> None:
    """What has no readers gives no right."""
    made = scene().file("notes.docx")
    world = made.world()
    assert rights_now(world, desired_access(world)) == {RIGHT}
