"""Levels and inheritance (sp-dev-docs:set-custom-permissions-on-a-list-by-using-the-rest-interface)."""

import pytest

from tests.emulator.in_process import InProcess
from tests.emulator.sharepoint.rest import (
    CONTRIBUTE,
    FULL_CONTROL,
    LIMITED,
    PACK,
    READ,
    REPORT,
    Rest,
    access,
    account,
    folder_at,
    item_at,
    levels,
)

_TITLE = "Smallbridge Safeguarding-Case review"
_GROUPS = {
    f"{_TITLE} Owners": ["Full Control"],
    f"{_TITLE} Visitors": ["Read"],
    f"{_TITLE} Members": ["Edit"],
}
_REPORT = "RR-2026-001/60-final-report/report.docx"
_AGENDA = "RR-2026-001/40-panel-pack/agenda.docx"
_ITEM = item_at(REPORT)


def _has_own(rest: Rest, place: str) -> bool:
    return bool(rest.must("GET", f"{place}?$select=HasUniqueRoleAssignments")["HasUniqueRoleAssignments"])


def test_levels_of_a_site(rest: Rest) -> None:
    """The usual levels have the same numbers on every site; two are hidden."""
    rows = rest("GET", "web/roledefinitions?$select=Id,Name,Hidden").rows
    assert [(row["Id"], row["Name"]) for row in rows if not row["Hidden"]] == [
        (1073741829, "Full Control"),
        (1073741828, "Design"),
        (1073741830, "Edit"),
        (1073741827, "Contribute"),
        (1073741826, "Read"),
    ]
    assert {row["Id"] for row in rows if row["Hidden"]} == {1073741825, 1073741832}
    assert rest.must("GET", "web/roledefinitions/getbytype(2)/name") == {"value": "Read"}
    assert rest.must("GET", "web/roledefinitions/getbyname('edit')/id") == {"value": 1073741830}


def test_site_lists_its_groups_and_who_passes_through(rest: Rest) -> None:
    """The site gives its groups their levels, and a link below leaves its group Limited Access there."""
    found = levels(rest, "web")
    link = next(title for title in found if title.startswith("SharingLinks."))
    assert found == {**_GROUPS, link: ["Limited Access"]}
    assert _has_own(rest, "web")


def test_shared_file_has_copies_and_its_links_group(rest: Rest) -> None:
    """A link makes a file's list its own: copies of the groups, and the link's group with restricted view."""
    found = levels(rest, item_at(f"{PACK}/agenda.docx"))
    link = next(title for title in found if title.startswith("SharingLinks."))
    assert found == {**_GROUPS, link: ["Restricted View"]}
    assert _has_own(rest, item_at(f"{PACK}/agenda.docx"))
    assert not _has_own(rest, _ITEM)
    assert not _has_own(rest, "web/lists/getbytitle('Documents')")


def test_assignment_is_told_whole(rest: Rest) -> None:
    """An assignment has its principal's number, the member and its levels, as in the CLI's fixtures."""
    row = rest("GET", f"{_ITEM}/roleassignments?$expand=Member,RoleDefinitionBindings").rows[0]
    assert row["PrincipalId"] == row["Member"]["Id"] == 3
    assert row["RoleDefinitionBindings"] == [
        {
            "BasePermissions": {"High": "2147483647", "Low": "4294967295"},
            "Description": "Has full control.",
            "Hidden": False,
            "Id": 1073741829,
            "Name": "Full Control",
            "Order": 1,
            "RoleTypeKind": 5,
        }
    ]


def test_breaking_with_a_copy_changes_nobodys_access(tenant: InProcess, rest: Rest) -> None:
    """A list that begins as a copy gives what was inherited; doing it again changes nothing."""
    before = access(tenant, _REPORT)
    for _ in range(2):
        rest.must("POST", f"{_ITEM}/breakroleinheritance(copyRoleAssignments=true,clearSubscopes=false)")
        assert (_has_own(rest, _ITEM), access(tenant, _REPORT)) == (True, before)
    rest.must("POST", f"{_ITEM}/resetroleinheritance")
    assert (_has_own(rest, _ITEM), access(tenant, _REPORT)) == (False, before)


def test_breaking_without_a_copy_leaves_the_caller_alone(tenant: InProcess, ann: Rest) -> None:
    """Nothing is copied: only whoever did it keeps full control."""
    ann.must("POST", f"{_ITEM}/BreakRoleInheritance", {"copyRoleAssignments": False, "clearSubscopes": True})
    assert levels(ann, _ITEM) == {"Ann Archer": ["Full Control"]}
    assert access(tenant, _REPORT) == {"ann": "owner"}


def test_owner_lets_somebody_in_and_out(tenant: InProcess, ann: Rest) -> None:
    """An assignment gives access at once, the journal tells who gained it, and taking it away who lost it."""
    dov = account(ann, "dov@smallbridge.example")
    ann.must("POST", f"{_ITEM}/breakroleinheritance(true)")
    ann.must("POST", f"{_ITEM}/roleassignments/addroleassignment(principalid={dov},roledefid={READ})")
    assert levels(ann, _ITEM) == {**_GROUPS, "Dov Dale": ["Read"]}
    assert access(tenant, _REPORT)["dov"] == "read"
    added = tenant.admin("GET", "journal")[-2]
    assert (added["app"], added["write"], [one["role"] for one in added["gained"]]) == (
        "person:ann",
        True,
        ["read"],
    )
    ann.must("POST", f"{_ITEM}/roleassignments/removeroleassignment(principalid='{dov}',roledefid='{READ}')")
    assert "dov" not in access(tenant, _REPORT)
    assert [one["role"] for one in tenant.admin("GET", "journal")[-1]["lost"]] == ["read"]


@pytest.mark.parametrize(("setting", "status"), [("reject400", 400), ("all", 200)])
def test_level_that_is_not_named_is_refused_or_stands_for_all(
    tenant: InProcess, ann: Rest, setting: str, status: int
) -> None:
    """The page has two parameters; one client leaves the level out and means whatever there is."""
    tenant.admin("PUT", "quirks", {"rest.remove_without_level": setting})
    dov = account(ann, "dov@smallbridge.example")
    ann.must("POST", f"{_ITEM}/breakroleinheritance(true)")
    ann.must("POST", f"{_ITEM}/roleassignments/addroleassignment(principalid={dov},roledefid={READ})")
    assert ann("POST", f"{_ITEM}/roleassignments/removeroleassignment(principalid='{dov}')").status == status
    assert ("Dov Dale" in levels(ann, _ITEM)) is (status == 400)


def test_whoever_is_let_in_below_passes_through_above(ann: Rest) -> None:
    """A level on one file leaves Limited Access on the site, and it stays when the level is taken away."""
    dov = account(ann, "dov@smallbridge.example")
    ann.must("POST", f"{_ITEM}/breakroleinheritance(true)")
    for change in ("addroleassignment", "removeroleassignment"):
        ann.must("POST", f"{_ITEM}/roleassignments/{change}(principalid={dov},roledefid={READ})")
        assert levels(ann, "web")["Dov Dale"] == ["Limited Access"]
    said = ann("POST", f"{_ITEM}/roleassignments/getbyprincipalid({dov})", x_http_method="DELETE")
    assert said.status == 404


def test_everyone_can_be_let_in(tenant: InProcess, ann: Rest) -> None:
    """Drift of the worst kind: an owner gives everyone a level on a folder, and all below is open."""
    place = folder_at(PACK)
    everyone = account(ann, "c:0(.s|true")
    ann.must("POST", f"{place}/breakroleinheritance(true)")
    ann.must(
        "POST", f"{place}/roleassignments/addroleassignment(principalid={everyone},roledefid={CONTRIBUTE})"
    )
    assert levels(ann, place)["Everyone"] == ["Contribute"]
    gained = tenant.admin("GET", "journal")[-2]["gained"]
    assert {one["person"] for one in gained} == {"everyone"}


def test_assignment_can_be_deleted_by_its_address(tenant: InProcess, ann: Rest) -> None:
    """An assignment is also taken away whole, by DELETE or by a POST that stands for it."""
    ann.must("POST", f"{_ITEM}/breakroleinheritance(true)")
    said = ann("POST", f"{_ITEM}/roleassignments/getbyprincipalid(5)", x_http_method="DELETE")
    assert said.status == 200
    assert ann("DELETE", f"{_ITEM}/roleassignments(4)").status == 200
    assert set(access(tenant, _REPORT)) == {"ann", "ben"}


def test_inherited_assignments_cannot_be_changed(rest: Rest) -> None:
    """What is the parent's is changed at the parent."""
    for address in ("addroleassignment", "removeroleassignment"):
        said = rest("POST", f"{_ITEM}/roleassignments/{address}(principalid=3,roledefid={FULL_CONTROL})")
        assert said.json["odata.error"]["message"]["value"].endswith("an object that inherits permissions.")
        assert said.status == 400


def test_limited_access_is_sharepoints_own(rest: Rest) -> None:
    """Nobody can give the level for passing through."""
    rest.must("POST", f"{_ITEM}/breakroleinheritance(true)")
    said = rest("POST", f"{_ITEM}/roleassignments/addroleassignment(principalid=3,roledefid={LIMITED})")
    assert said.status == 400


def test_mending_ends_the_links(tenant: InProcess, rest: Rest) -> None:
    """Resetting inheritance takes the link's group its level, and so the link its people."""
    place = item_at(f"{PACK}/agenda.docx")
    assert "flo" in access(tenant, _AGENDA)
    rest.must("POST", f"{place}/resetroleinheritance")
    assert (_has_own(rest, place), "flo" in access(tenant, _AGENDA)) == (False, False)


def test_taking_the_links_group_away_ends_the_link(tenant: InProcess, rest: Rest) -> None:
    """Without its group's level a link leads nowhere; the file keeps a list of its own."""
    place = item_at(f"{PACK}/agenda.docx")
    group = rest("GET", "web/sitegroups").rows[-1]["Id"]
    rest.must(
        "POST", f"{place}/roleassignments/removeroleassignment(principalid={group},roledefid=1073741832)"
    )
    assert (_has_own(rest, place), "flo" in access(tenant, _AGENDA)) == (True, False)


def test_clearing_below(rest: Rest) -> None:
    """A folder whose list becomes its own can take the lists below away, or leave them."""
    folder, file = folder_at(PACK), item_at(f"{PACK}/agenda.docx")
    rest.must("POST", f"{folder}/breakroleinheritance(true,false)")
    assert _has_own(rest, file)
    rest.must("POST", f"{folder}/breakroleinheritance(true,true)")
    assert not _has_own(rest, file)


def test_library_can_have_its_own_list(tenant: InProcess, ann: Rest) -> None:
    """A library's own list ends what the site's groups may do there."""
    place = "web/lists/getbytitle('Documents')"
    ann.must("POST", f"{place}/breakroleinheritance(false)")
    assert (_has_own(ann, place), set(access(tenant, _REPORT))) == (True, {"ann"})
    ann.must("POST", f"{place}/resetroleinheritance")
    assert (_has_own(ann, place), set(access(tenant, _REPORT))) == (False, {"ann", "ben", "cat"})


@pytest.mark.parametrize(
    "address",
    [
        "breakroleinheritance(true)",
        "resetroleinheritance",
        f"roleassignments/addroleassignment(principalid=4,roledefid={READ})",
        f"roleassignments/removeroleassignment(principalid=4,roledefid={READ})",
    ],
)
def test_channel_site_keeps_its_own_permissions(rest: Rest, address: str) -> None:
    """The levels of a private channel's site cannot be changed on the site."""
    assert rest("POST", f"web/{address}").status == 403


def test_where_it_is_allowed_the_site_gives_levels(tenant: InProcess, rest: Rest) -> None:
    """With the switch on, what the site gives reaches everything that inherits, and can be taken back."""
    tenant.admin("PUT", "quirks", {"rest.channel_site_permissions": "allow"})
    dov = account(rest, "dov@smallbridge.example")
    rest.must("POST", f"web/roleassignments/addroleassignment(principalid={dov},roledefid={READ})")
    assert levels(rest, "web")["Dov Dale"] == ["Read"]
    assert access(tenant, _REPORT)["dov"] == "read"
    assert not _has_own(rest, "web/lists/getbytitle('Documents')")
    rest.must("POST", f"web/roleassignments/removeroleassignment(principalid={dov},roledefid={READ})")
    assert "dov" not in access(tenant, _REPORT)
    assert rest("POST", "web/resetroleinheritance").status == 400


def test_missing_principal_or_level_is_told(rest: Rest) -> None:
    """Nobody and nothing has these numbers; a level that somebody does not have cannot be taken."""
    rest.must("POST", f"{_ITEM}/breakroleinheritance(true)")
    base = f"{_ITEM}/roleassignments"
    for address in (
        f"addroleassignment(principalid=99,roledefid={READ})",
        "addroleassignment(principalid=3,roledefid=7)",
        f"removeroleassignment(principalid=99,roledefid={READ})",
        f"removeroleassignment(principalid=3,roledefid={READ})",
    ):
        assert rest("POST", f"{base}/{address}").status == 404, address
    assert rest("POST", f"{base}/addroleassignment(principalid=3)").status == 400
