"""The authority's addresses: discovery, keys, tokens, signing in and out, and what is told of a person.

Source: entra:identity-platform/v2-protocols-oidc
"""

from collections.abc import Callable
from typing import Any

from graph_emulator.identity.endings import end_session
from graph_emulator.identity.keys import Keyring
from graph_emulator.identity.sessions import Sessions
from graph_emulator.identity.signin import SignInPages
from graph_emulator.identity.token_endpoint import TokenEndpoint
from graph_emulator.identity.userinfo import userinfo
from graph_emulator.kernel.own_address import came_by
from graph_emulator.kernel.state import State
from graph_emulator.kernel.wire import Reply, Request, json_reply

Answer = Callable[[Request, str], Reply]


class Authority:
    """The tenant's sign-in service, below `/{tenant id}`."""

    def __init__(self, state: State, keyring: Keyring) -> None:
        self._state = state
        tokens, sign_in = TokenEndpoint(state, keyring), SignInPages(state, keyring)
        sessions = Sessions(state, keyring)
        self._doors: dict[tuple[str, str], Answer] = {
            ("GET", "v2.0/.well-known/openid-configuration"): lambda _, at: json_reply(200, discovery(at)),
            ("GET", "discovery/v2.0/keys"): lambda *_: json_reply(200, keyring.jwks()),
            ("POST", "oauth2/v2.0/token"): tokens.answer,
            ("GET", "oauth2/v2.0/authorize"): lambda request, _: sign_in.answer(request),
            ("POST", "oauth2/v2.0/authorize"): lambda request, _: sign_in.answer(request),
            ("GET", "oauth2/v2.0/logout"): lambda request, _: end_session(state, sessions, request),
            ("GET", "openid/userinfo"): lambda request, _: userinfo(state, keyring, request),
            ("POST", "openid/userinfo"): lambda request, _: userinfo(state, keyring, request),
        }

    def answer(self, request: Request, base_url: str) -> Reply:
        """Answer a request whose path begins with the tenant id; the caller makes durable what it did."""
        path = request.path.split("/", 2)[2] if request.path.count("/") > 1 else ""
        door = self._doors.get((request.method, path))
        if door is None:
            return json_reply(404, {"error": "not_found", "error_description": f"no such address: {path}"})
        return door(request, f"{came_by(request.headers, base_url)}/{self._state.tenant_id}")


def discovery(address: str) -> dict[str, Any]:
    """Return the OpenID metadata of an authority; `address` ends in the tenant id."""
    return {
        "issuer": f"{address}/v2.0",
        "authorization_endpoint": f"{address}/oauth2/v2.0/authorize",
        "token_endpoint": f"{address}/oauth2/v2.0/token",
        "end_session_endpoint": f"{address}/oauth2/v2.0/logout",
        "userinfo_endpoint": f"{address}/openid/userinfo",
        "jwks_uri": f"{address}/discovery/v2.0/keys",
        "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt"],
        "response_types_supported": ["code"],
        "response_modes_supported": ["query", "fragment", "form_post"],
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "claims_supported": [
            *("sub", "iss", "aud", "exp", "iat", "nbf", "nonce", "ver", "tid", "oid", "idp"),
            *("name", "preferred_username", "email"),
        ],
        "request_uri_parameter_supported": False,
        "frontchannel_logout_supported": False,
    }
