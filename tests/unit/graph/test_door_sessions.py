"""Law 3 for ending sign-ins: the accounts of the permit, with no body, and nobody else's."""

from dataclasses import replace

import pytest

from sharepoint_gate.access.observed import ObjectId
from sharepoint_gate.errors import LawError
from sharepoint_gate.graph import requests
from sharepoint_gate.graph.door import NOTHING, Door, Outgoing
from sharepoint_gate.graph.routes import RouteName

BASE = "https://graph.example:8443"
EVE, ANN = ObjectId("1111aaaa-2222-3333-4444-555555555555"), ObjectId("o-ann")
PERMIT = replace(NOTHING, revoke_sessions=frozenset({EVE}))


def out(account: str, body: bytes = b"", method: str = "POST", version: str = "v1.0") -> Outgoing:
    """Return the request as it leaves."""
    path = f"/{version}/users/{account}/revokeSignInSessions"
    return Outgoing(method, "https", "graph.example:8443", path, {}, body)


def test_the_request_is_the_one_that_microsoft_documents() -> None:
    """One address, and no body."""
    request = requests.revoke_sessions(EVE)
    assert (request.method, request.target) == ("POST", f"/v1.0/users/{EVE}/revokeSignInSessions")
    assert not request.body


def test_the_permits_account_may_be_signed_out() -> None:
    """What a freeze names may leave."""
    assert Door(PERMIT, BASE).check(out(EVE)).route.name is RouteName.REVOKE_SESSIONS


@pytest.mark.parametrize(
    "stopped",
    [
        out(ANN),
        out(EVE.upper()),
        out(f"{EVE}%2F"),
        out(EVE, b"{}"),
        out(EVE, b'{"a":1}'),
        out(EVE, version="beta"),
        out(EVE, method="PATCH"),
        out(EVE, method="GET"),
    ],
)
def test_law_3_nobody_else_is_signed_out_and_in_no_other_way(stopped: Outgoing) -> None:
    """Another account, another spelling, a body, another version or method."""
    with pytest.raises(LawError):
        Door(PERMIT, BASE).check(stopped)


def test_law_4_whoever_only_looks_signs_nobody_out() -> None:
    """Not even an account that a freeze elsewhere holds."""
    with pytest.raises(LawError):
        Door(NOTHING, BASE).check(out(EVE))
