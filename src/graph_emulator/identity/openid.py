"""The authority's addresses: discovery, keys, and the token endpoint for applications.

Source: entra:identity-platform/v2-protocols-oidc
Source: entra:identity-platform/v2-oauth2-client-creds-grant-flow
"""

import hmac
from typing import Any
from urllib.parse import parse_qsl

from graph_emulator.directory.models import Application
from graph_emulator.identity.assertions import AssertionReader, AssertionRefused
from graph_emulator.identity.keys import GRAPH, LIFETIME_S, Keyring
from graph_emulator.identity.tokens import BY_CERTIFICATE, BY_SECRET, AppGrant, app_token
from graph_emulator.kernel.state import State
from graph_emulator.kernel.wire import Reply, Request, json_reply

_ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class TokenRefused(Exception):  # noqa: N818 - it is an answer to the client, not an error of ours
    """A token request that is refused, as Entra words it."""

    def __init__(self, status: int, error: str, number: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.error = error
        self.number = number


class Authority:
    """The tenant's sign-in service, below `/{tenant id}`."""

    def __init__(self, state: State, keyring: Keyring) -> None:
        self._state = state
        self._keyring = keyring
        self._assertions = AssertionReader()

    def answer(self, request: Request, base_url: str) -> Reply:
        """Answer a request whose path begins with the tenant id."""
        address = f"{base_url}/{self._state.tenant_id}"
        path = request.path.split("/", 2)[2] if request.path.count("/") > 1 else ""
        if request.method == "GET" and path == "v2.0/.well-known/openid-configuration":
            return json_reply(200, discovery(address))
        if request.method == "GET" and path == "discovery/v2.0/keys":
            return json_reply(200, self._keyring.jwks())
        if request.method == "POST" and path == "oauth2/v2.0/token":
            return self._token(request, address)
        return json_reply(404, {"error": "not_found", "error_description": f"no such address: {path}"})

    def _token(self, request: Request, address: str) -> Reply:
        form = dict(parse_qsl(request.body.decode(errors="replace"), keep_blank_values=True))
        try:
            grant = self._granted(form, address)
        except TokenRefused as refused:
            return json_reply(refused.status, self._refusal(refused, request))
        token = app_token(self._keyring, self._state, grant, f"{address}/v2.0")
        body = {
            "token_type": "Bearer",
            "expires_in": LIFETIME_S,
            "ext_expires_in": LIFETIME_S,
            "access_token": token,
        }
        return json_reply(200, body, {"cache-control": "no-store"})

    def _granted(self, form: dict[str, str], address: str) -> AppGrant:
        if form.get("grant_type") != "client_credentials":
            raise TokenRefused(400, "unsupported_grant_type", 70003, "The grant type is not supported here.")
        resource = self._resource(form.get("scope", ""), address)
        app = self._proven(form, address)
        by = BY_CERTIFICATE if "client_assertion" in form else BY_SECRET
        return AppGrant(app=app, resource=resource, by=by)

    def _resource(self, scope: str, address: str) -> str:
        """Return the audience that a scope asks for: Graph, or SharePoint by its host or our address."""
        resource = scope.removesuffix("/.default")
        own = address.rpartition("/")[0]
        if resource == scope or resource not in {GRAPH, f"https://{self._state.host}", own}:
            message = "The scope must end in /.default of Graph or of SharePoint."
            raise TokenRefused(400, "invalid_scope", 1002012, message)
        return resource

    def _proven(self, form: dict[str, str], address: str) -> Application:
        client_id = form.get("client_id", "")
        app = self._state.get(Application, client_id)
        if app is None:
            message = f"Application with identifier '{client_id}' was not found in the directory."
            raise TokenRefused(400, "unauthorized_client", 700016, message)
        if "client_assertion" in form:
            self._check_assertion(form, app, address)
        elif "client_secret" in form:
            _check_secret(form["client_secret"], app)
        else:
            message = "A 'client_assertion' or 'client_secret' is required."
            raise TokenRefused(401, "invalid_client", 7000216, message)
        return app

    def _check_assertion(self, form: dict[str, str], app: Application, address: str) -> None:
        if form.get("client_assertion_type") != _ASSERTION_TYPE:
            raise TokenRefused(
                400, "invalid_request", 900144, "The 'client_assertion_type' is missing or unknown."
            )
        audiences = [f"{address}/oauth2/v2.0/token", f"{address}/v2.0", address]
        try:
            self._assertions.check(form["client_assertion"], app.id, app.certificates, audiences)
        except AssertionRefused as refused:
            raise TokenRefused(401, "invalid_client", refused.number, str(refused)) from refused

    def _refusal(self, refused: TokenRefused, request: Request) -> dict[str, Any]:
        trace = self._state.ids.derived("trace", refused.error)
        return {
            "error": refused.error,
            "error_description": f"AADSTS{refused.number}: {refused} Trace ID: {trace}",
            "error_codes": [refused.number],
            "timestamp": self._state.clock.now().strftime("%Y-%m-%d %H:%M:%SZ"),
            "trace_id": trace,
            "correlation_id": request.headers.get("client-request-id", trace),
        }


def discovery(address: str) -> dict[str, Any]:
    """Return the OpenID metadata of an authority; `address` ends in the tenant id."""
    return {
        "issuer": f"{address}/v2.0",
        "authorization_endpoint": f"{address}/oauth2/v2.0/authorize",
        "token_endpoint": f"{address}/oauth2/v2.0/token",
        "jwks_uri": f"{address}/discovery/v2.0/keys",
        "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt"],
        "response_types_supported": ["code"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
    }


def _check_secret(secret: str, app: Application) -> None:
    if not hmac.compare_digest(secret.encode(), app.secret.encode()):
        message = "Invalid client secret provided."
        raise TokenRefused(401, "invalid_client", 7000215, message)
