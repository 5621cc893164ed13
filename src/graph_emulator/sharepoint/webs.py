"""SP.Web, SP.Site and SP.List: where every address begins.

Source: spo-rest:get-to-know-the-sharepoint-rest-service
Source: cli-microsoft365:spo/commands/web/web-get
"""

from graph_emulator.files import groups, tree
from graph_emulator.files.models import Drive, Item, Principal
from graph_emulator.sharepoint import accounts, items, principals, rights, roles
from graph_emulator.sharepoint.faults import no_group, no_list
from graph_emulator.sharepoint.model import Args, Kind, Node, Way

_TOPIC = "sp-add-ins/get-to-know-the-sharepoint-rest-service"
_USERS = "sp-add-ins/users-groups-and-roles"
_FILES = "sp-add-ins/working-with-folders-and-files-with-rest"
_LISTS = "sp-add-ins/working-with-lists-and-list-items-with-rest"
_LIBRARY = 101


def _site_part(node: Node, at: int) -> str:
    parts: list[str] = node.visit.site.id.split(",")
    return parts[at]


def _standard(number: str) -> Way:
    names = {groups.OWNERS: "Owner", groups.MEMBERS: "Member", groups.VISITORS: "Visitor"}

    def follow(node: Node, _args: Args) -> Principal:
        group = groups.group_named(node.state, node.visit.site.id, number)
        if group is None:
            raise no_group()
        return accounts.group_principal(group)

    return Way(name=f"Associated{names[number]}Group", to="SP.Group", follow=follow, topic=_USERS)


def _ensure(node: Node, args: Args) -> Principal:
    return accounts.remember(node.visit, accounts.resolved(node.visit, args.text(0, "logonName")))


def _library(node: Node, url: str) -> Drive:
    drives = rights.drives_of(node.state, node.visit.site)
    path = url if url.startswith("/") else f"/{node.visit.site.path}/{url}"
    if not drives or path.rstrip("/").casefold() != items.library_path(node.visit).casefold():
        raise no_list(url, node.visit.url)
    return drives[0]


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


def _file_way(name: str, param: str, *, folder: bool) -> Way:
    found = items.found_folder if folder else items.found_file

    def follow(node: Node, args: Args) -> Item:
        text = args.text(0, param)
        by_id = name.endswith("ById")
        return found(items.by_guid(node.visit, text) if by_id else items.at_path(node.visit, text))

    kind = "SP.Folder" if folder else "SP.File"
    return Way(name=name, to=kind, follow=follow, place=items.place_of, params=(param,), topic=_FILES)


_FILE_WAYS = (
    _file_way("GetFileByServerRelativePath", "decodedUrl", folder=False),
    _file_way("GetFileByServerRelativeUrl", "serverRelativeUrl", folder=False),
    _file_way("GetFileById", "uniqueId", folder=False),
    _file_way("GetFolderByServerRelativePath", "decodedUrl", folder=True),
    _file_way("GetFolderByServerRelativeUrl", "serverRelativeUrl", folder=True),
    _file_way("GetFolderById", "uniqueId", folder=True),
)
WEB = Kind(
    name="SP.Web",
    shown={
        "Created": lambda node: node.visit.site.created_at,
        "Description": lambda _node: "",
        "Id": lambda node: _site_part(node, 2),
        "Language": lambda _node: 1033,
        "RecycleBinEnabled": lambda _node: True,
        "ServerRelativeUrl": lambda node: "/" + node.visit.site.path,
        "Title": lambda node: node.visit.site.title,
        "Url": lambda node: node.visit.url,
        "WebTemplate": lambda node: "TEAMCHANNEL" if rights.is_of_own_channel(node.visit) else "GROUP",
    },
    asked={"HasUniqueRoleAssignments": roles.has_unique},
    ways=(
        Way(
            name="CurrentUser",
            to="SP.User",
            follow=lambda node, _args: accounts.of_caller(node.visit),
            need="nothing",
            topic=_USERS,
        ),
        Way(
            name="SiteUsers",
            to="SP.SiteUserCollection",
            follow=lambda node, _args: accounts.known(node.state, node.visit.site),
            topic=_USERS,
        ),
        Way(
            name="SiteGroups",
            to="SP.GroupCollection",
            follow=lambda node, _args: principals.groups_of(node),
            topic=_USERS,
            notes="making and deleting groups",
        ),
        *(_standard(number) for number in (groups.OWNERS, groups.MEMBERS, groups.VISITORS)),
        Way(
            name="EnsureUser",
            to="SP.User",
            follow=_ensure,
            method="POST",
            params=("logonName",),
            need="share",
            write=True,
            topic=_USERS,
            notes="the status for a login that nobody has (404) is assumed",
        ),
        Way(
            name="RoleDefinitions",
            to="SP.RoleDefinitionCollection",
            follow=lambda _node, _args: roles.LEVELS,
            topic=_USERS,
            notes="levels of the site's own making",
        ),
        Way(
            name="Lists",
            to="SP.ListCollection",
            follow=lambda node, _args: rights.drives_of(node.state, node.visit.site),
            topic=_LISTS,
            notes="lists other than document libraries",
        ),
        Way(
            name="GetList",
            to="SP.List",
            follow=lambda node, args: _library(node, args.text(0, "strUrl")),
            place=items.place_of_list,
            params=("strUrl",),
            topic=_LISTS,
        ),
        *_FILE_WAYS,
        *roles.SECURABLE_WAYS,
    ),
)
SITE = Kind(
    name="SP.Site",
    shown={
        "Id": lambda node: _site_part(node, 1),
        "GroupId": lambda node: rights.group_of(node.visit),
        "ReadOnly": lambda _node: False,
        "ServerRelativeUrl": lambda node: "/" + node.visit.site.path,
        "Url": lambda node: node.visit.url,
    },
    ways=(Way(name="RootWeb", to="SP.Web", follow=lambda node, _args: node.value, topic=_TOPIC),),
)
LIST = Kind(
    name="SP.List",
    shown={
        "BaseTemplate": lambda _node: _LIBRARY,
        "BaseType": lambda _node: 1,
        "Created": lambda node: node.value.created_at,
        "Description": lambda _node: "",
        "EntityTypeName": lambda _node: "Shared_x0020_Documents",
        "Hidden": lambda _node: False,
        "Id": lambda node: _list_id(node.value, node),
        "ItemCount": lambda node: sum(
            1
            for item in node.state.every(Item)
            if item.drive_id == node.value.id and item.parent_id is not None and not item.deleted
        ),
        "ListItemEntityTypeFullName": lambda _node: "SP.Data.Shared_x0020_DocumentsItem",
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
