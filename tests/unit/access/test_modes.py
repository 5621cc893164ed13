"""Observe or enforce: what is only told, what is still done, and how a finding says so."""

from dataclasses import replace

from sharepoint_gate.access.desired import World
from sharepoint_gate.access.digest import plan_as_data
from sharepoint_gate.access.entitle import desired_access
from sharepoint_gate.access.findings import Handling
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.modes import under_modes
from sharepoint_gate.access.plan import Plan
from sharepoint_gate.access.planner import plan_changes
from sharepoint_gate.roster.model import CaseRef, Mode
from tests.world import CHANNEL_ID, Scene, item_id, wide_link

WATCHED, OTHER = "RR-2026-001", "RR-2026-002"


def _scene() -> Scene:
    """Two cases with a file each, in sync, and then a link for everybody on each file."""
    scene = Scene()
    for ref in (WATCHED, OTHER):
        scene.case(ref, "panel-meeting", u12="panel-member").file(f"{ref}/40-panel-pack/pack.docx")
    scene.in_sync()
    for ref in (WATCHED, OTHER):
        scene.share(f"{ref}/40-panel-pack/pack.docx", wide_link("anonymous", permission=f"wide-{ref}"))
    return scene


def _observing(scene: Scene, *refs: str) -> World:
    for ref in refs:
        key = CaseRef(ref)
        scene.cases[key] = replace(scene.cases[key], mode=Mode.OBSERVE)
    return scene.world()


def _planned(world: World, installation: Mode = Mode.ENFORCE) -> tuple[Plan, Plan]:
    plan = plan_changes(world, desired_access(world))
    return plan, under_modes(plan, world, installation)


def test_a_plan_of_nothing_but_enforcing_is_left_as_it_is() -> None:
    """Without anything that is observed the plan and its digest are the very same."""
    plan, watched = _planned(_scene().world())
    assert watched is plan


def test_where_the_installation_observes_nothing_is_left_to_do() -> None:
    """Everything that would change is told, members of the channel included, and nothing is to be done."""
    scene = _scene().member("u12")
    plan, watched = _planned(scene.world(), Mode.OBSERVE)
    assert plan.changes
    assert watched.changes == ()
    assert watched.observed == plan.changes
    assert watched.mode is Mode.OBSERVE
    assert {one.handling for one in watched.findings} == {Handling.OBSERVED}


def test_a_case_that_is_observed_is_left_alone_and_the_others_are_not() -> None:
    """Only what lies in the observed case is told instead of done."""
    _, watched = _planned(_observing(_scene(), WATCHED))
    assert [getattr(one, "path", "") for one in watched.observed] == [
        f"Case review/{WATCHED}/40-panel-pack/pack.docx"
    ]
    assert [getattr(one, "path", "") for one in watched.changes] == [
        f"Case review/{OTHER}/40-panel-pack/pack.docx"
    ]
    assert watched.observed_cases == (WATCHED,)
    told = {one.object: one for one in watched.findings}
    assert told[f"{WATCHED}/40-panel-pack/pack.docx"].handling is Handling.OBSERVED
    assert told[f"{WATCHED}/40-panel-pack/pack.docx"].remedy.startswith("Nothing is changed while")
    assert told[f"{OTHER}/40-panel-pack/pack.docx"].handling is Handling.MENDED


def test_an_installation_that_observes_wins_over_a_case_that_enforces() -> None:
    """The installation's mode is the outer limit."""
    _, watched = _planned(_observing(_scene(), WATCHED), Mode.OBSERVE)
    assert watched.changes == ()
    assert len(watched.observed) == 2


def test_law_2_what_stands_above_the_cases_goes_although_one_of_them_is_observed() -> None:
    """A link for everybody on the channel's folder reaches the enforced cases too, so that it is deleted."""
    scene = _scene()
    scene.items[CHANNEL_ID] = replace(
        scene.items[CHANNEL_ID],
        permissions=(*(scene.items[CHANNEL_ID].permissions or ()), wide_link("anonymous", permission="top")),
    )
    _, watched = _planned(_observing(scene, WATCHED, OTHER))
    assert [getattr(one, "item_id", "") for one in watched.changes] == [CHANNEL_ID]


def test_members_of_the_channel_belong_to_the_installation() -> None:
    """Somebody who must not be in the channel leaves it, whichever cases are observed."""
    scene = _scene().member("u12")
    _, watched = _planned(_observing(scene, WATCHED, OTHER))
    assert [type(one).__name__ for one in watched.changes] == ["RemoveMember"]
    member = next(one for one in watched.findings if one.object == "channel")
    assert member.handling is Handling.MENDED


def test_findings_that_wait_for_a_person_wait_in_either_mode() -> None:
    """Observing changes nothing about what only a person can put right."""
    scene = _scene().case("RR-2026-003", "panel-meeting")
    del scene.items[item_id("RR-2026-003")]
    plan, watched = _planned(scene.world(), Mode.OBSERVE)
    missing = [one for one in plan.findings if one.kind is FindingKind.CASE_FOLDER_MISSING]
    assert missing == [one for one in watched.findings if one.kind is FindingKind.CASE_FOLDER_MISSING]


def test_law_9_a_plan_that_is_observed_has_a_digest_of_its_own() -> None:
    """What is told counts for the digest, so that a plan that was reviewed cannot stand for another."""
    plan, watched = _planned(_scene().world(), Mode.OBSERVE)
    less = under_modes(replace(plan, changes=plan.changes[:1]), _scene().world(), Mode.OBSERVE)
    assert len({plan.digest, watched.digest, less.digest}) == 3


def test_a_plan_tells_programs_its_mode_and_what_is_observed() -> None:
    """The file that a person reviews holds the mode, the observed cases and every change that is held off."""
    _, watched = _planned(_observing(_scene(), WATCHED))
    data = plan_as_data(watched)
    assert (data["mode"], data["observed_cases"]) == ("enforce", [WATCHED])
    assert [one["change"] for one in data["observed"]] == ["DeletePermission"]


def test_what_a_freeze_takes_away_goes_in_any_mode() -> None:
    """Somebody frozen is taken off the gate's link although everything else is only told."""
    plan, _ = _planned(_scene().world())
    frozen = replace(plan.changes[0], reason=replace(plan.changes[0].reason, kinds=(FindingKind.FROZEN,)))
    finding = replace(plan.findings[0], also=(FindingKind.FROZEN,))
    plan = replace(plan, changes=(frozen, *plan.changes[1:]), findings=(finding, *plan.findings[1:]))
    watched = under_modes(plan, _scene().world(), Mode.OBSERVE)
    assert watched.changes == (frozen,)
    assert watched.observed == plan.changes[1:]
    assert [one.handling for one in watched.findings] == [Handling.MENDED, Handling.OBSERVED]
