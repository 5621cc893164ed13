"""Where items lie: addresses, children, ancestors, and the one line of changes that delta reads."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from graph_emulator.files.below import Below
from graph_emulator.files.children import Children
from graph_emulator.files.models import Actor, Drive, Item, Link, Passage, Recycled, Scope, SiteGroup
from graph_emulator.files.shelves import Guids, Line, Numbers, Order, Totals
from graph_emulator.kernel.faults import invalid, not_found
from graph_emulator.kernel.state import State

_FORBIDDEN_IN_NAMES = frozenset('"*:<>?/\\|')


def add_indexes(state: State) -> None:
    """Make items findable by place and parent, links by item and address, groups by site and by link."""
    state.add_keeper(Children(), Item)
    state.add_keeper(Below(state), Item, Scope)
    for late in (Order, Line, Numbers, Guids, Totals):
        state.add_keeper(late(state), Item)
    state.add_index(Link, "item", lambda link: link.item_id)
    state.add_index(Link, "url", lambda link: link.url)
    state.add_index(Scope, "drive", lambda scope: scope.drive_id)
    state.add_index(Passage, "item", lambda passage: passage.item_id)
    state.add_index(Passage, "entry", lambda passage: passage.entry.id)
    state.add_index(Recycled, "site", lambda entry: entry.site_id)
    state.add_index(Recycled, "item", lambda entry: entry.item_id)
    state.add_index(SiteGroup, "site", lambda group: group.site_id)
    state.add_index(SiteGroup, "link", lambda group: group.link_id or None)


def drive_named(state: State, drive_id: str) -> Drive:
    """Return a drive, or Graph's 404."""
    drive = state.get(Drive, drive_id)
    if drive is None:
        raise not_found()
    return drive


def item_named(state: State, drive_id: str, item_id: str) -> Item:
    """Return an item that stands in this drive, or Graph's 404; `root` is the drive's top."""
    drive = drive_named(state, drive_id)
    item = state.get(Item, drive.root_id if item_id == "root" else item_id)
    if item is None or item.deleted or item.drive_id != drive.id:
        raise not_found()
    return item


def item_at(state: State, drive_id: str, address: str) -> Item:
    """Return the item at an address: an id, `root`, or either of them with `:/path/to/it`.

    Source: graph:concepts/addressing-driveitems
    """
    base, _, path = address.partition(":")
    item = item_named(state, drive_id, base)
    for name in filter(None, path.strip(":").split("/")):
        child = child_named(state, item.id, name)
        if child is None:
            raise not_found()
        item = child
    return item


def new_place(state: State, drive_id: str, address: str) -> tuple[Item, str]:
    """Return the folder and the name that an address by path means, whether it exists or not."""
    base, _, path = address.partition(":")
    names = [name for name in path.strip(":").split("/") if name]
    if not names:
        raise invalid("The address names no file.")
    folder = item_at(state, drive_id, f"{base}:/{'/'.join(names[:-1])}")
    check_name(names[-1])
    return folder, names[-1]


def check_name(name: str) -> None:
    """Refuse a name that SharePoint cannot hold."""
    if not name or name != name.strip() or name.endswith(".") or _FORBIDDEN_IN_NAMES & set(name):
        raise invalid("The provided name cannot contain special characters.")


def child_named(state: State, parent_id: str, name: str) -> Item | None:
    """Return the child of this name, in any case of letters, or None."""
    return state.kept(Children).named(parent_id, name)


def children_of(state: State, item_id: str) -> Sequence[Item]:
    """Return what lies straight in an item, in no helpful order."""
    return state.kept(Children).within(item_id)


def child_ids(state: State, item_id: str) -> Sequence[str]:
    """Return the ids of what lies straight in an item, in order."""
    return state.kept(Children).ids(item_id)


def child_count(state: State, item_id: str) -> int:
    """Return how many items lie straight in an item."""
    return state.kept(Children).count(item_id)


def subtree(state: State, item: Item) -> Iterator[Item]:
    """Yield an item and everything below it, parents first."""
    waiting = [item]
    while waiting:
        here = waiting.pop()
        yield here
        if here.is_container or here.form == "package":
            waiting.extend(children_of(state, here.id))


def lineage(state: State, item: Item) -> Iterator[Item]:
    """Yield an item and its ancestors up to the root."""
    here: Item | None = item
    while here is not None:
        yield here
        here = state.get(Item, here.parent_id) if here.parent_id else None


def lies_under(state: State, item: Item, ancestor_id: str) -> bool:
    """Whether an item is this ancestor or lies anywhere below it."""
    return any(here.id == ancestor_id for here in lineage(state, item))


def path_of(state: State, item: Item) -> str:
    """Return the path from the library's top, without a slash in front; empty for the top itself."""
    names = [here.name for here in lineage(state, item) if here.form != "root"]
    return "/".join(reversed(names))


def note(state: State, item: Item, *, shared: bool = False, removed: bool = False) -> Item:
    """Put an item as changed now; `shared` says that its own sharing is what changed.

    `removed` says that sharing was only taken away.

    A change of permissions alone moves neither tag: whether it does on a real tenant is not documented,
    so that nobody may lean on the tag as a lock.
    """
    drive = drive_named(state, item.drive_id)
    number = drive.changed + 1
    state.put(replace(drive, changed=number))
    noted = replace(
        item,
        changed=number,
        changed_at=state.clock.stamp(),
        shared_changed=number if shared else item.shared_changed,
        shared_added=number if shared and not removed else item.shared_added,
    )
    state.put(noted)
    return noted


def modify(state: State, item: Item, actor: Actor, **changes: object) -> Item:
    """Put an item with other properties, a new version, and who changed it."""
    fresh = replace(
        item,
        version=item.version + 1,
        modified_at=state.clock.stamp(),
        modified_by=actor,
        **changes,
    )
    return note(state, fresh)


def create(state: State, folder: Item, name: str, *, form: str, actor: Actor, size: int = 0) -> Item:
    """Put a new item into a folder; the caller has made sure that the name is free."""
    now = state.clock.stamp()
    item = Item(
        id="01" + state.ids.opaque("item"),
        drive_id=folder.drive_id,
        parent_id=folder.id,
        name=name,
        form=form,
        guid=state.ids.guid("item-guid"),
        size=size,
        created_at=now,
        created_by=actor,
        modified_at=now,
        modified_by=actor,
    )
    return note(state, item)
