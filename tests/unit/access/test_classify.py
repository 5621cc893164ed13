"""Every permission has exactly one shape, by principal and role."""

from dataclasses import replace

import pytest

from sharepoint_gate.access.classify import Backdrop, backdrop_of, classify, own_link_on
from sharepoint_gate.access.observed import (
    Grantee,
    GranteeKind,
    ObjectId,
    ObservedPermission,
    PermissionId,
    SharingLink,
)
from sharepoint_gate.access.shapes import (
    AnonymousLink,
    ApplicationGrant,
    DirectGrant,
    EveryoneGrant,
    ExpectedSiteGroup,
    ForeignLink,
    ForeignSiteGroup,
    GroupGrant,
    OddSiteGroup,
    OrganisationLink,
    OwnLink,
    PendingInvitation,
    PeopleLink,
    Shape,
    Structural,
    Unknown,
    WidenedSiteGroup,
)
from tests.world import ROOT_ID, Scene, direct, item_of, own_link, people_link, site_group, user, wide_link

FILE = "RR-2026-001/40-panel-pack/pack.docx"


def scene() -> Scene:
    """Return a case with one reader and one file, in sync."""
    made = Scene().case("RR-2026-001", "panel-meeting", u12="panel-member")
    return made.file(FILE).in_sync()


@pytest.fixture(name="backdrop")
def _backdrop() -> Backdrop:
    return backdrop_of(replace(scene().world(), own_application="GATE-app"))


def grantee(kind: GranteeKind, object_id: str | None = None, name: str = "", login: str = "") -> Grantee:
    """Return somebody whom a permission names."""
    return Grantee(kind, None if object_id is None else ObjectId(object_id), None, name, login, "")


def entry(who: Grantee, *roles: str) -> ObservedPermission:
    """Return a direct entry."""
    return ObservedPermission(PermissionId("p"), roles or ("read",), who)


def link(kind: str, scope: str, *roles: str, blocks: bool = False, **more: object) -> ObservedPermission:
    """Return a link."""
    made = ObservedPermission(
        PermissionId("p"), roles or ("read",), link=SharingLink(kind, scope, blocks, None)
    )
    return replace(made, **more)  # type: ignore[arg-type]  # the keys are the caller's


SITE_USER = GranteeKind.SITE_USER
LINK_GROUP = Grantee(GranteeKind.SITE_GROUP, None, "40", "SharingLinks.6b8d.Flexible.01", "", "")
ZEROS = PermissionId("00000000-0000-0000-0000-000000000000")


@pytest.mark.parametrize(
    ("permission", "shape"),
    [
        (link("view", "anonymous"), AnonymousLink),
        (link("edit", "anonymous", strange=("hasPassword",)), AnonymousLink),
        (link("edit", "organization", "write"), OrganisationLink),
        (link("view", "users", blocks=True), ForeignLink),
        (link("view", "users"), PeopleLink),
        (link("embed", "users"), PeopleLink),
        (link("review", "users"), PeopleLink),
        (link("edit", "users", "write"), PeopleLink),
        (link("view", "users", "write", blocks=True), PeopleLink),
        (link("view", "users", "fullcontrol"), Unknown),
        (link("addressBar", "users"), Unknown),
        (link("view", "users", blocks=True, strange=("audience",)), Unknown),
        (link("view", "team"), Unknown),
        (link("view", "users", invitation_email="a@b.example"), PendingInvitation),
        (link("view", "users", blocks=True, grantee=user("u12")), Unknown),
        (link("view", "existingAccess", id=ZEROS), Structural),
        (link("view", "existingAccess"), Unknown),
        (link("view", "existingAccess", id=ZEROS, people=(user("u12"),)), Unknown),
        (direct("u12"), DirectGrant),
        (direct("u12", "owner"), DirectGrant),
        (direct("u12", "fullcontrol"), Unknown),
        (entry(grantee(SITE_USER, name="A", login="i:0#.f|membership|a@b.example")), DirectGrant),
        (entry(grantee(GranteeKind.GROUP, "g", "Children's Services")), GroupGrant),
        (entry(grantee(GranteeKind.GROUP, "g"), "sp.full control"), Unknown),
        (entry(grantee(SITE_USER, login="c:0t.c|tenant|6b8d")), GroupGrant),
        (entry(grantee(SITE_USER, login="c:0o.c|federateddirectoryclaimprovider|6b8d")), GroupGrant),
        (entry(grantee(SITE_USER, login="c:0(.s|true")), EveryoneGrant),
        (entry(grantee(SITE_USER, login="c:0-.f|rolemanager|spo-grid-all-users/6b8d")), EveryoneGrant),
        (entry(grantee(GranteeKind.GROUP, name="Everyone except external users")), EveryoneGrant),
        (entry(site_group("Members", "5"), "write"), ExpectedSiteGroup),
        (entry(site_group("Members", "5"), "read"), ExpectedSiteGroup),
        (entry(site_group("Visitors", "4"), "write"), WidenedSiteGroup),
        (entry(site_group("Visitors", "4"), "sp.design"), WidenedSiteGroup),
        (entry(site_group("Panel", "17"), "read"), ForeignSiteGroup),
        (entry(LINK_GROUP, "Limited Access"), Structural),
        (entry(LINK_GROUP), ForeignSiteGroup),
        (
            entry(grantee(GranteeKind.SITE_GROUP, name="Limited Access System Group"), "limited access"),
            Structural,
        ),
        (entry(grantee(GranteeKind.SITE_GROUP, name="Limited Access System Group For List")), OddSiteGroup),
        (ObservedPermission(PermissionId("p"), (), user("u99")), Structural),
        (entry(user("u99"), "sp.limited access"), Structural),
        (entry(grantee(SITE_USER, login="c:0(.s|true"), "Limited Access"), Structural),
        (entry(grantee(SITE_USER, login="SHAREPOINT\\system"), "owner"), Structural),
        (entry(grantee(SITE_USER, login="i:0i.t|00000003-0000|app@sharepoint"), "owner"), Structural),
        (entry(grantee(GranteeKind.APPLICATION, "gate-APP"), "owner"), Structural),
        (entry(grantee(SITE_USER, login="i:0i.t|ms.sp.ext|gate-app@tenant"), "owner"), Structural),
        (entry(grantee(GranteeKind.APPLICATION, "forms", "OldForms"), "write"), ApplicationGrant),
        (entry(grantee(GranteeKind.APPLICATION, "forms", "OldForms"), "fullcontrol"), ApplicationGrant),
        (entry(grantee(GranteeKind.DEVICE, "d", "Tablet")), Unknown),
        (entry(grantee(SITE_USER)), Unknown),
        (ObservedPermission(PermissionId("p"), ("read",), invitation_email="a@b.example"), PendingInvitation),
        (ObservedPermission(PermissionId("p"), (), invitation_email="a@b.example"), Structural),
        (
            ObservedPermission(PermissionId("p"), ("Limited Access",), invitation_email="a@b.example"),
            Structural,
        ),
        (
            ObservedPermission(PermissionId("p"), (), invitation_email="a@b.example", strange=("roles",)),
            Unknown,
        ),
        (
            ObservedPermission(PermissionId("p"), ("Limited Access", "read"), invitation_email="a@b.example"),
            PendingInvitation,
        ),
        (ObservedPermission(PermissionId("p"), ("read",)), PendingInvitation),
        (ObservedPermission(PermissionId("p"), ("write",)), PendingInvitation),
        (ObservedPermission(PermissionId("p"), ("owner",)), Unknown),
        (ObservedPermission(PermissionId("p"), ()), Unknown),
    ],
)
def test_each_permission_has_its_one_shape(
    backdrop: Backdrop, permission: ObservedPermission, shape: type[Shape]
) -> None:
    """A permission's shape follows from its principal, its roles and its link, and from nothing else."""
    assert isinstance(classify(permission, backdrop), shape)


@pytest.mark.parametrize(
    ("beside", "role", "shape"),
    [
        (own_link(["u12"], "01"), "read", Structural),
        (own_link(["u12"], "01"), "write", ForeignSiteGroup),
        (own_link(["u12"], "02"), "read", ForeignSiteGroup),
        (direct("u12", permission="01"), "read", ForeignSiteGroup),
        (own_link(["u12"], "01"), "fullcontrol", ForeignSiteGroup),
    ],
)
def test_law_2_a_links_group_needs_its_link(
    backdrop: Backdrop, beside: ObservedPermission, role: str, shape: type[Shape]
) -> None:
    """A group named like a link's is expected only beside that link, and with no wider role than it."""
    assert isinstance(classify(entry(LINK_GROUP, role), backdrop, None, (beside,)), shape)


@pytest.mark.parametrize("inherited", [True, False, None])
def test_where_an_entry_comes_from_says_nothing(backdrop: Backdrop, *, inherited: bool | None) -> None:
    """The site's own groups are expected on every item, whether or not they look inherited."""
    group = replace(entry(site_group("Owners", "3"), "owner"), inherited=inherited)
    assert classify(group, backdrop) == ExpectedSiteGroup()


def test_only_editing_and_reviewing_links_edit(backdrop: Backdrop) -> None:
    """A view link allows download and no more; edit and review links allow changes."""
    shapes = [classify(link(kind, "users"), backdrop) for kind in ("view", "review", "edit")]
    assert [shape.edits for shape in shapes if isinstance(shape, PeopleLink)] == [False, True, True]


def test_the_own_link_is_known_by_its_id(backdrop: Backdrop) -> None:
    """Of two links of the same make, the gate's own is the one whose id is given."""
    made = own_link(["u12"], "mine")
    assert isinstance(classify(made, backdrop, PermissionId("mine")), OwnLink)
    assert isinstance(classify(made, backdrop, PermissionId("other")), ForeignLink)


def test_without_the_root_no_site_group_is_accused() -> None:
    """Where the library's root was not read, nothing tells a strange site group from the channel's own."""
    made = scene()
    made.items[ROOT_ID] = replace(made.items[ROOT_ID], permissions=None)
    assert classify(entry(site_group("Panel", "17")), backdrop_of(made.world())) == ExpectedSiteGroup()


def test_the_roots_own_roles_are_expected_below_whatever_they_are_called() -> None:
    """A site group with the very roles that it has on the root is expected, however strange they are."""
    made = scene()
    owners = entry(site_group("Owners", "3"), "sp.full control")
    made.items[ROOT_ID] = replace(made.items[ROOT_ID], permissions=(owners,))
    assert classify(owners, backdrop_of(made.world())) == ExpectedSiteGroup()


def test_a_group_that_no_site_begins_with_is_odd_even_on_the_root() -> None:
    """A group beside owners, members and visitors is told, although the library's root knows it."""
    made = scene()
    panel = entry(site_group("Panel", "17"))
    made.items[ROOT_ID] = replace(made.items[ROOT_ID], permissions=(panel,))
    assert classify(panel, backdrop_of(made.world())) == OddSiteGroup("Case review Panel")


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("Westmarsh Safeguarding-Case review Members", ExpectedSiteGroup),
        ("Westmarsh Safeguarding Visitors", ExpectedSiteGroup),
        ("case review owners", ExpectedSiteGroup),
        ("Strategy Board Members", OddSiteGroup),
        ("Westmarsh Safeguarding Strategy Members", OddSiteGroup),
        ("Case review Comembers", OddSiteGroup),
    ],
)
def test_law_2_only_the_channels_own_groups_are_expected(name: str, shape: type[Shape]) -> None:
    """A group on the root that merely ends in "members" is told: nobody can see who is in it."""
    made = scene()
    group = entry(replace(site_group("Members", "17"), name=name))
    made.items[ROOT_ID] = replace(made.items[ROOT_ID], permissions=(group,))
    assert isinstance(classify(group, backdrop_of(made.world())), shape)


def test_a_site_group_without_number_is_known_by_name() -> None:
    """A site group that comes without its per-site id is compared by its name."""
    made = scene()
    nameless = replace(site_group("Members", "5"), site_id=None)
    made.items[ROOT_ID] = replace(
        made.items[ROOT_ID], permissions=(entry(nameless, "write"), wide_link("users"))
    )
    backdrop = backdrop_of(made.world())
    assert classify(entry(nameless, "write"), backdrop) == ExpectedSiteGroup()
    assert isinstance(classify(entry(replace(nameless, name="Panel"), "write"), backdrop), ForeignSiteGroup)


@pytest.mark.parametrize(
    ("remembered", "people", "found"),
    [
        ("b", {"a": ["u12"], "b": []}, "b"),
        ("gone", {"a": ["u12"], "b": []}, "a"),
        (None, {"a": [], "b": ["u12"]}, "b"),
        (None, {"b": ["u12"], "a": ["u12"]}, "a"),
        (None, {}, None),
    ],
)
def test_one_of_several_links_is_the_own_one(
    remembered: str | None, people: dict[str, list[str]], found: str | None
) -> None:
    """The remembered link comes first, then the one that names most readers, then the smallest id."""
    made = scene().unshare(FILE, f"own-item:{FILE}").share(FILE, people_link(["u12"]))
    made.share(FILE, *(own_link(named, name) for name, named in people.items()))
    item = item_of(made.world(), FILE)
    known = None if remembered is None else PermissionId(remembered)
    assert own_link_on(item, known, {ObjectId("oid-u12")}) == found


def test_a_link_from_above_is_never_the_own_one() -> None:
    """A folder's link that shows again on a file is not taken for the gate's."""
    item = item_of(scene().share(FILE, own_link(["u12"], "a-folder")).world(), FILE)
    assert own_link_on(item, None, (), {PermissionId("a-folder")}) == f"own-item:{FILE}"


@pytest.mark.parametrize(
    "odd", [{"strange": ("new",)}, {"invitation_email": "a@b.example"}, {"roles": ("write",)}]
)
def test_what_is_not_quite_the_make_is_never_the_own_link(odd: dict[str, object]) -> None:
    """A link with anything more about it than the gate's own is not taken for it, remembered or not."""
    link = replace(own_link(["u12"], "a"), **odd)  # type: ignore[arg-type]  # the keys are the table's
    item = replace(item_of(scene().world(), FILE), permissions=(link,))
    assert own_link_on(item, link.id, {ObjectId("oid-u12")}) is None
