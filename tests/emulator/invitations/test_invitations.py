"""Inviting somebody, accepting it, and setting it back.

Source: graph:api/invitation-post, entra:external-id/reset-redemption-status
"""

from typing import Any

import pytest

from tests.emulator.directory.room import Room

_POST = "POST /v1.0/invitations"
_BACK = "https://papers.example/welcome"
_SHOWN = {
    "$select": "id,mail,userType,userPrincipalName,externalUserState,"
    "externalUserStateChangeDateTime,identities"
}


def _inviter(room: Room, *more: str) -> str:
    return room.app("User.Invite.All", "User.Read.All", *more)


def _body(address: str = "h.hill@health.example", **more: Any) -> dict[str, Any]:
    return {"invitedUserEmailAddress": address, "inviteRedirectUrl": _BACK, **more}


def _account(room: Room, reference: str) -> dict[str, Any]:
    shown: dict[str, Any] = room.ask("auditor", f"GET /v1.0/users/{reference}", query=_SHOWN).json
    return shown


def _issuers(account: dict[str, Any]) -> set[str]:
    return {one["issuer"] for one in account["identities"] if one["signInType"] == "federated"}


def test_invitation_makes_a_guest_who_has_not_come_yet(room: Room) -> None:
    """The answer is 201 with the address to redeem at, and the account waits with nobody behind it."""
    reply = room.ask(_inviter(room), _POST, _body(invitedUserDisplayName="Hal Hill"))
    assert reply.status == 201
    said = reply.json
    assert (said["status"], said["invitedUserType"], said["sendInvitationMessage"]) == (
        "PendingAcceptance",
        "Guest",
        False,
    )
    assert said["inviteRedeemUrl"].startswith("https://login.microsoftonline.com/redeem?rd=")
    account = _account(room, said["invitedUser"]["id"])
    assert (account["userType"], account["externalUserState"]) == ("Guest", "PendingAcceptance")
    assert account["userPrincipalName"].startswith("h.hill_health.example#EXT#@")
    assert _issuers(account) == set()


def test_guest_who_exists_is_not_made_twice(room: Room) -> None:
    """Inviting any of a guest's addresses again names the same account, and tells how far it is."""
    who = _inviter(room)
    flo = room.ask(who, _POST, _body("FLO.ford@trust.example")).json
    assert (flo["invitedUser"]["id"], flo["status"]) == (room.id_of("flo"), "Completed")
    gus = room.ask(who, _POST, _body("g.gray@police.example")).json
    assert (gus["invitedUser"]["id"], gus["status"]) == (room.id_of("gus"), "PendingAcceptance")
    first, again = (room.ask(who, _POST, _body()).json for _ in range(2))
    assert first["invitedUser"] == again["invitedUser"]
    assert first["id"] != again["id"]


@pytest.mark.parametrize("address", ["ann@smallbridge.example", "nobody@smallbridge.example"])
def test_own_address_cannot_be_invited(room: Room, address: str) -> None:
    """Neither an account of the directory nor a free address of its domain becomes a guest."""
    reply = room.ask(_inviter(room), _POST, _body(address))
    assert (reply.status, reply.code) == (400, "BadRequest")


@pytest.mark.parametrize(
    "changes",
    [
        {"invitedUserEmailAddress": "nobody"},
        {"invitedUserEmailAddress": "a b@x.example"},
        {"inviteRedirectUrl": "somewhere"},
        {"invitedUserType": "Robot"},
        {"invitedUserMessageInfo": {"subject": "x"}},
        {"invitedUser": {"name": "x"}},
        {"sendInvitationMessage": "yes"},
        {"resetRedemption": True},
        {"nickname": "x"},
    ],
)
def test_invitation_is_strict(room: Room, changes: dict[str, Any]) -> None:
    """A missing or impossible part is 400."""
    assert room.ask(_inviter(room), _POST, {**_body(), **changes}).status == 400


@pytest.mark.parametrize("name", ["invitedUserEmailAddress", "inviteRedirectUrl"])
def test_invitation_needs_address_and_way_back(room: Room, name: str) -> None:
    """Both are required."""
    body = {key: value for key, value in _body().items() if key != name}
    assert room.ask(_inviter(room), _POST, body).code == "BadRequest"


def test_members_are_invited_by_whoever_may_write_accounts(room: Room) -> None:
    """The least role invites guests only."""
    body = _body(invitedUserType="Member")
    assert room.ask(_inviter(room), _POST, body).code == "Authorization_RequestDenied"
    assert room.ask("ann", _POST, body).code == "Authorization_RequestDenied"
    made = room.ask(_inviter(room, "User.ReadWrite.All"), _POST, body)
    assert (made.status, made.json["invitedUserType"]) == (201, "Member")


@pytest.mark.parametrize(("quirk", "status"), [("allow", 201), ("403", 403)])
def test_applications_may_be_kept_from_inviting(room: Room, quirk: str, status: int) -> None:
    """Where invitations are limited an application is refused, and a person is not."""
    room.quirk("invitations.app_only", quirk)
    assert room.ask(_inviter(room), _POST, _body()).status == status
    assert room.ask("ann", _POST, _body()).status == 201
    assert room.ask("auditor", _POST, _body()).code == "Authorization_RequestDenied"


def test_redeeming_dates_the_account_and_names_the_issuer(room: Room) -> None:
    """Accepting happens once; who vouches is the home directory unless another is named."""
    room.later("PT2H")
    said = room.admin("POST", "invitations/redeem", {"person": "gus"})
    assert said == {"id": room.id_of("gus"), "external_state": "Accepted", "issuer": "ExternalAzureAD"}
    account = _account(room, room.id_of("gus"))
    assert account["externalUserStateChangeDateTime"] == "2026-03-02T11:00:00Z"
    assert _issuers(account) == {"ExternalAzureAD"}
    for body in ({"person": "gus"}, {"person": "ann"}, {}, {"person": "gus", "as_identity": 7}):
        assert room.ask_admin("POST", "invitations/redeem", body).status == 400


def test_reset_keeps_the_account_while_another_person_comes_in(room: Room) -> None:
    """Id, name and groups stay; the state waits again, and whoever redeems stands behind it then."""
    flo, who = room.id_of("flo"), _inviter(room)
    before = _account(room, flo)
    again = _body("flo.ford@trust.example", resetRedemption=True, invitedUser={"id": flo})
    said = room.ask(who, _POST, again).json
    assert (said["status"], said["invitedUser"]["id"], said["resetRedemption"]) == (
        "PendingAcceptance",
        flo,
        True,
    )
    between = _account(room, flo)
    assert (between["externalUserState"], _issuers(between)) == ("PendingAcceptance", set())
    room.later("P1D")
    identity = {"issuer": "mail", "id": "somebody.else@trust.example"}
    room.admin("POST", "invitations/redeem", {"person": "flo", "as_identity": identity})
    after = _account(room, flo)
    assert {name: after[name] for name in ("id", "userPrincipalName", "mail")} == {
        name: before[name] for name in ("id", "userPrincipalName", "mail")
    }
    assert after["externalUserStateChangeDateTime"] == "2026-03-03T09:00:00Z"
    assert {
        "signInType": "federated",
        "issuer": "mail",
        "issuerAssignedId": "somebody.else@trust.example",
    } in after["identities"]
    team = room.admin("GET", "state")["teams"][0]
    assert "flo" in {one["key"] for one in team["members"]}


@pytest.mark.parametrize(
    ("key", "address", "status"),
    [
        ("flo", "x@elsewhere.example", 400),
        ("ann", "ann@smallbridge.example", 400),
        ("eve", "eve@smallbridge.example", 404),
    ],
)
def test_reset_needs_an_invited_account_and_one_of_its_addresses(
    room: Room, key: str, address: str, status: int
) -> None:
    """An address that the account does not have, an own account and a deleted one are refused."""
    body = _body(address, resetRedemption=True, invitedUser={"id": room.id_of(key)})
    assert room.ask(_inviter(room), _POST, body).status == status
