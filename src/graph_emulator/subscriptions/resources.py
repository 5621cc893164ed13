"""What can be watched, by whom, for how long, and how to tell that it has changed.

Source: graph:api/subscription-post-subscriptions
Source: graph:resources/subscription#maximum-length-of-subscription-per-resource-type
"""

import hashlib
import re
from dataclasses import dataclass

import msgspec

from graph_emulator.directory.models import Group, User, live_user
from graph_emulator.files.models import Drive
from graph_emulator.files.named_places import list_id
from graph_emulator.files.shelves import Totals
from graph_emulator.kernel.faults import GraphFault
from graph_emulator.kernel.state import Record, State
from graph_emulator.memberships.models import members_of

_DRIVE = re.compile(r"/?drives/([^/]+)/root/?", re.IGNORECASE)
_LIST = re.compile(r"/?sites/([^/]+)/lists/([^/]+)/?", re.IGNORECASE)
_DIRECTORY = re.compile(r"/?(users|groups)(?:/([^/]+))?/?", re.IGNORECASE)
ROLES = {
    "drive": "Files.ReadWrite.All",
    "list": "Sites.ReadWrite.All",
    "users": "User.Read.All",
    "groups": "Group.Read.All",
}
LONGEST_MIN = {"drive": 42_300, "list": 42_300, "users": 41_760, "groups": 41_760}
CHANGE_TYPES = {
    "drive": frozenset({"updated"}),
    "list": frozenset({"updated"}),
    "users": frozenset({"updated", "deleted"}),
    "groups": frozenset({"updated", "deleted"}),
}
TYPES = {"users": "User", "groups": "Group"}


@dataclass(frozen=True, kw_only=True)
class Watched:
    """A resource that can be watched; `target` is empty for every person or every group."""

    form: str
    target: str


@dataclass(frozen=True, kw_only=True)
class Change:
    """One change: of which type, of which person or group, and whether only permissions changed."""

    type: str
    target: str = ""
    security: bool = False


def watched(state: State, resource: str) -> Watched:
    """Return what a subscription's resource means.

    Raises:
        GraphFault: It cannot be watched, or it is not there.
    """
    if found := _DRIVE.fullmatch(resource):
        if state.get(Drive, found[1]) is None:
            raise _not_there(resource)
        return Watched(form="drive", target=found[1])
    if found := _LIST.fullmatch(resource):
        return Watched(form="list", target=_library(state, found[1], found[2]).id)
    if found := _DIRECTORY.fullmatch(resource):
        form = found[1].casefold()
        return Watched(form=form, target=_of_directory(state, form, found[2]) if found[2] else "")
    raise GraphFault(400, "InvalidRequest", f"The resource '{resource}' is not supported.")


def fingerprint(state: State, form: str, target: str, before: dict[str, str]) -> dict[str, str]:
    """Return what the resource looks like now; two looks differ when something changed between them."""
    if form in {"drive", "list"}:
        return _of_drive(state, target, before)
    kind: type[Record] = User if form == "users" else Group
    records = state.every(kind)
    return {one.id: _digest(state, one) for one in records if target in {"", one.id}}


def changes(state: State, form: str, before: dict[str, str], now: dict[str, str]) -> list[Change]:
    """Return what changed between two looks at a resource."""
    if form not in {"drive", "list"}:
        return _changes_of_directory(state, form, before, now)
    if before == now:
        return []
    return [Change(type="updated", security=before["content"] == now["content"])]


def _of_drive(state: State, drive_id: str, before: dict[str, str]) -> dict[str, str]:
    """Count changes of any kind, and apart from them versions, which permissions do not move."""
    drive = state.get(Drive, drive_id)
    changed = str(drive.changed if drive else 0)
    if before.get("changed") == changed:
        return before
    return {"changed": changed, "content": str(state.kept(Totals).versions(drive_id))}


def _changes_of_directory(
    state: State, form: str, before: dict[str, str], now: dict[str, str]
) -> list[Change]:
    moved = [key for key in {**before, **now} if before.get(key) != now.get(key)]
    return [Change(type=_type(state, form, key), target=key) for key in moved]


def _type(state: State, form: str, key: str) -> str:
    if form == "groups":
        return "updated" if state.get(Group, key) else "deleted"
    user = state.get(User, key)
    return "updated" if user and not user.deleted_at else "deleted"


def _digest(state: State, record: Record) -> str:
    members = members_of(state, record.id) if isinstance(record, Group) and record.is_team else ()
    people = [f"{one.user_id}:{','.join(one.roles)}" for one in members]
    content = msgspec.json.encode(record) + repr(sorted(people)).encode()
    return hashlib.sha256(content).hexdigest()[:16]


def _library(state: State, site: str, name: str) -> Drive:
    for drive in state.every(Drive):
        if drive.site_id == site and name.casefold() in {list_id(state, drive), drive.name.casefold()}:
            return drive
    raise _not_there(f"sites/{site}/lists/{name}")


def _of_directory(state: State, form: str, reference: str) -> str:
    found = live_user(state, reference) if form == "users" else state.get(Group, reference)
    if found is None:
        raise _not_there(f"{form}/{reference}")
    return found.id


def _not_there(resource: str) -> GraphFault:
    return GraphFault(404, "ResourceNotFound", f"The resource '{resource}' was not found.")
