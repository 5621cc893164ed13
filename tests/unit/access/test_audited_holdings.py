"""Who holds what, file by file.

Source: graph:api/driveitem-list-permissions, ISA §8.3
"""

from dataclasses import replace

import pytest

from sharepoint_gate.access.audited import Holding
from sharepoint_gate.access.audited_holdings import Around, access_of, holdings, not_held
from sharepoint_gate.access.charges import Standard
from sharepoint_gate.access.classify import backdrop_of
from sharepoint_gate.access.entitle import desired_access
from sharepoint_gate.access.observed import (
    Grantee,
    GranteeKind,
    ItemId,
    ObjectId,
    ObservedPermission,
    PermissionId,
)
from sharepoint_gate.access.site_sight import SiteAccount, SiteGroupRead, SiteInside, account_of
from tests.unit.access.judging import CASE, FILE, scene
from tests.world import Scene, direct, item_id, own_link, people_link, site_group, wide_link

EMPTY = SiteInside((), (), (), anybody_links=False, members_share=False)


def around(
    made: Scene,
    *,
    resting: dict[ItemId, int] | None = None,
    groups: dict[str, tuple[SiteAccount, ...]] | None = None,
    site: SiteInside | None = None,
) -> Around:
    """Return what holdings are told by."""
    world = replace(made.world(), own_application="gate-id")
    standard = Standard(world, desired_access(world), backdrop_of(world))
    return Around(standard, resting or {}, groups or {}, site)


def on(made: Around, path: str) -> dict[str, Holding]:
    """Return who holds what on one path, by name."""
    return {one.principal: one for one in holdings(made) if one.item == path}


def entry(name: str, kind: GranteeKind, key: str = "", role: str = "read") -> ObservedPermission:
    """Return an entry that names no person."""
    grantee = Grantee(kind, ObjectId(key) if key else None, None, name, "", "")
    return ObservedPermission(PermissionId(f"p-{name}"), (role,), grantee)


def test_in_sync_everything_is_declared_and_nothing_is_lacking() -> None:
    """Readers by the gate's link, and the business unit as members of the channel."""
    made = around(scene())
    held = on(made, FILE)
    assert all(one.declared for one in held.values())
    reader = held["Person u12"]
    assert (reader.access.value, reader.organisation) == ("view-no-download", "WICB Authority")
    assert (reader.case, reader.folder) == (CASE, "40-panel-pack")
    assert held["Person u01"].access.value == "owner"
    assert held["Person u02"].via == ("as a member of the channel",)
    assert not list(not_held(made, holdings(made)))


def test_the_widest_way_counts_and_one_undeclared_way_is_enough() -> None:
    """A reader who may also edit holds something that nobody declared."""
    held = on(around(scene().share(FILE, people_link(["u12"], "edit"))), FILE)["Person u12"]
    assert (held.access.value, held.declared) == ("edit", False)
    assert held.via == ("a link that allows editing", "a link that shows without download")


def test_crowds_groups_and_applications_are_holders_too() -> None:
    """Each is told once; the gate itself, SharePoint and groups of links are not."""
    made = scene().share(
        FILE,
        wide_link("anonymous", permission="a"),
        wide_link("organization", permission="o"),
        entry("Everyone", GranteeKind.GROUP),
        entry("All staff", GranteeKind.GROUP, "g1"),
        entry("Forms", GranteeKind.APPLICATION, "forms-id"),
        entry("The gate", GranteeKind.APPLICATION, "gate-id", "owner"),
        entry("SharingLinks.1.Flexible.a", GranteeKind.SITE_GROUP),
        entry("a device", GranteeKind.DEVICE),
        ObservedPermission(PermissionId("none"), ("read",)),
        ObservedPermission(PermissionId("way"), ("Limited Access",), entry("x", GranteeKind.GROUP).grantee),
        replace(direct("u99", permission="wait"), grantee=None, invitation_email="New@Else.example"),
    )
    undeclared = {one.principal for one in on(around(made), FILE).values() if not one.declared}
    assert undeclared == {
        "anyone who has the link",
        "everyone in the organisation",
        "Everyone",
        "group All staff",
        "application Forms",
        "a device",
        "new@else.example",
    }


def test_people_of_a_group_that_was_read_are_named() -> None:
    """Those who are known by their address under their roster id, others by what the directory tells."""
    people = (
        account_of("", "u13@wicb.example"),
        account_of("Erin", "erin@else.example"),
        account_of("X", "x"),
    )
    made = scene().share(FILE, entry("All staff", GranteeKind.GROUP, "g1"))
    held = on(around(made, groups={"g1": people}), FILE)
    assert held["Person u13"].via[0] == "the group All staff"
    assert (held["Erin"].organisation, held["Erin"].declared) == ("else.example", False)
    assert held["X"].address == ""


def test_administrators_of_the_site_hold_every_file() -> None:
    """SharePoint's own accounts apart."""
    admins = (account_of("Svc", "i:0#.f|membership|svc@wcc.example"), account_of("S", "sharepoint\\system"))
    held = on(around(scene(), site=replace(EMPTY, admins=admins)), FILE)
    assert held["Svc"].via == ("as an administrator of the site",)
    assert "S" not in held


def test_who_is_in_a_group_of_the_site_is_told_where_it_was_read() -> None:
    """A group of no known kind is told by its name where nobody could look into it."""
    panel = ObservedPermission(PermissionId("panel"), ("read",), site_group("Panel", "9"))
    made = scene().share(FILE, panel)
    assert "site group Case review Panel" in on(around(made), FILE)
    read = SiteGroupRead("9", "Case review Panel", (account_of("Erin", "erin@else.example"),))
    held = on(around(made, site=replace(EMPTY, groups=(read,))), FILE)
    assert held["Erin"].via == ("the site's group Case review Panel",)
    assert "site group Case review Panel" not in held


def test_files_that_rest_are_told_as_their_folders() -> None:
    """Whoever reads the folder reads them; a folder without such files is not told."""
    made = scene().file("Archive/minutes.docx")
    del made.items[item_id("Archive/minutes.docx")]
    found = list(holdings(around(made, resting={item_id("Archive"): 3})))
    assert {one.item for one in found if one.item.endswith("/")} == {"Archive/"}
    assert {one.case for one in found if one.item == "Archive/"} == {None}


def test_without_a_roster_the_channels_people_are_declared_and_nobody_else() -> None:
    """What goes beyond the channel's own groups is listed."""
    made = scene().share(FILE, direct("u12", permission="d"))
    made.people, made.cases, made.accounts = {}, {}, {}
    made.owners, made.bu_members = (), ()
    held = on(around(made), FILE)
    assert {one.principal for one in held.values() if one.declared} == {"Person u01", "Person u02"}
    assert {one.case for one in held.values()} == {None}


def test_who_should_read_and_cannot_is_told() -> None:
    """The gate's link is gone from one file; a file that could not be read is not counted."""
    made = scene().unshare(FILE, f"own-{item_id(FILE)}")
    lacking = list(not_held(around(made), holdings(around(made))))
    assert {(one.person, one.item, one.declared) for one in lacking} == {
        ("u12", FILE, True),
        ("u13", FILE, True),
        ("u19", FILE, True),
    } & {(one.person, one.item, one.declared) for one in lacking}
    assert lacking
    assert not lacking[0].via
    blind = made.change_item(FILE, permissions=None)
    assert not [one for one in not_held(around(blind), holdings(around(blind))) if one.item == FILE]


def test_an_exceptions_access_is_declared() -> None:
    """It is left alone until its day."""
    made = scene().exception("EX-1", "u35", f"{CASE}/40-panel-pack").share(FILE, direct("u35", "write"))
    assert on(around(made), FILE)["Person u35"].declared


@pytest.mark.parametrize(
    ("permission", "access"),
    [
        (direct("u12", "owner"), "owner"),
        (direct("u12", "write"), "edit"),
        (direct("u12"), "view"),
        (direct("u12", "Limited Access"), "limited"),
        (direct("u12", "something"), "view"),
        (people_link(["u12"], "edit"), "edit"),
        (replace(people_link(["u12"], "review"), roles=("read",)), "edit"),
        (people_link(["u12"]), "view"),
        (replace(people_link(["u12"]), roles=()), "view"),
        (own_link(["u12"]), "view-no-download"),
    ],
)
def test_what_a_permission_lets_people_do(permission: ObservedPermission, access: str) -> None:
    """A link to edit or review is no reading, whatever its roles say, and an unknown role may be one."""
    assert access_of(permission).value == access


def test_a_name_that_a_deleted_account_left_behind_is_of_no_organisation() -> None:
    """A name alone is no address, so that nothing in it can stand for an organisation."""
    made = scene().share(FILE, entry("Devon Clarke", GranteeKind.USER))
    held = on(around(made), FILE)["Devon Clarke"]
    assert (held.organisation, held.address) == ("", "Devon Clarke")
