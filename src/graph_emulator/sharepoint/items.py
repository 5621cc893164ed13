"""List items, files and folders: one record each, shown three ways.

Source: sp-dev-docs:working-with-folders-and-files-with-rest
Source: sp-dev-docs:working-with-lists-and-list-items-with-rest
"""

from collections.abc import Iterator

from graph_emulator.directory.models import User
from graph_emulator.files import tree
from graph_emulator.files.models import Actor, Drive, Item
from graph_emulator.files.principals import entry_for_user
from graph_emulator.files.shelves import Guids, Numbers
from graph_emulator.kernel.state import State
from graph_emulator.sharepoint import accounts, rights, roles
from graph_emulator.sharepoint.faults import no_file, no_item
from graph_emulator.sharepoint.model import Args, Kind, Node, Visit, Way
from graph_emulator.sharepoint.sharing import SHARING_WAY

_FILES = "sp-add-ins/working-with-folders-and-files-with-rest"
_LISTS = "sp-add-ins/working-with-lists-and-list-items-with-rest"
_FIRST, _FIRST_FOLDER = "Documents", "Shared Documents"
_PAGE = 100


def library_folder(drive: Drive) -> str:
    """Return the name of a library's folder; the first one's is older than its title."""
    return _FIRST_FOLDER if drive.name == _FIRST else drive.name


def library_path(visit: Visit, drive: Drive) -> str:
    """Return the server-relative path of a library."""
    return f"/{visit.site.path}/{library_folder(drive)}"


def path_of(node: Node) -> str:
    """Return an item's server-relative path."""
    below = tree.path_of(node.state, node.value)
    return library_path(node.visit, _drive(node)) + (f"/{below}" if below else "")


def place_of(_: Node, value: Item) -> Item:
    """Return where an item's role assignments are: on itself."""
    return value


def place_of_list(node: Node, drive: Drive) -> Item:
    """Return where a list's role assignments are: on its library's top."""
    return tree.item_named(node.state, drive.id, "root")


def at_path(visit: Visit, path: str) -> Item:
    """Return the item at a server-relative path, or at one below the site; SharePoint's 404 otherwise."""
    wanted = path.rstrip("/") if path.startswith("/") else f"/{visit.site.path}/{path.rstrip('/')}"
    for drive in rights.drives_of(visit.state, visit.site):
        library = library_path(visit, drive)
        if f"{wanted}/".casefold().startswith(f"{library}/".casefold()):
            return _below(visit, drive, wanted[len(library) :].split("/"))
    raise no_file(path)


def _below(visit: Visit, drive: Drive, names: list[str]) -> Item:
    item = tree.item_named(visit.state, drive.id, "root")
    for name in filter(None, names):
        child = tree.child_named(visit.state, item.id, name)
        if child is None:
            raise no_file(name)
        item = child
    return item


def by_guid(visit: Visit, guid: str) -> Item:
    """Return the item with this unique id, or SharePoint's 404."""
    wanted = guid.strip("{}").casefold()
    item = visit.state.kept(Guids).item(wanted)
    drives = {drive.id for drive in rights.drives_of(visit.state, visit.site)}
    if item is None or item.drive_id not in drives or item.deleted:
        raise no_file(guid)
    return item


def number_of(visit: Visit, item: Item) -> int:
    """Return an item's number in its list: its place among all that was ever put into the library."""
    number = visit.state.kept(Numbers).number(item)
    if number is None:
        raise no_item()
    return number


def by_number(state: State, drive: Drive, number: int) -> Item:
    """Return the item of this number, or SharePoint's 404."""
    ids = state.kept(Numbers).ids(drive.id)
    item = state.get(Item, ids[number - 1]) if 0 < number <= len(ids) else None
    if item is None or item.deleted:
        raise no_item()
    return item


def author_number(actor: Actor, node: Node) -> int:
    """Return the number of whoever did something, as the site knows them."""
    if actor.form == "application":
        return accounts.APP_NUMBER
    user = node.state.get(User, actor.id)
    return accounts.number_of(entry_for_user(user, ()).principal) if user else accounts.SYSTEM_NUMBER


def _drive(node: Node) -> Drive:
    return tree.drive_named(node.state, node.value.drive_id)


def _file_kind(node: Node) -> int:
    return 1 if node.value.is_container else 0


def items_of(node: Node, after: int = 0) -> Iterator[Item]:
    """Yield the items of a list in the order of their numbers, those after one of these."""
    drive: Drive = node.value
    may_see = rights.may(node.visit, rights.top_of(node.state, node.visit.site) or node.visit.site, "manage")
    ids = node.state.kept(Numbers).ids(drive.id)
    for at in range(after, len(ids)):
        item = node.state.get(Item, ids[at])
        if item is not None and not item.deleted and (may_see or rights.may(node.visit, item, "read")):
            yield item


ITEM = Kind(
    name="SP.ListItem",
    shown={
        "FileSystemObjectType": _file_kind,
        "Id": lambda node: number_of(node.visit, node.value),
        "ContentTypeId": lambda node: "0x0120" if node.value.is_container else "0x0101",
        "Title": lambda _node: None,
        "Created": lambda node: node.value.created_at,
        "AuthorId": lambda node: author_number(node.value.created_by, node),
        "Modified": lambda node: node.value.modified_at,
        "EditorId": lambda node: author_number(node.value.modified_by, node),
        "ID": lambda node: number_of(node.visit, node.value),
        "GUID": lambda node: node.value.guid,
    },
    asked={
        "HasUniqueRoleAssignments": roles.has_unique,
        "FileRef": path_of,
        "FileLeafRef": lambda node: node.value.name,
        "FileDirRef": lambda node: path_of(node).rpartition("/")[0],
        "UniqueId": lambda node: node.value.guid,
    },
    ways=(
        Way(name="File", to="SP.File", follow=lambda node, _args: node.value, topic=_LISTS),
        Way(name="Folder", to="SP.Folder", follow=lambda node, _args: node.value, topic=_LISTS),
        Way(
            name="ParentList",
            to="SP.List",
            follow=lambda node, _args: _drive(node),
            need="nothing",
            topic=_LISTS,
        ),
        *roles.SECURABLE_WAYS,
        SHARING_WAY,
    ),
)
_ITEM_WAY = Way(
    name="ListItemAllFields",
    to="SP.ListItem",
    follow=lambda node, _args: node.value,
    place=place_of,
    topic=_FILES,
)
FILE = Kind(
    name="SP.File",
    shown={
        "ETag": lambda node: node.value.etag,
        "Exists": lambda _node: True,
        "Length": lambda node: str(node.value.size),
        "Level": lambda _node: 1,
        "LinkingUrl": lambda _node: "",
        "MajorVersion": lambda node: node.value.content_version,
        "MinorVersion": lambda _node: 0,
        "Name": lambda node: node.value.name,
        "ServerRelativeUrl": path_of,
        "TimeCreated": lambda node: node.value.created_at,
        "TimeLastModified": lambda node: node.value.modified_at,
        "Title": lambda _node: "",
        "UIVersionLabel": lambda node: f"{node.value.content_version}.0",
        "UniqueId": lambda node: node.value.guid,
    },
    asked={
        "SiteId": lambda node: node.visit.site.id.split(",")[1],
        "VroomDriveID": lambda node: node.value.drive_id,
        "VroomItemID": lambda node: node.value.id,
    },
    ways=(_ITEM_WAY,),
)


def children(node: Node, *, folders: bool) -> list[Item]:
    """Return what lies in a folder and may be seen: its folders, or its files."""
    return [
        child
        for child in tree.children_of(node.state, node.value.id)
        if child.is_container is folders and rights.may(node.visit, child, "read")
    ]


def _parent(node: Node) -> Item:
    parent = node.state.get(Item, node.value.parent_id or "")
    if parent is None:
        raise no_file("")
    return parent


def _collection(name: str, row: str) -> Kind:
    return Kind(
        name=name,
        row=row,
        rows=lambda node: node.value,
        address=lambda item: f"'{item.name}'",
        row_place=place_of,
    )


FOLDER = Kind(
    name="SP.Folder",
    shown={
        "Exists": lambda _node: True,
        "IsWOPIEnabled": lambda _node: False,
        "ItemCount": lambda node: tree.child_count(node.state, node.value.id),
        "Name": lambda node: library_folder(_drive(node)) if node.value.form == "root" else node.value.name,
        "ProgID": lambda _node: None,
        "ServerRelativeUrl": path_of,
        "TimeCreated": lambda node: node.value.created_at,
        "TimeLastModified": lambda node: node.value.modified_at,
        "UniqueId": lambda node: node.value.guid,
        "WelcomePage": lambda _node: "",
    },
    ways=(
        Way(
            name="Files",
            to="SP.FileCollection",
            follow=lambda node, _args: children(node, folders=False),
            topic=_FILES,
        ),
        Way(
            name="Folders",
            to="SP.FolderCollection",
            follow=lambda node, _args: children(node, folders=True),
            topic=_FILES,
        ),
        Way(
            name="ParentFolder",
            to="SP.Folder",
            follow=lambda node, _args: _parent(node),
            place=place_of,
            topic=_FILES,
        ),
        _ITEM_WAY,
    ),
)
FILES = _collection("SP.FileCollection", "SP.File")
FOLDERS = _collection("SP.FolderCollection", "SP.Folder")


def _numbered_item(node: Node, args: Args) -> Item:
    return by_number(node.state, node.value, args.number(0, "id"))


ITEMS = Kind(
    name="SP.ListItemCollection",
    row="SP.ListItem",
    rows=items_of,
    rows_after=items_of,
    number=lambda row: number_of(row.visit, row.value),
    key="GetById",
    address=lambda item: item.guid,
    row_place=place_of,
    page=_PAGE,
    ways=(
        Way(
            name="GetById",
            to="SP.ListItem",
            follow=_numbered_item,
            place=place_of,
            params=("id",),
            topic=_LISTS,
        ),
    ),
)


def found_file(item: Item) -> Item:
    """Return the item where it is a file, or SharePoint's 404."""
    if item.is_container:
        raise no_file(item.name)
    return item


def found_folder(item: Item) -> Item:
    """Return the item where it is a folder, or SharePoint's 404."""
    if not item.is_container:
        raise no_file(item.name)
    return item
