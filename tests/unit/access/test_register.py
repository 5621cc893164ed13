"""The register that the gate keeps, joined with a declared file, and read by the business unit.

Source: ISA §8.8
"""

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from sharepoint_gate.access.acceptance import UaaStanding, uaa_standing
from sharepoint_gate.access.register import Proposal, Recorded, Recorder, Statement, merge, statement_of
from sharepoint_gate.access.register_status import status_of
from sharepoint_gate.roster.agreement import AgreementRegister, Decision
from sharepoint_gate.roster.model import OrganisationId, PersonId
from tests.unit.access.ladder_scene import BEGIN, asked
from tests.world import NOW, Scene, person_of

AT = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
SAID = Statement(PersonId("u12"), "2", "b" * 64, Decision.ACCEPTED, AT, "paper", "UAA-9")
FIRST, SECOND = Recorder("asmith", PersonId("u01")), Recorder("bjones", PersonId("u02"))


def recorded(decision: Decision = Decision.ACCEPTED, at: datetime = AT) -> Recorded:
    """Return a decision of u12."""
    return Recorded(replace(SAID, decision=decision, at=at), FIRST, SECOND, NOW)


def standing(scene: Scene, *entries: Recorded) -> UaaStanding:
    """Return the standing of u12 by file and register together."""
    world = scene.world()
    both = replace(world, register=merge(world.register, entries).register)
    return uaa_standing(both, person_of(both, "u12"))


def test_law_1_an_acceptance_in_the_register_counts() -> None:
    """What the gate recorded itself gives access as the file does, and its number is the place."""
    scene = asked(date(2026, 3, 30))
    assert standing(scene) is UaaStanding.OVERDUE
    assert standing(scene, recorded()) is UaaStanding.ACCEPTED
    acceptance = recorded().as_acceptance(7)
    assert str(acceptance.place).startswith("register:7")
    assert statement_of(acceptance) == SAID


def test_law_1_a_refusal_in_either_source_wins_a_tie() -> None:
    """File says accepted, register says declined, at one instant: nobody reads, and it is told."""
    scene = asked(date(2026, 3, 30)).decide("u12")
    assert standing(scene, recorded(Decision.DECLINED)) is UaaStanding.DECLINED
    merged = merge(scene.world().register, [recorded(Decision.DECLINED)])
    assert len(merged.conflicts) == 1
    assert "the refusal counts" in merged.conflicts[0]


def test_a_decision_in_both_sources_is_one() -> None:
    """A file that was loaded into the register may stay declared."""
    scene = asked(date(2026, 3, 30)).undecided("u12").decide("u12")
    merged = merge(scene.world().register, [recorded()])
    assert len(merged.register.decisions[PersonId("u12")]) == 1
    assert merged.conflicts == ()


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(Decision), st.integers(0, 3)), max_size=6), st.integers(0, 6))
def test_law_1_joining_never_loses_a_refusal(said: list[tuple[Decision, int]], cut: int) -> None:
    """However decisions are spread over the two sources, joined once or twice, the standing is the same."""
    entries = [recorded(decision, AT.replace(minute=minute)) for decision, minute in said]
    world = asked(date(2026, 3, 30)).world()
    empty = AgreementRegister(world.register.versions, {})
    whole = merge(empty, entries).register
    declared = merge(empty, entries[:cut]).register
    joined = merge(declared, entries[cut:]).register
    again = merge(joined, entries).register
    found = {
        uaa_standing(replace(world, register=register), person_of(world, "u12"))
        for register in (whole, joined, again)
    }
    assert len(found) == 1
    last = max(said, key=lambda one: (one[1], one[0] is Decision.DECLINED), default=None)
    if last is not None and last[0] is Decision.DECLINED:
        assert found == {UaaStanding.DECLINED}


def test_the_status_tells_everybody_with_a_part() -> None:
    """By name, with the decision that counts, the last day, and what waits."""
    scene = asked(BEGIN).organisation("wcc", breach_contact="ig@wcc.example").person("u40")
    scene.people[PersonId("u12")] = replace(
        scene.people[PersonId("u12")], organisation=OrganisationId("nowhere")
    )
    proposal = Proposal(3, SAID, FIRST, NOW)
    status = status_of(scene.world(), [proposal], ["a conflict"])
    assert [line.person for line in status.lines] == ["u01", "u02", "u12"]
    line = status.lines[-1]
    assert (line.standing, line.last_day, line.waiting) == (UaaStanding.GRACE, date(2026, 3, 16), True)
    assert (line.organisation, line.told) == ("nowhere", None)
    assert (line.uncopied, status.lines[0].uncopied) == (True, False)
    assert status.counts[UaaStanding.GRACE] == 1
    assert (list(status.proposals), list(status.conflicts)) == ([proposal], ["a conflict"])
    assert status.lines[0].organisation == "WCC Authority"
