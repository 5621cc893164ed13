"""The caller that a token stands for, on Graph and on SharePoint.

Source: entra:identity-platform/access-tokens
"""

from collections.abc import Mapping
from typing import Any, Literal

import jwt

from graph_emulator.directory.models import Application, User
from graph_emulator.identity.keys import GRAPH, Keyring
from graph_emulator.identity.tokens import BY_CERTIFICATE, clients_of_people
from graph_emulator.kernel.faults import GraphFault
from graph_emulator.kernel.routes import AppPrincipal, Principal, UserPrincipal
from graph_emulator.kernel.state import State

Audience = Literal["graph", "sharepoint"]
_SHAREPOINT = "00000003-0000-0ff1-ce00-000000000000"


class Authenticator:
    """Turns the Authorization header into a caller.

    Attributes:
        base_url: The emulator's address, by which a token may name SharePoint too; set when it is known.
    """

    def __init__(self, state: State, keyring: Keyring) -> None:
        self._state = state
        self._keyring = keyring
        self.base_url = ""

    def __call__(self, headers: Mapping[str, str], audience: Audience = "graph") -> Principal:
        """Return who calls.

        Args:
            headers: The request's headers, names in lower case.
            audience: Which of the two resources the token has to be for.

        Raises:
            GraphFault: 401: no token, or one that does not hold here.

        Source: graph:resources/errors#InvalidAuthenticationToken
        """
        refuse = self._refused_by_graph if audience == "graph" else self._refused_by_sharepoint
        try:
            claims = self._claims(headers, audience)
            principal = self._app(claims) if claims.get("idtyp") == "app" else self._person(claims)
        except _RefusedError as refused:
            raise refuse(str(refused)) from refused
        if audience == "sharepoint" and isinstance(principal, AppPrincipal) and not principal.by_certificate:
            raise refuse("Unsupported app only token.")
        return principal

    def audiences(self, audience: Audience) -> tuple[str, ...]:
        """Return the names by which a token may mean one of the two resources."""
        return (GRAPH,) if audience == "graph" else (f"https://{self._state.host}", self.base_url)

    def name_of(self, principal: Principal) -> str:
        """Return what the journal calls a caller: the application's name, or `person:KEY`."""
        if isinstance(principal, AppPrincipal):
            return principal.name
        user = self._state.get(User, principal.user_id)
        return f"person:{user.key if user else principal.user_id}"

    def _claims(self, headers: Mapping[str, str], audience: Audience) -> dict[str, Any]:
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if scheme.casefold() != "bearer" or not token:
            raise _RefusedError("Access token is empty.")
        try:
            claims = self._keyring.read(token, self.audiences(audience))
        except jwt.ExpiredSignatureError as error:
            raise _RefusedError("Lifetime validation failed, the token is expired.") from error
        except jwt.InvalidAudienceError as error:
            raise _RefusedError("Access token validation failure. Invalid audience.") from error
        except jwt.PyJWTError as error:
            raise _RefusedError("Access token validation failure.") from error
        if claims["tid"] != self._state.tenant_id:
            raise _RefusedError("Access token validation failure. Invalid tenant.")
        return claims

    def _app(self, claims: Mapping[str, object]) -> Principal:
        app = self._state.get(Application, str(claims["appid"]))
        if app is None:
            raise _RefusedError("The identity of the calling application could not be established.")
        roles = claims.get("roles", [])
        held = frozenset(str(role) for role in roles) if isinstance(roles, list) else frozenset()
        certified = claims.get("appidacr") == BY_CERTIFICATE
        return AppPrincipal(client_id=app.id, roles=held, name=app.name, by_certificate=certified)

    def _person(self, claims: Mapping[str, object]) -> Principal:
        user = self._state.get(User, str(claims.get("oid")))
        if user is None or user.deleted_at or not user.enabled:
            raise _RefusedError("Continuous access evaluation resulted in an invalid session.")
        if claims.get("appid") == clients_of_people(self._state):
            return UserPrincipal(user_id=user.id)
        scopes = frozenset(str(claims.get("scp") or "none").split())
        return UserPrincipal(user_id=user.id, scopes=scopes, client_id=str(claims.get("appid")))

    def _refused_by_graph(self, message: str) -> GraphFault:
        challenge = {"WWW-Authenticate": 'Bearer realm="", error="invalid_token"'}
        return GraphFault(401, "InvalidAuthenticationToken", message, headers=challenge)

    def _refused_by_sharepoint(self, message: str) -> GraphFault:
        """SharePoint names its own application and the tenant, so that a client can find the authority."""
        challenge = f'Bearer realm="{self._state.tenant_id}",client_id="{_SHAREPOINT}"'
        return GraphFault(401, "invalid_client", message, headers={"WWW-Authenticate": challenge})


class _RefusedError(Exception):
    """A token that does not hold; each resource has its own way to say so."""
