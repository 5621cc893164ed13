"""A case in sync, and short ways to say what a plan finds and takes away."""

from sharepoint_gate.access.changes import DeletePermission
from sharepoint_gate.access.entitle import desired_access
from sharepoint_gate.access.findings import Finding
from sharepoint_gate.access.plan import Plan
from sharepoint_gate.access.planner import plan_changes
from tests.world import (
    Scene,
)

CASE = "RR-2026-001"
FOLDER = f"{CASE}/40-panel-pack"
FILE = f"{FOLDER}/pack.docx"
RETURNS = f"{CASE}/20-agency-returns"
RETURN = f"{RETURNS}/wicb/return.docx"


def scene() -> Scene:
    """Return a case at its panel meeting, with readers on two files, in sync."""
    made = Scene().person("u19", organisation="wmp")
    made.case(CASE, "panel-meeting", u12="panel-member", u13="panel-member", u19="agency-lead")
    return made.file(FILE, RETURN, f"{CASE}/90-key/key.docx").in_sync()


def plan_of(made: Scene) -> Plan:
    """Return what would be done."""
    world = made.world()
    return plan_changes(world, desired_access(world))


def told(plan: Plan) -> set[tuple[str, str, str, tuple[str, ...]]]:
    """Return what the findings say: kind, object, principal, also."""
    return {(one.kind, one.object, one.principal, tuple(one.also)) for one in plan.findings}


def deleted(plan: Plan) -> list[tuple[str, str]]:
    """Return which permissions are deleted on which items."""
    return [(one.item_id, one.permission_id) for one in plan.changes if isinstance(one, DeletePermission)]


def only(plan: Plan) -> Finding:
    """Return the one finding."""
    (found,) = plan.findings
    return found
