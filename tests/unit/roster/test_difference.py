"""What one version of a roster says differently from another."""

from dataclasses import replace

from sharepoint_gate.faults import Place
from sharepoint_gate.roster.difference import differences
from sharepoint_gate.roster.model import PersonId, StageId
from tests.world import Scene


def _scene() -> Scene:
    return Scene().case("RR-2026-001", "panel-meeting", u12="panel-member").person("u13")


def test_two_rosters_that_say_the_same_do_not_differ() -> None:
    """Where something stands in the file is no part of what it says."""
    roster = _scene().roster()
    moved = {key: replace(one, place=Place("other.yaml", 9, 9)) for key, one in roster.people.items()}
    assert differences(roster, replace(roster, people=moved)) == ()


def test_what_is_gone_new_and_changed_is_named_by_id() -> None:
    """One line a section, with the keys that changed and no value of them."""
    before, after = _scene(), _scene()
    after.stage("RR-2026-001", "notified").person("u14")
    del after.people[PersonId("u13")]
    after.person("u12", name="Somebody Else")
    assert differences(before.roster(), after.roster()) == (
        "people: gone: u13; new: u14; changed: u12 (name)",
        "cases: changed: RR-2026-001 (stage)",
    )


def test_a_case_that_gains_a_person_is_told() -> None:
    """The roles on a case are compared, not the lines they stand on."""
    before = Scene().case("RR-2026-001", "panel-meeting", u12="panel-member").roster()
    after = Scene().case("RR-2026-001", "panel-meeting", u12="panel-member agency-lead").roster()
    assert differences(before, after) == ("cases: changed: RR-2026-001 (people)",)


def test_the_sections_that_stand_alone_are_told_whole() -> None:
    """Another arrangement or another channel is one line each."""
    roster = _scene().roster()
    other = replace(
        roster,
        agreement=replace(roster.agreement, version="2.0"),
        channel=replace(roster.channel, name="Reviews"),
    )
    assert differences(roster, other) == ("agreement is written anew", "channel is written anew")


def test_of_many_only_some_are_named() -> None:
    """A list that nobody reads to its end is cut, with the number of the rest."""
    before, after = _scene(), _scene()
    for number in range(30, 40):
        after.person(f"u{number}")
    assert differences(before.roster(), after.roster()) == (
        "people: new: u30, u31, u32, u33, u34, u35 and 4 more",
    )


def test_a_stage_is_told_as_changed_and_not_as_new() -> None:
    """The case keeps its reference."""
    roster = _scene().roster()
    cases = {ref: replace(case, stage=StageId("notified")) for ref, case in roster.cases.items()}
    assert differences(roster, replace(roster, cases=cases)) == ("cases: changed: RR-2026-001 (stage)",)
