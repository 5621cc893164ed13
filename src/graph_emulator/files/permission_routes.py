"""Listing, reading, changing and deleting an item's permissions.

Source: graph:api/driveitem-list-permissions
Source: graph:api/permission-get
Source: graph:api/permission-update
Source: graph:api/permission-delete
"""

import re
from typing import Any

from msgspec.structs import replace

from graph_emulator.files import callers, effective, links, policy, scopes, tree
from graph_emulator.files.holdings import Holding, holding_named, holdings
from graph_emulator.files.models import Entry, Item, Link
from graph_emulator.files.permission_shapes import permission_shape
from graph_emulator.kernel.clock import ClockError, parse_instant, stamp
from graph_emulator.kernel.faults import GraphFault, invalid, not_found, not_supported
from graph_emulator.kernel.routes import Answer, Call, Route, UserPrincipal
from graph_emulator.posture import rules

_PERMISSIONS = "/drives/{drive}/items/{item}/permissions"
_SELECT = frozenset({"$select"})
_LINK_FILTER = re.compile(r"[Ll]ink (ne|eq) null")
_PROPERTIES = frozenset(
    [
        "id",
        "roles",
        "link",
        "invitation",
        "inheritedFrom",
        "shareId",
        "expirationDateTime",
        "hasPassword",
        "grantedTo",
        "grantedToV2",
        "grantedToIdentities",
        "grantedToIdentitiesV2",
    ]
)


def list_permissions(call: Call) -> Answer:
    """Answer with the item's permissions, inherited ones too."""
    item = callers.item_to_read(call)
    if call.headers.get("if-none-match") in {item.etag, item.ctag}:
        return Answer(status=304)
    secrets = callers.may_write(call, item)
    shapes = [
        permission_shape(call.state, holding, secrets=secrets)
        for holding in _visible(call, item, holdings(call.state, item))
    ]
    rows = [callers.selected(shape, call, _PROPERTIES) for shape in shapes if _is_wanted(call, shape)]
    context = call.context(f"drives('{item.drive_id}')/items('{item.id}')/permissions")
    return Answer(status=200, body={"@odata.context": context, "value": rows})


def _is_wanted(call: Call, shape: dict[str, Any]) -> bool:
    """Whether the one filter that people use here keeps a permission; its page names none."""
    text = call.query.get("$filter")
    if text is None:
        return True
    found = _LINK_FILTER.fullmatch(text.strip())
    if found is None or not call.state.quirks.permission_filter_link:
        raise invalid("Filter not supported.")
    return ("link" in shape) == (found[1] == "ne")


def _visible(call: Call, item: Item, every: list[Holding]) -> list[Holding]:
    """Leave out what does not apply to a reader; whoever may share the item sees everything."""
    if not isinstance(call.principal, UserPrincipal) or callers.may_write(call, item):
        return every
    own = {path.permission_id for path in effective.paths_of(call.state, call.principal.user_id, item)}
    return [holding for holding in every if holding.source.id in own]


def get_permission(call: Call) -> Answer:
    """Answer with one permission of an item."""
    item = callers.item_to_read(call)
    holding = holding_named(call.state, item, call.params["permission"])
    if not _visible(call, item, [holding]):
        raise not_found()
    return one_permission(call, item, holding)


def one_permission(call: Call, item: Item, holding: Holding, status: int = 200) -> Answer:
    """Answer with one permission."""
    shape = permission_shape(call.state, holding, secrets=callers.may_write(call, item))
    context = call.context(f"drives('{item.drive_id}')/items('{item.id}')/permissions/$entity")
    body = {"@odata.context": context, **callers.selected(shape, call, _PROPERTIES)}
    return Answer(status=status, body=body)


def update_permission(call: Call) -> Answer:
    """Change the roles of a person's permission, or the expiry of an anonymous link; nothing else."""
    item = callers.item_to_change(call)
    callers.check_if_match(call.headers, item)
    fields = call.fields({"roles": list, "expirationDateTime": str})
    holding = holding_named(call.state, item, call.params["permission"])
    if holding.above is not None:
        raise invalid("An inherited permission cannot be changed here.")
    if isinstance(holding.source, Link):
        link = _with_expiry(call, item, holding.source, fields)
        return one_permission(call, item, Holding(link, None))
    entry = _with_roles(call, item, holding.source, fields)
    return one_permission(call, item, Holding(entry, None))


def _with_expiry(call: Call, item: Item, link: Link, fields: dict[str, Any]) -> Link:
    if link.scope != "anonymous" or set(fields) != {"expirationDateTime"}:
        raise not_supported("The type oneDrive.PermissionEntitySet does not support HTTP PATCH method.")
    ends = policy.link_expiry(call.state, item, link.scope, expiry(fields["expirationDateTime"]))
    changed = replace(link, expires_at=ends)
    call.state.put(changed)
    tree.note(call.state, item, shared=True)
    return changed


def expiry(text: str) -> str:
    """Return an expiry as it is kept, or refuse it."""
    try:
        return stamp(parse_instant(text))
    except ClockError as error:
        raise invalid("expirationDateTime is no instant.") from error


def _with_roles(call: Call, item: Item, entry: Entry, fields: dict[str, Any]) -> Entry:
    if entry.principal.form not in {"user", "address"} or set(fields) != {"roles"}:
        raise not_supported("The type oneDrive.PermissionEntitySet does not support HTTP PATCH method.")
    roles = roles_of(fields["roles"])
    policy.check_sharing(call.state, item, rules.Sharing(call.principal, people=(entry.principal.key,)))
    changed = replace(entry, roles=roles)
    scopes.replace_entry(call.state, item, changed)
    return changed


def roles_of(asked: object) -> tuple[str, ...]:
    """Return the one role that was asked for; only read and write can be given.

    Source: graph:resources/permission#roles property values
    """
    if not isinstance(asked, list) or len(asked) != 1 or asked[0] not in ("read", "write"):
        raise invalid("Roles must be one of read and write.")
    return (asked[0],)


def delete_permission(call: Call) -> Answer:
    """Delete a permission of the item's own; an inherited one stays, whatever the answer says."""
    item = callers.item_to_change(call)
    callers.check_if_match(call.headers, item)
    holding = holding_named(call.state, item, call.params["permission"])
    if holding.above is not None or _is_fixed(holding):
        return _answer_for_inherited(call)
    if isinstance(holding.source, Link):
        links.remove(call.state, item, holding.source)
    else:
        scopes.remove_entry(call.state, item, holding.source.id)
    return Answer(status=204)


def _is_fixed(holding: Holding) -> bool:
    """Owners and the right to pass through outlive a DELETE, as users of SharePoint report."""
    return holding.limited or (isinstance(holding.source, Entry) and "owner" in holding.source.roles)


def _answer_for_inherited(call: Call) -> Answer:
    form = call.state.quirks.permission_delete_inherited
    if form == "403":
        raise GraphFault(403, "notAllowed", "Operation not allowed")
    if form == "400":
        raise invalid("Only permissions that are not inherited can be deleted.")
    return Answer(status=204)


PERMISSION_ROUTES = (
    Route(
        method="GET",
        template=_PERMISSIONS,
        topic="api/driveitem-list-permissions",
        handler=list_permissions,
        roles=callers.READ_ROLES,
        units=5,
        query=_SELECT | {"$filter"},
        notes="filters other than Link ne null; paging, which is not documented to occur",
    ),
    Route(
        method="GET",
        template=f"{_PERMISSIONS}/{{permission}}",
        topic="api/permission-get",
        handler=get_permission,
        roles=callers.READ_ROLES,
        units=5,
        query=_SELECT,
    ),
    Route(
        method="PATCH",
        template=f"{_PERMISSIONS}/{{permission}}",
        topic="api/permission-update",
        handler=update_permission,
        roles=callers.WRITE_ROLES,
        units=5,
        write=True,
    ),
    Route(
        method="DELETE",
        template=f"{_PERMISSIONS}/{{permission}}",
        topic="api/permission-delete",
        handler=delete_permission,
        roles=callers.WRITE_ROLES,
        units=5,
        write=True,
        notes="which owner entries a tenant lets go of is not documented; here none",
    ),
)
