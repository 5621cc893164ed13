"""The recycle bin in Graph: what waits there, restoring, and deleting past it.

Source: graph:api/recyclebin-list-items
Source: graph:api/driveitem-restore
Source: graph:api/driveitem-permanentdelete
"""

from typing import Any

from graph_emulator.directory.models import User
from graph_emulator.files import callers, recycling, tree
from graph_emulator.files.item_routes import one_item
from graph_emulator.files.models import Item, Recycled
from graph_emulator.files.principals import actor_of
from graph_emulator.files.site_routes import site_of_call
from graph_emulator.kernel.faults import not_found, not_supported
from graph_emulator.kernel.paging import page_of, top_of
from graph_emulator.kernel.routes import Answer, Call, Route
from graph_emulator.kernel.state import State

_PROPERTIES = frozenset(
    {"id", "name", "size", "title", "deletedDateTime", "deletedFromLocation", "deletedBy"}
)
_MOST_A_PAGE = 1000


def list_recycled(call: Call) -> Answer:
    """Answer with a page of what waits in a site's recycle bin; a person sees what they deleted."""
    site = site_of_call(call)
    rows = [one for one in recycling.waiting(call.state, site.id) if _may_see(call, one)]
    page, following = page_of(call, rows, top_of(call, call.state.quirks.pages_children, _MOST_A_PAGE))
    more = {"@odata.nextLink": following} if following else {}
    context = call.context(f"sites('{site.id}')/recycleBin/items")
    shapes = [callers.selected(_shape(call, one), call, _PROPERTIES) for one in page]
    return Answer(status=200, body={"@odata.context": context, **more, "value": shapes})


def _may_see(call: Call, entry: Recycled) -> bool:
    return callers.sees_everything(call) or entry.deleted_by == actor_of(call.state, call.principal)


def _shape(call: Call, entry: Recycled) -> dict[str, Any]:
    shape: dict[str, Any] = {
        "id": entry.id,
        "name": entry.name,
        "size": entry.size,
        "deletedDateTime": entry.deleted_at,
        "deletedFromLocation": entry.deleted_from,
    }
    if call.version == "beta":
        shape |= {"title": entry.name, "deletedBy": _deleter(call.state, entry)}
    return shape


def _deleter(state: State, entry: Recycled) -> dict[str, Any]:
    who = entry.deleted_by
    user = state.get(User, who.id)
    name = {"id": who.id, "displayName": who.name}
    return {who.form: {**name, "userPrincipalName": user.upn} if user else name}


def restore_item(call: Call) -> Answer:
    """Bring an item back from the recycle bin; the page promises this in OneDrive personal only."""
    fields = call.fields({"parentReference": dict, "name": str})
    if not call.state.quirks.restore_in_graph:
        raise not_supported("Restore is not supported in this drive.")
    entry = recycling.recycled_item(call.state, call.params["item"])
    item = call.state.get(Item, call.params["item"])
    if entry is None or item is None or item.drive_id != call.params["drive"]:
        raise not_found()
    asked = str((fields.get("parentReference") or {}).get("id", item.parent_id))
    folder = tree.item_named(call.state, item.drive_id, asked)
    callers.check_may_write(call, folder)
    actor = actor_of(call.state, call.principal)
    name = fields.get("name", "")
    return one_item(call, recycling.restore(call.state, entry, actor, folder=folder, name=name))


def permanent_delete(call: Call) -> Answer:
    """Delete an item past the recycle bin."""
    item = callers.item_to_change(call)
    call.fields({})
    recycling.delete_for_good(call.state, item, actor_of(call.state, call.principal))
    return Answer(status=204)


RECYCLE_ROUTES = (
    Route(
        method="GET",
        template="/sites/{site}/recycleBin/items",
        topic="api/recyclebin-list-items",
        handler=list_recycled,
        roles=callers.READ_ROLES,
        units=2,
        query=frozenset({"$select", "$top", "$skiptoken"}),
        notes="the second stage; $search",
    ),
    Route(
        method="POST",
        template="/drives/{drive}/items/{item}/restore",
        topic="api/driveitem-restore",
        handler=restore_item,
        roles=callers.WRITE_ROLES,
        units=2,
        write=True,
        notes="folders that were deleted later are not made again",
    ),
    Route(
        method="POST",
        template="/drives/{drive}/items/{item}/permanentDelete",
        topic="api/driveitem-permanentdelete",
        handler=permanent_delete,
        roles=callers.WRITE_ROLES,
        units=2,
        write=True,
        notes="retention labels",
    ),
)
