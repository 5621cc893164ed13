"""The recycle bin as SharePoint shows it, and bringing back what lies in it.

Source: pnp-cli:spo/commands/site/site-recyclebinitem-list
Source: graph:resources/recyclebinitem
"""

from graph_emulator.directory.models import User
from graph_emulator.files import recycling
from graph_emulator.files.models import Item, Recycled
from graph_emulator.files.principals import actor_of
from graph_emulator.kernel.routes import UserPrincipal
from graph_emulator.sharepoint import rights
from graph_emulator.sharepoint.faults import bad_argument, no_item
from graph_emulator.sharepoint.model import Args, Kind, Node, Way

_TOPIC = "pnp-cli/site-recyclebinitem-list"
_FIRST_STAGE, _FILE, _FOLDER = 1, 1, 5


def waiting(node: Node) -> list[Recycled]:
    """Return what waits on the site: all of it for whoever manages the site, else what they deleted."""
    visit = node.visit
    found = recycling.waiting(node.state, visit.site.id)
    if rights.may(visit, visit.site, "manage"):
        return found
    caller = visit.call.principal
    own = caller.user_id if isinstance(caller, UserPrincipal) else None
    return [one for one in found if one.deleted_by.id == own]


def _deleter(node: Node) -> User | None:
    entry: Recycled = node.value
    return node.state.get(User, entry.deleted_by.id)


def _author(node: Node) -> User | None:
    item = node.state.get(Item, node.value.item_id)
    return node.state.get(User, item.created_by.id) if item is not None else None


def _name(user: User | None) -> str:
    return user.name if user else "System Account"


def _mail(user: User | None) -> str:
    return (user.mail or "") if user else ""


def _type(node: Node) -> int:
    item = node.state.get(Item, node.value.item_id)
    return _FOLDER if item is not None and item.is_container else _FILE


def _directory(node: Node) -> str:
    return f"{node.visit.site.path}/{node.value.deleted_from}"


def _restore(node: Node, entry: Recycled) -> None:
    recycling.restore(node.state, entry, actor_of(node.state, node.visit.call.principal))


def _restore_by_ids(node: Node, args: Args) -> None:
    wanted = args.texts("ids")
    for entry_id in wanted:
        _restore(node, _named(node, entry_id))


def _named(node: Node, entry_id: str) -> Recycled:
    for entry in node.value:
        if entry.id == entry_id.strip("{}").casefold():
            found: Recycled = entry
            return found
    raise no_item()


def _restore_all(node: Node, _args: Args) -> None:
    if not node.value:
        raise bad_argument("The recycle bin is empty.")
    for entry in node.value:
        _restore(node, entry)


ENTRY = Kind(
    name="SP.RecycleBinItem",
    shown={
        "AuthorEmail": lambda node: _mail(_author(node)),
        "AuthorName": lambda node: _name(_author(node)),
        "DeletedByEmail": lambda node: _mail(_deleter(node)),
        "DeletedByName": lambda node: _name(_deleter(node)),
        "DeletedDate": lambda node: node.value.deleted_at,
        "DirName": _directory,
        "DirNamePath": lambda node: {"DecodedUrl": _directory(node)},
        "Id": lambda node: node.value.id,
        "ItemState": lambda _node: _FIRST_STAGE,
        "ItemType": _type,
        "LeafName": lambda node: node.value.name,
        "LeafNamePath": lambda node: {"DecodedUrl": node.value.name},
        "Size": lambda node: str(node.value.size),
        "Title": lambda node: node.value.name,
    },
    ways=(
        Way(
            name="Restore",
            follow=lambda node, _args: _restore(node, node.value),
            method="POST",
            need="share",
            write=True,
            topic=_TOPIC,
        ),
        Way(
            name="DeleteObject",
            follow=lambda node, _args: recycling.empty(node.state, node.value),
            method="POST",
            need="share",
            write=True,
            topic=_TOPIC,
            notes="the second stage",
        ),
    ),
)
ENTRIES = Kind(
    name="SP.RecycleBinItemCollection",
    row=ENTRY.name,
    rows=lambda node: node.value,
    key="GetById",
    address=lambda entry: f"'{entry.id}'",
    ways=(
        Way(
            name="GetById",
            to=ENTRY.name,
            follow=lambda node, args: _named(node, args.text(0, "id")),
            params=("id",),
            need="share",
            topic=_TOPIC,
        ),
        Way(
            name="RestoreByIds",
            follow=_restore_by_ids,
            method="POST",
            params=("ids",),
            need="share",
            write=True,
            topic=_TOPIC,
        ),
        Way(name="RestoreAll", follow=_restore_all, method="POST", need="share", write=True, topic=_TOPIC),
    ),
)
BIN_WAY = Way(
    name="RecycleBin",
    to=ENTRIES.name,
    follow=lambda node, _args: waiting(node),
    need="share",
    topic=_TOPIC,
    notes="the second stage",
)
