"""delta: what a library holds, and what changed since.

Every page shows the latest state. A page begins after the last id of the page before, and the link at
the end begins at the change that was newest when the enumeration began: whatever is written meanwhile
is seen then or now, perhaps twice, never not at all.

Source: graph:api/driveitem-delta
"""

import base64
import zlib
from bisect import bisect_right
from collections.abc import Mapping
from itertools import islice
from typing import Any
from weakref import WeakKeyDictionary

import msgspec

from graph_emulator.files import callers, scopes, tree
from graph_emulator.files.item_shapes import ITEM_PROPERTIES, delta_shape, sharing_scope
from graph_emulator.files.models import Drive, Item
from graph_emulator.kernel.clock import ClockError, parse_instant, stamp
from graph_emulator.kernel.faults import GraphFault, not_supported
from graph_emulator.kernel.paging import top_of
from graph_emulator.kernel.routes import Answer, Call, Route
from graph_emulator.kernel.state import State

_MOST_A_PAGE = 1000
_NEEDED = frozenset({"deltashowremovedasdeleted", "deltatraversepermissiongaps", "deltashowsharingchanges"})
_sorted: WeakKeyDictionary[State, tuple[Drive, list[Item]]] = WeakKeyDictionary()


class _Place(msgspec.Struct, frozen=True, array_like=True):
    """Where an enumeration stands, as its token keeps it."""

    since: int
    until: int
    after: str = ""
    top: int = 0
    select: str = ""


def delta(call: Call) -> Answer:
    """Answer with a page of items and the link that goes on from it."""
    if call.params["item"] != "root":
        raise not_supported("view.delta can only be called on the root.")
    drive = tree.drive_named(call.state, call.params["drive"])
    callers.item_to_read(call)
    place = _place(call, drive)
    size = place.top or call.state.quirks.pages_delta
    items = [] if call.query.get("token") == "latest" else _items(call, drive, place, size + 1)
    page = [_shape(call, drive, item, place) for item in items[:size]]
    if len(items) > size:
        onward = msgspec.structs.replace(place, after=items[size - 1].id)
        link = {"@odata.nextLink": _link(call, drive, onward)}
    else:
        onward = msgspec.structs.replace(place, since=place.until, until=0, after="")
        link = {"@odata.deltaLink": _link(call, drive, onward)}
    return Answer(
        status=200, body={"@odata.context": call.context("Collection(driveItem)"), **link, "value": page}
    )


def _place(call: Call, drive: Drive) -> _Place:
    """Read where to go on. A token's own page size and selection hold until it is given others."""
    text = call.query.get("token", "")
    place = _Place(0, 0) if text in {"", "latest"} else _from_text(call, drive, text)
    if text == "latest":
        place = _Place(drive.changed, drive.changed)
    return msgspec.structs.replace(
        place,
        until=place.until or drive.changed,
        top=top_of(call, place.top, _MOST_A_PAGE),
        select=call.query.get("$select", place.select),
    )


def _from_text(call: Call, drive: Drive, text: str) -> _Place:
    try:
        return _Place(_changes_before(call.state, drive, stamp(parse_instant(text))), 0)
    except ClockError:
        return _from_token(call, drive, text)


def _changes_before(state: State, drive: Drive, instant: str) -> int:
    later = [item.changed for item in _in_order(state, drive) if item.changed_at >= instant]
    return min(later) - 1 if later else drive.changed


def _from_token(call: Call, drive: Drive, text: str) -> _Place:
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        body, check = raw[:-4], raw[-4:]
        place = msgspec.json.decode(body[::-1], type=_Place)
    except (ValueError, msgspec.DecodeError) as error:
        raise _resync(call, drive) from error
    if check != _check(drive, body) or place.since > drive.changed:
        raise _resync(call, drive)
    return place


def _resync(call: Call, drive: Drive) -> GraphFault:
    """Return the 410 for a token that cannot be gone on from, with the address to begin again at."""
    headers = {"Location": _link(call, drive, _Place(0, 0))}
    message = "Resync required. Replace any local items with the server's version."
    return GraphFault(410, "resyncRequired", message, "resyncChangesApplyDifferences", headers=headers)


def _check(drive: Drive, body: bytes) -> bytes:
    return zlib.crc32(body + drive.id.encode()).to_bytes(4, "big")


def _link(call: Call, drive: Drive, place: _Place) -> str:
    body = msgspec.json.encode(place)[::-1]
    token = base64.urlsafe_b64encode(body + _check(drive, body)).decode().rstrip("=")
    return call.link(f"/drives/{drive.id}/root/delta?token={token}")


def _in_order(state: State, drive: Drive) -> list[Item]:
    """Return all of a drive's items by id, deleted ones too; sorted once for each change of the drive."""
    kept = _sorted.get(state)
    if kept is None or kept[0] is not drive:
        items = sorted(
            (item for item in state.every(Item) if item.drive_id == drive.id), key=lambda item: item.id
        )
        kept = _sorted[state] = (drive, items)
    return kept[1]


def _items(call: Call, drive: Drive, place: _Place, most: int) -> list[Item]:
    """Return what comes next: everything that stands, or what changed with the folders above it."""
    every = _in_order(call.state, drive)
    start = bisect_right(every, place.after, key=lambda item: item.id)
    left = (every[at] for at in range(start, len(every)))
    if place.since == 0:
        wanted = (item for item in left if not item.deleted)
    else:
        changed = {item.id for item in every if item.changed > place.since}
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


def _shape(call: Call, drive: Drive, item: Item, place: _Place) -> dict[str, Any]:
    shape = delta_shape(item, drive)
    if not item.deleted and callers.has_full_control(call):
        shape |= _sharing(call, item, place)
    known = ITEM_PROPERTIES - {"cTag"}
    return callers.chosen(shape, place.select, known) if place.select else shape


def _sharing(call: Call, item: Item, place: _Place) -> dict[str, Any]:
    """Return what is said about sharing; it takes full control of all sites to be told.

    Without `hierarchicalsharing` every shared item says so. With it only those do that have a scope of
    their own, and an empty facet means: of its own, and shared by no link. Folders never carry the
    annotation that their sharing changed, although their children may be reached through them.
    """
    preferred = _preferences(call.headers)
    width = sharing_scope(call.state, item)
    told: dict[str, Any] = {}
    if "hierarchicalsharing" not in preferred:
        told = {"shared": {"scope": width}} if width else {}
    elif scopes.own_scope(call.state, item) is not None:
        told = {"shared": {"scope": width} if width else {}}
    changed = 0 < place.since < item.shared_changed and not item.is_container
    return told | ({"@microsoft.graph.sharedChanged": "True"} if changed and preferred >= _NEEDED else {})


def _preferences(headers: Mapping[str, str]) -> frozenset[str]:
    return frozenset(part.strip().lower() for part in headers.get("prefer", "").split(","))


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
        notes="$expand; items that appear as deleted because the caller may no longer read them; items that "
        "appear more than once; how long a token lives",
    ),
)
