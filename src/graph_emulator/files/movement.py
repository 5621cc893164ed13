"""Moving, copying, adding and deleting: what happens to an item's permissions on the way.

A move keeps an item's own scope and its links, with the people on them; a copy has neither.

Source: graph:api/driveitem-move
Source: graph:api/driveitem-copy
"""

from graph_emulator.files import callers, scopes, tree
from graph_emulator.files.links import extension
from graph_emulator.files.models import Actor, Item
from graph_emulator.files.principals import actor_of
from graph_emulator.kernel.faults import conflict, invalid, not_supported
from graph_emulator.kernel.routes import Call
from graph_emulator.kernel.state import State

_PACKAGES = frozenset({"onepkg"})


def form_of(name: str) -> str:
    """Return which form an item of this name has; a notebook is a package, not a file."""
    return "package" if extension(name) in _PACKAGES else "file"


def move(state: State, item: Item, folder: Item, name: str, actor: Actor) -> Item:
    """Put an item into another folder, or under another name, with everything below it."""
    if item.form == "root":
        raise not_supported("The library's top cannot be moved or renamed.")
    if not folder.is_container or folder.drive_id != item.drive_id:
        raise invalid("The parent is no folder of this library.")
    if tree.lies_under(state, folder, item.id):
        raise invalid("An item cannot lie in itself.")
    check_free(state, folder, name, besides=item.id)
    moved = tree.modify(state, item, actor, parent_id=folder.id, name=name)
    scopes.drop_foreign_links(state, moved)
    return moved


def check_free(state: State, folder: Item, name: str, besides: str = "") -> None:
    """Refuse a name that cannot be, or that something else in the folder has."""
    tree.check_name(name)
    other = tree.child_named(state, folder.id, name)
    if other is not None and other.id != besides:
        raise conflict("An item with the same name already exists under the parent.")


def copy(call: Call, item: Item, folder: Item, name: str) -> Item:
    """Make a copy of an item and of what the caller can take below it; copies inherit where they lie."""
    children = [child for child in tree.children_of(call.state, item.id) if callers.may_take(call, child)]
    actor = actor_of(call.state, call.principal)
    copied = tree.create(call.state, folder, name, form=item.form, actor=actor, size=item.size)
    for child in children:
        copy(call, child, copied, child.name)
    return copied


def upload(call: Call, folder: Item, name: str) -> tuple[Item, bool]:
    """Put content under a name: a new file, or a new version of the one that is there.

    The right to a folder is none to a file in it that has permissions of its own.

    Returns:
        The file, and whether it is new.
    """
    actor, size = actor_of(call.state, call.principal), len(call.raw)
    there = tree.child_named(call.state, folder.id, name)
    if there is None:
        return tree.create(call.state, folder, name, form=form_of(name), actor=actor, size=size), True
    callers.check_may_write(call, there)
    if there.form != "file":
        raise conflict("A folder or package has this name.")
    return rewrite(call.state, there, call.raw, actor), False


def rewrite(state: State, item: Item, content: bytes, actor: Actor) -> Item:
    """Give a file other content."""
    content_version = item.content_version + 1
    return tree.modify(state, item, actor, size=len(content), content_version=content_version)
