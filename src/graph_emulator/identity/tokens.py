"""Tokens for applications that call as themselves, and for people who use a client.

Source: entra:identity-platform/access-token-claims-reference
"""

from collections.abc import Iterable
from dataclasses import dataclass

from graph_emulator.directory.models import Application, User
from graph_emulator.identity.keys import GRAPH, LIFETIME_S, Keyring
from graph_emulator.kernel.state import State

BY_NOTHING, BY_SECRET, BY_CERTIFICATE = "0", "1", "2"
_SCOPES_OF_PEOPLE = "Files.ReadWrite.All Sites.ReadWrite.All User.Read.All ChannelMember.ReadWrite.All"


@dataclass(frozen=True, kw_only=True)
class AppGrant:
    """What an application is given a token for.

    Attributes:
        app: Which application.
        resource: The token's audience.
        by: How it proved itself, as the claim `appidacr` tells it.
        lifetime_s: How long it holds (seconds; below zero: it is over already).
    """

    app: Application
    resource: str = GRAPH
    by: str = BY_SECRET
    lifetime_s: int = LIFETIME_S

    @property
    def roles(self) -> list[str]:
        """The roles that were consented to on this resource."""
        return self.app.roles if self.resource == GRAPH else self.app.sharepoint_roles


def app_token(keyring: Keyring, state: State, grant: AppGrant, issuer: str) -> str:
    """Return an access token for an application that calls as itself, with its roles of this moment."""
    app = grant.app
    object_id = state.ids.derived("service-principal", app.id)
    claims = {
        "aud": grant.resource,
        "iss": issuer,
        "tid": state.tenant_id,
        "appid": app.id,
        "appidacr": grant.by,
        "app_displayname": app.name,
        "idtyp": "app",
        "oid": object_id,
        "sub": object_id,
        "ver": "1.0",
    }
    return keyring.sign({**claims, **({"roles": grant.roles} if grant.roles else {})}, grant.lifetime_s)


@dataclass(frozen=True, kw_only=True)
class PersonGrant:
    """What a client is given a token for, on behalf of a person.

    Attributes:
        user: Which person.
        client_id: The client; without one it is a client of Microsoft's that may do all the person may.
        scopes: The delegated permissions, where a client is named.
        resource: The token's audience.
        by: How the client proved itself.
    """

    user: User
    client_id: str = ""
    scopes: Iterable[str] = ()
    resource: str = GRAPH
    by: str = BY_NOTHING


def user_token(keyring: Keyring, state: State, grant: PersonGrant, issuer: str) -> str:
    """Return an access token for a person who uses a client."""
    user = grant.user
    client_id = grant.client_id or clients_of_people(state)
    return keyring.sign(
        {
            "aud": grant.resource,
            "iss": issuer,
            "tid": state.tenant_id,
            "appid": client_id,
            "appidacr": grant.by,
            "idtyp": "user",
            "oid": user.id,
            "sub": state.ids.derived("subject", f"{grant.resource} {user.id}"),
            "upn": user.upn,
            "name": user.name,
            "scp": " ".join(grant.scopes) if grant.client_id else _SCOPES_OF_PEOPLE,
            "ver": "1.0",
        }
    )


def clients_of_people(state: State) -> str:
    """Return the application id of Microsoft's own clients, which may do whatever the person may."""
    return state.ids.derived("client", "people's client")
