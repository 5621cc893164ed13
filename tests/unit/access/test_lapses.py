"""The forecast of lapses, and the standing that turns by itself.

Source: ISA §8.9, ISA §12
"""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from sharepoint_gate.access.acceptance import (
    UaaStanding,
    accepted_until,
    asked_since,
    check_uaa,
    last_day_of_grace,
    uaa_standing,
)
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.lapses import Lapse, lapses
from sharepoint_gate.roster.agreement import AgreementVersion, Decision
from sharepoint_gate.roster.model import CaseRef, PersonId
from tests.unit.access.ladder_scene import BEGIN, asked, at
from tests.world import Scene, person_of

U12 = PersonId("u12")


def of_u12(scene: Scene, until: date) -> list[Lapse]:
    """Return the forecast about u12."""
    return [one for one in lapses(scene.world(), until) if one.person == U12]


def test_grace_that_ends_is_forecast_with_its_day() -> None:
    """The day told is the first without access."""
    lapse = Lapse(U12, date(2026, 3, 17), "2")
    assert of_u12(asked(), date(2026, 3, 17)) == [lapse]
    assert of_u12(asked(), date(2026, 3, 16)) == []


def test_the_forecast_agrees_with_what_then_happens() -> None:
    """On the day before the person reads, on the day they do not."""
    scene = asked()
    (lapse,) = of_u12(scene, date(2026, 4, 30))
    for day, wanted in ((lapse.on, UaaStanding.OVERDUE), (date(2026, 3, 16), UaaStanding.GRACE)):
        world = at(scene, day).world()
        assert uaa_standing(world, person_of(world, "u12")) is wanted


def test_a_text_to_come_is_forecast() -> None:
    """A new major text stops new users on its day, and existing ones at the end of their grace."""
    later = AgreementVersion("3", "c" * 64, date(2026, 3, 20), major=True, grace_days=5)
    for existing, day in ((None, date(2026, 3, 20)), (BEGIN, date(2026, 3, 26))):
        scene = asked(date(2026, 3, 10), existing_since=existing).decide("u12")
        scene.versions = (*scene.versions, later)
        assert of_u12(scene, date(2026, 4, 30)) == [Lapse(U12, day, "3")]


def test_acceptances_of_last_year_are_forecast() -> None:
    """An acceptance lasts for twelve months."""
    scene = asked(date(2027, 2, 20)).decide("u12")
    assert of_u12(scene, date(2027, 3, 31)) == [Lapse(U12, date(2027, 3, 5), "2")]


def test_who_reads_nothing_anyway_is_not_forecast() -> None:
    """A blocked account loses nothing; an account that was not looked up is no reason."""
    until = date(2026, 3, 17)
    assert of_u12(asked().account("u12", enabled=False), until) == []
    unread = asked()
    del unread.accounts[U12]
    assert len(of_u12(unread, until)) == 1
    assert of_u12(asked(existing_since=None), until) == []


def test_grace_without_end_is_not_forecast() -> None:
    """A last day at the end of all calendars is followed by none."""
    scene = asked(date(9999, 12, 29), existing_since=date(9999, 12, 28))
    assert of_u12(scene, date.max) == []


@pytest.mark.parametrize(
    ("at_day", "last"),
    [(date(2026, 3, 4), date(2027, 3, 4)), (date(2028, 2, 29), date(2029, 2, 28))],
)
def test_an_acceptance_counts_for_twelve_months(at_day: date, last: date) -> None:
    """To the same day of the next year, or the last of its month."""
    scene = asked(at_day).decide("u12", at=datetime(at_day.year, at_day.month, at_day.day, 9, tzinfo=UTC))
    world = scene.world()
    assert accepted_until(world, person_of(world, "u12")) == last


def test_law_1_an_acceptance_that_ran_out_gives_nothing() -> None:
    """After its last day it must be given anew, by existing users and new ones alike."""
    for existing in (None, BEGIN):
        scene = asked(date(2027, 3, 4), existing_since=existing).decide("u12")
        assert check_uaa(scene.world(), person_of(scene.world(), "u12")).holds
        check = check_uaa(at(scene, date(2027, 3, 5)).world(), person_of(scene.world(), "u12"))
        assert check.kind is FindingKind.UAA_OLD_VERSION_OVERDUE
        assert "had until 2027-03-04 to accept it anew" in check.sentence


def test_an_acceptance_at_the_end_of_the_calendar_breaks_nothing() -> None:
    """A year after the last one is the last day that there is."""
    scene = asked(date(9999, 6, 1)).decide("u12", at=datetime(9999, 6, 1, 9, tzinfo=UTC))
    world = scene.world()
    assert accepted_until(world, person_of(world, "u12")) == date.max


def test_a_refusal_has_no_last_day() -> None:
    """There is nothing that could run out."""
    scene = asked(date(2026, 3, 10)).decide("u12", Decision.DECLINED)
    world = scene.world()
    assert accepted_until(world, person_of(world, "u12")) is None


def _urgent(today: date, **dates: date) -> Scene:
    scene = asked(today)
    rules = replace(scene.rules.agreement, urgent_processes=frozenset({"rapid-review"}))
    scene.rules = replace(scene.rules, agreement=rules)
    key = CaseRef("RR-2026-001")
    scene.cases[key] = replace(scene.cases[key], dates=dates)
    return scene


@pytest.mark.parametrize(
    ("dates", "last"),
    [
        ({}, date(2026, 3, 7)),
        ({"aware": date(2026, 3, 5), "notified": date(2026, 3, 10)}, date(2026, 3, 10)),
        ({"aware": date(2026, 3, 14)}, date(2026, 3, 16)),
        ({"aware": date(2026, 1, 1)}, date(2026, 3, 7)),
    ],
)
def test_law_1_grace_is_short_on_an_urgent_case(dates: dict[str, date], last: date) -> None:
    """Five days from the case's first day or the text's, and never longer than the ordinary grace."""
    world = _urgent(BEGIN, **dates).world()
    assert last_day_of_grace(world, person_of(world, "u12")) == last


def test_a_closed_urgent_case_leaves_the_ordinary_grace() -> None:
    """What has ended is no reason for haste, nor is a case of an unknown process."""
    scene = _urgent(BEGIN).stage("RR-2026-001", "closed")
    assert last_day_of_grace(scene.world(), person_of(scene.world(), "u12")) == date(2026, 3, 16)
    scene = _urgent(BEGIN)
    scene.book = replace(scene.book, processes={})
    assert last_day_of_grace(scene.world(), person_of(scene.world(), "u12")) == date(2026, 3, 16)


def test_without_a_text_nobody_has_grace() -> None:
    """Before the first version nothing is asked."""
    scene = asked()
    scene.versions = ()
    assert asked_since(scene.world(), person_of(scene.world(), "u12")) is None
    assert accepted_until(scene.world(), person_of(scene.world(), "u12")) is None
