"""What holds of every plan, whatever somebody shared by hand: a small model of SharePoint carries it out."""

from dataclasses import dataclass, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from sharepoint_gate.access.applied_state import accepted
from sharepoint_gate.access.changes import (
    AddMember,
    Change,
    DeletePermission,
    GrantReaders,
    InviteGuest,
    RemoveMember,
    RevokePeople,
    SetMemberRole,
)
from sharepoint_gate.access.desired import World
from sharepoint_gate.access.entitle import desired_access
from sharepoint_gate.access.findings import Handling
from sharepoint_gate.access.memory import Placement
from sharepoint_gate.access.observed import (
    Grantee,
    GranteeKind,
    ItemId,
    Membership,
    MembershipId,
    ObjectId,
    Observation,
    ObservedPermission,
    PermissionId,
)
from sharepoint_gate.access.permits import permit_for
from sharepoint_gate.access.planner import plan_changes
from sharepoint_gate.roster.model import PersonId
from tests.tries import tries
from tests.world import (
    SITE_GROUPS,
    Scene,
    direct,
    item_id,
    object_id,
    own_link,
    people_link,
    user,
    wide_link,
)

CASES = ("RR-2026-001", "RR-2026-002")
FILES = tuple(
    f"{case}/{place}"
    for case in CASES
    for place in (
        "40-panel-pack/pack.docx",
        "20-agency-returns/wicb/return.docx",
        "20-agency-returns/wmp/return.docx",
        "90-key/key.docx",
        "40-panel-pack/mail.msg",
    )
)
FOLDERS = (*CASES, f"{CASES[0]}/40-panel-pack", f"{CASES[1]}/20-agency-returns")
PEOPLE = ("u01", "u12", "u13", "u19", "u20", "x91", "x92")
STRUCTURAL = (
    ObservedPermission(PermissionId("limited"), (), user("x93")),
    ObservedPermission(
        PermissionId("system"),
        ("owner",),
        Grantee(GranteeKind.SITE_USER, None, "1", "System Account", "SHAREPOINT\\system", ""),
    ),
)

GROUP = Grantee(GranteeKind.GROUP, ObjectId("g"), None, "All staff", "c:0t.c|tenant|g", "")
EVERYONE = Grantee(GranteeKind.SITE_USER, None, "9", "Everyone", "c:0(.s|true", "")
OPEN = (
    ObservedPermission(PermissionId("group"), ("read",), GROUP),
    ObservedPermission(PermissionId("everyone"), ("read",), EVERYONE),
    ObservedPermission(PermissionId("invited"), ("read",), invitation_email="new@wmp.example"),
)

people = st.lists(st.sampled_from(PEOPLE), max_size=4, unique=True)
entries = st.one_of(
    st.builds(direct, st.sampled_from(PEOPLE), st.sampled_from(["read", "write", "owner"])),
    st.builds(
        people_link, people, st.sampled_from(["view", "edit", "review"]), st.sampled_from(["l1", "l2"])
    ),
    st.builds(own_link, people, st.sampled_from(["b1", "b2"])),
    st.builds(wide_link, st.sampled_from(["anonymous", "organization"])),
    st.sampled_from(STRUCTURAL + OPEN),
)
acts = st.lists(st.tuples(st.sampled_from(FILES + FOLDERS), entries), max_size=8)
unshared = st.lists(st.sampled_from(FILES), max_size=3)
memberships = st.lists(
    st.tuples(st.sampled_from(PEOPLE), st.sampled_from(["owner", "member"])),
    max_size=3,
    unique_by=lambda one: one[0],
)
stages = st.sampled_from(["information-gathering", "panel-meeting", "executive-sign-off", "closed"])


@dataclass(frozen=True)
class Site:
    """The ids of a channel."""

    team_id: str = "team"
    channel_id: str = "channel"
    drive_id: str = "drive"


def in_sync() -> Scene:
    """Return two cases with readers of two organisations, in sync."""
    made = Scene().person("u19", organisation="wmp").person("u20", organisation="wmp")
    for case in CASES:
        made.case(
            case, "panel-meeting", u12="panel-member agency-lead", u13="review-chair", u19="agency-lead"
        )
    return made.file(*FILES).in_sync()


@st.composite
def drifted(draw: st.DrawFn) -> World:
    """Return a world in sync to which people did things by hand, and whose roster was edited."""
    made = in_sync()
    for path in draw(unshared):
        made.unshare(path, f"own-item:{path}")
    for path, permission in draw(acts):
        _hand_out(made, path, permission)
    _move(made, draw(unshared))
    made.stage(CASES[0], draw(stages))
    if draw(st.booleans()):
        made.person("u12", ends_on=made.today.replace(day=1))
    for person, role in draw(memberships):
        made.members = tuple(one for one in made.members or () if one.object_id != object_id(person))
        made.member(person, role)
    return made.world()


def _move(made: Scene, paths: list[str]) -> None:
    """Let files lie elsewhere than an earlier run remembered."""
    old = {item_id(path): Placement(f"Case review/{CASES[1]}/elsewhere", made.now) for path in paths}
    made.memory = replace(made.memory, placements={**made.memory.placements, **old})


def _hand_out(made: Scene, path: str, permission: ObservedPermission) -> None:
    """Share an item by hand; what is shared on a folder shows on everything below it."""
    for key, item in made.items.items():
        top = made.items[item_id(path)].path
        if item.path != top and not item.path.startswith(f"{top}/"):
            continue
        held = item.permissions or ()
        if all(one.id != permission.id for one in held):
            made.items[key] = replace(item, permissions=(*held, permission))


def apply(world: World, changes: tuple[Change, ...]) -> World:
    """Carry out a plan as SharePoint would: what goes from a folder goes from everything below."""
    seen = world.observation
    for change in changes:
        seen = _apply_one(seen, change)
    # A run remembers what it applied, as it is here: all of it.
    applied = accepted(world, desired_access(world), ())
    return replace(world, observation=seen, memory=replace(world.memory, applied=applied))


def _apply_one(seen: Observation, change: Change) -> Observation:
    members = seen.members or ()
    match change:
        case DeletePermission():
            return _without(seen, change.item_id, change.permission_id)
        case RevokePeople():
            return _relieve(seen, change)
        case GrantReaders():
            return _grant(seen, change)
        case RemoveMember():
            return replace(seen, members=tuple(one for one in members if one.id != change.membership_id))
        case InviteGuest():
            raise AssertionError("nobody is invited in these worlds")
        case AddMember():
            made = Membership(MembershipId(f"m-{change.object_id}"), change.object_id, change.role, "", "")
            return replace(seen, members=(*members, made))
        case SetMemberRole():
            return replace(
                seen,
                members=tuple(
                    replace(one, role=change.role) if one.id == change.membership_id else one
                    for one in members
                ),
            )


def _without(seen: Observation, item: ItemId, permission: PermissionId) -> Observation:
    top = seen.items[item].path
    items = {
        key: replace(
            one, permissions=tuple(found for found in one.permissions or () if found.id != permission)
        )
        if one.path == top or one.path.startswith(f"{top}/")
        else one
        for key, one in seen.items.items()
    }
    return replace(seen, items=items)


def _change_link(seen: Observation, item: ItemId, link: ObservedPermission) -> Observation:
    others = tuple(one for one in seen.items[item].permissions or () if one.id != link.id)
    changed = replace(seen.items[item], permissions=(*others, link))
    return replace(seen, items={**seen.items, item: changed})


def _relieve(seen: Observation, change: RevokePeople) -> Observation:
    (link,) = (one for one in seen.items[change.item_id].permissions or () if one.id == change.permission_id)
    staying = tuple(one for one in link.people if one.object_id not in change.people)
    return _change_link(seen, change.item_id, replace(link, people=staying))


def _grant(seen: Observation, change: GrantReaders) -> Observation:
    name = change.permission_id or f"made-{change.item_id}"
    names = [reader.removeprefix("oid-") for reader in change.readers]
    return _change_link(seen, change.item_id, own_link(names, name))


def readers_of(seen: Observation, item: ItemId) -> dict[ObjectId, int]:
    """Return how many ways in everybody has who is named on an item with any role."""
    ways: dict[ObjectId, int] = {}
    for permission in seen.items[item].permissions or ():
        if permission in SITE_GROUPS or not permission.roles:
            continue
        for one in (*permission.people, *((permission.grantee,) if permission.grantee else ())):
            if one.object_id is not None:
                ways[one.object_id] = ways.get(one.object_id, 0) + 1
    return ways


@settings(max_examples=tries(120), deadline=None)
@given(drifted())
def test_law_1_and_2_after_the_plan_exactly_the_declared_read(world: World) -> None:
    """Once a plan is carried out everybody declared has one way in, and nobody else has any."""
    desired = desired_access(world)
    after = apply(world, plan_changes(world, desired).changes)
    gone = {one.id for one in OPEN} | {wide_link("anonymous").id}
    for item, wanted in desired.files.items():
        assert not gone & {one.id for one in after.observation.items[item].permissions or ()}
        assert readers_of(after.observation, item) == dict.fromkeys(wanted.readers, 1)
    roles = {one.object_id: one.role for one in after.observation.members or ()}
    assert roles == dict(desired.channel)


@settings(max_examples=tries(120), deadline=None)
@given(drifted())
def test_a_second_plan_is_empty(world: World) -> None:
    """A plan that was carried out leaves nothing to do, and nothing to be put right."""
    after = apply(world, plan_changes(world, desired_access(world)).changes)
    again = plan_changes(after, desired_access(after))
    assert again.changes == ()
    assert not [one for one in again.findings if one.handling is Handling.MENDED]


@settings(max_examples=tries(60), deadline=None)
@given(drifted())
def test_law_5_every_revocation_comes_before_every_grant(world: World) -> None:
    """No grant comes before a revocation, and what lies above is relieved before what lies below."""
    changes = plan_changes(world, desired_access(world)).changes
    gains = [isinstance(one, GrantReaders | AddMember | SetMemberRole) for one in changes]
    assert gains == sorted(gains)
    paths = [one.path for one in changes if isinstance(one, DeletePermission | RevokePeople)]
    assert all(
        not earlier.startswith(f"{later}/") for index, later in enumerate(paths) for earlier in paths[:index]
    )


@settings(max_examples=tries(60), deadline=None)
@given(drifted())
def test_decoys_are_never_touched(world: World) -> None:
    """The site's own groups, Limited Access and system accounts stand as before."""
    after = apply(world, plan_changes(world, desired_access(world)).changes)
    quiet = {one.id for one in (*SITE_GROUPS, *STRUCTURAL)}
    for item, seen in world.observation.items.items():
        before = [one for one in seen.permissions or () if one.id in quiet]
        kept = [one for one in after.observation.items[item].permissions or () if one.id in quiet]
        assert kept == before


@settings(max_examples=tries(60), deadline=None)
@given(drifted())
def test_law_3_no_permit_goes_beyond_the_desired_access(world: World) -> None:
    """A permit names desired readers and the business unit, and deletes nothing that is as it should be."""
    desired = desired_access(world)
    plan = plan_changes(world, desired)
    permit = permit_for(plan, desired, world.observation, Site())
    for item, allowed in permit.items.items():
        readers = desired.files[item].readers if item in desired.files else {}
        assert allowed.may_name <= set(readers)
        assert all(people.isdisjoint(readers) for people in (allowed.may_revoke or {}).values())
        assert not allowed.may_delete & {one.id for one in (*SITE_GROUPS, *STRUCTURAL)}
    assert permit.add_members.items() <= desired.channel.items()
    assert set(permit.items) == {one.item_id for one in plan.changes if hasattr(one, "item_id")}


@settings(max_examples=tries(60), deadline=None)
@given(
    world=drifted(),
    unread=st.sets(st.sampled_from(FILES + FOLDERS), min_size=1, max_size=3),
    account=st.booleans(),
)
def test_law_7_nothing_is_granted_where_something_is_unread(
    world: World, unread: set[str], *, account: bool
) -> None:
    """No grant reaches an item that could not be read, or anything below it, or an unread account."""
    dark = _darkened(world, unread, account=account)
    desired = desired_access(dark)
    plan = plan_changes(dark, desired)
    assert plan.partial
    for change in plan.changes:
        if isinstance(change, GrantReaders):
            assert not any(f"{change.path}/".startswith(f"Case review/{path}/") for path in unread)
            assert not (account and object_id("u13") in change.readers)
    removed = [one for one in plan.changes if isinstance(one, RevokePeople)]
    assert not any(
        account and object_id("u13") in one.people for one in removed if _may_read(world, one.item_id)
    )


def _darkened(world: World, unread: set[str], *, account: bool) -> World:
    items = {
        key: replace(one, permissions=None, unread="503")
        if one.path.removeprefix("Case review/") in unread
        else one
        for key, one in world.observation.items.items()
    }
    left_out = {PersonId("u13")} if account else set()
    accounts = {key: one for key, one in world.observation.accounts.items() if key not in left_out}
    return replace(world, observation=replace(world.observation, items=items, accounts=accounts))


def _may_read(world: World, item: ItemId) -> bool:
    return object_id("u13") in desired_access(world).files[item].readers
