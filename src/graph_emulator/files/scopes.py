"""How permissions reach an item: its own scope, its nearest ancestor's, and what is pushed down.

Source: graph:resources/permission
Source: graph:api/driveitem-list-permissions
"""

from collections.abc import Callable, Iterator

from msgspec.structs import replace

from graph_emulator.files import tree
from graph_emulator.files.below import Below
from graph_emulator.files.models import Entry, Item, Link, Passage, Scope
from graph_emulator.kernel.faults import invalid
from graph_emulator.kernel.state import State

_WIDTH = {"read": 1, "write": 2, "owner": 3, "fullcontrol": 4}


def own_scope(state: State, item: Item) -> Scope | None:
    """Return the item's own scope, or None when it inherits."""
    return state.get(Scope, item.id)


def holder(state: State, item: Item) -> tuple[Item, Scope]:
    """Return the nearest of the item and its ancestors that has a scope of its own, with that scope."""
    for here in tree.lineage(state, item):
        scope = state.get(Scope, here.id)
        if scope is not None:
            return here, scope
    raise LookupError(f"no scope above {item.id}: a library's top always has one")


def links_on(state: State, item: Item) -> tuple[Link, ...]:
    """Return the links that were made on this very item."""
    return tuple(state.find(Link, "item", item.id))


def make_own(state: State, item: Item, *, retain: bool = True) -> Scope:
    """Return the item's own scope; where it inherited, begin one with a copy of what it inherited.

    The copies are the item's own from then on, which is why the site's groups no longer look inherited.

    Args:
        state: The tenant.
        item: The item that is about to be shared.
        retain: Whether the copy is kept; False begins with nothing.
    """
    existing = own_scope(state, item)
    if existing is not None:
        return existing if item.form != "root" or existing.is_broken else replace(existing, is_broken=True)
    above, scope = holder(state, item)
    links = tuple(link.id for link in links_on(state, above)) + scope.links_from_above
    check_room(state, item)
    fresh = Scope(id=item.id, drive_id=item.drive_id, entries=())
    if retain:
        fresh = replace(fresh, entries=scope.entries, links_from_above=links)
    state.put(fresh)
    return fresh


def check_room(state: State, item: Item) -> None:
    """Refuse one more item with a scope of its own where the library has as many as it can hold.

    Source: spo:service-limits#unique-security-scopes
    """
    tops = 1
    if state.count(Scope, "drive", item.drive_id) - tops >= state.quirks.scopes_limit:
        raise invalid("The library has as many items with unique permissions as it can hold.")


def scopes_below(state: State, item: Item) -> Iterator[tuple[Item, Scope]]:
    """Yield the descendants that have a scope of their own, with it."""
    for scope_id in state.kept(Below).scope_ids(item.id):
        below, scope = state.get(Item, scope_id), state.get(Scope, scope_id)
        if below is not None and scope is not None and not below.deleted:
            yield below, scope


def add_entry(state: State, item: Item, entry: Entry, *, retain: bool = True) -> Entry:
    """Give a principal roles on an item, and push it into the children that have their own scope.

    Returns:
        The entry as it stands afterwards: somebody who had a wider role keeps it.
    """
    scope = make_own(state, item, retain=retain)
    renew = state.quirks.sharing_recreated_accounts == "taken-over"
    merged, standing = _merged(scope, entry, renew=renew)
    state.put(merged)
    tree.note(state, item, shared=True)
    if state.quirks.inheritance_push_additions:
        _push(state, item, lambda below: _merged(below, entry, renew=renew)[0])
    return standing


def replace_entry(state: State, item: Item, entry: Entry) -> None:
    """Change the roles of an entry that stands in the item's own scope; children are left alone."""
    scope = make_own(state, item)
    entries = tuple(entry if held.id == entry.id else held for held in scope.entries)
    state.put(replace(scope, entries=entries))
    tree.note(state, item, shared=True)


def remove_entry(state: State, item: Item, entry_id: str) -> None:
    """Take an entry out of the item's own scope and, once, out of every scope below it."""
    scope = make_own(state, item)
    state.put(_without_entry(scope, entry_id))
    tree.note(state, item, shared=True, removed=True)
    _push(state, item, lambda below: _without_entry(below, entry_id), removed=True)


def push_link(state: State, item: Item, link: Link) -> None:
    """Let a new link on a folder reach the children that have their own scope."""
    if state.quirks.inheritance_push_additions:
        _push(state, item, lambda below: replace(below, links_from_above=(*below.links_from_above, link.id)))


def withdraw_link(state: State, item: Item, link: Link) -> None:
    """Stop a deleted link from reaching the children that have their own scope."""
    _push(state, item, lambda below: _without_link(below, link.id), removed=True)


def _push(state: State, item: Item, change: Callable[[Scope], Scope], *, removed: bool = False) -> None:
    if not item.is_container:
        return
    for below, scope in scopes_below(state, item):
        changed = change(scope)
        if changed != scope:
            state.put(changed)
            tree.note(state, below, shared=True, removed=removed)


def _merged(scope: Scope, entry: Entry, *, renew: bool) -> tuple[Scope, Entry]:
    """Add an entry to those of a scope.

    A site knows people by their login: that of a deleted account stands for it still when another account
    has the login, and what the new one is given is the old one's, unless the tenant renews it.
    """
    held = next((one for one in scope.entries if one.id == entry.id), None)
    if held is None:
        return replace(scope, entries=(*scope.entries, entry)), entry
    roles = held.roles if _width(held) >= _width(entry) else entry.roles
    standing = replace(entry if renew else held, roles=roles)
    entries = tuple(standing if one.id == entry.id else one for one in scope.entries)
    return replace(scope, entries=entries), standing


def _width(entry: Entry) -> int:
    return max((_WIDTH.get(role, 0) for role in entry.roles), default=0)


def _without_entry(scope: Scope, entry_id: str) -> Scope:
    return replace(scope, entries=tuple(held for held in scope.entries if held.id != entry_id))


def _without_link(scope: Scope, link_id: str) -> Scope:
    return replace(scope, links_from_above=tuple(held for held in scope.links_from_above if held != link_id))


def note_limited_access(state: State, item: Item, entry: Entry) -> None:
    """Leave the right to pass through on every scope above an item that has been shared by a link."""
    for above in tree.lineage(state, item):
        if above.id != item.id and own_scope(state, above) is not None:
            state.put(Passage(id=f"{above.id}/{entry.id}", item_id=above.id, entry=entry))


def passages_on(state: State, item: Item) -> tuple[Entry, ...]:
    """Return the Limited Access entries on an item's own scope."""
    return tuple(passage.entry for passage in state.find(Passage, "item", item.id))


def forget_passages(state: State, entry_id: str) -> None:
    """Take the right to pass through that one entry gives away from every scope."""
    for passage in state.find(Passage, "entry", entry_id):
        state.drop(passage)


def drop_foreign_links(state: State, item: Item) -> None:
    """After a move, keep only those links from above that still are from above."""
    own = own_scope(state, item)
    for below, scope in [*([(item, own)] if own is not None else []), *scopes_below(state, item)]:
        if scope.links_from_above:
            ancestors = {above.id for above in tree.lineage(state, below)}
            kept = tuple(link_id for link_id in scope.links_from_above if _is_on(state, link_id, ancestors))
            state.put(replace(scope, links_from_above=kept))


def _is_on(state: State, link_id: str, item_ids: set[str]) -> bool:
    link = state.get(Link, link_id)
    return link is not None and link.item_id in item_ids
