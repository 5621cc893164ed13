"""The doctor's own items: written down before they are made, found again after a cut, and removed.

An item is its own when the trail says that a doctor was about to make it: by its id where Graph told it, else
by a name that holds the run's id, in the folder that the trail names.

Source: ADR-0005
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sharepoint_gate.access.observed import ItemId, ObservedItem
from sharepoint_gate.errors import TrailBrokenError
from sharepoint_gate.ports.store import TrailStore
from sharepoint_gate.trail.events import Event, EventKind, OutcomeState
from sharepoint_gate.trail.log import Record
from sharepoint_gate.trail.record import event_of

MAKE, REMOVE, TRY = "make-probe-item", "remove-probe-item", "try-on-probe-item"
INNER, UNSHOWN = "inner.txt", "packed.zip"
_GONE = {OutcomeState.APPLIED.value, OutcomeState.ALREADY.value}
_KINDS = frozenset({EventKind.RUN_STARTED, EventKind.INTENT, EventKind.OUTCOME})


@dataclass(frozen=True, slots=True)
class OwnItem:
    """An item that a doctor was about to make, directly in the folder that was named.

    Attributes:
        item_id: None where Graph's answer did not come.
    """

    name: str
    parent_id: ItemId
    item_id: ItemId | None = None


@dataclass(slots=True)
class Left:
    """What the trail says about doctors' items.

    Attributes:
        items: Those that no doctor has seen gone, by name.
        runs: Every run that was a doctor's.
    """

    items: dict[str, OwnItem]
    runs: set[str]


def left_behind(trail: TrailStore) -> Left:
    """Read the trail for items that were to be made and were not seen gone."""
    left, changes = Left({}, set()), dict[tuple[str, str], tuple[str, str]]()
    for event in _events(trail.records()):
        key = (event.run_id, str(event.data.get("change_id")))
        if event.kind is EventKind.RUN_STARTED and "probe_folder" in event.data:
            left.runs.add(event.run_id)
        elif event.kind is EventKind.INTENT:
            _intended(left, changes, key, event)
        elif event.kind is EventKind.OUTCOME and key in changes:
            _ended(left, *changes[key], event)
    return left


def _intended(
    left: Left, changes: dict[tuple[str, str], tuple[str, str]], key: tuple[str, str], event: Event
) -> None:
    change, name = str(event.data.get("change")), str(event.data.get("item_name"))
    if change in {MAKE, REMOVE}:
        changes[key] = (change, name)
    if change == MAKE:
        left.items[name] = OwnItem(name, ItemId(str(event.data.get("parent_id"))))


def _ended(left: Left, change: str, name: str, event: Event) -> None:
    known = left.items.get(name)
    if change == REMOVE and event.data.get("state") in _GONE:
        left.items.pop(name, None)
    elif known is not None and event.data.get("item_id"):
        left.items[name] = OwnItem(name, known.parent_id, ItemId(str(event.data["item_id"])))


def _events(records: Iterable[Record]) -> Iterable[Event]:
    marks = [f'"kind":"{kind.value}"'.encode() for kind in _KINDS]
    for record in records:
        if any(mark in record.body for mark in marks):
            try:
                event = event_of(record)
            except TrailBrokenError:
                continue
            if event.kind in _KINDS:
                yield event


def standing(left: Left, items: Sequence[ObservedItem]) -> dict[str, ObservedItem]:
    """Return the items of doctors that still stand, by name."""
    by_id = {item.id: item for item in items}
    by_place = {(item.parent_id, item.name): item for item in items}
    found = {
        name: _by_id(by_id, own) or by_place.get((own.parent_id, own.name))
        for name, own in left.items.items()
    }
    return {name: item for name, item in found.items() if item is not None}


def _by_id(items: dict[ItemId, ObservedItem], own: OwnItem) -> ObservedItem | None:
    return items.get(own.item_id) if own.item_id is not None else None


def below(item: ObservedItem, items: Sequence[ObservedItem]) -> list[ObservedItem]:
    """Return what lies in an own folder."""
    return [one for one in items if one.path.startswith(f"{item.path}/")]


def holds_others(item: ObservedItem, items: Sequence[ObservedItem]) -> bool:
    """Tell whether somebody put something of theirs into an own folder: then it is not removed."""
    own = {f"{item.path}/{name}" for name in (INNER, UNSHOWN)}
    return any(one.path not in own or one.is_folder for one in below(item, items))
