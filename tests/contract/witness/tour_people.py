"""The part of the walk among people: accounts that come and go, guests, groups, and further channels."""

from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

Ok = Callable[..., dict[str, Any]]
_MEMBER = "#microsoft.graph.aadUserConversationMember"


class Gathering(NamedTuple):
    """Where the walk goes: a team, a group of security, an owner of the team, and somebody who joins."""

    team: str
    group: str
    owner: str
    newcomer: str


def accounts(ok: Ok, version: str, owner: str) -> None:
    """Make an account, change it, throw it away, bring it back and delete it for good, all under delta."""
    begun = ok("witness", f"GET /{version}/users/delta?$deltatoken=latest&$select=displayName,mail")
    ok("witness", f"GET /{version}/users/delta")
    domain = ok("witness", f"GET /{version}/users/{owner}")["userPrincipalName"].partition("@")[2]
    body = {
        "accountEnabled": True,
        "displayName": f"New {version}",
        "mailNickname": f"new-{version}",
        "userPrincipalName": f"new-{version}@{domain}",
        "passwordProfile": {"password": "only-for-tests"},
        "otherMails": ["new@nowhere.example"],
    }
    user = ok("witness", f"POST /{version}/users", body)["id"]
    place, deleted = f"/{version}/users/{user}", f"/{version}/directory/deletedItems/{user}"
    ok("witness", f"PATCH {place}", {"displayName": "Newer", "accountEnabled": False})
    ok("witness", f"POST {place}/revokeSignInSessions")
    link = _followed(ok, begun)
    ok("witness", f"DELETE {place}")
    ok("witness", f"POST {deleted}/restore", {})
    ok("witness", f"DELETE {place}")
    _followed(ok, link)
    ok("witness", f"DELETE {deleted}")
    counted = {"id": "1", "method": "GET", "headers": {"ConsistencyLevel": "eventual"}}
    paths = ("/users/$count", "/groups/$count", "/users?$count=true&$top=1")
    parts = [{**counted, "id": str(number), "url": path} for number, path in enumerate(paths)]
    ok("witness", f"POST /{version}/$batch", {"requests": parts})


def _followed(ok: Ok, answer: dict[str, Any]) -> dict[str, Any]:
    link = urlsplit(answer["@odata.deltaLink"])
    return ok("witness", f"GET {link.path}?{link.query}")


def guests(ok: Ok, version: str) -> None:
    """Invite somebody, and set their invitation back."""
    address = f"guest.{version}@nowhere.example"
    body = {
        "invitedUserEmailAddress": address,
        "inviteRedirectUrl": "https://papers.example/welcome",
        "invitedUserDisplayName": "Guest",
        "invitedUserMessageInfo": {"customizedMessageBody": "Welcome.", "messageLanguage": "en-GB"},
        "sendInvitationMessage": False,
    }
    made = ok("witness", f"POST /{version}/invitations", body)
    again = {"resetRedemption": True, "invitedUser": made["invitedUser"]}
    ok("witness", f"POST /{version}/invitations", {**body, **again})


def gatherings(ok: Ok, version: str, at: Gathering) -> None:
    """Join a group and a team and leave them; make channels of two kinds, look around, and delete them."""
    group, team = f"/{version}/groups/{at.group}", f"/{version}{at.team}"
    ok("witness", f"POST {group}/members/$ref", _reference(version, at.newcomer))
    for path in ("transitiveMembers", "owners"):
        ok("witness", f"GET {group}/{path}")
    for path in ("memberOf", "transitiveMemberOf"):
        ok("witness", f"GET /{version}/users/{at.newcomer}/{path}")
    ok("witness", f"DELETE {group}/members/{at.newcomer}/$ref")
    ok("witness", f"GET /{version}/groups/{at.team.rpartition('/')[2]}/sites/root")
    _join(ok, team, at.newcomer)
    people = {"members": [_member(at.owner, "owner")]}
    for kind in ("private", "shared"):
        body = {"displayName": f"{kind} {version}", "membershipType": kind, "description": "x", **people}
        made = ok("witness", f"POST {team}/channels", body)
        channel = f"{team}/channels/{quote(made['id'])}"
        ok("witness", f"PATCH {channel}", {"description": "y"})
        if kind == "shared":
            _look_at_sharing(ok, team, channel, at.owner)
        ok("witness", f"DELETE {channel}")


def _join(ok: Ok, team: str, newcomer: str) -> None:
    made = ok("witness", f"POST {team}/members", _member(newcomer))
    ok("witness", f"GET {team}/members/{made['id']}")
    ok("witness", f"PATCH {team}/members/{made['id']}", {"@odata.type": _MEMBER, "roles": ["owner"]})
    ok("witness", f"POST {team}/members/remove", {"values": [_member(newcomer), _member("nobody")]})


def _look_at_sharing(ok: Ok, team: str, channel: str, owner: str) -> None:
    rows = ok("witness", f"GET {channel}/sharedWithTeams")["value"]
    ok("witness", f"GET {channel}/sharedWithTeams/{rows[0]['id']}")
    ok("witness", f"GET {channel}/sharedWithTeams/{rows[0]['id']}/allowedMembers?$top=2")
    ok("witness", f"GET {channel}/doesUserHaveAccess(userId='{owner}')")
    ok("witness", f"GET {team}/incomingChannels")


def _member(user: str, *roles: str) -> dict[str, Any]:
    address = f"https://graph.microsoft.com/v1.0/users('{user}')"
    return {"@odata.type": _MEMBER, "roles": list(roles), "user@odata.bind": address}


def _reference(version: str, user: str) -> dict[str, str]:
    return {"@odata.id": f"https://graph.microsoft.com/{version}/directoryObjects/{user}"}
