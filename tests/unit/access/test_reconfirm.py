"""Each organisation's word on its own people: it is asked for in time, and ends access when it lapses."""

from dataclasses import replace
from datetime import date

import pytest

from sharepoint_gate.access.conditions import check_person
from sharepoint_gate.access.desired import Check
from sharepoint_gate.access.entitle import desired_access
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.lapses import Lapse
from sharepoint_gate.access.letters import LetterKind
from sharepoint_gate.access.notices import notices
from sharepoint_gate.access.reconfirm import confirmed_until
from sharepoint_gate.access.reconfirm_notices import confirmation_lapses, confirmation_letters
from sharepoint_gate.access.register_status import forecast
from sharepoint_gate.roster.model import OrganisationId, OrganisationKind
from sharepoint_gate.roster.rules import IdentityRules
from tests.world import Scene, item_id, person_of

PACK = "RR-2026-001/40-panel-pack/pack.docx"
LEAD = "lead@wicb.example"


def scene_of(given: date | None, days: int = 90, since: date | None = None) -> Scene:
    """Return a scene of 30 March 2026 whose u12 works for an organisation that gave its word on a day."""
    scene = Scene().case("RR-2026-001", "panel-meeting", u12="panel-member").file(PACK)
    for name in ("wcc", "wmp"):
        scene.organisation(name, people_confirmed_on=date(2026, 3, 16))
    scene.organisation("wicb", people_confirmed_on=given, lead=LEAD)
    scene.rules = replace(scene.rules, identity=IdentityRules(days, since))
    return scene


def lapsed(scene: Scene) -> list[Check]:
    """Return what is told against u12's organisation."""
    world = scene.world()
    checks = check_person(world, person_of(world, "u12"))
    return [one for one in checks if one.kind is FindingKind.RECONFIRMATION_LAPSED]


def reads(scene: Scene) -> bool:
    """Tell whether u12 should read the pack."""
    return bool(desired_access(scene.world()).files[item_id(PACK)].readers)


def warned(scene: Scene) -> list[str]:
    """Return what organisations are warned of."""
    return [one.sentence for one in notices(scene.world()) if one.kind is FindingKind.RECONFIRMATION_DUE]


@pytest.mark.parametrize(
    ("given", "holds"),
    [
        (date(2025, 12, 29), False),
        (date(2025, 12, 30), True),
        (date(2026, 3, 30), True),
        (date(2026, 3, 31), False),
    ],
)
def test_law_1_a_word_counts_for_its_days_and_never_ahead(given: date, *, holds: bool) -> None:
    """The ninetieth day is the last one; a day to come vouches for nobody."""
    scene = scene_of(given)
    assert (lapsed(scene) == []) is holds
    assert reads(scene) is holds


def test_law_1_a_lapsed_word_names_its_days_and_the_roster_line() -> None:
    """Whoever lost access can be told why, and which line brings it back."""
    scene = scene_of(date(2025, 12, 1))
    (check,) = lapsed(scene)
    assert "on 2025-12-01, which counted until 2026-03-01" in check.sentence
    assert check.place == scene.organisations[OrganisationId("wicb")].place


@pytest.mark.parametrize(
    ("since", "holds"), [(None, True), (date(2026, 3, 31), True), (date(2026, 3, 30), False)]
)
def test_law_1_who_never_gave_a_word_is_blocked_from_the_day_that_was_set(
    since: date | None, *, holds: bool
) -> None:
    """Bringing the cycle in empties no panel over night; from the set day silence counts as lapsed."""
    scene = scene_of(None, since=since)
    assert reads(scene) is holds
    assert (lapsed(scene) == []) is holds
    assert any("has never confirmed its people" in one for one in warned(scene))


def test_without_a_cycle_nothing_lapses_and_nobody_is_asked() -> None:
    """Zero days is for ever."""
    scene = scene_of(date(2020, 1, 1), days=0, since=date(2020, 1, 1))
    assert reads(scene)
    assert (warned(scene), confirmation_letters(scene.world())) == ([], ())
    assert confirmation_lapses(scene.world(), date(2027, 1, 1)) == ()


def test_a_word_at_the_end_of_the_calendar_does_not_run_over() -> None:
    """Days are added with care: a slip in a year must not stop the night."""
    scene = scene_of(date.max)
    world = scene.world()
    assert confirmed_until(world, scene.organisations[OrganisationId("wicb")]) == date.max
    assert warned(scene) == []
    assert {one.organisation for one in confirmation_lapses(world, date(2027, 1, 1))} == {"WCC Authority"}


@pytest.mark.parametrize(("given", "asked"), [(date(2026, 1, 12), True), (date(2026, 1, 13), False)])
def test_an_organisation_is_asked_a_fortnight_ahead(given: date, *, asked: bool) -> None:
    """A finding and one letter to the lead, with people by name and the day on which they stop reading."""
    scene = scene_of(given)
    assert bool(warned(scene)) is asked
    letters = confirmation_letters(scene.world())
    assert bool(letters) is asked
    for one in letters:
        assert (one.key, one.kind, one.to) == (
            "reconfirm/wicb/2026-01-12/due",
            LetterKind.RECONFIRM_ASK,
            LEAD,
        )
        assert one.facts["people"] == ["Person u12"]
        assert (one.facts["day"], one.facts["lapsed"]) == (date(2026, 4, 13), False)


def test_one_more_letter_goes_once_the_word_has_lapsed() -> None:
    """The second has a key of its own: the lead learns that people have stopped reading."""
    (letter,) = confirmation_letters(scene_of(date(2025, 12, 1)).world())
    assert letter.key == "reconfirm/wicb/2025-12-01/lapsed"
    assert letter.facts["lapsed"] is True
    assert any("read no longer since 2026-03-02" in one for one in warned(scene_of(date(2025, 12, 1))))


def test_the_breach_contact_is_asked_where_there_is_no_lead_and_else_nobody() -> None:
    """A question without anybody to put it to is a finding that says so."""
    scene = scene_of(None).organisation("wicb", lead=None, breach_contact="ig@wicb.example")
    assert [one.to for one in confirmation_letters(scene.world())] == ["ig@wicb.example"]
    scene.organisation("wicb", breach_contact=None)
    assert confirmation_letters(scene.world()) == ()
    assert any("Nobody is named who could be asked." in one for one in warned(scene))


def test_organisations_without_people_or_without_a_part_are_not_asked() -> None:
    """There is nobody to confirm, or nobody who could still read."""
    scene = scene_of(None).person("u12", ends_on=date(2026, 3, 1))
    assert warned(scene) == []
    scene = scene_of(None).organisation("wicb", kind=OrganisationKind.NONE)
    assert warned(scene) == []


def test_the_forecast_of_a_plan_tells_who_stops_reading_and_when() -> None:
    """Four weeks ahead, by organisation, those alone who could read today."""
    scene = scene_of(date(2026, 1, 13))
    lapse = Lapse(person_of(scene.world(), "u12").id, date(2026, 4, 14), "", "WICB Authority")
    assert lapse in forecast(scene.world())
    assert lapse not in forecast(scene.account("u12", enabled=False).world())
