"""delta: what a library holds, and what changed since.

Every page shows the latest state. A page begins after the last id of the page before, and the link at
the end begins at the change that was newest when the enumeration began: whatever is written meanwhile
is seen then or now, perhaps twice, never not at all.

Source: graph:api/driveitem-delta
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import msgspec

from graph_emulator.files import callers, scopes, tree
from graph_emulator.files.delta_sharing import applied, is_hierarchical, sharing_of
from graph_emulator.files.delta_tokens import Place, link_for, place_of
from graph_emulator.files.item_shapes import ITEM_PROPERTIES, delta_shape
from graph_emulator.files.models import Drive, Item
from graph_emulator.files.shelves import Line, Order
from graph_emulator.kernel.faults import not_supported
from graph_emulator.kernel.routes import Answer, Call, Route
from graph_emulator.kernel.state import State


class _Question(NamedTuple):
    """What changed since when, with what beside it, at which state of which library."""

    drive: Drive
    since: int
    with_folders: bool
    with_inherited: bool


_told: WeakKeyDictionary[State, tuple[_Question, Sequence[str]]] = WeakKeyDictionary()


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
    later = (item.changed for item in state.kept(Line).since(drive.id, 0) if item.changed_at >= instant)
    first = next(later, None)
    return drive.changed if first is None else first - 1


def _items(call: Call, drive: Drive, place: Place, most: int) -> list[Item]:
    """Return what comes next: everything that stands, or what changed with the folders above it."""
    if place.since == 0:
        wanted = (item for item in _after(call.state, _all(call.state, drive), place) if not item.deleted)
    else:
        wanted = (item for item in _after(call.state, _changed(call, drive, place.since), place))
    if not callers.sees_everything(call):
        wanted = (item for item in wanted if callers.may_read(call, item))
    return list(islice(wanted, most))


def _after(state: State, ids: Sequence[str], place: Place) -> Iterable[Item]:
    for at in range(bisect_right(ids, place.after), len(ids)):
        item = state.get(Item, ids[at])
        if item is not None:
            yield item


def _all(state: State, drive: Drive) -> Sequence[str]:
    return state.kept(Order).ids(drive.id)


def _changed(call: Call, drive: Drive, since: int) -> Sequence[str]:
    """Return the ids of what to tell, in order; worked out once for all pages of one state of the library."""
    inherited = call.state.quirks.delta_inherited_changes and not is_hierarchical(call)
    question = _Question(drive, since, "deltaexcludeparent" not in call.headers, inherited)
    kept = _told.get(call.state)
    if kept is None or kept[0].drive is not drive or kept[0] != question:
        kept = _told[call.state] = (question, sorted(_answer_to(call.state, question)))
    return kept[1]


def _answer_to(state: State, question: _Question) -> set[str]:
    items = list(state.kept(Line).since(question.drive.id, question.since))
    changed = {item.id for item in items}
    if question.with_inherited:
        changed |= _below_changed_sharing(state, items, question.since)
    return _with_folders(state, changed) if question.with_folders else changed


def _with_folders(state: State, changed: set[str]) -> set[str]:
    shown = set(changed)
    for item_id in changed:
        item = state.get(Item, item_id)
        while item is not None and item.parent_id is not None and item.parent_id not in shown:
            shown.add(item.parent_id)
            item = state.get(Item, item.parent_id)
    return shown


def _below_changed_sharing(state: State, changed: Iterable[Item], since: int) -> set[str]:
    """Return what inherits from a folder whose own sharing changed."""
    folders = [
        item for item in changed if item.is_container and not item.deleted and item.shared_changed > since
    ]
    return {below for folder in folders for below in _inheriting(state, folder)}


def _inheriting(state: State, folder: Item) -> Iterable[str]:
    """Yield what a folder's permissions hold for; what has its own keeps them from whatever is below it."""
    if scopes.own_scope(state, folder) is None:
        return
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        yield here.id
        waiting += [one for one in tree.children_of(state, here.id) if scopes.own_scope(state, one) is None]


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
