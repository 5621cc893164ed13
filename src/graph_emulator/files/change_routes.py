"""Adding, renaming, moving, copying and deleting items.

Source: graph:api/driveitem-update
Source: graph:api/driveitem-move
Source: graph:api/driveitem-copy
Source: graph:api/driveitem-delete
Source: graph:api/driveitem-put-content
"""

from typing import Any

from graph_emulator.files import callers, movement, recycling, tree
from graph_emulator.files.item_routes import one_item
from graph_emulator.files.models import CopyJob, Item
from graph_emulator.files.principals import actor_of
from graph_emulator.kernel.faults import GraphFault, access_denied, conflict, invalid
from graph_emulator.kernel.routes import Answer, Call, Route

_ITEM = "/drives/{drive}/items/{item}"
_REFERENCE = {"driveId", "driveType", "id", "siteId"}
_LARGEST = 250 * 1024 * 1024


def update_item(call: Call) -> Answer:
    """Rename an item, move it by its parent reference, or both; to rename it needs no right to its folder."""
    item = callers.item_to_change(call)
    callers.check_if_match(call.headers, item)
    fields = call.fields({"name": str, "parentReference": dict})
    if not fields:
        raise invalid("Nothing to update.")
    folder = (
        _folder(call, fields, item.parent_id or item.id) if "parentReference" in fields else _home(call, item)
    )
    name = fields.get("name", item.name)
    return one_item(call, movement.move(call.state, item, folder, name, actor_of(call.state, call.principal)))


def _home(call: Call, item: Item) -> Item:
    return tree.item_named(call.state, item.drive_id, item.parent_id or item.id)


def _folder(call: Call, fields: dict[str, Any], otherwise: str) -> Item:
    reference = fields.get("parentReference") or {}
    unknown = set(reference) - _REFERENCE
    if unknown:
        raise invalid(f"Invalid property '{min(unknown)}'.")
    if not all(isinstance(value, str) for value in reference.values()):
        raise invalid("A property of the parentReference has a wrong type.")
    drive_id = reference.get("driveId", call.params["drive"])
    if reference.get("id") == "root":
        raise invalid("A parent is named by its own id.")
    item = tree.item_named(call.state, drive_id, reference.get("id", otherwise))
    return callers.check_may_write(call, item)


def copy_item(call: Call) -> Answer:
    """Accept a copy and tell where its state can be read; the copy inherits, and has no links."""
    item = callers.item_to_read(call)
    if not callers.may_take(call, item):
        raise access_denied()
    fields = call.fields({"name": str, "parentReference": dict})
    folder = _folder(call, fields, item.parent_id or item.id)
    name = fields.get("name", item.name)
    if item.form == "root" or not folder.is_container or tree.lies_under(call.state, folder, item.id):
        raise invalid("This item cannot be copied there.")
    movement.check_free(call.state, folder, name)
    copied = movement.copy(call, item, folder, name)
    job = CopyJob(id=call.state.ids.guid("copy-job"), drive_id=copied.drive_id, item_id=copied.id)
    call.state.put(job)
    return Answer(status=202, headers={"Location": call.link(f"/drives/{copied.drive_id}/monitor/{job.id}")})


def delete_item(call: Call) -> Answer:
    """Move an item to the recycle bin."""
    item = callers.item_to_change(call)
    callers.check_if_match(call.headers, item)
    recycling.delete(call.state, item, actor_of(call.state, call.principal))
    return Answer(status=204)


def put_content(call: Call) -> Answer:
    """Put content under a path or into a file; what the content says is not kept."""
    if len(call.raw) > _LARGEST:
        raise GraphFault(413, "invalidRequest", "The file is too large for a simple upload.")
    if ":" not in call.params["item"]:
        item = callers.item_to_change(call)
        if item.form != "file":
            raise conflict("Only a file has content.")
        actor = actor_of(call.state, call.principal)
        return one_item(call, movement.rewrite(call.state, item, call.raw, actor))
    folder, name = tree.new_place(call.state, call.params["drive"], call.params["item"])
    callers.check_may_write(call, folder)
    item, is_new = movement.upload(call, folder, name)
    return one_item(call, item, 201 if is_new else 200)


def create_folder(call: Call) -> Answer:
    """Make a folder in a folder.

    Source: graph:api/driveitem-post-children
    """
    folder = callers.item_to_change(call)
    fields = call.fields({"name": str, "folder": dict, "@microsoft.graph.conflictBehavior": str})
    if fields.get("folder") != {} or "name" not in fields:
        raise invalid("A new folder needs a name and an empty folder facet.")
    if fields.get("@microsoft.graph.conflictBehavior", "fail") != "fail" or not folder.is_container:
        raise invalid("Only a folder of a free name can be made here.")
    movement.check_free(call.state, folder, fields["name"])
    actor = actor_of(call.state, call.principal)
    return one_item(call, tree.create(call.state, folder, fields["name"], form="folder", actor=actor), 201)


CHANGE_ROUTES = (
    Route(
        method="PATCH",
        template=_ITEM,
        topic="api/driveitem-update",
        handler=update_item,
        roles=callers.WRITE_ROLES,
        units=2,
        write=True,
        notes="moves between libraries; description, fileSystemInfo and other facets",
    ),
    Route(
        method="POST",
        template=f"{_ITEM}/copy",
        topic="api/driveitem-copy",
        handler=copy_item,
        roles=callers.WRITE_ROLES,
        units=2,
        write=True,
        notes="the copy is done at once; conflict behaviour",
    ),
    Route(
        method="DELETE",
        template=_ITEM,
        topic="api/driveitem-delete",
        handler=delete_item,
        roles=callers.WRITE_ROLES,
        units=2,
        write=True,
        notes="the second stage of the recycle bin",
    ),
    Route(
        method="PUT",
        template=f"{_ITEM}/content",
        topic="api/driveitem-put-content",
        handler=put_content,
        roles=callers.WRITE_ROLES,
        units=2,
        write=True,
        binary=True,
        notes="the bytes are counted, not kept; conflict behaviour",
    ),
    Route(
        method="POST",
        template=f"{_ITEM}/children",
        topic="api/driveitem-post-children",
        handler=create_folder,
        roles=callers.WRITE_ROLES,
        units=2,
        write=True,
        notes="conflict behaviour other than fail",
    ),
)
