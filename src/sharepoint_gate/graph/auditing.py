"""Reads for an audit what nightly work does without: sharing by delta, owners, groups of the directory.

Source: graph:api/driveitem-delta, graph:api/group-list-transitivemembers
"""

from collections.abc import Sequence
from urllib.parse import quote

from sharepoint_gate.access.observed import Membership, ObjectId
from sharepoint_gate.access.site_sight import SiteAccount, account_of
from sharepoint_gate.errors import AccessDeniedError
from sharepoint_gate.graph.decode import optional_text, read_node
from sharepoint_gate.graph.decode_directory import read_membership
from sharepoint_gate.graph.model import GraphRequest
from sharepoint_gate.graph.pages import read_collection
from sharepoint_gate.graph.routes import RouteName
from sharepoint_gate.graph.scan import scan_drive
from sharepoint_gate.graph.site import GraphSiteReader
from sharepoint_gate.ports.audit import Progress, Scan

_PERSON = "#microsoft.graph.user"


class GraphAuditReader(GraphSiteReader):
    """``AuditReader`` on Microsoft Graph and SharePoint's own interface."""

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


def _person(row: bytes) -> SiteAccount | None:
    node = read_node(row)
    if node.get("@odata.type", _PERSON) != _PERSON:
        return None
    name, mail = optional_text(node, "displayName") or "", optional_text(node, "mail") or ""
    return account_of(name, optional_text(node, "userPrincipalName") or "", mail)
