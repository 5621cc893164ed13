"""Entries of the directory's two logs: what was done, and who signed in.

Source: graph:resources/directoryaudit
Source: graph:resources/signin
"""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from graph_emulator.directory.models import Application, Group, User
from graph_emulator.kernel.routes import AppPrincipal, Principal
from graph_emulator.kernel.state import Record, State
from graph_emulator.logs.keeping import make_room

_ADDRESS = "127.0.0.1"


class DirectoryAudit(Record, kw_only=True):
    """One activity in the directory; `at` is the tenant's instant as Graph writes it."""

    kind: ClassVar[str] = "directory-audit"

    at: str
    activity: str
    category: str
    service: str
    operation: str
    initiated_by: dict[str, Any]
    targets: list[dict[str, Any]]
    details: dict[str, str]
    correlation_id: str


class SignIn(Record, kw_only=True):
    """One step of a person's signing in; `error` is 0 when it led to the end."""

    kind: ClassVar[str] = "sign-in"

    at: str
    user_id: str
    upn: str
    name: str
    app_id: str
    app_name: str
    error: int
    reason: str
    correlation_id: str
    policy: str = ""


@dataclass(frozen=True, kw_only=True)
class Activity:
    """What is written into the directory's audit log.

    Attributes:
        name: The activity's display name, as the directory words it.
        category: For example `UserManagement`.
        service: The service that logs it.
        by: Who did it, as `initiated_by` returns it.
        targets: What it was done to, first the thing itself.
        operation: `Add`, `Update`, `Delete` and so on.
        details: Further names and values.
        correlation_id: What joins it with other entries, where there are some.
    """

    name: str
    category: str
    by: dict[str, Any]
    targets: list[dict[str, Any]]
    service: str = "Core Directory"
    operation: str = "Update"
    details: dict[str, str] = field(default_factory=dict)
    correlation_id: str = ""


def note_activity(state: State, activity: Activity) -> DirectoryAudit:
    """Write an activity into the directory's audit log, with the tenant's instant."""
    correlation = activity.correlation_id or state.ids.guid("audit-correlation")
    row = f"{state.ids.opaque('directory-audit', 5)}_{state.ids.number('directory-audit-row')}"
    entry = DirectoryAudit(
        id=f"Directory_{correlation}_{row}",
        at=state.clock.stamp(),
        activity=activity.name,
        category=activity.category,
        service=activity.service,
        operation=activity.operation,
        initiated_by=activity.by,
        targets=activity.targets,
        details=activity.details,
        correlation_id=correlation,
    )
    state.put(entry)
    make_room(state, DirectoryAudit)
    return entry


def by_principal(state: State, principal: Principal) -> dict[str, Any]:
    """Return how the log names whoever called."""
    if isinstance(principal, AppPrincipal):
        app = state.get(Application, principal.client_id)
        return by_app(state, principal.client_id, app.name if app else principal.name)
    user = state.get(User, principal.user_id)
    return by_user(user) if user is not None else by_app(state, "", "")


def by_app(state: State, client_id: str, name: str) -> dict[str, Any]:
    """Return how the log names an application that did something."""
    app = {
        "appId": client_id or None,
        "displayName": name or None,
        "servicePrincipalId": state.ids.derived("service-principal", client_id) if client_id else None,
        "servicePrincipalName": None,
    }
    return {"user": None, "app": app}


def by_user(user: User) -> dict[str, Any]:
    """Return how the log names a person who did something."""
    person = {
        "id": user.id,
        "displayName": user.name,
        "userPrincipalName": user.upn,
        "ipAddress": _ADDRESS,
    }
    return {"user": person, "app": None}


def target(kind: str, id_: str, name: str | None, upn: str | None = None) -> dict[str, Any]:
    """Return how the log names what something was done to."""
    return {
        "id": id_,
        "displayName": name,
        "type": kind,
        "userPrincipalName": upn,
        "groupType": None,
        "modifiedProperties": [],
    }


def group_target(group_id: str, group: Group | None) -> dict[str, Any]:
    """Return how the log names a group, which may be gone by now."""
    kind = "unifiedGroups" if group is not None and group.is_team else "azureAD"
    return {**target("Group", group_id, group.name if group else None), "groupType": kind}


def changed(name: str, old: str | None, new: str | None) -> dict[str, str | None]:
    """Return one changed property; the log holds values as JSON in text."""
    return {"displayName": name, "oldValue": old, "newValue": new}


def user_target(user: User) -> dict[str, Any]:
    """Return how the log names a person to whom something was done."""
    return target("User", user.id, user.name, user.upn)
