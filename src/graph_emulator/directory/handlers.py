"""Reads of the directory: people, deleted people, groups and their members."""

from typing import Any

from graph_emulator.directory.models import Group, User, live_user
from graph_emulator.directory.shapes import (
    GROUP_DEFAULT,
    GROUP_FILTERS,
    USER_BASIC,
    USER_DEFAULT,
    USER_FILTERS,
    USER_PROPERTIES,
    group_shape,
    user_shape,
)
from graph_emulator.kernel.collections import collection, filtered, selected_names
from graph_emulator.kernel.faults import forbidden, unknown_resource
from graph_emulator.kernel.routes import Answer, AppPrincipal, Call
from graph_emulator.memberships.models import members_of

_BASIC_ROLE = "User.ReadBasic.All"


def get_user(call: Call) -> Answer:
    """Answer with a person, found by object id or user principal name; a disabled account is shown too."""
    user = live_user(call.state, call.params["user"])
    if user is None:
        raise unknown_resource(call.params["user"])
    names = _user_names(call)
    row = user_shape(call.state, user)
    return Answer(status=200, body=_entity(call, "users", names, row))


def list_users(call: Call) -> Answer:
    """Answer with a page of the people whose accounts are not deleted."""
    names = _user_names(call)
    rows = (user_shape(call.state, user) for user in call.state.every(User) if not user.deleted_at)
    kept = filtered(call, rows, USER_FILTERS)
    return collection(call, kept, _fragment(call, "users", names), lambda row: _picked(row, names))


def list_deleted_users(call: Call) -> Answer:
    """Answer with a page of the deleted people."""
    names = selected_names(call, USER_PROPERTIES, (*USER_DEFAULT, "deletedDateTime"), "user")
    rows = [user_shape(call.state, user) for user in call.state.every(User) if user.deleted_at]
    return collection(call, rows, _fragment(call, "users", names), lambda row: _picked(row, names))


def get_deleted_item(call: Call) -> Answer:
    """Answer with one deleted person."""
    user = call.state.get(User, call.params["object"])
    if user is None or not user.deleted_at:
        raise unknown_resource(call.params["object"])
    names = selected_names(call, USER_PROPERTIES, (*USER_DEFAULT, "deletedDateTime"), "user")
    row = _picked(user_shape(call.state, user), names)
    body = {
        "@odata.context": call.context("directoryObjects/$entity"),
        "@odata.type": "#microsoft.graph.user",
    }
    return Answer(status=200, body={**body, **row})


def list_groups(call: Call) -> Answer:
    """Answer with a page of groups."""
    names = selected_names(call, frozenset(GROUP_DEFAULT), GROUP_DEFAULT, "group")
    kept = filtered(call, (group_shape(group) for group in call.state.every(Group)), GROUP_FILTERS)
    return collection(call, kept, _fragment(call, "groups", names), lambda row: _picked(row, names))


def get_group(call: Call) -> Answer:
    """Answer with a group."""
    names = selected_names(call, frozenset(GROUP_DEFAULT), GROUP_DEFAULT, "group")
    return Answer(status=200, body=_entity(call, "groups", names, group_shape(_group(call))))


def list_group_members(call: Call) -> Answer:
    """Answer with a page of a group's direct members, whose accounts are not deleted."""
    group = _group(call)
    names = selected_names(call, USER_PROPERTIES, USER_DEFAULT, "user")
    ids = [member.user_id for member in members_of(call.state, group.id)] if group.is_team else group.members
    people = (call.state.get(User, user_id) for user_id in ids)
    rows = [user_shape(call.state, user) for user in people if user is not None and not user.deleted_at]
    typed = {"@odata.type": "#microsoft.graph.user"}
    return collection(call, rows, "directoryObjects", lambda row: {**typed, **_picked(row, names)})


def _group(call: Call) -> Group:
    group = call.state.get(Group, call.params["group"])
    if group is None:
        raise unknown_resource(call.params["group"])
    return group


def _user_names(call: Call) -> list[str]:
    names = selected_names(call, USER_PROPERTIES, USER_DEFAULT, "user")
    basic = isinstance(call.principal, AppPrincipal) and call.principal.roles.isdisjoint(call.route.roles[1:])
    if not basic:
        return names
    if "$select" in call.query and not set(names) <= USER_BASIC:
        raise forbidden("directory")
    return [name for name in names if name in USER_BASIC]


def _picked(row: dict[str, Any], names: list[str]) -> dict[str, Any]:
    return {name: row[name] for name in names}


def _fragment(call: Call, kind: str, names: list[str]) -> str:
    return f"{kind}({','.join(names)})" if "$select" in call.query else kind


def _entity(call: Call, kind: str, names: list[str], row: dict[str, Any]) -> dict[str, Any]:
    context = call.context(f"{_fragment(call, kind, names)}/$entity")
    return {"@odata.context": context, **_picked(row, names)}
