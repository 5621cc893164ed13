"""The token endpoint: for applications that call as themselves, and for clients that people use.

Source: entra:identity-platform/v2-oauth2-client-creds-grant-flow
Source: entra:identity-platform/v2-oauth2-auth-code-flow
"""

import base64
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from graph_emulator.directory.models import Application, User
from graph_emulator.identity.clients import Clients, Form
from graph_emulator.identity.grants import check_session, keep_refresh_token, redeem, refresh
from graph_emulator.identity.keys import GRAPH, LIFETIME_S, Keyring
from graph_emulator.identity.people import check_account, id_token
from graph_emulator.identity.refusals import TokenRefused, refusal_body
from graph_emulator.identity.scopes import granted
from graph_emulator.identity.tokens import AppGrant, PersonGrant, app_token, user_token
from graph_emulator.kernel.state import State
from graph_emulator.kernel.wire import Reply, Request, json_reply

_NO_STORE = {"cache-control": "no-store", "pragma": "no-cache"}


@dataclass(frozen=True, kw_only=True)
class _Consent:
    """What a client is given on behalf of a person."""

    app: Application
    by: str
    user: User
    scopes: list[str]
    nonce: str = ""


class TokenEndpoint:
    """Answers `/oauth2/v2.0/token`."""

    def __init__(self, state: State, keyring: Keyring) -> None:
        self._state = state
        self._keyring = keyring
        self._clients = Clients(state)
        self._grants = {
            "client_credentials": self._for_application,
            "authorization_code": self._for_code,
            "refresh_token": self._for_refresh_token,
        }

    def answer(self, request: Request, address: str) -> Reply:
        """Answer a form; `address` is the authority's, ending in the tenant id."""
        form = dict(parse_qsl(request.body.decode(errors="replace"), keep_blank_values=True))
        grant = self._grants.get(form.get("grant_type", ""), _unsupported)
        try:
            return json_reply(200, {"token_type": "Bearer", **grant(form, address)}, _NO_STORE)
        except TokenRefused as refused:
            correlation = request.headers.get("client-request-id", "")
            return json_reply(refused.status, refusal_body(self._state, refused, correlation))

    def _for_application(self, form: Form, address: str) -> dict[str, Any]:
        resource = self._resource(form.get("scope", ""), address)
        app, by = self._clients.confidential(form, address)
        grant = AppGrant(app=app, resource=resource, by=by)
        return _timed(app_token(self._keyring, self._state, grant, f"{address}/v2.0"))

    def _resource(self, scope: str, address: str) -> str:
        """Return the audience that a scope asks for: Graph, or SharePoint by its host or our address."""
        resource = scope.removesuffix("/.default")
        own = address.rpartition("/")[0]
        if resource == scope or resource not in {GRAPH, f"https://{self._state.host}", own}:
            message = "The scope must end in /.default of Graph or of SharePoint."
            raise TokenRefused(400, "invalid_scope", 1002012, message)
        return resource

    def _for_code(self, form: Form, address: str) -> dict[str, Any]:
        app, by = self._clients.of_person(form, address)
        code = redeem(self._state, app.id, form)
        user = check_account(self._state, code.user_id)
        consent = _Consent(app=app, by=by, user=user, scopes=code.scopes, nonce=code.nonce)
        return self._tokens(consent, form, address)

    def _for_refresh_token(self, form: Form, address: str) -> dict[str, Any]:
        app, by = self._clients.of_person(form, address)
        kept = refresh(self._state, app.id, form.get("refresh_token", ""))
        user = check_account(self._state, kept.user_id)
        check_session(kept, user)
        scopes = granted(app, form.get("scope") or " ".join(kept.scopes))
        return self._tokens(_Consent(app=app, by=by, user=user, scopes=scopes), form, address)

    def _tokens(self, consent: _Consent, form: Form, address: str) -> dict[str, Any]:
        issuer = f"{address}/v2.0"
        said = [scope for scope in consent.scopes if scope != "offline_access"]
        grant = PersonGrant(user=consent.user, client_id=consent.app.id, scopes=said, by=consent.by)
        body = {"scope": " ".join(said), **_timed(user_token(self._keyring, self._state, grant, issuer))}
        if "offline_access" in consent.scopes:
            body["refresh_token"] = keep_refresh_token(
                self._state, consent.app.id, consent.user, consent.scopes
            )
        if "openid" in consent.scopes:
            nonce = {"nonce": consent.nonce} if consent.nonce else {}
            more = {"iss": issuer, "scopes": consent.scopes, **nonce}
            body["id_token"] = id_token(self._keyring, self._state, consent.user, consent.app.id, more)
        if form.get("client_info") == "1":
            body["client_info"] = self._client_info(consent.user)
        return body

    def _client_info(self, user: User) -> str:
        """Return what Microsoft's own clients ask for, to name the account in their cache."""
        facts = msgspec.json.encode({"uid": user.id, "utid": self._state.tenant_id})
        return base64.urlsafe_b64encode(facts).decode().rstrip("=")


def _unsupported(*_: object) -> dict[str, Any]:
    raise TokenRefused(400, "unsupported_grant_type", 70003, "The grant type is not supported here.")


def _timed(token: str) -> dict[str, Any]:
    return {"expires_in": LIFETIME_S, "ext_expires_in": LIFETIME_S, "access_token": token}
