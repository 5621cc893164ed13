"""Accounts that come, change and go.

Source: graph:api/user-post-users, graph:api/user-update, graph:api/user-delete
Source: graph:api/directory-deleteditems-restore
"""

from typing import Any

import pytest

from tests.emulator.directory.room import Room

_AGENDA = "RR-2026-001/40-panel-pack/agenda.docx"
_WRITER = "User.ReadWrite.All"
_NEW: dict[str, Any] = {
    "accountEnabled": True,
    "displayName": "Hal Hill",
    "mailNickname": "hal",
    "userPrincipalName": "hal@smallbridge.example",
    "passwordProfile": {"password": "only-for-tests"},
}


def _deleted(room: Room, who: str) -> set[str]:
    return {
        row["displayName"] for row in room.rows(who, "GET /v1.0/directory/deletedItems/microsoft.graph.user")
    }


def test_account_is_made_and_can_be_found(room: Room) -> None:
    """POST answers 201 with the default properties, and the account is listed from then on."""
    who = room.app(_WRITER)
    made = room.ask(who, "POST /v1.0/users", _NEW)
    assert (made.status, made.json["displayName"], made.json["userPrincipalName"]) == (
        201,
        "Hal Hill",
        "hal@smallbridge.example",
    )
    assert "accountEnabled" not in made.json
    assert room.ask(who, "GET /v1.0/users/HAL@smallbridge.example").json["id"] == made.json["id"]


@pytest.mark.parametrize(
    "changes",
    [
        {"userPrincipalName": "ANN@smallbridge.example"},
        {"userPrincipalName": "hal@elsewhere.example"},
        {"displayName": " "},
        {"passwordProfile": {}},
        {"userType": "Robot"},
        {"otherMails": [7]},
        {"accountEnabled": "yes"},
        {"nickname": "x"},
    ],
)
def test_impossible_account_is_refused(room: Room, changes: dict[str, Any]) -> None:
    """A name that is taken or of a foreign domain, and any other impossible property, is 400."""
    reply = room.ask(room.app(_WRITER), "POST /v1.0/users", {**_NEW, **changes})
    assert (reply.status, reply.code) == (400, "Request_BadRequest")


@pytest.mark.parametrize("name", sorted(_NEW))
def test_account_needs_its_five_properties(room: Room, name: str) -> None:
    """Each of the five required properties is missed."""
    body = {key: value for key, value in _NEW.items() if key != name}
    assert room.ask(room.app(_WRITER), "POST /v1.0/users", body).code == "Request_BadRequest"


def test_account_is_changed(room: Room) -> None:
    """PATCH answers 204 without content, and what it named is changed."""
    who, cat = room.app(_WRITER), room.id_of("cat")
    body = {"displayName": "Cat Crane", "mail": "crane@smallbridge.example", "otherMails": ["c@x.example"]}
    reply = room.ask(
        who, f"PATCH /v1.0/users/{cat}", {**body, "userPrincipalName": "CAT@smallbridge.example"}
    )
    assert (reply.status, reply.content) == (204, b"")
    query = {"$select": "displayName,mail,otherMails"}
    shown = room.ask(who, f"GET /v1.0/users/{cat}", query=query).json
    assert {name: shown[name] for name in body} == body
    assert room.ask(who, f"PATCH /v1.0/users/{cat}", {}).code == "Request_BadRequest"
    taken = {"userPrincipalName": "ann@smallbridge.example"}
    assert room.ask(who, f"PATCH /v1.0/users/{cat}", taken).code == "Request_BadRequest"


def test_the_role_for_enabling_does_nothing_else(room: Room) -> None:
    """User.EnableDisableAccount.All is the least role, for accountEnabled alone."""
    who = room.app("User.EnableDisableAccount.All")
    cat = f"PATCH /v1.0/users/{room.id_of('cat')}"
    assert room.ask(who, cat, {"accountEnabled": False}).status == 204
    both = {"accountEnabled": True, "displayName": "C"}
    assert room.ask(who, cat, both).code == "Authorization_RequestDenied"
    query = {"$select": "accountEnabled,displayName"}
    shown = room.ask("auditor", f"GET /v1.0/users/{room.id_of('cat')}", query=query).json
    assert (shown["accountEnabled"], shown["displayName"]) == (False, "Cat Cole")


@pytest.mark.parametrize(
    "line",
    [
        "POST /v1.0/users",
        "PATCH /v1.0/users/{cat}",
        "DELETE /v1.0/users/{cat}",
        "POST /v1.0/users/{cat}/revokeSignInSessions",
        "POST /v1.0/directory/deletedItems/{eve}/restore",
        "DELETE /v1.0/directory/deletedItems/{eve}",
    ],
)
def test_reading_roles_change_no_account(room: Room, line: str) -> None:
    """Each of them needs a role that writes."""
    filled = line.replace("{cat}", room.id_of("cat")).replace("{eve}", room.id_of("eve"))
    assert room.ask("auditor", filled, {}).code == "Authorization_RequestDenied"


def test_deleted_account_comes_back_with_its_groups_and_without_its_channel(room: Room) -> None:
    """Restoring gives the id, team and groups back; the private channel has to be joined anew."""
    who, cat = room.app("User.DeleteRestore.All", "User.Read.All"), room.id_of("cat")
    assert room.ask(who, f"DELETE /v1.0/users/{cat}").status == 204
    assert _deleted(room, who) == {"Cat Cole", "Eve Eden"}
    assert room.admin("GET", f"access?person=cat&item={_AGENDA}")["role"] is None
    back = room.ask(who, f"POST /v1.0/directory/deletedItems/{cat}/restore", {})
    assert (back.status, back.json["id"], back.json["@odata.type"]) == (200, cat, "#microsoft.graph.user")
    state = room.admin("GET", "state")
    assert "cat" in {one["key"] for one in state["teams"][0]["members"]}
    assert "cat" not in {one["key"] for one in state["channels"][0]["members"]}
    staff = room.rows("directory", "GET /v1.0/groups", query={"$filter": "displayName eq 'All staff'"})[0][
        "id"
    ]
    assert cat in {row["id"] for row in room.rows("directory", f"GET /v1.0/groups/{staff}/members")}
    assert room.ask(who, f"POST /v1.0/directory/deletedItems/{cat}/restore", {}).status == 404


def test_deleted_account_is_gone_after_thirty_days(room: Room) -> None:
    """Until then it is listed and can be restored; afterwards nothing is left of it."""
    who, eve = room.app("User.DeleteRestore.All", "User.Read.All"), room.id_of("eve")
    room.later("P29DT23H")
    assert _deleted(room, who) == {"Eve Eden"}
    room.later("PT1H")
    assert _deleted(room, who) == set()
    assert room.ask(who, f"GET /v1.0/directory/deletedItems/{eve}").status == 404
    assert room.ask(who, f"POST /v1.0/directory/deletedItems/{eve}/restore", {}).status == 404


def test_account_deleted_for_good_cannot_be_restored(room: Room) -> None:
    """A deletion from the deleted items is final."""
    who, eve = room.app("User.DeleteRestore.All", "User.Read.All"), room.id_of("eve")
    assert room.ask(who, f"DELETE /v1.0/directory/deletedItems/{eve}").status == 204
    assert _deleted(room, who) == set()
    assert room.ask(who, f"DELETE /v1.0/directory/deletedItems/{eve}").status == 404


def test_account_made_again_under_the_same_name_is_somebody_else(room: Room) -> None:
    """The new account has another id and none of the access; SharePoint keeps the old principal's name."""
    who, cat = room.app(_WRITER), room.id_of("cat")
    room.act(entry=_AGENDA, user="cat", roles=["write"])
    room.ask(who, f"DELETE /v1.0/users/{cat}")
    body = {
        **_NEW,
        "displayName": "Cat Cole",
        "mailNickname": "cat",
        "userPrincipalName": "cat@smallbridge.example",
    }
    made = room.ask(who, "POST /v1.0/users", body)
    assert made.status == 201
    assert made.json["id"] != cat
    # No id is told of an account that the directory forgot (permission.stale_ids), in none of the entries.
    entries = [(row["displayName"], row.get("id")) for row in _permissions(room)]
    assert ("Cat Cole", None) in entries
    assert not {cat, made.json["id"]} & {told for _, told in entries}
    room.admin("PUT", "quirks", {"permission.stale_ids": True})
    assert ("Cat Cole", cat) in [(row["displayName"], row.get("id")) for row in _permissions(room)]
    assert room.admin("GET", f"access?person={made.json['id']}&item={_AGENDA}")["role"] is None
    assert room.ask(who, f"POST /v1.0/directory/deletedItems/{cat}/restore", {}).code == "Request_BadRequest"


def _permissions(room: Room) -> list[dict[str, Any]]:
    """Return the directory identities that the agenda's permissions name."""
    items = room.admin("GET", "state")["drives"][0]["items"]
    item = next(one for one in items if one["path"].endswith("agenda.docx"))
    people = (row.get("grantedToV2", {}).get("user") for row in item["permissions"])
    return [person for person in people if person]


def test_revoked_sessions_are_dated(room: Room) -> None:
    """The least role answers true, and the account tells from when sessions hold."""
    who, cat = room.app("User.RevokeSessions.All", "User.Read.All"), room.id_of("cat")
    room.later("PT1H")
    reply = room.ask(who, f"POST /v1.0/users/{cat}/revokeSignInSessions")
    assert (reply.status, reply.json["value"]) == (200, True)
    query = {"$select": "signInSessionsValidFromDateTime"}
    shown = room.ask(who, f"GET /v1.0/users/{cat}", query=query).json
    assert shown["signInSessionsValidFromDateTime"] == "2026-03-02T10:00:00Z"
    assert room.ask(who, "POST /v1.0/users/nobody/revokeSignInSessions").status == 404
