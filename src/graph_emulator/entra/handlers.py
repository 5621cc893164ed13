"""Reads of accounts: people, deleted people, and the groups that somebody belongs to."""

from typing import Any

from graph_emulator.directory.models import User, live_user
from graph_emulator.entra import nesting
from graph_emulator.entra.lifecycle import deleted_users, is_gone
from graph_emulator.entra.listing import count_of, directory_list
from graph_emulator.entra.shapes import (
    GROUP_DEFAULT,
    GROUP_KIND,
    TYPED_GROUP,
    TYPED_USER,
    USER_BASIC,
    USER_DEFAULT,
    USER_KIND,
    USER_PROPERTIES,
    group_shape,
    user_shape,
)
from graph_emulator.kernel.collections import collection, selected_names
from graph_emulator.kernel.faults import forbidden, unknown_resource
from graph_emulator.kernel.routes import Answer, AppPrincipal, Call

_WITH_DELETED = (*USER_DEFAULT, "deletedDateTime")
_BASIC = frozenset({"User.ReadBasic.All"})


def user_named(call: Call) -> User:
    """Return the person of the path, by object id or user principal name, or 404."""
    user = live_user(call.state, call.params["user"])
    if user is None:
        raise unknown_resource(call.params["user"])
    return user


def deleted_user_named(call: Call) -> User:
    """Return the deleted person of the path who can still be restored, or 404."""
    user = call.state.get(User, call.params["object"])
    if user is None or not user.deleted_at or is_gone(call.state, user):
        raise unknown_resource(call.params["object"])
    return user


def get_user(call: Call) -> Answer:
    """Answer with a person; a disabled account is shown too."""
    row = user_shape(call.state, user_named(call))
    return Answer(status=200, body=entity(call, "users", _user_names(call), row))


def list_users(call: Call) -> Answer:
    """Answer with a page of the people whose accounts are not deleted."""
    names = _user_names(call)
    return directory_list(
        call, _live(call), USER_KIND, fragment(call, "users", names), lambda row: picked(row, names)
    )


def count_users(call: Call) -> Answer:
    """Answer with the number of people whose accounts are not deleted."""
    return count_of(call, _live(call), USER_KIND)


def list_deleted_users(call: Call) -> Answer:
    """Answer with a page of the deleted people who can still be restored."""
    names = selected_names(call, USER_PROPERTIES, _WITH_DELETED, "user")
    rows = [user_shape(call.state, user) for user in deleted_users(call.state)]
    return collection(call, rows, fragment(call, "users", names), lambda row: picked(row, names))


def get_deleted_item(call: Call) -> Answer:
    """Answer with one deleted person."""
    names = selected_names(call, USER_PROPERTIES, _WITH_DELETED, "user")
    return Answer(status=200, body=typed_user(call, deleted_user_named(call), names))


def typed_user(call: Call, user: User, names: list[str]) -> dict[str, Any]:
    """Return a person as a directory object."""
    head = {"@odata.context": call.context("directoryObjects/$entity"), **TYPED_USER}
    return {**head, **picked(user_shape(call.state, user), names)}


def list_member_of(call: Call) -> Answer:
    """Answer with a page of the groups that a person is a direct member of."""
    return _groups(call, nesting.groups_over(call.state, user_named(call).id))


def list_transitive_member_of(call: Call) -> Answer:
    """Answer with a page of the groups that a person is within, at any depth."""
    return _groups(call, nesting.groups_above(call.state, user_named(call).id))


def _groups(call: Call, groups: list[Any]) -> Answer:
    names = selected_names(call, frozenset(GROUP_DEFAULT), GROUP_DEFAULT, "group")
    rows = [group_shape(group) for group in groups]
    return directory_list(
        call, rows, GROUP_KIND, "directoryObjects", lambda row: {**TYPED_GROUP, **picked(row, names)}
    )


def _live(call: Call) -> list[dict[str, Any]]:
    return [user_shape(call.state, user) for user in call.state.every(User) if not user.deleted_at]


def _user_names(call: Call) -> list[str]:
    names = selected_names(call, USER_PROPERTIES, USER_DEFAULT, "user")
    further = frozenset(call.route.roles) - _BASIC
    basic = isinstance(call.principal, AppPrincipal) and call.principal.roles.isdisjoint(further)
    if not basic:
        return names
    if "$select" in call.query and not set(names) <= USER_BASIC:
        raise forbidden("directory")
    return [name for name in names if name in USER_BASIC]


def picked(row: dict[str, Any], names: list[str]) -> dict[str, Any]:
    """Return some properties of a row."""
    return {name: row[name] for name in names}


def fragment(call: Call, kind: str, names: list[str]) -> str:
    """Return the context's fragment, which names what was selected."""
    return f"{kind}({','.join(names)})" if "$select" in call.query else kind


def entity(call: Call, kind: str, names: list[str], row: dict[str, Any]) -> dict[str, Any]:
    """Return one row with its context."""
    return {"@odata.context": call.context(f"{fragment(call, kind, names)}/$entity"), **picked(row, names)}
