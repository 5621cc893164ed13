"""The closed list of operations that the gate knows, and how a path is read before it is compared.

A path that could be read in two ways matches nothing: encoded slashes, dots, empty segments, double
encoding and another letter case are all refused here, before any law is weighed.

Source: graph:concepts/throttling-limits (units: SharePoint's tariff, which is where item calls are counted)
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote_to_bytes


class RouteName(StrEnum):
    """Each operation by a name of its own."""

    LIST_TEAMS = "list-teams"
    LIST_CHANNELS = "list-channels"
    CHANNEL_FOLDER = "channel-folder"
    LIST_MEMBERS = "list-members"
    LIST_ITEMS = "list-items"
    LIST_PERMISSIONS = "list-permissions"
    LIST_USERS = "list-users"
    TEAM_MEMBERS = "team-members"
    GROUP_PEOPLE = "group-people"
    BATCH = "batch"
    CREATE_LINK = "create-link"
    GRANT = "grant"
    REVOKE_GRANTS = "revoke-grants"
    DELETE_PERMISSION = "delete-permission"
    ADD_MEMBER = "add-member"
    REMOVE_MEMBER = "remove-member"
    SET_ROLE = "set-role"
    LIST_AGREEMENTS = "list-agreements"
    LIST_AUDIT_QUERIES = "list-audit-queries"
    LIST_DIRECTORY_AUDITS = "list-directory-audits"
    SHARING_SETTINGS = "sharing-settings"
    GET_DRIVE = "get-drive"
    GET_ITEM = "get-item"
    LIST_SITE_PERMISSIONS = "list-site-permissions"
    MAKE_FILE = "make-file"
    MAKE_FOLDER = "make-folder"
    REMOVE_ITEM = "remove-item"
    BIN_ITEM = "bin-item"
    REVOKE_SESSIONS = "revoke-sessions"
    INVITE = "invite"
    SEND_MAIL = "send-mail"
    LIST_MAILS = "list-mails"


@dataclass(frozen=True, slots=True)
class Route:
    """One operation: method, path, the versions it is used on, and its documented price."""

    name: RouteName
    method: str
    template: tuple[str, ...]
    units: int
    beta: bool = False

    @property
    def writes(self) -> bool:
        """Whether it changes something: everything but a GET and the batch, which holds GETs only."""
        return self.method != "GET" and self.name is not RouteName.BATCH


@dataclass(frozen=True, slots=True)
class Match:
    """A route with the ids that stand in the path, decoded."""

    route: Route
    version: str
    ids: Mapping[str, str]


class UnreadablePathError(ValueError):
    """A path that could be read in more than one way."""


def _route(name: RouteName, method: str, path: str, units: int, *, beta: bool = False) -> Route:
    return Route(name, method, tuple(path.split("/")), units, beta)


_ITEM = "drives/{drive}/items/{item}"
_CHANNEL = "teams/{team}/channels/{channel}"
ROUTES: tuple[Route, ...] = (
    _route(RouteName.LIST_TEAMS, "GET", "teams", 1),
    _route(RouteName.LIST_CHANNELS, "GET", "teams/{team}/channels", 1),
    _route(RouteName.CHANNEL_FOLDER, "GET", f"{_CHANNEL}/filesFolder", 1),
    _route(RouteName.LIST_MEMBERS, "GET", f"{_CHANNEL}/members", 1),
    _route(RouteName.LIST_ITEMS, "GET", "drives/{drive}/root/delta", 2),
    _route(RouteName.LIST_ITEMS, "GET", "drives/{drive}/items/root/delta", 2),
    _route(RouteName.LIST_PERMISSIONS, "GET", f"{_ITEM}/permissions", 5),
    _route(RouteName.LIST_USERS, "GET", "users", 1),
    _route(RouteName.TEAM_MEMBERS, "GET", "teams/{team}/members", 1),
    _route(RouteName.GROUP_PEOPLE, "GET", "groups/{group}/transitiveMembers", 5),
    _route(RouteName.BATCH, "POST", "$batch", 0),
    _route(RouteName.CREATE_LINK, "POST", f"{_ITEM}/createLink", 5, beta=True),
    _route(RouteName.GRANT, "POST", "shares/{share}/permission/grant", 5),
    _route(RouteName.REVOKE_GRANTS, "POST", f"{_ITEM}/permissions/{{permission}}/revokeGrants", 5, beta=True),
    _route(RouteName.DELETE_PERMISSION, "DELETE", f"{_ITEM}/permissions/{{permission}}", 5),
    _route(RouteName.ADD_MEMBER, "POST", f"{_CHANNEL}/members", 1),
    _route(RouteName.REMOVE_MEMBER, "DELETE", f"{_CHANNEL}/members/{{member}}", 1),
    _route(RouteName.SET_ROLE, "PATCH", f"{_CHANNEL}/members/{{member}}", 1),
    _route(RouteName.LIST_AGREEMENTS, "GET", "identityGovernance/termsOfUse/agreements", 1),
    _route(RouteName.LIST_AUDIT_QUERIES, "GET", "security/auditLog/queries", 1),
    _route(RouteName.LIST_DIRECTORY_AUDITS, "GET", "auditLogs/directoryAudits", 1),
    _route(RouteName.SHARING_SETTINGS, "GET", "admin/sharepoint/settings", 1),
    _route(RouteName.GET_DRIVE, "GET", "drives/{drive}", 1),
    _route(RouteName.GET_ITEM, "GET", _ITEM, 1),
    _route(RouteName.LIST_SITE_PERMISSIONS, "GET", "sites/{site}/permissions", 1),
    _route(RouteName.MAKE_FILE, "PUT", "drives/{drive}/items/{parent}:/{name}:/content", 2),
    _route(RouteName.MAKE_FOLDER, "POST", "drives/{drive}/items/{parent}/children", 2),
    _route(RouteName.REMOVE_ITEM, "POST", f"{_ITEM}/permanentDelete", 2),
    _route(RouteName.BIN_ITEM, "DELETE", _ITEM, 2),
    _route(RouteName.REVOKE_SESSIONS, "POST", "users/{user}/revokeSignInSessions", 1),
    _route(RouteName.INVITE, "POST", "invitations", 1),
    _route(RouteName.SEND_MAIL, "POST", "users/{mailbox}/sendMail", 1),
    _route(RouteName.LIST_MAILS, "GET", "users/{mailbox}/mailFolders/{folder}/messages", 1),
)

SHARING = frozenset({RouteName.CREATE_LINK, RouteName.GRANT, RouteName.REVOKE_GRANTS})
"""Operations that SharePoint's limit on sharing is taken to mean; it does not name them."""
TEAMS = frozenset(
    {
        RouteName.LIST_CHANNELS,
        RouteName.CHANNEL_FOLDER,
        RouteName.LIST_MEMBERS,
        RouteName.TEAM_MEMBERS,
        RouteName.ADD_MEMBER,
        RouteName.REMOVE_MEMBER,
        RouteName.SET_ROLE,
    }
)
"""Operations on one team or channel, which take few requests a second."""

_FORBIDDEN = re.compile(r"[/\\\x00-\x1f\x7f]|%[0-9A-Fa-f]{2}")
_DELTA = re.compile(r"delta(\(\)|\(token='[^']*'\))?")
_KEYED = re.compile(r"([A-Za-z]+)\('([^']+)'\)")


def find_route(method: str, path: str) -> Match | None:
    """Return what a request line asks for, or None when the closed list does not hold it.

    Args:
        method: As it goes out; the comparison is exact.
        path: As it goes out: encoded, with version and leading slash, without query.

    Raises:
        UnreadablePathError: The path can be read in more than one way.
    """
    version, *segments = _segments(path)
    if method == "GET":
        segments = _plain(segments)
    for route in ROUTES:
        ids = _ids(route.template, segments) if route.method == method else None
        if ids is not None and (version == "v1.0" or (version == "beta" and route.beta)):
            return Match(route, version, ids)
    return None


def route_named(name: RouteName) -> Route:
    """Return the first route of a name."""
    return next(route for route in ROUTES if route.name is name)


def _segments(path: str) -> list[str]:
    if not path.isascii() or not path.startswith("/"):
        raise UnreadablePathError("the path is not plain ASCII that begins with a slash")
    return [_segment(part) for part in path[1:].split("/")]


def _segment(part: str) -> str:
    try:
        text = unquote_to_bytes(part).decode()
    except UnicodeDecodeError as error:
        raise UnreadablePathError("a segment is not UTF-8") from error
    if text in {"", ".", ".."} or _FORBIDDEN.search(text):
        raise UnreadablePathError("a segment is empty, a dot, or holds an encoded slash or percent sign")
    return text


def _plain(segments: list[str]) -> list[str]:
    """Write OData's other spellings of a path, which next links use, in the one that is compared."""
    plain: list[str] = []
    for segment in segments:
        keyed = _KEYED.fullmatch(segment)
        if _DELTA.fullmatch(segment):
            plain.append("delta")
        else:
            plain += keyed.groups() if keyed else [segment]
    return plain


def _ids(template: tuple[str, ...], segments: list[str]) -> dict[str, str] | None:
    if len(template) != len(segments):
        return None
    ids: dict[str, str] = {}
    for name, segment in zip(template, segments, strict=True):
        if name.endswith("}:") and segment.endswith(":"):
            ids[name[1:-2]] = segment[:-1]
        elif name.endswith("}"):
            ids[name[1:-1]] = segment
        elif name != segment:
            return None
    return None if _addressed_by_path(ids) else ids


def _addressed_by_path(ids: Mapping[str, str]) -> bool:
    """A colon addresses an item by path: it names nothing that a permit could hold.

    Only a new file is addressed so, by the id of its folder and a name: Graph has no other way to make one.
    """
    return any(":" in ids.get(name, "") for name in ("drive", "item", "permission", "parent", "name"))
