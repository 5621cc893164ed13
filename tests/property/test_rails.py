"""Law 8 as properties: one edit explains itself, shrinking never passes in silence, no lane gives."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from sharepoint_gate.access.changes import Revocation
from sharepoint_gate.access.entitle import desired_access
from sharepoint_gate.access.lane import lane_of, removals_only
from sharepoint_gate.access.planner import plan_changes
from tests.tries import tries
from tests.unit.access.rails_scene import case_name, drop, names, partnership, people, rails, unname
from tests.world import Scene

SIZES = {
    "cases": st.integers(1, 4),
    "readers": st.integers(2, 6),
    "files": st.integers(1, 3),
}
YESTERDAY = date(2026, 3, 29)
STAGES = st.sampled_from(["notified", "information-gathering", "executive-sign-off", "closed"])


@settings(max_examples=tries(40), deadline=None)
@given(**SIZES, stage=STAGES, act=st.sampled_from(["move", "end", "leave", "unname"]))
def test_law_8_any_single_reviewed_edit_passes(
    cases: int, readers: int, files: int, stage: str, act: str
) -> None:
    """One case's move or closing, one person who ended, left or came off: whatever the size, it passes."""
    made = partnership(cases, readers, files)
    if act == "move":
        made.stage(case_name(1), stage)
    elif act == "end":
        made.person("u10", ends_on=YESTERDAY)
    elif act == "leave":
        drop(made, ["u10"])
    else:
        unname(made, ["u10"])
    assert names(made) == set()


@settings(max_examples=tries(40), deadline=None)
@given(**SIZES, data=st.data())
def test_law_8_half_of_the_readers_never_vanish_in_silence(
    cases: int, readers: int, files: int, data: st.DataObject
) -> None:
    """Whatever half or more of the rows is lost, two at least, some rail says so."""
    made = partnership(cases, readers, files)
    count = data.draw(st.integers(max(2, (readers + 1) // 2), readers))
    gone = data.draw(st.permutations(people(readers)))[:count]
    assert rails(drop(made, gone))


@settings(max_examples=tries(40), deadline=None)
@given(**SIZES, stages=st.lists(STAGES, min_size=2, max_size=4))
def test_law_8_any_two_moves_at_once_trip(cases: int, readers: int, files: int, stages: list[str]) -> None:
    """From two cases on a move is never taken for one edit."""
    made = partnership(max(cases, len(stages)), readers, files)
    for number, stage in enumerate(stages, start=1):
        made.stage(case_name(number), stage)
    assert "cases-moved" in names(made)


@settings(max_examples=tries(60), deadline=None)
@given(**SIZES, data=st.data())
def test_law_8_the_lane_never_gives_and_loses_nothing_of_the_plan(
    cases: int, readers: int, files: int, data: st.DataObject
) -> None:
    """Lane and revoke-only plan hold removals alone, and every grant of the plan is told as held."""
    world = _meddled(partnership(cases, readers, files), data).world()
    plan = plan_changes(world, desired_access(world))
    removals = {one for one in plan.changes if isinstance(one, Revocation)}
    grants = [one for one in plan.changes if one not in removals]
    for cut in (lane_of(plan, world, "held"), removals_only(plan, "held")):
        assert all(isinstance(one, Revocation) for one in cut.changes)
        assert [one.change for one in cut.held if not isinstance(one.change, Revocation)] == grants
        known = {getattr(one, "permission_id", one) for one in removals}
        assert {getattr(one, "permission_id", one) for one in cut.changes} <= known


def _meddled(made: Scene, data: st.DataObject) -> Scene:
    """Unshare files, end people, move cases and lose rows, any of each."""
    for item in sorted(data.draw(st.sets(st.sampled_from(sorted(made.memory.own_links))))):
        made.unshare(item.removeprefix("item:"), f"own-{item}")
    readers = sorted(one for one in made.people if one not in {"u01", "u02"})
    for name in sorted(data.draw(st.sets(st.sampled_from(readers)))):
        made.person(name, ends_on=YESTERDAY)
    for ref in sorted(data.draw(st.sets(st.sampled_from(sorted(made.cases))))):
        made.stage(ref, "executive-sign-off")
    return drop(made, sorted(data.draw(st.sets(st.sampled_from(readers)))))
