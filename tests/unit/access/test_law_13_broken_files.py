"""Law 13 in the plan: while the declared files cannot be read, grants wait and a finding says so."""

from sharepoint_gate.access.entitle import desired_access
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.notices import DECLARED_FILES
from sharepoint_gate.access.observed import Unread
from sharepoint_gate.access.planner import plan_changes
from tests.world import Scene

CASE = "RR-2026-001"
PACK = f"{CASE}/40-panel-pack/pack.docx"


def scene() -> Scene:
    """A case with a file whose link is missing."""
    made = Scene().case(CASE, "panel-meeting", u12="panel-member").file(PACK).in_sync()
    return made.unshare(PACK, f"own-item:{PACK}")


def test_law_13_what_is_declared_and_cannot_be_read_holds_every_grant() -> None:
    """The finding names fault and revision; other things that were not read make no such finding."""
    made = scene()
    made.unread = (
        Unread(DECLARED_FILES, "roster.yaml:4:1: people is missing"),
        Unread("site groups", "refused"),
    )
    world = made.world()
    plan = plan_changes(world, desired_access(world))
    told = [one for one in plan.findings if one.kind is FindingKind.ROSTER_BROKEN]
    assert not plan.changes
    assert len(plan.held) == 1
    assert [one.sentence.partition(".yaml")[0] for one in told] == ["roster"]
