"""Writes sharing and channel members: one request a method, nothing read back, nothing resent.

Source: graph:api/driveitem-createlink, graph:api/permission-grant, graph:api/permission-revokegrants
Source: graph:api/permission-delete, graph:api/channel-post-members
"""

from collections.abc import Sequence

from sharepoint_gate.access.observed import ItemId, MembershipId, ObjectId, ObservedPermission, PermissionId
from sharepoint_gate.access.permit import WritePermit
from sharepoint_gate.errors import AccessDeniedError, BadRequestError, GraphError, ItemNotFoundError
from sharepoint_gate.graph import requests
from sharepoint_gate.graph.decode import ShapeError
from sharepoint_gate.graph.decode_permissions import read_permission
from sharepoint_gate.graph.model import Version
from sharepoint_gate.graph.refusal import uncertain
from sharepoint_gate.graph.transport import GraphTransport
from sharepoint_gate.graph.words import in_version

_OWN_REFUSAL = "invalidRequest"
"""revokeGrants' own word for a request that it understands and does not do."""


class GraphSharingWriter:
    """``SharingWriter`` on Microsoft Graph, for the drive of one permit."""

    def __init__(self, transport: GraphTransport, permit: WritePermit) -> None:
        self._transport = transport
        self._drive = permit.drive_id
        self._revoke_on: Version = "v1.0"

    async def create_link(self, item: ItemId, people: Sequence[ObjectId]) -> ObservedPermission:
        """Get or create the own users/view/block-download link naming ``people``; return it as answered."""
        version = self._transport.config.create_link_version
        request = requests.create_link(self._drive, item, people, version)
        answer = await self._transport.send(request)
        try:
            return read_permission(answer.body)
        except ShapeError as error:
            raise uncertain(request.route, str(error), answer) from error

    async def add_people(self, item: ItemId, link: ObservedPermission, people: Sequence[ObjectId]) -> None:
        """Add people to the own link through its URL; AccessDeniedError where Graph asks more rights."""
        url = link.link.web_url if link.link else None
        if url is None:
            raise AccessDeniedError(
                "People cannot be added to a link whose URL is not known.",
                why=f"permission {link.id} of item {item} came without it",
                mend="Read-only consent hides the URLs of links: use the reconciler's application.",
            )
        await self._transport.send(requests.grant(url, people))

    async def revoke_people(self, item: ItemId, permission: PermissionId, people: Sequence[ObjectId]) -> None:
        """Take people off a link; raises BadRequestError where the service cannot.

        v1.0 has had the operation since September 2026: where it is not known there, beta is asked, and
        remembered for the rest of the run.
        """
        request = requests.revoke_grants(self._drive, item, permission, people)
        try:
            await self._transport.send(in_version(request, self._revoke_on))
        except (BadRequestError, ItemNotFoundError) as error:
            if self._revoke_on == "beta" or not _may_be_unknown(error):
                raise
            await self._transport.send(in_version(request, "beta"))
            self._revoke_on = "beta"

    async def delete_permission(self, item: ItemId, permission: PermissionId) -> None:
        """Delete a permission; a 404 counts as done, since a fresh read decides anyway."""
        try:
            await self._transport.send(requests.delete_permission(self._drive, item, permission))
        except ItemNotFoundError:
            return


class GraphChannelWriter:
    """``ChannelWriter`` on Microsoft Graph, for the channel of one permit."""

    def __init__(self, transport: GraphTransport, permit: WritePermit) -> None:
        self._transport = transport
        self._channel = (permit.team_id, permit.channel_id)

    async def add_member(self, object_id: ObjectId, role: str) -> None:
        """Add a member or owner."""
        resource = self._transport.config.resource
        await self._transport.send(requests.add_member(resource, *self._channel, object_id, role))

    async def remove_member(self, membership: MembershipId) -> None:
        """End a membership; a 404 counts as done, since a fresh read decides anyway."""
        try:
            await self._transport.send(requests.remove_member(*self._channel, membership))
        except ItemNotFoundError:
            return

    async def set_role(self, membership: MembershipId, role: str) -> None:
        """Make a member an owner, or an owner a member."""
        await self._transport.send(requests.set_role(*self._channel, membership, role))


class GraphSessionWriter:
    """``SessionWriter`` on Microsoft Graph.

    Source: graph:api/user-revokesigninsessions
    """

    def __init__(self, transport: GraphTransport) -> None:
        self._transport = transport

    async def revoke_sessions(self, account: ObjectId) -> None:
        """End every session of an account; a 404 counts as done: an account that is gone has none."""
        try:
            await self._transport.send(requests.revoke_sessions(account))
        except ItemNotFoundError:
            return


class GraphGuestWriter:
    """``GuestWriter`` on Microsoft Graph, for the addresses of one permit.

    Source: graph:api/invitation-post
    """

    def __init__(self, transport: GraphTransport, permit: WritePermit) -> None:
        self._transport = transport
        self._places = permit.invite_addresses

    async def invite(self, address: str) -> None:
        """Invite an address; what the answer says of a link to redeem it is not read."""
        await self._transport.send(requests.invite(address, self._places.get(address, "")))


def _may_be_unknown(error: GraphError) -> bool:
    """Return whether a refusal may mean that this version does not know the operation."""
    return not (isinstance(error, BadRequestError) and error.why.startswith(_OWN_REFUSAL))
