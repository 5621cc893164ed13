"""Reads around a library: settings and applications by Graph, the site by SharePoint's own interface.

Source: graph:api/sharepointsettings-get, graph:api/site-list-permissions, sp-dev-docs:users-groups-and-roles
"""

from collections.abc import Sequence

from sharepoint_gate.access.observed import ItemId
from sharepoint_gate.access.site_sight import (
    SharingSettings,
    SiteAccount,
    SiteApplication,
    SiteGroupRead,
    SiteInside,
    SiteRole,
    account_of,
)
from sharepoint_gate.errors import UnexpectedAnswerError
from sharepoint_gate.graph import requests_probing as asking
from sharepoint_gate.graph.decode import Node, ShapeError, child, optional_text, read_node, text, texts
from sharepoint_gate.graph.model import Answer, GraphRequest
from sharepoint_gate.graph.pages import read_collection
from sharepoint_gate.graph.refusal import unexpected
from sharepoint_gate.graph.rest import Question, SharePointRest
from sharepoint_gate.graph.transport import GraphTransport
from sharepoint_gate.ports.site import Library

_SITE_GROUP = 8


class GraphSiteReader:
    """``SiteReader`` on Microsoft Graph and SharePoint's own interface; every other reader is one too."""

    def __init__(self, transport: GraphTransport) -> None:
        self._transport = transport

    async def sharing_settings(self) -> SharingSettings:
        """Return the tenant's settings of sharing."""
        request = asking.sharing_settings()
        node = await self._node(request)
        try:
            return SharingSettings(
                capability=text(node, "sharingCapability"),
                restriction=text(node, "sharingDomainRestrictionMode"),
                allowed=texts(node, "sharingAllowedDomainList"),
                blocked=texts(node, "sharingBlockedDomainList"),
                guests_reshare=node.get("isResharingByExternalUsersEnabled") is not False,
            )
        except ShapeError as error:
            raise unexpected(request.route, str(error), Answer(200, {}, b"")) from error

    async def place_of(self, drive_id: str) -> Library:
        """Return the name and the site of a library."""
        drive = await self._node(asking.drive(drive_id))
        root = await self._node(asking.item(drive_id, ItemId("root")))
        site = optional_text(child(root, "parentReference") or {}, "siteId") or ""
        return Library(optional_text(drive, "name") or "", site, optional_text(drive, "webUrl") or "")

    async def site_applications(self, site_id: str) -> Sequence[SiteApplication]:
        """Return the applications that a site was given to."""
        return await read_collection(self._transport, asking.site_permissions(site_id), _application)

    async def site(self, library: Library) -> SiteInside:
        """Return what SharePoint's own interface tells of a library's site."""
        rest = SharePointRest(
            self._transport.config, library.web_url, self._transport.pause, self._transport.meter
        )
        try:
            return await _inside(rest)
        except ShapeError as error:
            raise UnexpectedAnswerError("SharePoint's own answer cannot be read.", why=str(error)) from error
        finally:
            await rest.aclose()

    async def _node(self, request: GraphRequest) -> Node:
        answer = await self._transport.send(request)
        try:
            return read_node(answer.body)
        except ShapeError as error:
            raise unexpected(request.route, str(error), answer) from error


async def _inside(rest: SharePointRest) -> SiteInside:
    groups = [_group(row) for row in await rest.rows(Question.GROUPS)]
    admins = [_account(row) for row in await rest.rows(Question.ADMINS) if row.get("IsSiteAdmin") is True]
    roles = [_role(row) for row in await rest.rows(Question.ROLES)]
    sharing, web = await rest.one(Question.SHARING), await rest.one(Question.MEMBERS)
    return SiteInside(
        admins=tuple(admins),
        groups=tuple(groups),
        roles=tuple(roles),
        anybody_links=_truth(sharing, "ShareByLinkEnabled"),
        members_share=_truth(web, "MembersCanShare"),
        access_requests=_requests(web),
        outsiders=_truth(sharing, "ShareByEmailEnabled") if "ShareByEmailEnabled" in sharing else None,
    )


def _requests(web: Node) -> bool | None:
    """Requests go to an address of its own, or to the site's owners where that is the default."""
    if "UseAccessRequestDefault" not in web or "RequestAccessEmail" not in web:
        return None
    return _truth(web, "UseAccessRequestDefault") or bool(optional_text(web, "RequestAccessEmail"))


def _application(row: bytes) -> SiteApplication:
    node = read_node(row)
    people = node.get("grantedToIdentitiesV2") or node.get("grantedToIdentities") or []
    first = people[0] if isinstance(people, list) and people and isinstance(people[0], dict) else {}
    application = child(first, "application") or {}
    name, key = optional_text(application, "displayName") or "", optional_text(application, "id") or ""
    return SiteApplication(key, name, texts(node, "roles"))


def _group(row: Node) -> SiteGroupRead:
    people = tuple(_account(one) for one in _list(row, "Users"))
    return SiteGroupRead(_number(row), optional_text(row, "Title") or "", people)


def _account(row: Node) -> SiteAccount:
    name, login = optional_text(row, "Title") or "", optional_text(row, "LoginName") or ""
    mail = optional_text(row, "Email") or ""
    return account_of(name, login, mail, optional_text(row, "UserPrincipalName") or "")


def _role(row: Node) -> SiteRole:
    member = row.get("Member")
    if not isinstance(member, dict):
        raise ShapeError("a role on the site without its member")
    levels = tuple(optional_text(one, "Name") or "" for one in _list(row, "RoleDefinitionBindings"))
    return SiteRole(_account(member), levels, member.get("PrincipalType") == _SITE_GROUP)


def _list(row: Node, name: str) -> list[Node]:
    rows = row.get(name)
    if not isinstance(rows, list) or not all(isinstance(one, dict) for one in rows):
        raise ShapeError(f"{name} is not a list of objects")
    return rows


def _number(row: Node) -> str:
    number = row.get("Id")
    if not isinstance(number, int):
        raise ShapeError("a group of the site without its number")
    return str(number)


def _truth(node: Node, name: str) -> bool:
    value = node.get(name)
    if not isinstance(value, bool):
        raise ShapeError(f"{name} is neither true nor false")
    return value
