"""What a change of the directory's records is called in the directory's audit log.

Source: entra:monitoring-health/reference-audit-activities
"""

from collections.abc import Iterable, Iterator
from typing import Any

from graph_emulator.directory.models import Application, Group, User
from graph_emulator.kernel.state import R, Record, State
from graph_emulator.logs.models import Activity, by_user, changed, group_target, target, user_target
from graph_emulator.memberships.models import Membership

Initiator = dict[str, Any]
_SHOWN = {"name": "DisplayName", "upn": "UserPrincipalName", "mail": "Mail", "user_type": "UserType"}
_USERS, _GROUPS, _APPS = "UserManagement", "GroupManagement", "ApplicationManagement"
_GUESTS = "Invited Users"


def activities(
    state: State, by: Initiator, before: Record | None, after: Record | None
) -> Iterator[Activity]:
    """Yield what the log says about one record that changed, was made or was dropped."""
    one = after or before
    if isinstance(one, User):
        yield from _of_user(by, _as(User, before), one if after else None)
    elif isinstance(one, Group):
        yield from _of_group(state, by, _as(Group, before), _as(Group, after))
    elif isinstance(one, Membership) and state.get(Group, one.place_id):
        adds = before is None
        if adds or after is None:
            yield from _joined(state, by, one.place_id, [one.user_id], adds=adds)
    elif isinstance(one, Application) and isinstance(after, Application):
        yield from _of_application(by, _as(Application, before), after)


def _as(kind: type[R], record: Record | None) -> R | None:
    return record if isinstance(record, kind) else None


def _of_user(by: Initiator, before: User | None, after: User | None) -> Iterator[Activity]:
    if after is None:
        return
    if before is None:
        yield _born(by, after)
        return
    if bool(before.deleted_at) != bool(after.deleted_at):
        name = "Delete user" if after.deleted_at else "Restore user"
        operation = "Delete" if after.deleted_at else "Update"
        yield Activity(name=name, category=_USERS, by=by, targets=[user_target(after)], operation=operation)
    if before.external_state == "PendingAcceptance" and after.external_state == "Accepted":
        yield Activity(
            name="Redeem external user invite",
            category=_USERS,
            service=_GUESTS,
            by=by_user(after),
            targets=[user_target(after)],
        )
    if before.enabled != after.enabled:
        name = "Enable account" if after.enabled else "Disable account"
        yield Activity(name=name, category=_USERS, by=by, targets=[user_target(after)])
    yield from _updated(by, before, after)


def _born(by: Initiator, user: User) -> Activity:
    if user.external_state is None:
        targets = [user_target(user)]
        return Activity(name="Add user", category=_USERS, by=by, targets=targets, operation="Add")
    return Activity(
        name="Invite external user",
        category=_USERS,
        service=_GUESTS,
        by=by,
        targets=[user_target(user)],
        operation="Add",
        details={"InvitedUserEmailAddress": user.mail or ""},
    )


def _updated(by: Initiator, before: User, after: User) -> Iterator[Activity]:
    found = [
        changed(shown, str(getattr(before, name)), str(getattr(after, name)))
        for name, shown in _SHOWN.items()
        if getattr(before, name) != getattr(after, name)
    ]
    if before.enabled != after.enabled:
        found.append(changed("AccountEnabled", f"[{before.enabled}]", f"[{after.enabled}]"))
    if found:
        row = {**user_target(after), "modifiedProperties": found}
        yield Activity(name="Update user", category=_USERS, by=by, targets=[row])


def _of_group(state: State, by: Initiator, before: Group | None, after: Group | None) -> Iterator[Activity]:
    one = after or before
    if one is None:
        return
    if before is None or after is None:
        name, operation = ("Add group", "Add") if before is None else ("Delete group", "Delete")
        targets = [group_target(one.id, one)]
        yield Activity(name=name, category=_GROUPS, by=by, targets=targets, operation=operation)
    was, now = (set(each.members) if each else set() for each in (before, after))
    yield from _joined(state, by, one.id, sorted(now - was), adds=True)
    yield from _joined(state, by, one.id, sorted(was - now), adds=False)


def _joined(
    state: State, by: Initiator, group_id: str, people: Iterable[str], *, adds: bool
) -> Iterator[Activity]:
    group = state.get(Group, group_id)
    name, operation = ("Add member to group", "Assign") if adds else ("Remove member from group", "Unassign")
    for person in people:
        user = state.get(User, person)
        who = user_target(user) if user else target("User", person, None)
        where = group_target(group_id, group)
        yield Activity(name=name, category=_GROUPS, by=by, targets=[who, where], operation=operation)


def _of_application(by: Initiator, before: Application | None, after: Application) -> Iterator[Activity]:
    thing = target("ServicePrincipal", after.id, after.name)
    was = {*before.roles, *before.sharepoint_roles} if before else set()
    now = {*after.roles, *after.sharepoint_roles}
    for role in sorted(now ^ was):
        name = "Add app role assignment to service principal"
        if role in was:
            name = "Remove app role assignment from service principal"
        yield Activity(name=name, category=_APPS, by=by, targets=[thing], details={"AppRole.Value": role})
    if set(after.delegated) - set(before.delegated if before else ()):
        details = {"ConsentAction.Permissions": " ".join(after.delegated)}
        yield Activity(name="Consent to application", category=_APPS, by=by, targets=[thing], details=details)
