"""The laws for making and removing probe items: own names, in named places, with one content (law 3).

Source: graph:api/driveitem-put-content, graph:api/driveitem-post-children
Source: graph:api/driveitem-permanentdelete
"""

from collections.abc import Callable, Mapping

import msgspec

from sharepoint_gate.access.observed import ItemId
from sharepoint_gate.access.permit import WritePermit
from sharepoint_gate.graph.created import Created
from sharepoint_gate.graph.model import NOT_JSON
from sharepoint_gate.graph.routes import Match, RouteName

CONTENT = b"This file was made by sharepoint-gate to try how sharing behaves. It may be deleted.\n"
"""All that a probe ever writes into a file."""
_CONFLICT = "@microsoft.graph.conflictBehavior"

Rule = Callable[[WritePermit, Created, Match, bytes], str]


def folder_body(name: str) -> bytes:
    """Return the one body by which a folder is made; a folder that is there already stays as it is."""
    return msgspec.json.encode({"name": name, "folder": {}, _CONFLICT: "fail"})


def _make_file(permit: WritePermit, created: Created, match: Match, body: bytes) -> str:
    if body != CONTENT:
        return "it writes another content than a probe's"
    return _may_make(permit, created, match, match.ids["name"], is_folder=False)


def _make_folder(permit: WritePermit, created: Created, match: Match, body: bytes) -> str:
    name = _name_in(body)
    if body != folder_body(name):
        return "it makes something else than an empty folder"
    return _may_make(permit, created, match, name, is_folder=True)


def _may_make(permit: WritePermit, created: Created, match: Match, name: str, *, is_folder: bool) -> str:
    parent = ItemId(match.ids["parent"])
    for item in permit.new_items:
        there = parent in created.folders if item.parent_id is None else item.parent_id == parent
        if (
            match.ids["drive"] == permit.drive_id
            and there
            and (item.name, item.is_folder) == (name, is_folder)
        ):
            return ""
    return "the permit does not hold making this item"


def _name_in(body: bytes) -> str:
    try:
        content = msgspec.json.decode(body)
    except NOT_JSON:
        return ""
    return str(content.get("name", "")) if isinstance(content, dict) else ""


def _remove(permit: WritePermit, created: Created, match: Match, body: bytes) -> str:
    item = ItemId(match.ids["item"])
    held = item in permit.remove_items or item in created.items
    own = held and match.ids["drive"] == permit.drive_id and not body
    return "" if own else "the permit does not hold removing this item"


ITEM_RULES: Mapping[RouteName, Rule] = {
    RouteName.MAKE_FILE: _make_file,
    RouteName.MAKE_FOLDER: _make_folder,
    RouteName.REMOVE_ITEM: _remove,
    RouteName.BIN_ITEM: _remove,
}
