"""What an OpenID client may ask about the person who signed in.

Source: entra:identity-platform/userinfo
"""

from typing import Any

from graph_emulator.directory.models import User
from graph_emulator.identity.keys import Keyring
from graph_emulator.identity.people import pairwise
from graph_emulator.identity.principals import Authenticator
from graph_emulator.kernel.faults import GraphFault
from graph_emulator.kernel.routes import UserPrincipal
from graph_emulator.kernel.state import State
from graph_emulator.kernel.wire import Reply, Request, json_reply


def userinfo(state: State, keyring: Keyring, request: Request) -> Reply:
    """Answer with the person's claims, by an access token for Graph that has the scope `openid`."""
    try:
        caller = Authenticator(state, keyring)(request.headers)
    except GraphFault as fault:
        body = {"error": {"code": fault.code, "message": fault.message}}
        return json_reply(fault.status, body, fault.headers)
    if not isinstance(caller, UserPrincipal) or "openid" not in caller.scopes:
        body = {"error": {"code": "Forbidden", "message": "The token does not have the scope openid."}}
        return json_reply(403, body)
    user = state.get(User, caller.user_id)
    return json_reply(200, _claims(state, user, caller) if user else {})


def _claims(state: State, user: User, caller: UserPrincipal) -> dict[str, Any]:
    claims: dict[str, Any] = {"sub": pairwise(state, caller.client_id, user.id)}
    if "profile" in caller.scopes:
        first, _, last = user.name.partition(" ")
        claims |= {"name": user.name, "given_name": first, "family_name": last}
    if "email" in caller.scopes and user.mail:
        claims["email"] = user.mail
    return claims
