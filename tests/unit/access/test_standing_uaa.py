"""The acceptance agreement: accepted, declined, in grace, overdue, missing.

Source: ISA §8.8, ISA §8.9
"""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from sharepoint_gate.access.acceptance import UaaStanding, check_uaa, grace_ends_on, uaa_standing
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.roster.agreement import AgreementVersion, Decision
from tests.world import Scene, person_of

EXISTING = date(2025, 3, 3)


def standing(scene: Scene) -> UaaStanding:
    """Return the standing of u12."""
    world = scene.world()
    return uaa_standing(world, person_of(world, "u12"))


def silent(today: date = date(2026, 3, 30), existing_since: date | None = None) -> Scene:
    """Return a scene in which u12 said nothing to version 2; who read before it had accepted version 1."""
    scene = Scene(today).person("u12", existing_since=existing_since).undecided("u12")
    accepted = datetime(2025, 3, 5, 10, 0, tzinfo=UTC)
    return scene.decide("u12", version="1", at=accepted) if existing_since is not None else scene


def test_law_1_who_accepted_the_version_in_force_reads() -> None:
    """An acceptance of the version in force counts, and its record is the line that decides."""
    world = Scene().person("u12").world()
    check = check_uaa(world, person_of(world, "u12"))
    assert check.holds
    assert check.place is not None
    assert check.place.file == "acceptances.yaml"
    assert check.sentence == "Person u12 accepted version 2 of the acceptance agreement on 2026-03-04."


def test_law_1_a_new_user_without_acceptance_reads_nothing() -> None:
    """Somebody who had no access before has no grace."""
    world = silent().world()
    check = check_uaa(world, person_of(world, "u12"))
    assert check.kind is FindingKind.UAA_MISSING
    assert check.place == person_of(world, "u12").place


@pytest.mark.parametrize(
    ("today", "existing", "wanted"),
    [
        (date(2026, 3, 16), EXISTING, UaaStanding.GRACE),
        (date(2026, 3, 17), EXISTING, UaaStanding.OVERDUE),
        (date(2026, 4, 6), date(2026, 3, 23), UaaStanding.GRACE),
        (date(2026, 4, 7), date(2026, 3, 23), UaaStanding.OVERDUE),
        (date(2026, 3, 30), date(2026, 3, 31), UaaStanding.MISSING),
    ],
)
def test_law_1_an_existing_user_has_grace_counted_from_the_later_day(
    today: date, existing: date, wanted: UaaStanding
) -> None:
    """Grace runs from the text's day or the user's, whichever is later, its last day included."""
    assert standing(silent(today, existing)) is wanted


@pytest.mark.parametrize(
    ("today", "holds", "words"),
    [(date(2026, 3, 16), True, "has until 2026-03-16"), (date(2026, 3, 17), False, "had until 2026-03-16")],
)
def test_grace_and_its_end_are_told_with_the_day(today: date, words: str, *, holds: bool) -> None:
    """The sentence names the last day of grace."""
    world = silent(today, EXISTING).world()
    check = check_uaa(world, person_of(world, "u12"))
    assert check.holds is holds
    assert check.kind is (None if holds else FindingKind.UAA_OLD_VERSION_OVERDUE)
    assert words in check.sentence


def test_law_1_the_latest_decision_counts() -> None:
    """Who declines after accepting reads nothing, and who accepts after declining reads again."""
    later = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
    scene = Scene().person("u12").decide("u12", Decision.DECLINED, at=later)
    world = scene.world()
    assert check_uaa(world, person_of(world, "u12")).kind is FindingKind.UAA_DECLINED
    assert standing(scene.decide("u12", at=datetime(2026, 3, 11, 9, 0, tzinfo=UTC))) is UaaStanding.ACCEPTED


def test_law_1_at_the_same_instant_a_refusal_wins() -> None:
    """Two decisions of one instant deny."""
    scene = Scene().person("u12").decide("u12", Decision.DECLINED)
    assert standing(scene) is UaaStanding.DECLINED


def test_law_1_an_acceptance_of_an_older_version_is_not_enough() -> None:
    """A major change of the text must be accepted anew, in whatever order old papers are filed."""
    old = datetime(2026, 3, 20, 9, 0, tzinfo=UTC)
    assert standing(silent().decide("u12", version="1", at=old)) is UaaStanding.MISSING
    assert standing(Scene().person("u12").decide("u12", version="1", at=old)) is UaaStanding.ACCEPTED


def test_law_1_a_refusal_of_an_older_version_holds_until_the_person_accepts() -> None:
    """A new text does not give grace to somebody who refused the one before."""
    scene = silent(date(2026, 3, 10), EXISTING).undecided("u12")
    scene.decide("u12", Decision.DECLINED, version="1", at=datetime(2025, 3, 5, 9, 0, tzinfo=UTC))
    assert standing(scene) is UaaStanding.DECLINED


def test_an_acceptance_rides_on_through_minor_versions() -> None:
    """A minor change of the text needs no new acceptance, and its own acceptance counts as well."""
    scene = Scene().person("u12")
    minor = AgreementVersion("2.1", "c" * 64, date(2026, 3, 20), major=False, grace_days=0)
    scene.versions = (*scene.versions, minor)
    assert standing(scene) is UaaStanding.ACCEPTED
    at = datetime(2026, 3, 21, 9, 0, tzinfo=UTC)
    assert standing(scene.undecided("u12").decide("u12", version="2.1", at=at)) is UaaStanding.ACCEPTED


def test_law_1_an_acceptance_bound_to_another_text_does_not_count() -> None:
    """An acceptance whose digest is not that of the version's text proves nothing."""
    scene = Scene().person("u12")
    scene.versions = (scene.versions[0], replace(scene.versions[1], sha256="f" * 64))
    assert standing(scene) is UaaStanding.MISSING


def test_law_1_an_acceptance_dated_tomorrow_does_not_count_today() -> None:
    """A decision of the future has not been made."""
    scene = silent().decide("u12", at=datetime(2026, 3, 31, 9, 0, tzinfo=UTC))
    assert standing(scene) is UaaStanding.MISSING


@pytest.mark.parametrize("major", [True, False])
def test_law_1_without_a_text_in_force_nobody_reads(*, major: bool) -> None:
    """Before the first major version nobody can have accepted."""
    scene = silent()
    day = date(2026, 4, 1) if major else date(2026, 1, 1)
    scene.versions = (AgreementVersion("1", "a" * 64, day, major=major, grace_days=14),)
    world = scene.world()
    assert standing(scene) is UaaStanding.MISSING
    assert check_uaa(world, person_of(world, "u12")).sentence == "No acceptance agreement is in force yet."


def test_law_1_the_last_days_of_the_calendar_break_nothing() -> None:
    """A day of grace past the end of all calendars is the last day that there is."""
    major = AgreementVersion("1", "a" * 64, date(2025, 3, 3), major=True, grace_days=14)
    scene = Scene().person("u12", existing_since=date(9999, 12, 25))
    assert grace_ends_on(major, person_of(scene.world(), "u12")) == date.max


def test_law_1_a_new_text_opens_nothing_to_whom_the_one_before_had_stopped() -> None:
    """Somebody suspended for not accepting the first version gets no new grace with the second."""
    scene = silent(date(2026, 3, 10), EXISTING)
    assert standing(scene) is UaaStanding.GRACE
    world = scene.undecided("u12").world()
    check = check_uaa(world, person_of(world, "u12"))
    assert check.kind is FindingKind.UAA_OLD_VERSION_OVERDUE
    assert check.sentence == (
        "Person u12 had until 2025-03-17 to accept the acceptance agreement that version 2 replaced, and has "
        "not accepted this one either."
    )
    assert standing(scene.decide("u12")) is UaaStanding.ACCEPTED


def test_law_1_an_acceptance_that_ran_out_gives_no_grace_with_a_new_text() -> None:
    """Who was stopped for not accepting anew stays so when the text changes."""
    scene = silent(date(2026, 3, 10), EXISTING)
    agreement = replace(scene.rules.agreement, renewal_months=6)
    scene.rules = replace(scene.rules, agreement=agreement)
    assert standing(scene) is UaaStanding.OVERDUE
