"""What a change of a library's records is called in the audit log: files, folders, inheritance, shares.

Source: purview:audit-log-activities
"""

from collections.abc import Iterator, Mapping
from typing import Any

from graph_emulator.directory.models import User
from graph_emulator.files.models import Item, Link, LinkPerson, Scope, Site, SiteGroup
from graph_emulator.files.models import Principal as Named
from graph_emulator.files.tree import lineage
from graph_emulator.kernel.state import Record, State
from graph_emulator.logs.records import FILES, SHAREPOINT, SHARING, Event

Changes = Mapping[tuple[str, str], tuple[Record | None, Record | None]]
_LINKS = {"users": "SecureLink", "organization": "CompanyLink", "anonymous": "AnonymousLink"}
_GONE = {"users": "Deleted", "organization": "Removed", "anonymous": "Removed"}


def events(state: State, changes: Changes, *, copied: bool) -> Iterator[Event]:
    """Yield what the audit log says about the records that one request changed.

    Args:
        state: The tenant, after the change.
        changes: For each record's kind and id what it was and what it is.
        copied: Whether the request copied something.
    """
    for before, after in changes.values():
        one = after or before
        if isinstance(one, Item):
            yield from _of_item(changes, before, after, copied=copied)
        elif isinstance(one, Link):
            yield from _of_link(state, before, after)
        elif isinstance(one, Scope):
            yield from _of_scope(state, before, after)
        elif isinstance(one, SiteGroup):
            yield from _of_group(state, before, after)
        elif isinstance(before, Site) and isinstance(after, Site):
            yield from _of_admins(state, before, after)


def _of_item(
    changes: Changes, before: Record | None, after: Record | None, *, copied: bool
) -> Iterator[Event]:
    if not isinstance(after, Item):
        return
    thing = "Folder" if after.is_container else "File"
    if not isinstance(before, Item):
        made = "Copied" if copied else "Created" if after.is_container else "Uploaded"
        if after.form != "root":
            yield Event(operation=f"{thing}{made}", record_type=FILES, place=after)
        return
    for word, more in _moves(changes, before, after):
        yield Event(operation=f"{thing}{word}", record_type=FILES, place=after, more=more)


def _moves(changes: Changes, before: Item, after: Item) -> Iterator[tuple[str, dict[str, Any]]]:
    if before.deleted != after.deleted:
        if not _goes_with_parent(changes, after):
            yield ("Deleted" if after.deleted else "Restored"), {}
        return
    if before.parent_id != after.parent_id:
        yield "Moved", {"SourceFileName": before.name, "DestinationFileName": after.name}
    elif before.name != after.name:
        yield "Renamed", {"SourceFileName": before.name, "DestinationFileName": after.name}
    if before.content_version != after.content_version:
        yield "Modified", {}


def _goes_with_parent(changes: Changes, item: Item) -> bool:
    """Whether the folder above was deleted or restored by the same request, which tells it for both."""
    was, now = changes.get((Item.kind, item.parent_id or ""), (None, None))
    return isinstance(was, Item) and isinstance(now, Item) and was.deleted != now.deleted


def _of_link(state: State, before: Record | None, after: Record | None) -> Iterator[Event]:
    one = after or before
    item = state.get(Item, one.item_id) if isinstance(one, Link) else None
    if not isinstance(one, Link) or item is None:
        return
    name, more = _LINKS.get(one.scope, "SharingLink"), {"UniqueSharingId": one.id}
    if before is None or after is None:
        word = "Created" if before is None else _GONE.get(one.scope, "Deleted")
        yield Event(operation=f"{name}{word}", record_type=SHARING, place=item, more=more)
    if one.scope != "users" or after is None:
        return
    was, now = (set(each.people) if isinstance(each, Link) else set() for each in (before, after))
    for operation, people in (("AddedToSecureLink", now - was), ("RemovedFromSecureLink", was - now)):
        for person in sorted(people, key=lambda person: person.key):
            whom = _on_link(state, person)
            yield Event(operation=operation, record_type=SHARING, place=item, more={**more, **whom})


def _of_scope(state: State, before: Record | None, after: Record | None) -> Iterator[Event]:
    one = after or before
    item = state.get(Item, one.id) if one is not None else None
    if item is None or item.form == "root" or item.deleted:
        return
    if before is None or after is None:
        word = "SharingInheritanceBroken" if before is None else "SharingInheritanceReset"
        yield Event(operation=word, record_type=SHARING, place=item)
    was = _entries(before) if isinstance(before, Scope) else _entries(_above(state, item))
    now = _entries(after) if isinstance(after, Scope) else was
    for operation, keys in (("SharingSet", now.keys() - was), ("SharingRevoked", was.keys() - now)):
        for key in sorted(keys):
            whom = _named({**was, **now}[key])
            yield Event(operation=operation, record_type=SHARING, place=item, more=whom)


def _above(state: State, item: Item) -> Scope | None:
    scopes = (state.get(Scope, one.id) for one in lineage(state, item) if one.id != item.id)
    return next((scope for scope in scopes if scope is not None), None)


def _entries(scope: Record | None) -> dict[str, Named]:
    if not isinstance(scope, Scope):
        return {}
    return {f"{one.principal.key} {','.join(one.roles)}": one.principal for one in scope.entries}


def _of_group(state: State, before: Record | None, after: Record | None) -> Iterator[Event]:
    one = after or before
    site = state.get(Site, one.site_id) if isinstance(one, SiteGroup) else None
    if not isinstance(one, SiteGroup) or site is None:
        return
    was, now = (set(each.people) if isinstance(each, SiteGroup) else set() for each in (before, after))
    for operation, people in (("AddedToGroup", now - was), ("RemovedFromGroup", was - now)):
        for person in sorted(people, key=lambda person: person.key):
            more = {**_named(person), "EventData": f"<Group>{one.title}</Group>"}
            yield Event(operation=operation, record_type=SHARING, place=site, more=more)


def _of_admins(state: State, before: Site, after: Site) -> Iterator[Event]:
    was, now = set(before.admins), set(after.admins)
    changed = (("SiteCollectionAdminAdded", now - was), ("SiteCollectionAdminRemoved", was - now))
    for operation, people in changed:
        for person in sorted(people):
            user = state.get(User, person)
            more = {"ModifiedProperties": [{"Name": "SiteAdmin", "NewValue": user.upn if user else person}]}
            yield Event(operation=operation, record_type=SHAREPOINT, place=after, more=more)


def _on_link(state: State, person: LinkPerson) -> dict[str, str]:
    user = state.get(User, person.key)
    if user is None:
        kind = "SecurityGroup" if person.form == "group" else "Guest"
        return {"TargetUserOrGroupName": person.key, "TargetUserOrGroupType": kind}
    kind = "Guest" if user.user_type == "Guest" else "Member"
    return {"TargetUserOrGroupName": user.upn, "TargetUserOrGroupType": kind}


def _named(principal: Named) -> dict[str, str]:
    kinds = {"group": "SecurityGroup", "siteGroup": "SharePointGroup", "address": "Guest"}
    name = principal.email or principal.login or principal.name or principal.key
    kind = kinds.get(principal.form, "Member")
    return {"TargetUserOrGroupName": name, "TargetUserOrGroupType": kind}
