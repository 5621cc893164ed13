"""The recycle bin of a site: what was deleted waits there, and comes back with its people and links.

Source: graph:resources/recyclebinitem
Source: spo:restore-items-in-the-recycle-bin
"""

from datetime import timedelta

from graph_emulator.files import groups, movement, scopes, tree
from graph_emulator.files.models import Actor, Item, Recycled
from graph_emulator.kernel.clock import parse_instant
from graph_emulator.kernel.faults import conflict, not_found, not_supported
from graph_emulator.kernel.state import State

_KEPT = timedelta(days=93)


def delete(state: State, item: Item, actor: Actor) -> Recycled:
    """Move an item and what lies below it to the recycle bin; links and scopes stay with them there."""
    gone = _take_away(state, item, actor)
    bin_entry = Recycled(
        id=state.ids.guid("recycled"),
        site_id=tree.drive_named(state, item.drive_id).site_id,
        item_id=item.id,
        name=item.name,
        size=sum(one.size for one in gone),
        deleted_at=state.clock.stamp(),
        deleted_by=actor,
        deleted_from="/".join(
            filter(None, ("Shared Documents", tree.path_of(state, item).rpartition("/")[0]))
        ),
        items=tuple(one.id for one in gone),
    )
    state.put(bin_entry)
    return bin_entry


def _take_away(state: State, item: Item, actor: Actor) -> list[Item]:
    if item.form == "root":
        raise not_supported("The library's top cannot be deleted.")
    gone = list(tree.subtree(state, item))
    for below in gone:
        tree.modify(state, below, actor, deleted=True)
    return gone


def delete_for_good(state: State, item: Item, actor: Actor) -> None:
    """Delete an item and what lies below it past the recycle bin."""
    for gone in _take_away(state, item, actor):
        forget_sharing(state, gone)


def forget_sharing(state: State, item: Item) -> None:
    """Drop an item's links and its own scope."""
    for link in scopes.links_on(state, item):
        state.drop(link)
        groups.leave_link_group(state, link)
    scope = scopes.own_scope(state, item)
    if scope is not None:
        state.drop(scope)


def waiting(state: State, site_id: str) -> list[Recycled]:
    """Return what waits in a site's recycle bin, oldest first; 93 days are the most."""
    return [one for one in state.find(Recycled, "site", site_id) if not _is_over(state, one)]


def recycled_named(state: State, site_id: str, entry_id: str) -> Recycled:
    """Return an entry of a site's recycle bin, or Graph's 404."""
    entry = state.get(Recycled, entry_id)
    if entry is None or entry.site_id != site_id or _is_over(state, entry):
        raise not_found()
    return entry


def recycled_id(state: State, path: str) -> str:
    """Return the id of what was deleted last from a path; the path may begin at any folder.

    Raises:
        LookupError: Nothing that was deleted there waits.
    """
    found = [
        one
        for one in state.every(Recycled)
        if f"/{one.deleted_from}/{one.name}".endswith(f"/{path}") and not _is_over(state, one)
    ]
    if not found:
        raise LookupError(f"nothing deleted from {path} waits in a recycle bin")
    return max(found, key=lambda one: one.deleted_at).id


def recycled_item(state: State, item_id: str) -> Recycled | None:
    """Return the entry by which an item lies in a recycle bin, or None."""
    held = state.find(Recycled, "item", item_id)
    return next((one for one in held if not _is_over(state, one)), None)


def _is_over(state: State, entry: Recycled) -> bool:
    return state.clock.now() - parse_instant(entry.deleted_at) >= _KEPT


def restore(
    state: State, entry: Recycled, actor: Actor, *, folder: Item | None = None, name: str = ""
) -> Item:
    """Put what lies in the recycle bin back, under its old name in its old folder or elsewhere.

    Whether it brings its old people and links back is not documented: a quirk, on by default.
    """
    top = state.get(Item, entry.item_id)
    home = folder or (state.get(Item, top.parent_id or "") if top else None)
    if top is None or home is None or home.deleted:
        raise not_found("The folder that the item lay in is gone.")
    if tree.child_named(state, home.id, name or top.name) is not None:
        raise conflict("An item with the same name already exists under the parent.")
    for item_id in entry.items:
        _bring_back(state, item_id, actor)
    state.drop(entry)
    back = tree.item_named(state, top.drive_id, top.id)
    moved = home.id != top.parent_id or name not in {"", top.name}
    if moved:
        return movement.move(state, back, home, name or top.name, actor)
    scopes.drop_foreign_links(state, back)  # the folder around it may lie elsewhere by now
    return back


def _bring_back(state: State, item_id: str, actor: Actor) -> None:
    item = state.get(Item, item_id)
    if item is None:
        return
    if not state.quirks.restore_keeps_people:
        forget_sharing(state, item)
    back = tree.modify(state, item, actor, deleted=False)
    if scopes.own_scope(state, back) is not None:
        tree.note(state, back, shared=True)


def empty(state: State, entry: Recycled) -> None:
    """Delete an entry of the recycle bin for good."""
    for item_id in entry.items:
        item = state.get(Item, item_id)
        if item is not None:
            forget_sharing(state, item)
    state.drop(entry)
