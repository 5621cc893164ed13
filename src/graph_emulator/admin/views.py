"""What the admin API shows: the whole state, and who reaches an item."""

from typing import Any

from cryptography import x509

from graph_emulator.directory.models import Application, User, live_user, user_by_key
from graph_emulator.files.describe import (
    describe_access,
    describe_application,
    describe_drives,
    describe_everybody,
)
from graph_emulator.files.models import Item
from graph_emulator.files.seeding import item_at_path
from graph_emulator.kernel.state import State
from graph_emulator.mail.describe import describe_mail
from graph_emulator.memberships.models import Channel, Membership, Team, members_of


def whole_state(state: State) -> dict[str, Any]:
    """Return the clock, the libraries with all permissions, channels, teams, people and applications."""
    return {
        "clock": state.clock.stamp(),
        "tenant_id": state.tenant_id,
        "drives": describe_drives(state),
        "channels": [_channel(state, channel) for channel in state.every(Channel)],
        "teams": [_team(state, team) for team in state.every(Team)],
        "users": [_user(user) for user in state.every(User)],
        "apps": [
            {"name": app.name, "client_id": app.id, "roles": app.roles} for app in state.every(Application)
        ],
        "mail": describe_mail(state),
    }


def access(state: State, item_reference: str, person_reference: str | None) -> Any:
    """Return the effective access of one person to an item, or of everybody who has any.

    Args:
        state: The tenant.
        item_reference: An item's id, or its path as a seed writes it.
        person_reference: A seed's key, a user principal name, an object id, or `app:NAME`; None for all.
    """
    item = state.get(Item, item_reference) or item_at_path(state, item_reference)
    if person_reference is None:
        return [{**row, "key": _key(state, row["person"])} for row in describe_everybody(state, item)]
    if person_reference.startswith("app:"):
        caller = app(state, person_reference.removeprefix("app:")).principal()
        return describe_application(state, caller, item)
    user = person(state, person_reference)
    return {**describe_access(state, user.id, item), "key": user.key}


def person(state: State, reference: str) -> User:
    """Return a person by the seed's key, user principal name or object id; a deleted one by key or id."""
    user = user_by_key(state, reference) or live_user(state, reference) or state.get(User, reference)
    if user is None:
        raise LookupError(f"nobody is called {reference}")
    return user


def app(state: State, name: str) -> Application:
    """Return an application by its name."""
    found = apps_named(state, name)
    if not found:
        raise LookupError(f"no application is called {name}")
    return found[0]


def apps_named(state: State, name: str) -> list[Application]:
    """Return the applications of this name: one or none."""
    return list(state.find(Application, "name", name))


def check_certificates(certificates: list[str]) -> None:
    """Let certificates pass that can be read.

    Raises:
        LookupError: One of them is no certificate in PEM.
    """
    for pem in certificates:
        try:
            x509.load_pem_x509_certificate(pem.encode())
        except ValueError as error:
            raise LookupError("certificate_pem holds no certificate") from error


def _key(state: State, user_id: str) -> str:
    user = state.get(User, user_id)
    return user.key if user else ""


def _user(user: User) -> dict[str, Any]:
    return {
        "id": user.id,
        "key": user.key,
        "name": user.name,
        "upn": user.upn,
        "mail": user.mail,
        "type": user.user_type,
        "enabled": user.enabled,
        "deleted": user.deleted_at is not None,
        "external_state": user.external_state,
    }


def _channel(state: State, channel: Channel) -> dict[str, Any]:
    return {
        "id": channel.id,
        "name": channel.name,
        "team_id": channel.team_id,
        "membership": channel.membership,
        "drive_id": channel.drive_id,
        "folder_id": channel.folder_id,
        "members": _members(state, channel.id),
    }


def _team(state: State, team: Team) -> dict[str, Any]:
    return {"id": team.id, "name": team.name, "members": _members(state, team.id)}


def _members(state: State, place_id: str) -> list[dict[str, Any]]:
    return [_member(state, membership) for membership in members_of(state, place_id)]


def _member(state: State, membership: Membership) -> dict[str, Any]:
    key = _key(state, membership.user_id)
    return {"id": membership.id, "user_id": membership.user_id, "key": key, "roles": membership.roles}
