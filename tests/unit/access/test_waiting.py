"""What is held back is told as waiting, never as put right."""

from dataclasses import replace

from sharepoint_gate.access.changes import Change, RemoveMember, RevokePeople
from sharepoint_gate.access.entitle import desired_access
from sharepoint_gate.access.findings import Finding, Handling
from sharepoint_gate.access.lane import lane_of, removals_only
from sharepoint_gate.access.observed import Membership, MembershipId
from sharepoint_gate.access.plan import Held, Plan
from sharepoint_gate.access.planner import plan_changes
from sharepoint_gate.access.posture import Fitness, SettingFitness
from sharepoint_gate.access.posture_hold import hold_for_posture
from sharepoint_gate.access.waiting import tell_waiting
from sharepoint_gate.roster.posture import PostureKey
from tests.world import Scene, item_id, object_id, own_link, wide_link

CASE = "RR-2026-001"
FILE = f"{CASE}/40-panel-pack/pack.docx"
OTHER = f"{CASE}/40-panel-pack/agenda.docx"
WHY = "A rail holds it back: people-missing."


def troubled() -> Scene:
    """Return a channel: one reader lost the row, one misses the link, one link is open, one is a stranger."""
    scene = Scene().case(CASE, "panel-meeting", u12="panel-member", u13="panel-member").file(FILE, OTHER)
    scene.in_sync().unshare(OTHER, f"own-{item_id(OTHER)}").share(
        OTHER, own_link(["u12"], f"own-{item_id(OTHER)}")
    )
    stranger = Membership(MembershipId("m-u55"), object_id("u55"), "member", "Somebody", "u55@wicb.example")
    scene.members = (*(scene.members or ()), stranger)
    scene.share(FILE, wide_link("anonymous"))
    del scene.people[next(one for one in scene.people if one == "u12")]
    case = next(iter(scene.cases.values()))
    left = {name: one for name, one in case.people.items() if name != "u12"}
    scene.cases[case.ref] = replace(case, people=left)
    return scene


def whole() -> tuple[Plan, Scene]:
    """Return the whole plan of the troubled channel, and the channel."""
    scene = troubled()
    world = scene.world()
    return plan_changes(world, desired_access(world)), scene


def handled(plan: Plan) -> dict[str, set[Handling]]:
    """Return for each kind how its findings are handled."""
    found: dict[str, set[Handling]] = {}
    for one in plan.findings:
        found.setdefault(one.kind.value, set()).add(one.handling)
    return found


def test_a_rail_that_holds_a_removal_back_leaves_its_finding_to_a_person() -> None:
    """What the lane goes on with is put right all the same."""
    plan, scene = whole()
    assert Handling.PERSON not in handled(plan)["anonymous-link"]
    lane = lane_of(plan, scene.world(), WHY)
    assert lane.held
    told = [
        one for one in lane.findings if one.handling is Handling.PERSON and "It waits. A rail" in one.remedy
    ]
    assert {one.kind.value for one in told} == {"guest-not-in-roster", "missing-grant"}
    assert "Then: Access is taken away." in told[0].remedy
    assert handled(lane)["anonymous-link"] == {Handling.MENDED}


def test_under_a_broken_trail_and_an_unfit_setting_a_missing_grant_waits() -> None:
    """And removals are told as before."""
    plan, _ = whole()
    unfit = SettingFitness(PostureKey.SHARING_LEVEL, Fitness.UNFIT, "It is open.", "Close it.", holds=True)
    for held in (removals_only(plan, WHY), hold_for_posture(plan, [unfit])):
        assert handled(held)["missing-grant"] == {Handling.PERSON}
        assert handled(held)["guest-not-in-roster"] == {Handling.MENDED}


def test_each_change_speaks_for_its_own_findings_alone() -> None:
    """A finding on another entry, or about somebody else, is still put right."""
    plan, _ = whole()
    for change in plan.changes:
        told = tell_waiting(plan.findings, [Held(change, WHY)])
        changed = [one for one, then in zip(told, plan.findings, strict=True) if one != then]
        assert changed
        assert all(_is_about(one, change) for one in changed)


def test_somebody_else_in_the_channel_does_not_wait_with_a_held_member() -> None:
    """By account, where a finding names one."""
    plan, _ = whole()
    held = next(one for one in plan.changes if isinstance(one, RemoveMember))
    other = replace(held, object_id=object_id("u56"))
    assert tell_waiting(plan.findings, [Held(other, WHY)]) == plan.findings


def test_somebody_else_on_the_same_link_does_not_wait_with_a_held_reader() -> None:
    """Some of the people of one link go, others wait."""
    plan, _ = whole()
    held = next(one for one in plan.changes if isinstance(one, RevokePeople))
    other = replace(held, people=(object_id("u56"),))
    assert tell_waiting(plan.findings, [Held(other, WHY)]) == plan.findings


def test_what_waits_for_one_reason_is_not_told_for_another() -> None:
    """The first reason stands."""
    plan, _ = whole()
    once = tell_waiting(plan.findings, [Held(one, WHY) for one in plan.changes])
    assert tell_waiting(once, [Held(one, "another reason") for one in plan.changes]) == once


def _is_about(finding: Finding, change: Change) -> bool:
    return finding.item_id == getattr(change, "item_id", None)
