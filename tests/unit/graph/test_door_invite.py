"""Laws 3 and 12 at the door for invitations: one permitted address, one place to land, nothing else, once."""

from dataclasses import replace
from typing import Any

import msgspec
import pytest

from sharepoint_gate.errors import LawError
from sharepoint_gate.graph.created import Created
from sharepoint_gate.graph.door import NOTHING, Door, Outgoing
from sharepoint_gate.graph.door_invite import invited_address
from sharepoint_gate.graph.model import GraphRequest
from sharepoint_gate.graph.requests import invite

BASE = "https://graph.example"
TO, PLACE = "n.new@wicb.example", "https://apps.example/start"
PERMIT = replace(NOTHING, invite_addresses={TO: PLACE})


def outgoing(request: GraphRequest, body: bytes | None = None) -> Outgoing:
    """Return the request as it is about to leave."""
    headers = {"authorization": "Bearer t", **request.headers}
    sent = request.body or b"" if body is None else body
    return Outgoing(request.method, "https", "graph.example", request.target, headers, sent)


def passes(body: bytes | None = None, *, door: Door | None = None, target: str = "") -> bool:
    """Tell whether a door lets the permitted invitation pass, or another body in its place."""
    request = invite(TO, PLACE)
    try:
        (door or Door(PERMIT, BASE)).check(replace(outgoing(request, body), target=target or request.target))
    except LawError:
        return False
    return True


def test_law_3_the_permitted_invitation_passes() -> None:
    """Worded as the SDK words it."""
    assert passes()


@pytest.mark.parametrize(
    "changes",
    [
        {"invitedUserEmailAddress": "somebody@elsewhere.example"},
        {"invitedUserEmailAddress": TO.upper()},
        {"invitedUserEmailAddress": [TO]},
        {"inviteRedirectUrl": "https://elsewhere.example"},
        {"inviteRedirectUrl": None},
        {"sendInvitationMessage": 1},
        {"sendInvitationMessage": False},
        {"resetRedemption": True},
        {"resetRedemption": False},
        {"invitedUser": {"id": "oid-u12"}},
        {"invitedUserType": "Member"},
        {"invitedUserDisplayName": "Nadia Rahman"},
        {"invitedUserMessageInfo": {"ccRecipients": [{"emailAddress": {"address": "x@y.example"}}]}},
    ],
)
def test_law_3_an_invitation_that_goes_elsewhere_or_asks_for_more_is_stopped(changes: dict[str, Any]) -> None:
    """A reset, a member, a copy, another address or another place never leave."""
    body = msgspec.json.decode(invite(TO, PLACE).body or b"") | changes
    assert not passes(msgspec.json.encode({name: one for name, one in body.items() if one is not None}))


@pytest.mark.parametrize("body", [b"", b"[]", b"7", b"{}", b"no JSON"])
def test_law_3_an_invitation_that_is_none_is_stopped(body: bytes) -> None:
    """Strange bodies do not leave either."""
    assert not passes(body)


def test_law_3_without_a_permit_nobody_is_invited() -> None:
    """Commands that look, and every run that does not ask for it."""
    assert not passes(door=Door(NOTHING, BASE))


@pytest.mark.parametrize("target", ["/beta/invitations", "/v1.0/Invitations", "/v1.0/invitations?$select=id"])
def test_law_3_other_ways_to_write_the_same_address_are_stopped(target: str) -> None:
    """One spelling, one version, no query."""
    assert not passes(target=target)


@pytest.mark.parametrize(
    ("status", "again"), [(201, False), (0, False), (503, False), (429, True), (403, True)]
)
def test_law_12_an_invitation_that_may_have_left_does_not_leave_again(status: int, again: bool) -> None:  # noqa: FBT001 - pairs
    """After an answer that says no it may; after silence or success it may not."""
    door, request = Door(PERMIT, BASE), invite(TO, PLACE)
    door.note(door.check(outgoing(request)), status, b"", request.body or b"")
    assert passes(door=door) is again


@pytest.mark.parametrize("body", [b"", b"7", b"{}"])
def test_a_body_that_cannot_be_read_names_nobody(body: bytes) -> None:
    """What never passed the door is not remembered as an address."""
    assert invited_address(body) == ""
    assert Created().invited == set()
