"""Recorded exceptions as they stand: told in grey, counted among no findings, ended on their day (law 2)."""

from datetime import date, timedelta

from sharepoint_gate.access.changes import DeletePermission
from sharepoint_gate.access.digest import plan_as_data
from sharepoint_gate.access.entitle import desired_access
from sharepoint_gate.access.exceptions_standing import StandingException, standing_exceptions
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.lane import lane_of
from sharepoint_gate.access.plan import Plan
from sharepoint_gate.access.planner import plan_changes
from tests.world import TODAY, Scene, direct, people_link

CASE = "RR-2026-001"
FOLDER = f"{CASE}/40-panel-pack"
FILE = f"{FOLDER}/pack.docx"


def _scene(until: date, *, used: bool = True) -> Scene:
    scene = Scene().case(CASE, "panel-meeting", u12="panel-member").file(FILE)
    scene.exception("EX-2026-001", "u35", FOLDER, until=until)
    scene.in_sync()
    return scene.share(FILE, direct("u35", "write")) if used else scene


def _plan(scene: Scene) -> Plan:
    world = scene.world()
    return plan_changes(world, desired_access(world))


def _standing(scene: Scene) -> list[StandingException]:
    return list(standing_exceptions(scene.world()))


def test_law_2_an_exception_is_told_and_is_no_finding() -> None:
    """Who holds what, until when, and who answers for it; nothing is wrong and nothing changes."""
    plan = _plan(_scene(TODAY + timedelta(days=60)))
    assert (plan.changes, plan.findings) == ((), ())
    (one,) = plan.exceptions
    assert (one.person, one.folder, one.access) == ("Person u35", FOLDER, "edit")
    assert (one.approved_by, one.days_left, one.in_use) == ("Person u01", 60, 1)
    assert (one.case, one.ends_soon) == (CASE, False)
    told = plan_as_data(plan)["exceptions"]
    assert told[0]["until"] == (TODAY + timedelta(days=60)).isoformat()


def test_law_2_an_exceptions_access_is_never_made() -> None:
    """An exception that nobody uses yet is told as such, and the gate gives nothing by it."""
    scene = _scene(TODAY + timedelta(days=60), used=False)
    assert _plan(scene).changes == ()
    assert [one.in_use for one in _standing(scene)] == [0]


def test_law_2_an_exceptions_access_goes_on_the_day_after_its_last() -> None:
    """On the last day it stands; on the day after it is deleted, and the lane lets that go on by itself."""
    last = _scene(TODAY)
    assert _plan(last).changes == ()
    over = _scene(TODAY - timedelta(days=1))
    plan = _plan(over)
    assert [type(one) for one in plan.changes] == [DeletePermission]
    assert plan.exceptions == ()
    assert FindingKind.EXCEPTION_EXPIRED in plan.changes[0].reason.kinds
    assert lane_of(plan, over.world(), "a rail is tripped").changes == plan.changes


def test_law_2_access_given_again_by_hand_after_the_end_is_found() -> None:
    """An exception that is over excuses nothing, in whatever shape the access comes back."""
    scene = _scene(TODAY - timedelta(days=1), used=False)
    scene.share(FILE, people_link(["u35"], "edit"))
    plan = _plan(scene)
    assert [FindingKind.EXCEPTION_EXPIRED in (one.kind, *one.also) for one in plan.findings] == [True]
    assert len(plan.changes) == 1


def test_the_end_is_told_fourteen_days_ahead() -> None:
    """A warning on the fourteenth day before the last and after, and none before that."""
    assert _plan(_scene(TODAY + timedelta(days=15))).findings == ()
    (warned,) = _plan(_scene(TODAY + timedelta(days=14))).findings
    assert warned.kind is FindingKind.EXCEPTION_ENDS_SOON
    assert (warned.object, warned.principal) == (FOLDER, "u35")
    assert "until 2026-04-13" in warned.sentence
    assert _standing(_scene(TODAY))[0].days_left == 0


def test_exceptions_are_told_in_the_order_in_which_they_end() -> None:
    """The first to end comes first, then by id."""
    scene = _scene(TODAY + timedelta(days=60))
    scene.exception("EX-2026-002", "u36", CASE, "read", TODAY + timedelta(days=3))
    scene.exception("EX-2026-003", "u37", CASE, "read", TODAY + timedelta(days=60))
    assert [one.id for one in _standing(scene)] == ["EX-2026-002", "EX-2026-001", "EX-2026-003"]


def test_an_entry_that_names_somebody_else_too_is_no_use_of_an_exception() -> None:
    """A link for two people of whom one has an exception is judged, and covers nothing."""
    scene = _scene(TODAY + timedelta(days=60), used=False).person("u40")
    scene.share(FILE, people_link(["u35", "u40"], "edit"))
    assert [one.in_use for one in _standing(scene)] == [0]
