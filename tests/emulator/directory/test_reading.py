"""People and groups, as the directory shows them."""

import pytest

from tests.emulator.raw import Emulator, Graph

_GUEST = "f.ford_nhs.example%23EXT%23@smallbridge.example"


def _names(graph: Graph, text: str) -> set[str]:
    rows = graph.pages("/v1.0/users", query={"$filter": text, "$select": "displayName"})
    return {row["displayName"] for row in rows}


def test_user_shows_the_default_properties_only(reconciler: Graph) -> None:
    """Unasked, accountEnabled, userType and externalUserState are not shown (graph:api/user-get)."""
    reply = reconciler("GET", "/v1.0/users/ann@smallbridge.example")
    assert set(reply.json) == {
        "@odata.context",
        "businessPhones",
        "displayName",
        "givenName",
        "jobTitle",
        "mail",
        "mobilePhone",
        "officeLocation",
        "preferredLanguage",
        "surname",
        "userPrincipalName",
        "id",
    }
    assert reply.json["@odata.context"].endswith("/v1.0/$metadata#users/$entity")


def test_user_is_found_by_object_id_and_by_name_in_any_case(reconciler: Graph) -> None:
    """Either key finds the same person; a user principal name has no case (graph:api/user-get)."""
    by_name = reconciler("GET", "/v1.0/users/ANN@SmallBridge.example").json
    assert reconciler("GET", f"/v1.0/users/{by_name['id']}").json == by_name


def test_guest_is_found_with_an_encoded_hash(reconciler: Graph) -> None:
    """The # in a guest's user principal name travels as %23 (graph:api/user-get)."""
    query = {"$select": "userType,externalUserState,externalUserStateChangeDateTime,otherMails,identities"}
    reply = reconciler("GET", f"/v1.0/users/{_GUEST}", query=query)
    assert reply.status == 200
    assert reply.json["userType"] == "Guest"
    assert reply.json["externalUserState"] == "Accepted"
    assert reply.json["externalUserStateChangeDateTime"] == "2025-11-03T09:00:00Z"
    assert reply.json["otherMails"] == ["flo.ford@trust.example"]
    assert {"signInType": "federated", "issuer": "ExternalAzureAD", "issuerAssignedId": None} in reply.json[
        "identities"
    ]


def test_select_shows_what_is_asked_and_no_more(reconciler: Graph) -> None:
    """$select replaces the default properties (graph:concepts/query-parameters)."""
    reply = reconciler("GET", "/v1.0/users/dov@smallbridge.example", query={"$select": "accountEnabled,mail"})
    assert {key for key in reply.json if not key.startswith("@")} == {"accountEnabled", "mail"}
    assert reply.json["@odata.context"].endswith("#users(accountEnabled,mail)/$entity")


def test_disabled_user_is_still_shown(reconciler: Graph) -> None:
    """A disabled account answers 200 and says so only when asked (graph:resources/user)."""
    reply = reconciler("GET", "/v1.0/users/dov@smallbridge.example", query={"$select": "accountEnabled"})
    assert (reply.status, reply.json["accountEnabled"]) == (200, False)


def test_deleted_user_is_gone_and_among_the_deleted_items(emulator: Emulator, reconciler: Graph) -> None:
    """A deleted account is 404 and is listed as deleted (graph:api/directory-deleteditems-list)."""
    assert reconciler("GET", "/v1.0/users/eve@smallbridge.example").code == "Request_ResourceNotFound"
    rows = reconciler.pages("/v1.0/directory/deletedItems/microsoft.graph.user")
    assert [row["displayName"] for row in rows] == ["Eve Eden"]
    eve = rows[0]["id"]
    assert reconciler("GET", f"/v1.0/users/{eve}").status == 404
    deleted = reconciler("GET", f"/v1.0/directory/deletedItems/{eve}").json
    assert deleted["deletedDateTime"] == "2026-03-02T09:00:00Z"
    assert deleted["@odata.type"] == "#microsoft.graph.user"
    ann = next(user["id"] for user in emulator.admin("GET", "state")["users"] if user["key"] == "ann")
    assert reconciler("GET", f"/v1.0/directory/deletedItems/{ann}").status == 404


def test_user_list_leaves_out_the_deleted(reconciler: Graph) -> None:
    """The list holds every account that is not deleted, disabled ones too (graph:api/user-list)."""
    names = {row["displayName"] for row in reconciler.pages("/v1.0/users")}
    assert names == {"Ann Archer", "Ben Barrow", "Cat Cole", "Dov Dale", "Flo O'Ford", "Gus Gray"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("mail eq 'f.ford@nhs.example'", {"Flo O'Ford"}),
        ("userPrincipalName eq 'ann@smallbridge.example'", {"Ann Archer"}),
        ("otherMails/any(x:x eq 'flo.ford@trust.example')", {"Flo O'Ford"}),
        (
            "mail eq 'ann@smallbridge.example' or otherMails/any(c:c eq 'FLO.ford@trust.example')",
            {"Ann Archer", "Flo O'Ford"},
        ),
        ("displayName eq 'Flo O''Ford'", {"Flo O'Ford"}),
        ("startswith(mail,'g.')", {"Gus Gray"}),
        ("userType eq 'Guest' and externalUserState eq 'PendingAcceptance'", {"Gus Gray"}),
        (
            "userType eq 'Guest' and (mail eq 'g.gray@police.example' or mail eq 'F.Ford@NHS.example')",
            {"Gus Gray", "Flo O'Ford"},
        ),
        ("accountEnabled eq false", {"Dov Dale"}),
        ("mail in ('ben@smallbridge.example', 'cat@smallbridge.example')", {"Ben Barrow", "Cat Cole"}),
        ("mail eq 'nobody@smallbridge.example'", set()),
    ],
)
def test_filter_finds_people(reconciler: Graph, text: str, names: set[str]) -> None:
    """Filters find people without regard to case (graph:concepts/filter-query-parameter)."""
    assert _names(reconciler, text) == names


@pytest.mark.parametrize(
    "text",
    [
        "city eq 'York'",
        "mail eq",
        "mail eq 'a' mail eq 'b'",
        "(mail eq 'a'",
        "mail eq true",
        "otherMails eq 'a'",
        "otherMails/any(x:y eq 'a')",
        "mail eq 'open",
        "mail in ('a' 'b')",
        "",
    ],
)
def test_filter_that_cannot_be_read_is_refused(reconciler: Graph, text: str) -> None:
    """A filter beyond the documented simple ones is 400 (graph:concepts/aad-advanced-queries)."""
    reply = reconciler("GET", "/v1.0/users", query={"$filter": text})
    assert (reply.status, reply.code) == (400, "Request_BadRequest")


def test_pages_hold_what_was_asked_and_lead_through_all(reconciler: Graph) -> None:
    """$top bounds the page, and the next links lead to every person once (graph:concepts/paging)."""
    first = reconciler("GET", "/v1.0/users", query={"$top": "4", "$select": "id"}).json
    assert len(first["value"]) == 4
    second = reconciler.follow(first["@odata.nextLink"]).json
    ids = [row["id"] for row in first["value"] + second["value"]]
    assert len(ids) == len(set(ids)) == 6
    assert "@odata.nextLink" not in second


def test_pages_are_small_by_default(emulator: Emulator, reconciler: Graph) -> None:
    """A page holds no more than the quirk says, so that links must be followed (graph:concepts/paging)."""
    emulator.admin("PUT", "quirks", {"pages.directory": 2})
    assert len(reconciler("GET", "/v1.0/users").json["value"]) == 2
    assert len(reconciler.pages("/v1.0/users")) == 6


@pytest.mark.parametrize(
    "query", [{"$top": "0"}, {"$top": "1000"}, {"$top": "x"}, {"$skiptoken": "x"}, {"$select": "shoeSize"}]
)
def test_option_with_a_wrong_value_is_refused(reconciler: Graph, query: dict[str, str]) -> None:
    """A page size, token or property that does not exist is 400 (graph:concepts/query-parameters)."""
    assert reconciler("GET", "/v1.0/users", query=query).code == "Request_BadRequest"


def test_basic_role_shows_basic_properties(emulator: Emulator) -> None:
    """User.ReadBasic.All sees names and addresses and may not ask for more (graph:permissions-reference)."""
    basic = emulator.app("directory")
    reply = basic("GET", "/v1.0/users/ann@smallbridge.example")
    assert "mail" in reply.json
    assert "jobTitle" not in reply.json
    asked = basic("GET", "/v1.0/users/ann@smallbridge.example", query={"$select": "accountEnabled"})
    assert (asked.status, asked.code) == (403, "Authorization_RequestDenied")


def test_group_and_its_members(emulator: Emulator) -> None:
    """A group is found by name, and its members are people with their type (graph:api/group-list-members)."""
    graph = emulator.app("directory")
    group = graph.pages("/v1.0/groups", query={"$filter": "displayName eq 'All staff'"})[0]
    assert graph("GET", f"/v1.0/groups/{group['id']}").json["securityEnabled"] is True
    members = graph.pages(f"/v1.0/groups/{group['id']}/members", query={"$top": "1"})
    assert {row["displayName"] for row in members} == {"Ann Archer", "Ben Barrow", "Cat Cole", "Dov Dale"}
    assert {row["@odata.type"] for row in members} == {"#microsoft.graph.user"}
    assert graph("GET", "/v1.0/groups/none/members").code == "Request_ResourceNotFound"


def test_group_behind_a_team_is_found_by_its_provisioning(emulator: Emulator) -> None:
    """A team's group says so, and has the team's people as members (graph:concepts/teams-list-all-teams)."""
    graph = emulator.app("directory")
    text = "resourceProvisioningOptions/Any(x:x eq 'Team')"
    groups = graph.pages("/v1.0/groups", query={"$filter": text})
    assert [group["displayName"] for group in groups] == ["Smallbridge Safeguarding"]
    assert groups[0]["groupTypes"] == ["Unified"]
    assert len(graph.pages(f"/v1.0/groups/{groups[0]['id']}/members")) == 4
