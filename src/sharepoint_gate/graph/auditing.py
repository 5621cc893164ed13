"""Reads for an audit what nightly work does without: sharing by delta, owners, groups, the site itself.

Source: graph:api/driveitem-delta, graph:api/group-list-transitivemembers
"""

from collections.abc import Sequence
from urllib.parse import quote

from sharepoint_gate.access.audited_site import (
    SiteAccount,
    SiteApplication,
    SiteGroupRead,
    SiteInside,
    SiteRole,
    account_of,
)
from sharepoint_gate.access.observed import Membership, ObjectId
from sharepoint_gate.errors import AccessDeniedError, UnexpectedAnswerError
from sharepoint_gate.graph.decode import Node, ShapeError, child, optional_text, read_node, texts
from sharepoint_gate.graph.decode_directory import read_membership
from sharepoint_gate.graph.model import GraphRequest
from sharepoint_gate.graph.pages import read_collection
from sharepoint_gate.graph.requests_probing import site_permissions
from sharepoint_gate.graph.rest import Question, SharePointRest
from sharepoint_gate.graph.routes import RouteName
from sharepoint_gate.graph.scan import scan_drive
from sharepoint_gate.graph.transport import GraphTransport
from sharepoint_gate.ports.audit import Progress, Scan
from sharepoint_gate.ports.probing import Library

_SITE_GROUP = 8
_PERSON = "#microsoft.graph.user"


class GraphAuditReader:
    """``AuditReader`` on Microsoft Graph and SharePoint's own interface."""

    def __init__(self, transport: GraphTransport) -> None:
        self._transport = transport

    async def scan(self, drive_id: str, progress: Progress) -> Scan:
        """Return every item of a library, and which of them have sharing of their own."""
        return await scan_drive(self._transport, drive_id, progress)

    async def team_owners(self, team_id: str) -> Sequence[Membership]:
        """Return the owners of a team."""
        path = f"/v1.0/teams/{quote(team_id, safe='')}/members"
        request = GraphRequest("GET", path, RouteName.TEAM_MEMBERS)
        every = await read_collection(self._transport, request, read_membership)
        return [one for one in every if one.role == "owner"]

    async def group_people(self, group: ObjectId) -> Sequence[SiteAccount]:
        """Return everybody in a group of the directory, through groups within it too.

        Raises:
            AccessDeniedError: Some of them are shown to this application by nothing but an id.
        """
        path = f"/v1.0/groups/{quote(group, safe='')}/transitiveMembers"
        request = GraphRequest("GET", path, RouteName.GROUP_PEOPLE)
        found = await read_collection(self._transport, request, _person)
        people = [one for one in found if one is not None]
        if any(not one.name and not one.addresses for one in people):
            # Graph lists whom an application may not see by a bare id, with all else empty.
            raise AccessDeniedError(
                "Some of a group's people are hidden from this application.",
                mend="Consent to GroupMember.Read.All and User.Read.All.",
            )
        return people

    async def site_applications(self, site_id: str) -> Sequence[SiteApplication]:
        """Return the applications that a site was given to."""
        return await read_collection(self._transport, site_permissions(site_id), _application)

    async def site(self, library: Library) -> SiteInside:
        """Return what SharePoint's own interface tells of a library's site."""
        rest = SharePointRest(self._transport.config, library.web_url, self._transport.pause)
        try:
            return await _inside(rest)
        except ShapeError as error:
            raise UnexpectedAnswerError("SharePoint's own answer cannot be read.", why=str(error)) from error
        finally:
            await rest.aclose()


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
    )


def _person(row: bytes) -> SiteAccount | None:
    node = read_node(row)
    if node.get("@odata.type", _PERSON) != _PERSON:
        return None
    name, mail = optional_text(node, "displayName") or "", optional_text(node, "mail") or ""
    return account_of(name, optional_text(node, "userPrincipalName") or "", mail)


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
