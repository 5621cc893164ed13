"""No permission, however strange, makes the gate raise or fall silent."""

from hypothesis import given, settings
from hypothesis import strategies as st

from sharepoint_gate.access.classify import backdrop_of, classify
from sharepoint_gate.access.entitle import desired_access
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.observed import (
    Grantee,
    GranteeKind,
    ObjectId,
    ObservedPermission,
    PermissionId,
    SharingLink,
)
from sharepoint_gate.access.planner import plan_changes
from sharepoint_gate.access.shapes import Shape, Unknown
from tests.tries import tries
from tests.world import Scene

FILE = "RR-2026-001/40-panel-pack/pack.docx"
SCENE = Scene().case("RR-2026-001", "panel-meeting", u12="panel-member").file(FILE).in_sync()
BACKDROP = backdrop_of(SCENE.world())

logins = st.sampled_from(
    [
        "",
        "c:0(.s|true",
        "c:0t.c|tenant|g",
        "SHAREPOINT\\system",
        "i:0#.f|membership|a@b.example",
        "i:0i.t|x|y@z",
    ]
)
text = st.one_of(st.just(""), st.text(max_size=12))
grantees = st.builds(
    Grantee,
    kind=st.sampled_from(GranteeKind),
    object_id=st.one_of(st.none(), st.sampled_from([ObjectId("oid-u12"), ObjectId("x")])),
    site_id=st.one_of(st.none(), st.sampled_from(["3", "99"])),
    name=text,
    login_name=st.one_of(logins, text),
    email=text,
)
links = st.builds(
    SharingLink,
    kind=st.one_of(st.sampled_from(["view", "edit", "embed", "review"]), text),
    scope=st.one_of(st.sampled_from(["anonymous", "organization", "users", "existingAccess"]), text),
    prevents_download=st.booleans(),
    web_url=st.none(),
)
permissions = st.builds(
    ObservedPermission,
    id=st.sampled_from([PermissionId("p"), PermissionId("00000000-0000-0000-0000-000000000000")]),
    roles=st.lists(st.one_of(st.sampled_from(["read", "write", "owner"]), text), max_size=3).map(tuple),
    grantee=st.one_of(st.none(), grantees),
    link=st.one_of(st.none(), links),
    people=st.lists(grantees, max_size=2).map(tuple),
    invitation_email=st.one_of(st.none(), st.just("a@b.example"), text),
    inherited=st.one_of(st.none(), st.booleans()),
    strange=st.lists(text, max_size=1).map(tuple),
)


@settings(max_examples=tries(400), deadline=None)
@given(permissions)
def test_every_permission_has_a_shape(permission: ObservedPermission) -> None:
    """Classifying never raises, and gives one of the known shapes."""
    assert isinstance(classify(permission, BACKDROP), Shape)


@settings(max_examples=tries(200), deadline=None)
@given(permissions)
def test_law_7_what_is_unknown_is_told_and_holds_back_grants(permission: ObservedPermission) -> None:
    """A shape that nobody knows is a critical finding, is not touched, and lets no grant through."""
    made = Scene().case("RR-2026-001", "panel-meeting", u12="panel-member").file(FILE).in_sync()
    made.unshare(FILE, f"own-item:{FILE}").share(FILE, permission)
    world = made.world()
    plan = plan_changes(world, desired_access(world))
    if isinstance(classify(permission, BACKDROP), Unknown):
        assert FindingKind.UNKNOWN_SHAPE in {one.kind for one in plan.findings}
        assert plan.changes == ()
        assert len(plan.held) == 1
