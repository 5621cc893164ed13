"""The permissions that an item shows: its scope's entries and links, each with where it comes from."""

from collections.abc import Iterator
from typing import NamedTuple

from graph_emulator.files import scopes
from graph_emulator.files.models import Entry, Item, Link
from graph_emulator.kernel.faults import not_found
from graph_emulator.kernel.state import State


class Holding(NamedTuple):
    """One permission as seen on an item.

    Attributes:
        source: The entry or the link.
        above: The ancestor that it is inherited from, or None when it is the item's own.
        limited: Whether it is only the right to pass through.
    """

    source: Entry | Link
    above: Item | None
    limited: bool = False


def holdings(state: State, item: Item) -> list[Holding]:
    """Return every permission that an item shows, in no helpful order."""
    return sorted(_unordered(state, item), key=lambda holding: holding.source.id[::-1])


def _unordered(state: State, item: Item) -> Iterator[Holding]:
    here, scope = scopes.holder(state, item)
    above = None if here.id == item.id else here
    for entry in scope.entries:
        yield Holding(entry, above)
    for link in scopes.links_on(state, here):
        yield Holding(link, above)
    for link_id in scope.links_from_above:
        link_above = state.get(Link, link_id)
        owner = state.get(Item, link_above.item_id) if link_above else None
        if link_above is not None and owner is not None:
            yield Holding(link_above, owner)
    if above is None and state.quirks.limited_access_visible:
        assigned = {entry.id for entry in scope.entries}
        for entry in scopes.passages_on(state, here):
            if entry.id not in assigned:  # one assignment has all the levels of a principal
                yield Holding(entry, None, limited=True)


def holding_named(state: State, item: Item, permission_id: str) -> Holding:
    """Return the permission of this id on an item, or Graph's 404."""
    for holding in _unordered(state, item):
        if holding.source.id == permission_id:
            return holding
    raise not_found()
