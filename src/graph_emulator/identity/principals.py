"""Tokens for applications and people, and the caller that a token stands for.

Source: entra:identity-platform/access-tokens
"""

from collections.abc import Mapping

import jwt

from graph_emulator.directory.models import Application, User
from graph_emulator.identity.keys import LIFETIME_S, Keyring
from graph_emulator.kernel.faults import GraphFault
from graph_emulator.kernel.routes import AppPrincipal, Principal, UserPrincipal
from graph_emulator.kernel.state import State

_CLIENT_OF_PEOPLE = "people's client"


def app_token(
    keyring: Keyring, state: State, app: Application, issuer: str, lifetime_s: int = LIFETIME_S
) -> str:
    """Return an access token for an application that calls as itself, with its roles of this moment."""
    object_id = state.ids.derived("service-principal", app.id)
    claims = {
        "iss": issuer,
        "tid": state.tenant_id,
        "appid": app.id,
        "app_displayname": app.name,
        "idtyp": "app",
        "oid": object_id,
        "sub": object_id,
        "ver": "1.0",
    }
    return keyring.sign({**claims, **({"roles": app.roles} if app.roles else {})}, lifetime_s)


def user_token(keyring: Keyring, state: State, user: User, issuer: str) -> str:
    """Return an access token for a person who uses a client of Microsoft's."""
    return keyring.sign(
        {
            "iss": issuer,
            "tid": state.tenant_id,
            "appid": state.ids.derived("client", _CLIENT_OF_PEOPLE),
            "idtyp": "user",
            "oid": user.id,
            "sub": state.ids.derived("subject", user.id),
            "upn": user.upn,
            "name": user.name,
            "scp": "Files.ReadWrite.All Sites.ReadWrite.All User.Read.All ChannelMember.ReadWrite.All",
            "ver": "1.0",
        }
    )


class Authenticator:
    """Turns the Authorization header into a caller."""

    def __init__(self, state: State, keyring: Keyring) -> None:
        self._state = state
        self._keyring = keyring

    def __call__(self, headers: Mapping[str, str]) -> Principal:
        """Return who calls.

        Raises:
            GraphFault: 401: no token, or one that does not hold.

        Source: graph:resources/errors#InvalidAuthenticationToken
        """
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if scheme.casefold() != "bearer" or not token:
            raise _unauthenticated("Access token is empty.")
        try:
            claims = self._keyring.read(token)
        except jwt.ExpiredSignatureError as error:
            raise _unauthenticated("Lifetime validation failed, the token is expired.") from error
        except jwt.PyJWTError as error:
            raise _unauthenticated("Access token validation failure.") from error
        if claims["tid"] != self._state.tenant_id:
            raise _unauthenticated("Access token validation failure. Invalid tenant.")
        return self._app(claims) if claims.get("idtyp") == "app" else self._person(claims)

    def _app(self, claims: Mapping[str, object]) -> Principal:
        app = self._state.get(Application, str(claims["appid"]))
        if app is None:
            raise _unauthenticated("The identity of the calling application could not be established.")
        roles = claims.get("roles", [])
        held = frozenset(str(role) for role in roles) if isinstance(roles, list) else frozenset()
        return AppPrincipal(client_id=app.id, roles=held, name=app.name)

    def _person(self, claims: Mapping[str, object]) -> Principal:
        user = self._state.get(User, str(claims["oid"]))
        if user is None or user.deleted_at or not user.enabled:
            raise _unauthenticated("Continuous access evaluation resulted in an invalid session.")
        return UserPrincipal(user_id=user.id)

    def name_of(self, principal: Principal) -> str:
        """Return what the journal calls a caller: the application's name, or `person:KEY`."""
        if isinstance(principal, AppPrincipal):
            return principal.name
        user = self._state.get(User, principal.user_id)
        return f"person:{user.key if user else principal.user_id}"


def _unauthenticated(message: str) -> GraphFault:
    challenge = {"WWW-Authenticate": 'Bearer realm="", error="invalid_token"'}
    return GraphFault(401, "InvalidAuthenticationToken", message, headers=challenge)
