"""Groups of the site, and who is in them.

Sources: sp-dev-docs:users-groups-and-roles; pnp-cli:spo/commands/group.
"""

from urllib.parse import quote

from graph_emulator.directory.models import Group, User, user_by_key
from graph_emulator.memberships.models import Channel, membership_in
from tests.emulator.in_process import InProcess
from tests.emulator.sharepoint.rest import PACK, Rest, access, account, file_at, item_at

_TITLE = "Smallbridge Safeguarding-Case review"
_ALLOW = {"rest.channel_site_permissions": "allow"}
_DOV = "i:0#.f|membership|dov@smallbridge.example"


def test_groups_are_told_whole(rest: Rest) -> None:
    """A group has these properties, as in the CLI's fixtures; the owners own the standard ones."""
    assert rest("GET", "web/sitegroups").rows[0] == {
        "Id": 3,
        "IsHiddenInUI": False,
        "LoginName": f"{_TITLE} Owners",
        "Title": f"{_TITLE} Owners",
        "PrincipalType": 8,
        "AllowMembersEditMembership": False,
        "AllowRequestToJoinLeave": False,
        "AutoAcceptRequestToJoinLeave": False,
        "Description": None,
        "OnlyAllowMembersViewMembership": False,
        "OwnerTitle": f"{_TITLE} Owners",
        "RequestToJoinLeaveEmailSetting": "",
    }


def test_people_are_told_whole(rest: Rest) -> None:
    """An account has these properties, as in the CLI's fixtures of user-list."""
    guest = rest("GET", "web/siteusers/getbyemail('f.ford@nhs.example')").json
    assert guest.pop("Id") == account(rest, "f.ford_nhs.example#EXT#@smallbridge.example")
    assert set(guest.pop("UserId")) == {"NameId", "NameIdIssuer"}
    assert guest == {
        "IsHiddenInUI": False,
        "LoginName": "i:0#.f|membership|f.ford_nhs.example#ext#@smallbridge.example",
        "Title": "Flo O'Ford",
        "PrincipalType": 1,
        "Email": "F.Ford@NHS.example",
        "Expiration": "",
        "IsEmailAuthenticationGuestUser": False,
        "IsShareByEmailGuestUser": False,
        "IsSiteAdmin": False,
        "UserPrincipalName": "f.ford_nhs.example#ext#@smallbridge.example",
    }


def test_members_follow_the_channel(tenant: InProcess, rest: Rest) -> None:
    """A private channel's owners and members are the groups' people, and leave them with the channel."""
    emails = "?$select=Email"
    assert rest("GET", f"web/associatedownergroup/users{emails}").rows == [
        {"Email": "ann@smallbridge.example"},
        {"Email": "ben@smallbridge.example"},
    ]
    assert rest("GET", f"web/associatedmembergroup/users{emails}").rows == [
        {"Email": "cat@smallbridge.example"}
    ]
    state = tenant.tenant.state
    cat = user_by_key(state, "cat")
    assert cat is not None
    channel = next(iter(state.every(Channel)))
    membership = membership_in(state, channel.id, cat.id)
    assert membership is not None
    path = f"/v1.0/teams/{channel.team_id}/channels/{channel.id}/members/{quote(membership.id, safe='')}"
    assert tenant.ask("reconciler", "DELETE", path).status == 204
    assert rest("GET", f"web/associatedmembergroup/users{emails}").rows == []
    assert rest("GET", "web/associatedvisitorgroup/users").rows == []


def test_each_link_has_a_group_with_its_people(rest: Rest) -> None:
    """A link's group is named for item, flavour and link, and holds whom the link names."""
    group = rest("GET", "web/sitegroups").rows[-1]
    item = rest.must("GET", file_at(f"{PACK}/agenda.docx"))
    shared, guid, flavour, _ = group["Title"].split(".")
    assert (shared, guid, flavour) == ("SharingLinks", item["UniqueId"], "Flexible")
    assert (group["OwnerTitle"], group["OnlyAllowMembersViewMembership"]) == ("System Account", True)
    people = rest("GET", f"web/sitegroups({group['Id']})/users").rows
    assert [one["Title"] for one in people] == ["Flo O'Ford"]


def test_taking_somebody_out_of_a_links_group_takes_them_off_the_link(tenant: InProcess, rest: Rest) -> None:
    """The link's group is the link: whoever leaves it loses the file."""
    group = rest("GET", "web/sitegroups").rows[-1]["Id"]
    path = "RR-2026-001/40-panel-pack/agenda.docx"
    assert access(tenant, path)["flo"] == "read"
    flo = account(rest, "f.ford_nhs.example#EXT#@smallbridge.example")
    rest.must("POST", f"web/sitegroups({group})/users/removeById({flo})")
    assert "flo" not in access(tenant, path)
    assert rest("GET", f"web/sitegroups({group})/users").rows == []


def test_channel_sites_keep_their_standard_groups(rest: Rest) -> None:
    """Membership of the channel drives the site: its owners, members and visitors cannot be changed on it."""
    for number in (3, 4, 5):
        said = rest("POST", f"web/sitegroups({number})/users", {"LoginName": _DOV})
        assert (said.status, said.code) == (403, "-2147024891, System.UnauthorizedAccessException")
    cat = account(rest, "cat@smallbridge.example")
    assert rest("POST", f"web/sitegroups(5)/users/removeById({cat})").status == 403


def test_where_it_is_allowed_a_visitor_reads_all(tenant: InProcess, rest: Rest) -> None:
    """With the switch on, somebody who is put among the visitors reads every file that inherits."""
    tenant.admin("PUT", "quirks", _ALLOW)
    added = rest("POST", "web/sitegroups/getbyid('4')/users", {"LoginName": _DOV})
    assert (added.status, added.json["LoginName"]) == (201, _DOV)
    assert access(tenant, "RR-2026-001/60-final-report/report.docx")["dov"] == "read"
    entry = tenant.admin("GET", "journal")[-1]
    assert {"dov"} == {_key(tenant, change["person"]) for change in entry["gained"]}
    rest.must("POST", f"web/sitegroups(4)/users/removeByLoginName(@LoginName)?@LoginName='{_DOV}'")
    assert "dov" not in access(tenant, "RR-2026-001/60-final-report/report.docx")
    assert tenant.admin("GET", "journal")[-1]["lost"]


def _key(tenant: InProcess, user_id: str) -> str:
    user = tenant.tenant.state.get(User, user_id)
    return user.key if user else user_id


def test_groups_of_the_directory_and_everyone_can_be_let_in(tenant: InProcess, rest: Rest) -> None:
    """A security group and the claims for everyone are accounts too, with the type of a group."""
    tenant.admin("PUT", "quirks", _ALLOW)
    state = tenant.tenant.state
    staff = next(group for group in state.every(Group) if group.key == "staff")
    everyone = f"c:0-.f|rolemanager|spo-grid-all-users/{state.tenant_id}"
    for login in (f"c:0t.c|tenant|{staff.id}", "c:0(.s|true", everyone):
        added = rest.must("POST", "web/sitegroups(4)/users", {"LoginName": login})
        assert (added["PrincipalType"], added["LoginName"], added["UserId"]) == (4, login, None)
    assert len(rest("GET", "web/sitegroups(4)/users").rows) == 3
    assert access(tenant, "RR-2026-001/60-final-report/report.docx").keys() >= {"ann", "ben", "cat", "dov"}


def test_account_is_known_from_then_on(rest: Rest) -> None:
    """Somebody becomes an account of the site by being ensured, by sign-in name or address."""
    before = rest("GET", "web/siteusers").rows
    number = account(rest, _DOV)
    assert account(rest, "dov@smallbridge.example") == number
    after = rest("GET", "web/siteusers").rows
    assert [row["Title"] for row in after if row not in before] == ["Dov Dale"]
    assert rest.must("GET", f"web/getuserbyid({number})/title") == {"value": "Dov Dale"}
    assert rest.must("GET", f"web/siteusers/getbyid('{number}')?$select=Title") == {"Title": "Dov Dale"}


def test_nobody_is_made_up(rest: Rest) -> None:
    """A login that nobody has, and a person whose account is deleted, are refused."""
    for login in ("nobody@smallbridge.example", "eve@smallbridge.example", "c:0t.c|tenant|none", "x"):
        assert rest("POST", "web/ensureuser", {"logonName": login}).status == 404, login


def test_system_accounts(rest: Rest) -> None:
    """The system's account is always there; an application that calls as itself has one for all of them."""
    system = rest("GET", "web/siteusers?$select=Id,Title,LoginName").rows[0]
    assert system == {"Id": 1073741823, "Title": "System Account", "LoginName": "SHAREPOINT\\system"}
    assert rest.must("GET", "web/currentuser?$select=Id,Title") == {
        "Id": 1073741822,
        "Title": "SharePoint App",
    }


def test_group_finds_its_own_people_only(rest: Rest) -> None:
    """Looking somebody up in a group they are not in is a 404."""
    cat = account(rest, "cat@smallbridge.example")
    assert rest("GET", f"web/sitegroups(5)/users/getbyid({cat})").json["Title"] == "Cat Cole"
    assert rest("GET", f"web/sitegroups(3)/users/getbyid({cat})").status == 404
    groups = rest("GET", f"web/siteusers({cat})/groups?$select=Id").rows
    assert groups == [{"Id": 5}]
    assert rest("GET", item_at(f"{PACK}/agenda.docx")).status == 200
