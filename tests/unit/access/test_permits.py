"""The permit of a run: what its plan needs and nothing more (law 3)."""

from dataclasses import dataclass, replace

from sharepoint_gate.access.changes import AddMember, GrantReaders, SetMemberRole
from sharepoint_gate.access.desired import DesiredAccess, World
from sharepoint_gate.access.entitle import desired_access
from sharepoint_gate.access.observed import MembershipId, ObjectId, PermissionId
from sharepoint_gate.access.permit import ItemPermit, WritePermit
from sharepoint_gate.access.permits import permit_for
from sharepoint_gate.access.plan import Plan
from sharepoint_gate.access.planner import plan_changes
from tests.world import Scene, direct, item_id, object_id, own_link

FILE = "RR-2026-001/40-panel-pack/pack.docx"
OWN = PermissionId(f"own-item:{FILE}")


@dataclass(frozen=True)
class Site:
    """The ids of a channel."""

    team_id: str = "team"
    channel_id: str = "channel"
    drive_id: str = "drive"


def scene() -> Scene:
    """Return a case with two readers on one file, in sync."""
    made = Scene().case(
        "RR-2026-001", "panel-meeting", u12="panel-member", u13="panel-member", u14="executive"
    )
    return made.file(FILE).in_sync()


def draft(made: Scene) -> tuple[Plan, DesiredAccess, WritePermit]:
    """Return the plan, the desired access and the permit."""
    world = made.world()
    desired = desired_access(world)
    plan = plan_changes(world, desired)
    return plan, desired, permit_for(plan, desired, world.observation, Site())


def item_permit(made: Scene) -> ItemPermit:
    """Return what may be written on the one file."""
    (permit,) = draft(made)[2].items.values()
    return permit


def test_law_4_an_empty_plan_permits_nothing() -> None:
    """Where nothing is to be done nothing may be written."""
    permit = draft(scene())[2]
    assert permit == WritePermit("drive", "team", "channel", {}, {}, frozenset(), {})


def test_law_3_a_deletion_names_nobody() -> None:
    """Deleting an entry permits that deletion and the naming of nobody."""
    assert item_permit(scene().share(FILE, direct("u14"))) == ItemPermit(
        may_delete=frozenset({PermissionId("direct-u14")})
    )


def test_law_3_a_revocation_may_name_only_who_stays() -> None:
    """Taking people off a link permits its fall-back: the link anew for those who stay."""
    made = scene().unshare(FILE, OWN).share(FILE, own_link(["u12", "u13", "u14"], OWN))
    permit = item_permit(made)
    assert permit.may_revoke == {OWN: frozenset({object_id("u14")})}
    assert permit.may_delete == {OWN}
    assert permit.may_name == {object_id("u12"), object_id("u13")}
    assert permit.share_urls == frozenset()


def test_law_3_a_grant_goes_through_the_own_link_only() -> None:
    """Adding a reader permits the own link's address, the link anew, and taking back what is given."""
    permit = item_permit(scene().unshare(FILE, OWN).share(FILE, own_link(["u12"], OWN)))
    assert permit.may_name == {object_id("u12"), object_id("u13")}
    assert permit.share_urls == {f"https://links.example/{OWN}"}
    assert permit.may_delete == {OWN}
    assert permit.may_revoke == {OWN: frozenset({object_id("u13")})}


def test_law_3_a_new_link_permits_no_address() -> None:
    """A link that has yet to be made has no address that people may be added through."""
    permit = item_permit(scene().unshare(FILE, OWN))
    assert replace(permit, seen=None) == ItemPermit(may_name=frozenset({object_id("u12"), object_id("u13")}))


def test_members_may_be_changed_as_planned() -> None:
    """Each change of a member is permitted for that member and that role."""
    made = scene().member("u12")
    made.members = tuple(replace(one, role="owner") for one in (made.members or ())[1:])
    permit = draft(made)[2]
    assert permit.add_members == {object_id("u01"): "owner"}
    assert permit.remove_members == {MembershipId("m-u12")}
    assert permit.set_roles == {MembershipId("m-u02"): "member"}


def test_law_3_a_plan_that_asks_too_much_is_cut_down() -> None:
    """Whoever is no desired reader or member is not in the permit, whatever a plan says."""
    world = scene().world()
    desired = desired_access(world)
    plan = plan_changes(world, desired)
    reason = plan_changes(*_lacking()).changes[0].reason
    stranger = ObjectId("oid-stranger")
    asked = (
        GrantReaders(item_id(FILE), FILE, (stranger,), OWN, (stranger, object_id("u12")), reason),
        GrantReaders(item_id("gone"), "gone", (stranger,), OWN, (stranger,), reason),
        AddMember(stranger, "owner", reason),
        AddMember(object_id("u02"), "owner", reason),
        SetMemberRole(MembershipId("m-u02"), object_id("u02"), "owner", reason),
    )
    permit = permit_for(replace(plan, changes=asked), desired, world.observation, Site())
    assert permit.items[item_id(FILE)].may_name == {object_id("u12")}
    taken_back = {OWN: frozenset({stranger})}
    assert permit.items[item_id("gone")] == ItemPermit(may_delete=frozenset({OWN}), may_revoke=taken_back)
    assert (permit.add_members, permit.set_roles) == ({}, {})


def _lacking() -> tuple[World, DesiredAccess]:
    world = scene().unshare(FILE, OWN).world()
    return world, desired_access(world)


def test_law_10_a_grant_knows_what_stood_on_its_file_before() -> None:
    """Where a link may be made, what was seen is part of the permit; where nothing was read, nothing is."""
    made = scene().unshare(FILE, OWN).share(FILE, direct("u14"))
    places = {PermissionId(f"p-{group}") for group in ("owners", "members", "visitors")}
    assert item_permit(made).seen == frozenset({PermissionId("direct-u14"), *places})
    world, desired = made.world(), desired_access(made.world())
    plan = plan_changes(world, desired)
    blind = replace(world.observation, items={})
    (held,) = permit_for(plan, desired, blind, Site()).items.values()
    assert held.seen is None
