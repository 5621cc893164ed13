"""SP.Web and SP.Site: where every address begins.

Source: sp-dev-docs:get-to-know-the-sharepoint-rest-service
Source: pnp-cli:spo/commands/web/web-get
"""

from graph_emulator.files import groups
from graph_emulator.files.models import Item, Principal
from graph_emulator.posture.settings import SiteSettings, changed, level_of, put_site, site_settings
from graph_emulator.sharepoint import accounts, items, lists, principals, rights, roles
from graph_emulator.sharepoint.bin import BIN_WAY
from graph_emulator.sharepoint.faults import no_group
from graph_emulator.sharepoint.levels import LEVELS
from graph_emulator.sharepoint.model import Args, Kind, Node, Way

_TOPIC = "sp-add-ins/get-to-know-the-sharepoint-rest-service"
_USERS = "sp-add-ins/users-groups-and-roles"
_FILES = "sp-add-ins/working-with-folders-and-files-with-rest"
_LISTS = "sp-add-ins/working-with-lists-and-list-items-with-rest"


def _site_part(node: Node, at: int) -> str:
    parts: list[str] = node.visit.site.id.split(",")
    return parts[at]


def _settings(node: Node) -> SiteSettings:
    return site_settings(node.state, node.visit.site.id)


def _asked_at(node: Node) -> str:
    """Return where requests for access go; SharePoint's own placeholder means the site's owners."""
    return f"someone@{node.visit.site.host}" if _settings(node).access_requests else ""


def _update(node: Node, args: Args) -> None:
    now = _settings(node)
    share = args.truth(0, "MembersCanShare", otherwise=now.members_can_share)
    put_site(node.state, node.visit.site.id, changed(now, {"members_can_share": share}))


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
    asked={
        "HasUniqueRoleAssignments": roles.has_unique,
        "MembersCanShare": lambda node: _settings(node).members_can_share,
        "RequestAccessEmail": _asked_at,
        "UseAccessRequestDefault": lambda node: _settings(node).access_requests,
    },
    own=(
        Way(
            name="Update",
            follow=_update,
            method="MERGE",
            params=("MembersCanShare",),
            need="manage",
            write=True,
            topic=_TOPIC,
            notes="every property but MembersCanShare",
        ),
    ),
    ways=(
        Way(
            name="CurrentUser",
            to="SP.User",
            follow=lambda node, _args: accounts.of_caller(node.visit),
            need="nothing",
            topic=_USERS,
        ),
        Way(
            name="GetUserById",
            to="SP.User",
            follow=lambda node, args: accounts.by_number(
                node.state, node.visit.site, args.number(0, "userId")
            ),
            params=("userId",),
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
            follow=lambda _node, _args: LEVELS,
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
            follow=lambda node, args: lists.at_url(node, args.text(0, "strUrl")),
            place=items.place_of_list,
            params=("strUrl",),
            topic=_LISTS,
        ),
        *_FILE_WAYS,
        BIN_WAY,
        *roles.SECURABLE_WAYS,
    ),
)
SITE = Kind(
    name="SP.Site",
    shown={
        "Id": lambda node: _site_part(node, 1),
        "GroupId": lambda node: rights.group_of(node.visit),
        "DisableCompanyWideSharingLinks": lambda _node: False,
        "ReadOnly": lambda _node: False,
        "ShareByEmailEnabled": lambda node: level_of(node.state, node.visit.site.id) != "disabled",
        "ShareByLinkEnabled": lambda node: (
            level_of(node.state, node.visit.site.id) == "externalUserAndGuestSharing"
        ),
        "ServerRelativeUrl": lambda node: "/" + node.visit.site.path,
        "Url": lambda node: node.visit.url,
    },
    ways=(
        Way(name="RootWeb", to="SP.Web", follow=lambda node, _args: node.value, topic=_TOPIC),
        BIN_WAY,
    ),
)
