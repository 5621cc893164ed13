"""Accounts that are made, changed, deleted, restored and signed out.

Source: graph:api/user-post-users
Source: graph:api/user-update
Source: graph:api/user-delete
Source: graph:api/directory-deleteditems-restore
"""

from typing import Any

from graph_emulator.directory.models import User
from graph_emulator.entra.handlers import deleted_user_named, entity, typed_user, user_named
from graph_emulator.entra.lifecycle import delete_account, free_key, name_is_taken, restore_account
from graph_emulator.entra.shapes import USER_DEFAULT, user_shape
from graph_emulator.kernel.faults import bad_request, forbidden
from graph_emulator.kernel.routes import Answer, AppPrincipal, Call, Types
from graph_emulator.kernel.state import State

ENABLING_ROLE = "User.EnableDisableAccount.All"
_TEXT: Types = (str, type(None))
_UPDATE: dict[str, Types] = {
    "accountEnabled": bool,
    "displayName": str,
    "mail": _TEXT,
    "otherMails": list,
    "userPrincipalName": str,
    "userType": str,
}
_CREATE: dict[str, Types] = {**_UPDATE, "mailNickname": str, "passwordProfile": dict}
_NEEDED = ("accountEnabled", "displayName", "mailNickname", "passwordProfile", "userPrincipalName")
_PASSWORD = {"forceChangePasswordNextSignIn", "forceChangePasswordNextSignInWithMfa", "password"}
_NAMES = {
    "accountEnabled": "enabled",
    "displayName": "name",
    "mail": "mail",
    "otherMails": "other_mails",
    "userPrincipalName": "upn",
    "userType": "user_type",
}
_TAKEN = "Another object with the same value for property userPrincipalName already exists."


def create_user(call: Call) -> Answer:
    """Make an account; a name that a deleted account had gives another account, with another id."""
    fields = call.fields(_CREATE)
    missing = [name for name in _NEEDED if name not in fields]
    if missing:
        raise bad_request("directory", f"A value is required for property '{missing[0]}' of resource 'User'.")
    if not set(fields["passwordProfile"]) <= _PASSWORD:
        raise bad_request("directory", "The password profile has an unknown property.")
    if not isinstance(fields["passwordProfile"].get("password"), str):
        raise bad_request("directory", "The password profile needs a password.")
    _check(call.state, fields)
    user = User(
        id=call.state.ids.guid("user"),
        key=free_key(call.state, fields["mailNickname"]),
        name=fields["displayName"],
        upn=fields["userPrincipalName"],
        mail=fields.get("mail"),
        other_mails=list(fields.get("otherMails", [])),
        user_type=fields.get("userType", "Member"),
        enabled=fields["accountEnabled"],
        created_at=call.state.clock.stamp(),
    )
    call.state.put(user)
    row = user_shape(call.state, user)
    return Answer(status=201, body=entity(call, "users", list(USER_DEFAULT), row))


def update_user(call: Call) -> Answer:
    """Change an account; the role for enabling alone changes nothing else."""
    user, fields = user_named(call), call.fields(_UPDATE)
    if not fields:
        raise bad_request("directory", "The body names nothing that could be changed.")
    roles = call.principal.roles if isinstance(call.principal, AppPrincipal) else frozenset[str]()
    if roles and roles.isdisjoint(call.route.roles[1:]) and set(fields) != {"accountEnabled"}:
        raise forbidden("directory")
    renamed = fields.get("userPrincipalName", user.upn).casefold() != user.upn.casefold()
    _check(call.state, fields if renamed else {**fields, "userPrincipalName": None})
    for name, value in fields.items():
        setattr(user, _NAMES[name], value)
    call.state.put(user)
    return Answer(status=204)


def delete_user(call: Call) -> Answer:
    """Move an account to the deleted items."""
    delete_account(call.state, user_named(call))
    return Answer(status=204)


def restore_deleted(call: Call) -> Answer:
    """Bring a deleted account back under its old id, unless its name was given away meanwhile."""
    call.fields({})
    user = deleted_user_named(call)
    if name_is_taken(call.state, user.upn):
        raise bad_request("directory", _TAKEN)
    restore_account(call.state, user)
    return Answer(status=200, body=typed_user(call, user, list(USER_DEFAULT)))


def purge_deleted(call: Call) -> Answer:
    """Delete an account for good."""
    user = deleted_user_named(call)
    user.purged = True
    call.state.put(user)
    return Answer(status=204)


def revoke_sessions(call: Call) -> Answer:
    """End a person's sessions; a guest's own organisation does not hear of it.

    Source: graph:api/user-revokesigninsessions
    """
    call.fields({})
    user = user_named(call)
    user.sessions_from = call.state.clock.stamp()
    call.state.put(user)
    return Answer(status=200, body={"@odata.context": call.context("Edm.Boolean"), "value": True})


def _check(state: State, fields: dict[str, Any]) -> None:
    upn = fields.get("userPrincipalName")
    if upn is not None and upn.partition("@")[2].casefold() not in own_domains(state):
        raise bad_request("directory", "The domain portion of the userPrincipalName property is invalid.")
    if upn is not None and name_is_taken(state, upn):
        raise bad_request("directory", _TAKEN)
    if fields.get("userType", "Member") not in {"Member", "Guest"}:
        raise bad_request("directory", "Invalid value specified for property 'userType' of resource 'User'.")
    if not all(isinstance(one, str) for one in fields.get("otherMails", [])):
        raise bad_request(
            "directory", "Invalid value specified for property 'otherMails' of resource 'User'."
        )
    if not str(fields.get("displayName", "x")).strip():
        raise bad_request(
            "directory", "Invalid value specified for property 'displayName' of resource 'User'."
        )


def own_domains(state: State) -> set[str]:
    """Return the directory's own domains: its first one, and those of its members' names."""
    first = state.host.replace(".sharepoint.", ".onmicrosoft.", 1)
    names = (user.upn for user in state.every(User) if user.user_type == "Member" and "#EXT#" not in user.upn)
    return {first.casefold(), *(upn.partition("@")[2].casefold() for upn in names)}
