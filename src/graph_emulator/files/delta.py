"""delta: what a library holds, and what changed since.

Every page shows the latest state. A page begins after the last id of the page before, and the link at
the end begins at the change that was newest when the enumeration began: whatever is written meanwhile
is seen then or now, perhaps twice, never not at all.

Source: graph:api/driveitem-delta
"""

from bisect import bisect_right
from collections.abc import Mapping
from itertools import islice
from typing import Any
from weakref import WeakKeyDictionary

import msgspec

from graph_emulator.files import callers, scopes, tree
from graph_emulator.files.delta_sharing import applied, is_hierarchical, sharing_of
from graph_emulator.files.delta_tokens import Place, link_for, place_of
from graph_emulator.files.item_shapes import ITEM_PROPERTIES, delta_shape
from graph_emulator.files.models import Drive, Item
from graph_emulator.kernel.faults import not_supported
from graph_emulator.kernel.routes import Answer, Call, Route
from graph_emulator.kernel.state import State

_sorted: WeakKeyDictionary[State, tuple[Drive, list[Item]]] = WeakKeyDictionary()


def delta(call: Call) -> Answer:
    """Answer with a page of items and the link that goes on from it."""
    if call.params["item"] != "root":
        raise not_supported("view.delta can only be called on the root.")
    drive = tree.drive_named(call.state, call.params["drive"])
    callers.item_to_read(call)
    place = place_of(call, drive, lambda instant: _changes_before(call.state, drive, instant))
    size = place.top or call.state.quirks.pages_delta
    again = _again(call, place, size)
    items = [] if call.query.get("token") == "latest" else _items(call, drive, place, size - len(again) + 1)
    page = [*again, *items[: size - len(again)]]
    body = {
        "@odata.context": call.context("Collection(driveItem)"),
        **_onward(call, drive, place, None if len(page) == len(again) + len(items) else page[-1]),
        "value": [_shape(call, drive, item, place) for item in page],
    }
    return Answer(status=200, body=body, headers=applied(call))


def _onward(call: Call, drive: Drive, place: Place, last: Item | None) -> dict[str, str]:
    if last is not None:
        return {"@odata.nextLink": link_for(call, drive, msgspec.structs.replace(place, after=last.id))}
    end = msgspec.structs.replace(place, since=place.until, until=0, after="")
    return {"@odata.deltaLink": link_for(call, drive, end)}


def _again(call: Call, place: Place, size: int) -> list[Item]:
    """Return what a page repeats of the page before it, in its newest state."""
    last = call.state.get(Item, place.after)
    is_wanted = call.state.quirks.delta_duplicates and size > 1
    if not is_wanted or last is None or (place.since == 0 and last.deleted):
        return []
    return [last] if callers.sees_everything(call) or callers.may_read(call, last) else []


def _changes_before(state: State, drive: Drive, instant: str) -> int:
    later = [item.changed for item in _in_order(state, drive) if item.changed_at >= instant]
    return min(later) - 1 if later else drive.changed


def _in_order(state: State, drive: Drive) -> list[Item]:
    """Return all of a drive's items by id, deleted ones too; sorted once for each change of the drive."""
    kept = _sorted.get(state)
    if kept is None or kept[0] is not drive:
        items = sorted(
            (item for item in state.every(Item) if item.drive_id == drive.id), key=lambda item: item.id
        )
        kept = _sorted[state] = (drive, items)
    return kept[1]


def _items(call: Call, drive: Drive, place: Place, most: int) -> list[Item]:
    """Return what comes next: everything that stands, or what changed with the folders above it."""
    every = _in_order(call.state, drive)
    start = bisect_right(every, place.after, key=lambda item: item.id)
    left = (every[at] for at in range(start, len(every)))
    if place.since == 0:
        wanted = (item for item in left if not item.deleted)
    else:
        changed = {item.id for item in every if item.changed > place.since}
        if call.state.quirks.delta_inherited_changes and not is_hierarchical(call):
            changed |= _below_changed_sharing(call.state, every, place.since)
        shown = changed if "deltaexcludeparent" in call.headers else _with_folders(call.state, changed)
        wanted = (item for item in left if item.id in shown)
    if not callers.sees_everything(call):
        wanted = (item for item in wanted if callers.may_read(call, item))
    return list(islice(wanted, most))


def _with_folders(state: State, changed: set[str]) -> set[str]:
    shown = set(changed)
    for item_id in changed:
        item = state.get(Item, item_id)
        if item is not None:
            shown.update(above.id for above in tree.lineage(state, item))
    return shown


def _below_changed_sharing(state: State, every: list[Item], since: int) -> set[str]:
    """Return what inherits from a folder whose own sharing changed."""
    folders = [
        item for item in every if item.is_container and not item.deleted and item.shared_changed > since
    ]
    return {
        below.id
        for folder in folders
        for below in tree.subtree(state, folder)
        if scopes.holder(state, below)[0].id == folder.id
    }


def _shape(call: Call, drive: Drive, item: Item, place: Place) -> dict[str, Any]:
    shape = delta_shape(item, drive)
    if item.deleted and not call.state.quirks.delta_deleted_names:
        del shape["name"]
    if not item.deleted and callers.has_full_control(call):
        shape |= sharing_of(call, item, place.since)
    known = ITEM_PROPERTIES - {"cTag"}
    return callers.chosen(shape, place.select, known) if place.select else shape


def _tariff(query: Mapping[str, str]) -> int:
    return 1 if "token" in query else 2


DELTA_ROUTES = (
    Route(
        method="GET",
        template="/drives/{drive}/items/{item}/delta",
        topic="api/driveitem-delta",
        handler=delta,
        roles=callers.READ_ROLES,
        units=2,
        tariff=_tariff,
        query=frozenset({"$select", "$top", "token"}),
        notes="$expand; items that appear as deleted because the caller may no longer read them; which "
        "preferences a tenant echoes",
    ),
)
