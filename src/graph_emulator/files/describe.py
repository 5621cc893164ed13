"""What the admin API tells of the libraries, and of who reaches an item."""

from typing import Any

import msgspec

from graph_emulator.directory.models import User
from graph_emulator.files import callers, effective, tree
from graph_emulator.files.holdings import holdings
from graph_emulator.files.models import Drive, Item
from graph_emulator.files.permission_shapes import permission_shape
from graph_emulator.kernel.routes import AppPrincipal
from graph_emulator.kernel.state import State

_BY_ROLES = (
    ("owner", {callers.FULL_CONTROL}),
    ("write", set(callers.WRITE_ROLES)),
    ("read", set(callers.READ_ROLES)),
)


def describe_drives(state: State) -> list[dict[str, Any]]:
    """Return every library with its items, and with each item's permissions as Graph writes them."""
    return [_drive(state, drive) for drive in state.every(Drive)]


def _drive(state: State, drive: Drive) -> dict[str, Any]:
    top = tree.item_named(state, drive.id, "root")
    items = [_item(state, item) for item in tree.subtree(state, top)]
    return {"id": drive.id, "site_id": drive.site_id, "items": items}


def _item(state: State, item: Item) -> dict[str, Any]:
    permissions = [permission_shape(state, holding, secrets=True) for holding in holdings(state, item)]
    return {
        "id": item.id,
        "path": tree.path_of(state, item),
        "folder": item.is_container,
        "permissions": permissions,
    }


def describe_access(state: State, person_id: str, item: Item) -> dict[str, Any]:
    """Return how a person reaches an item, with every path."""
    paths = effective.paths_of(state, person_id, item)
    return {
        "person": person_id,
        "item": item.id,
        "role": effective.widest(paths),
        "can_download": any(not path.prevents_download for path in paths),
        "paths": [msgspec.to_builtins(path) for path in paths],
    }


def describe_application(state: State, app: AppPrincipal, item: Item) -> dict[str, Any]:
    """Return how an application reaches an item as itself; nothing keeps it from downloading.

    What it was given with Sites.Selected counts where an entry of the item's scope names it.

    Source: spo:block-download-from-sites
    """
    given = effective.reach(state, item).get(app.client_id)
    wide = next((role for role, roles in _BY_ROLES if not app.roles.isdisjoint(roles)), None)
    ways = [{"via": "application-role", "role": wide}] if wide else []
    ways += [{"via": "application", "role": given}] if given else []
    return {
        "person": f"app:{app.name}",
        "item": item.id,
        "role": wide or given,
        "can_download": bool(ways),
        "paths": ways,
    }


def describe_everybody(state: State, item: Item) -> list[dict[str, Any]]:
    """Return how each person reaches an item, leaving out those who do not."""
    rows = [describe_access(state, user.id, item) for user in state.every(User)]
    return [row for row in rows if row["role"] is not None]
