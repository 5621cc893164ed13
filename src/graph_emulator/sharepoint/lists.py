"""SP.List: a document library, and how a site's lists are found.

Source: sp-dev-docs:working-with-lists-and-list-items-with-rest
Source: pnp-cli:spo/commands/list/list-get
"""

from graph_emulator.files import tree
from graph_emulator.files.models import Drive
from graph_emulator.files.shelves import Totals
from graph_emulator.sharepoint import items, rights, roles
from graph_emulator.sharepoint.faults import no_list
from graph_emulator.sharepoint.model import Args, Kind, Node, Way

_LISTS = "sp-add-ins/working-with-lists-and-list-items-with-rest"
_LIBRARY = 101


def at_url(node: Node, url: str) -> Drive:
    """Return the library at a path of the site, or SharePoint's 404."""
    path = url if url.startswith("/") else f"/{node.visit.site.path}/{url}"
    for drive in rights.drives_of(node.state, node.visit.site):
        if path.rstrip("/").casefold() == items.library_path(node.visit, drive).casefold():
            return drive
    raise no_list(url, node.visit.url)


def _list_id(drive: Drive, node: Node) -> str:
    return node.state.ids.derived("list", drive.id)


def _list_by_title(node: Node, args: Args) -> Drive:
    wanted = args.text(0, "title")
    drives: list[Drive] = node.value
    for drive in drives:
        if drive.name.casefold() == wanted.casefold():
            return drive
    raise no_list(wanted, node.visit.url)


def _list_by_id(node: Node, args: Args) -> Drive:
    wanted = args.text(0, "id").strip("{}").casefold()
    drives: list[Drive] = node.value
    for drive in drives:
        if _list_id(drive, node) == wanted:
            return drive
    raise no_list(wanted, node.visit.url)


def _entity_type(node: Node) -> str:
    """Return the name of a list's own type: its folder's, with blanks written out."""
    return items.library_folder(node.value).replace(" ", "_x0020_")


LIST = Kind(
    name="SP.List",
    shown={
        "BaseTemplate": lambda _node: _LIBRARY,
        "BaseType": lambda _node: 1,
        "Created": lambda node: node.value.created_at,
        "Description": lambda _node: "",
        "EntityTypeName": _entity_type,
        "Hidden": lambda node: node.value.hidden,
        "Id": lambda node: _list_id(node.value, node),
        "ItemCount": lambda node: node.state.kept(Totals).standing(node.value.id),
        "ListItemEntityTypeFullName": lambda node: f"SP.Data.{_entity_type(node)}Item",
        "ParentWebUrl": lambda node: "/" + node.visit.site.path,
        "Title": lambda node: node.value.name,
    },
    asked={"HasUniqueRoleAssignments": roles.has_unique},
    ways=(
        Way(
            name="Items",
            to="SP.ListItemCollection",
            follow=lambda node, _args: node.value,
            topic=_LISTS,
            notes="columns of the list's own making, CAML",
        ),
        Way(
            name="GetItemById",
            to="SP.ListItem",
            follow=lambda node, args: items.by_number(node.state, node.value, args.number(0, "id")),
            place=items.place_of,
            params=("id",),
            topic=_LISTS,
        ),
        Way(
            name="GetItemByUniqueId",
            to="SP.ListItem",
            follow=lambda node, args: items.by_guid(node.visit, args.text(0, "uniqueId")),
            place=items.place_of,
            params=("uniqueId",),
            topic=_LISTS,
        ),
        Way(
            name="RootFolder",
            to="SP.Folder",
            follow=lambda node, _args: tree.item_named(node.state, node.value.id, "root"),
            place=items.place_of,
            topic=_LISTS,
        ),
        *roles.SECURABLE_WAYS,
    ),
)
LISTS = Kind(
    name="SP.ListCollection",
    row="SP.List",
    rows=lambda node: node.value,
    key="GetById",
    address=lambda drive: f"'{drive.name}'",
    row_place=items.place_of_list,
    ways=(
        Way(
            name="GetByTitle",
            to="SP.List",
            follow=_list_by_title,
            place=items.place_of_list,
            params=("title",),
            topic=_LISTS,
        ),
        Way(
            name="GetById",
            to="SP.List",
            follow=_list_by_id,
            place=items.place_of_list,
            params=("id",),
            topic=_LISTS,
        ),
    ),
)
