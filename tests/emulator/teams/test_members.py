"""Teams, channels and their members."""

from typing import Any

import pytest

from tests.emulator.raw import Emulator, Graph, Reply

_TYPE = "#microsoft.graph.aadUserConversationMember"


def _team(graph: Graph) -> str:
    return str(
        graph.pages("/v1.0/teams", query={"$filter": "displayName eq 'Smallbridge Safeguarding'"})[0]["id"]
    )


def _channel(graph: Graph) -> str:
    team = _team(graph)
    return f"/v1.0/teams/{team}/channels/" + str(
        graph.pages(f"/v1.0/teams/{team}/channels", query={"$filter": "displayName eq 'Case review'"})[0][
            "id"
        ]
    )


def _user_id(emulator: Emulator, key: str) -> str:
    return str(next(user["id"] for user in emulator.admin("GET", "state")["users"] if user["key"] == key))


def _member(user: str, *roles: str) -> dict[str, Any]:
    address = f"https://graph.microsoft.com/v1.0/users('{user}')"
    return {"@odata.type": _TYPE, "roles": list(roles), "user@odata.bind": address}


def _membership(graph: Graph, place: str, name: str) -> str:
    return str(next(row["id"] for row in graph.pages(f"{place}/members") if row["displayName"] == name))


def _add(graph: Graph, user: str, *roles: str) -> Reply:
    return graph("POST", f"{_channel(graph)}/members", _member(user, *roles))


def test_team_is_found_by_its_name(reconciler: Graph) -> None:
    """GET /teams takes a filter on the display name (graph:api/teams-list)."""
    team = _team(reconciler)
    assert reconciler("GET", f"/v1.0/teams/{team}").json["displayName"] == "Smallbridge Safeguarding"
    assert reconciler("GET", "/v1.0/teams/none").code == "NotFound"


def test_channel_is_found_by_membership_type_and_name(reconciler: Graph) -> None:
    """Channels can be filtered by membershipType and displayName (graph:api/channel-list)."""
    path = f"/v1.0/teams/{_team(reconciler)}/channels"
    private = reconciler("GET", path, query={"$filter": "membershipType eq 'private'"}).json["value"]
    assert [channel["displayName"] for channel in private] == ["Case review"]
    assert private[0]["membershipType"] == "private"
    assert reconciler("GET", path, query={"$filter": "displayName eq 'Elsewhere'"}).json["value"] == []
    assert reconciler("GET", f"{path}/none").code == "NotFound"
    assert reconciler("GET", f"{path}/{private[0]['id']}").json["displayName"] == "Case review"


def test_files_folder_leads_to_the_channels_own_drive(reconciler: Graph) -> None:
    """A private channel's files lie in the library of its own site (graph:api/channel-get-filesfolder)."""
    folder = reconciler("GET", f"{_channel(reconciler)}/filesFolder").json
    assert folder["name"] == "Case review"
    drive = folder["parentReference"]["driveId"]
    names = [row["name"] for row in reconciler.pages(f"/v1.0/drives/{drive}/items/{folder['id']}/children")]
    assert names == ["RR-2026-001"]


def test_channel_members_show_roles_and_opaque_ids(emulator: Emulator, auditor: Graph) -> None:
    """A plain member has no role, and no id tells who it is (graph:resources/conversationmember)."""
    rows = auditor.pages(f"{_channel(auditor)}/members")
    assert {row["displayName"]: row["roles"] for row in rows} == {
        "Ann Archer": ["owner"],
        "Ben Barrow": ["owner"],
        "Cat Cole": [],
    }
    for row in rows:
        assert row["userId"] not in row["id"]
        assert row["@odata.type"] == _TYPE
        assert row["tenantId"] == emulator.ready["tenant_id"]
    one = auditor("GET", f"{_channel(auditor)}/members/{rows[0]['id']}").json
    assert {**one, "@odata.context": ""} == {**rows[0], "@odata.context": ""}


def test_all_members_writes_roles_with_capitals(auditor: Graph) -> None:
    """The list of all members spells roles with capitals (graph:api/channel-list-allmembers)."""
    rows = auditor.pages(f"{_channel(auditor)}/allMembers")
    assert sorted(role for row in rows for role in row["roles"]) == ["Owner", "Owner"]


def test_team_member_can_be_added_to_the_private_channel(emulator: Emulator, reconciler: Graph) -> None:
    """A guest of the team is added with 201 and stamped guest (graph:api/channel-post-members)."""
    reply = _add(reconciler, _user_id(emulator, "flo"))
    assert reply.status == 201
    assert (reply.json["displayName"], reply.json["roles"]) == ("Flo O'Ford", ["guest"])
    assert len(reconciler.pages(f"{_channel(reconciler)}/members")) == 4


def test_added_member_reaches_the_channels_files(emulator: Emulator, reconciler: Graph) -> None:
    """Membership of the channel is what the site's Members group follows (spo:teams-connected-sites)."""
    item = "RR-2026-001/60-final-report/report.docx"
    before = emulator.admin("GET", f"access?person=flo&item={item}")
    assert before["role"] is None
    _add(reconciler, _user_id(emulator, "flo"))
    after = emulator.admin("GET", f"access?person=flo&item={item}")
    assert (after["role"], after["can_download"]) == ("write", True)
    gained = emulator.admin("GET", "journal")[-1]["gained"]
    assert {"person": after["person"], "item": after["item"], "role": "write"} in gained


@pytest.mark.parametrize("key", ["dov", "eve"])
def test_disabled_or_deleted_person_is_not_found(emulator: Emulator, reconciler: Graph, key: str) -> None:
    """Adding a blocked account answers 404 (graph:api/channel-post-members)."""
    assert _add(reconciler, _user_id(emulator, key)).status == 404


def test_private_channel_takes_people_of_the_team_only(emulator: Emulator, reconciler: Graph) -> None:
    """Who is not in the team is refused, unless the tenant's policy allows it (teams:private-channels)."""
    gus = _user_id(emulator, "gus")
    assert _add(reconciler, gus).code == "BadRequest"
    emulator.admin("PUT", "quirks", {"teams.private_requires_team_member": False})
    assert _add(reconciler, gus).status == 201


@pytest.mark.parametrize(
    "changes",
    [
        {"@odata.type": "#microsoft.graph.user"},
        {"roles": ["admin"]},
        {"roles": None},
        {"roles": "owner"},
        {"user@odata.bind": "https://elsewhere.example/users/x"},
        {"user@odata.bind": 7},
        {"nickname": "x"},
    ],
)
def test_member_body_is_strict(reconciler: Graph, changes: dict[str, Any]) -> None:
    """Another type, role, address or property is 400 (graph:api/channel-post-members)."""
    body = {**_member("ann@smallbridge.example"), **changes}
    assert reconciler("POST", f"{_channel(reconciler)}/members", body).code == "BadRequest"


@pytest.mark.parametrize(("spelling", "status"), [("exact", 400), ("any-case", 201)])
def test_other_capitals_of_the_type_are_taken_where_the_tenant_is_set_so(
    emulator: Emulator, reconciler: Graph, spelling: str, status: int
) -> None:
    """By default a member's type is spelled as documented; some clients write it with other capitals."""
    emulator.admin("PUT", "quirks", {"teams.type_spelling": spelling})
    body = {**_member(_user_id(emulator, "flo")), "@odata.type": "#microsoft.graph.AadUserConversationMember"}
    place = f"{_channel(reconciler)}/members"
    assert reconciler("POST", place, {**body, "@odata.type": "#other"}).status == 400
    assert reconciler("POST", place, body).status == status


def test_guest_cannot_own(emulator: Emulator, reconciler: Graph) -> None:
    """A guest's role is guest and stays so (graph:resources/conversationmember)."""
    flo = _user_id(emulator, "flo")
    assert _add(reconciler, flo, "owner").code == "BadRequest"
    assert _add(reconciler, flo, "guest").status == 201
    channel = _channel(reconciler)
    path = f"{channel}/members/" + _membership(reconciler, channel, "Flo O'Ford")
    assert reconciler("PATCH", path, {"@odata.type": _TYPE, "roles": ["owner"]}).code == "BadRequest"


def test_member_becomes_owner_and_back(reconciler: Graph) -> None:
    """PATCH changes the roles of a member (graph:api/channel-update-members)."""
    path = f"{_channel(reconciler)}/members/{_membership(reconciler, _channel(reconciler), 'Cat Cole')}"
    made = reconciler("PATCH", path, {"@odata.type": _TYPE, "roles": ["owner"]})
    assert (made.status, made.json["roles"]) == (200, ["owner"])
    assert reconciler("PATCH", path, {"@odata.type": _TYPE, "roles": []}).json["roles"] == []


def test_last_owner_stays(reconciler: Graph) -> None:
    """Neither DELETE nor PATCH takes the last owner away (teams:private-channels)."""
    channel = _channel(reconciler)
    ann, ben = (_membership(reconciler, channel, name) for name in ("Ann Archer", "Ben Barrow"))
    assert reconciler("DELETE", f"{channel}/members/{ann}").status == 204
    assert reconciler("DELETE", f"{channel}/members/{ben}").code == "BadRequest"
    reply = reconciler("PATCH", f"{channel}/members/{ben}", {"@odata.type": _TYPE, "roles": []})
    assert reply.code == "BadRequest"
    assert reconciler("DELETE", f"{channel}/members/{ann}").status == 404


def test_member_is_not_added_twice(emulator: Emulator, reconciler: Graph) -> None:
    """Adding who is there already changes nothing (graph:api/channel-post-members)."""
    assert _add(reconciler, _user_id(emulator, "cat")).code == "BadRequest"
    assert len(reconciler.pages(f"{_channel(reconciler)}/members")) == 3


def test_auditor_may_read_members_and_not_write_them(emulator: Emulator, auditor: Graph) -> None:
    """Writing needs ChannelMember.ReadWrite.All (graph:api/channel-post-members)."""
    assert _add(auditor, _user_id(emulator, "flo")).code == "Forbidden"


def test_owner_as_a_person_may_change_the_channel_and_others_may_not(emulator: Emulator) -> None:
    """A person's token is bound by the person's own place in the channel (teams:private-channels)."""
    ann, cat, flo = (emulator.person(key) for key in ("ann", "cat", "flo"))
    channel = _channel(emulator.app("reconciler"))
    body = _member(_user_id(emulator, "flo"))
    assert flo("GET", f"{channel}/members").code == "NotFound"
    assert cat("GET", f"{channel}/members").status == 200
    assert cat("POST", f"{channel}/members", body).code == "Forbidden"
    assert ann("POST", f"{channel}/members", body).status == 201
    assert emulator.person("gus")("GET", channel).code == "Forbidden"


def test_team_members_are_added_in_bulk_with_a_result_each(emulator: Emulator) -> None:
    """A bulk add answers 207 when one could not be added (graph:api/conversationmembers-add)."""
    graph = emulator.app("teams")
    path = f"/v1.0/teams/{_team(graph)}/members"
    values = [_member(_user_id(emulator, key)) for key in ("gus", "dov")]
    reply = graph("POST", f"{path}/add", {"values": values})
    assert reply.status == 207
    assert [result["error"] is None for result in reply.json["value"]] == [True, False]
    assert len(graph.pages(path)) == 5
    assert graph("POST", f"{path}/add", {"values": []}).code == "BadRequest"


def test_owner_is_made_with_the_wider_role_only(emulator: Emulator) -> None:
    """TeamMember.ReadWriteNonOwnerRole.All cannot make owners (graph:api/team-post-members)."""
    graph = emulator.app("teams")
    path = f"/v1.0/teams/{_team(graph)}/members"
    ben_again = _member(_user_id(emulator, "dov"), "owner")
    emulator.admin("POST", "seed", {"acts": [{"id": "on", "directory": "dov", "set": {"enabled": True}}]})
    assert graph("POST", path, ben_again).code == "Forbidden"
    assert graph("POST", path, _member(_user_id(emulator, "dov"))).status == 201


def test_leaving_the_team_leaves_its_private_channel(emulator: Emulator, reconciler: Graph) -> None:
    """Who leaves the team leaves the channel, and coming back does not undo it (teams:private-channels)."""
    graph = emulator.app("teams")
    place = f"/v1.0/teams/{_team(graph)}"
    assert graph("DELETE", f"{place}/members/{_membership(graph, place, 'Cat Cole')}").status == 204
    channel = f"{_channel(reconciler)}/members"
    assert "Cat Cole" not in {row["displayName"] for row in reconciler.pages(channel)}
    assert graph("POST", f"{place}/members", _member(_user_id(emulator, "cat"))).status == 201
    assert "Cat Cole" not in {row["displayName"] for row in reconciler.pages(channel)}
