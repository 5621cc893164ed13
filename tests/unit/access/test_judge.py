"""What is wrong on each item, how it is called, and what is taken away."""

from dataclasses import replace

import pytest

from sharepoint_gate.access.changes import DeletePermission, GrantReaders, RevokePeople
from sharepoint_gate.access.entitle import desired_access
from sharepoint_gate.access.findings import Handling
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.memory import Memory, Placement
from sharepoint_gate.access.observed import (
    Grantee,
    GranteeKind,
    ObjectId,
    ObservedPermission,
    PermissionId,
)
from sharepoint_gate.access.planner import plan_changes
from tests.unit.access.judging import CASE, FILE, FOLDER, deleted, only, plan_of, scene, told
from tests.world import (
    NOW,
    direct,
    item_id,
    object_id,
    own_link,
    people_link,
    site_group,
    user,
    wide_link,
)

KIND = FindingKind


def test_a_channel_in_sync_needs_nothing() -> None:
    """Where the tenant is as declared there is no finding and no change."""
    plan = plan_of(scene())
    assert (plan.changes, plan.held, plan.findings, plan.partial) == ((), (), (), False)


GROUP = Grantee(GranteeKind.GROUP, ObjectId("g"), None, "All staff", "c:0t.c|tenant|g", "")
EVERYONE = Grantee(GranteeKind.SITE_USER, None, "9", "Everyone", "c:0(.s|true", "")
STRANGER = replace(user("x1", "r.fox@wmp.example"), login_name="")


@pytest.mark.parametrize(
    ("permission", "kind", "principal", "also"),
    [
        (wide_link("anonymous"), KIND.ANONYMOUS_LINK, "anyone", ()),
        (wide_link("organization"), KIND.ORGANISATION_LINK, "everyone in the organisation", ()),
        (replace(direct("u12"), grantee=EVERYONE), KIND.EVERYONE_CLAIM, "Everyone", ()),
        (replace(direct("u12"), grantee=GROUP), KIND.GROUP_GRANT, "All staff", ()),
        (direct("u12"), KIND.DIRECT_GRANT, "u12", ()),
        (direct("u12", "write"), KIND.EDIT_GRANT_WITHOUT_EXCEPTION, "u12", ()),
        (direct("u19"), KIND.GRANT_OUTSIDE_STAGE, "u19", (KIND.DIRECT_GRANT,)),
        (people_link(["u12"]), KIND.DOWNLOAD_ALLOWED_LINK, "u12", ()),
        (people_link(["u12"], "edit"), KIND.EDIT_LINK, "u12", ()),
        (people_link(["u19"]), KIND.LINK_OUTSIDE_STAGE, "u19", (KIND.DOWNLOAD_ALLOWED_LINK,)),
        (people_link([]), KIND.DOWNLOAD_ALLOWED_LINK, "", ()),
        (own_link(["u12"], "theirs"), KIND.FOREIGN_LINK, "u12", ()),
        (direct("u01", "write"), KIND.EDIT_GRANT_WITHOUT_EXCEPTION, "u01", ()),
        (
            ObservedPermission(PermissionId("i"), ("read",), STRANGER),
            KIND.GUEST_NOT_IN_ROSTER,
            "r.fox@wmp.example",
            (KIND.DIRECT_GRANT,),
        ),
        (
            ObservedPermission(PermissionId("i"), ("read",), invitation_email="Press@wmp.example"),
            KIND.GUEST_NOT_IN_ROSTER,
            "press@wmp.example",
            (KIND.PENDING_INVITATION,),
        ),
        (
            ObservedPermission(PermissionId("i"), ("read",), invitation_email="u12@wicb.example"),
            KIND.PENDING_INVITATION,
            "u12",
            (),
        ),
        (
            ObservedPermission(PermissionId("i"), ("read",), replace(user("u12"), object_id=None)),
            KIND.ACCOUNT_NOT_FOUND,
            "u12",
            (KIND.DIRECT_GRANT,),
        ),
        (
            ObservedPermission(PermissionId("i"), ("read",), site_group("Panel", "17")),
            KIND.SITE_GROUP_UNEXPECTED,
            "Case review Panel",
            (),
        ),
    ],
)
def test_everything_undeclared_on_a_case_file_goes(
    permission: ObservedPermission, kind: FindingKind, principal: str, also: tuple[FindingKind, ...]
) -> None:
    """An entry beside the gate's link is named by its worst kind, told with the others, and deleted."""
    plan = plan_of(scene().share(FILE, permission))
    assert told(plan) == {(kind, FILE, principal, also)}
    assert only(plan).handling is Handling.MENDED
    assert deleted(plan) == [(item_id(FILE), permission.id)]
    assert len(plan.changes) == 1


@pytest.mark.parametrize(
    ("permission", "kind"),
    [
        (
            ObservedPermission(
                PermissionId("a"),
                ("write",),
                Grantee(GranteeKind.APPLICATION, ObjectId("f"), None, "F", "", ""),
            ),
            KIND.APPLICATION_GRANT,
        ),
        (
            ObservedPermission(PermissionId("v"), ("write",), site_group("Visitors", "4")),
            KIND.SITE_GROUP_UNEXPECTED,
        ),
        (ObservedPermission(PermissionId("s"), ("read",), user("u19"), strange=("new",)), KIND.UNKNOWN_SHAPE),
    ],
)
def test_some_findings_are_left_to_a_person(permission: ObservedPermission, kind: FindingKind) -> None:
    """Applications, the channel's own groups and shapes never seen before are told and not touched."""
    plan = plan_of(scene().share(FILE, permission))
    assert (only(plan).kind, only(plan).handling, plan.changes) == (kind, Handling.PERSON, ())


def test_decoys_are_left_alone() -> None:
    """Limited Access, link groups, system accounts and the gate's own entry are no findings."""
    system = Grantee(GranteeKind.SITE_USER, None, "1", "System Account", "SHAREPOINT\\system", "")
    links = Grantee(GranteeKind.SITE_GROUP, None, "40", f"SharingLinks.1.Flexible.own-item:{FILE}", "", "")
    own = Grantee(GranteeKind.APPLICATION, ObjectId("gate"), None, "sharepoint-gate", "", "")
    made = scene().share(
        FILE,
        ObservedPermission(PermissionId("l"), (), user("u99")),
        ObservedPermission(PermissionId("sys"), ("owner",), system),
        ObservedPermission(PermissionId("grp"), ("read",), links),
        ObservedPermission(PermissionId("app"), ("owner",), own),
    )
    world = replace(made.world(), own_application="gate")
    plan = plan_changes(world, desired_access(world))
    assert (plan.changes, plan.findings) == ((), ())


def test_an_own_link_naming_three_wrong_people_gives_three_findings() -> None:
    """Each wrong person on the gate's link is a finding; one change takes all of them off it."""
    made = scene().unshare(FILE, f"own-item:{FILE}")
    plan = plan_of(made.share(FILE, own_link(["u12", "u13", "u19", "u01", "u99"], f"own-item:{FILE}")))
    assert {(one.kind, one.principal) for one in plan.findings} == {
        (KIND.LINK_OUTSIDE_STAGE, "u19"),
        (KIND.SECOND_WAY_IN, "u01"),
        (KIND.GUEST_NOT_IN_ROSTER, "u99@wicb.example"),
    }
    (change,) = plan.changes
    assert isinstance(change, RevokePeople)
    assert change.people == tuple(sorted(object_id(one) for one in ("u01", "u19", "u99")))
    assert change.remaining == tuple(sorted(object_id(one) for one in ("u12", "u13")))
    assert change.reason.people == ("Person u01", "Person u19", "u99@wicb.example")


def test_an_own_link_with_nobody_left_is_deleted() -> None:
    """Where no reader stays on the gate's link, the link goes whole and comes back for the readers."""
    made = scene().unshare(FILE, f"own-item:{FILE}").share(FILE, own_link(["u19"], f"own-item:{FILE}"))
    first, second = plan_of(made).changes
    assert isinstance(first, DeletePermission)
    assert isinstance(second, GrantReaders)
    assert (second.permission_id, len(second.people)) == (None, 2)


def test_an_own_link_on_a_file_without_readers_is_deleted() -> None:
    """A file that nobody should read keeps no link of the gate's that names anybody."""
    key = f"{CASE}/90-key/key.docx"
    plan = plan_of(scene().share(key, own_link(["u12"], "left")))
    assert told(plan) == {(KIND.LINK_OUTSIDE_STAGE, key, "u12", ())}
    assert deleted(plan) == [(item_id(key), "left")]


def test_an_own_link_that_names_nobody_is_left_alone() -> None:
    """A link that names nobody gives nobody access, so that it is no finding."""
    plan = plan_of(scene().share(f"{CASE}/90-key/key.docx", own_link([], "left")))
    assert (plan.changes, plan.findings) == ((), ())


def test_an_own_link_on_a_file_that_cannot_be_shown_is_deleted() -> None:
    """A file that cannot be shown under block-download keeps no link, whoever is on it."""
    path = f"{FOLDER}/mail.msg"
    plan = plan_of(scene().file(path).share(path, own_link(["u12"], "left")))
    assert told(plan) == {(KIND.NOT_VIEWABLE, path, "u12", ()), (KIND.NOT_VIEWABLE, path, "", ())}
    assert deleted(plan) == [(item_id(path), "left")]


def test_a_group_on_the_own_link_takes_the_link_down() -> None:
    """What is no person cannot be taken off a link by itself: the link is made anew without it."""
    link = own_link(["u12", "u13"], f"own-item:{FILE}")
    wrong = (GROUP, EVERYONE, site_group("Panel", "17"), *_strays())
    made = scene().unshare(FILE, link.id).share(FILE, replace(link, people=(*link.people, *wrong)))
    plan = plan_of(made)
    assert {one.kind for one in plan.findings} == {
        KIND.GROUP_GRANT,
        KIND.EVERYONE_CLAIM,
        KIND.SITE_GROUP_UNEXPECTED,
        KIND.APPLICATION_GRANT,
        KIND.UNKNOWN_SHAPE,
    }
    assert deleted(plan) == [(item_id(FILE), link.id)]
    grant = plan.changes[-1]
    assert isinstance(grant, GrantReaders)
    assert grant.people == (object_id("u12"), object_id("u13"))


def _strays() -> tuple[Grantee, ...]:
    return (
        Grantee(GranteeKind.APPLICATION, ObjectId("f"), None, "Forms", "", ""),
        Grantee(GranteeKind.DEVICE, ObjectId("d"), None, "Tablet", "", ""),
    )


def test_a_moved_file_loses_its_link_first() -> None:
    """A file that lies in another folder than remembered loses its link when anybody on it has no right."""
    made = scene()
    old = Placement("Case review/RR-2026-001/90-key/pack.docx", NOW)
    places = {**made.memory.placements, item_id(FILE): old}
    made.memory = Memory(made.memory.pins, places, made.memory.own_links)
    assert plan_of(made).changes == ()
    link = own_link(["u12", "u13", "u19"], f"own-item:{FILE}")
    plan = plan_of(made.unshare(FILE, link.id).share(FILE, link))
    assert told(plan) == {(KIND.MOVED_WITH_READERS, FILE, "u19", (KIND.LINK_OUTSIDE_STAGE,))}
    first, second = plan.changes
    assert isinstance(first, DeletePermission)
    assert isinstance(second, GrantReaders)
    assert second.people == (object_id("u12"), object_id("u13"))


def test_an_earlier_account_of_a_reader_goes() -> None:
    """A link that still names the account a person had before names somebody else."""
    made = scene()
    made.account("u12", object_id=ObjectId("new"))
    made.person("u12", confirmed_on=made.today)
    made.memory = Memory(
        {one: replace(pin, pinned_at=pin.pinned_at.replace(day=1)) for one, pin in made.memory.pins.items()},
        made.memory.placements,
        made.memory.own_links,
    )
    plan = plan_of(made)
    assert (KIND.IDENTITY_CHANGED, FILE, "u12", ()) in told(plan)
    assert [type(one) for one in plan.changes if getattr(one, "item_id", "") == item_id(FILE)] == [
        RevokePeople,
        GrantReaders,
    ]
