"""Writes on probe items: one request a method, nothing read back, nothing resent.

Source: graph:api/driveitem-createlink, graph:api/permission-grant, graph:api/driveitem-permanentdelete
"""

from sharepoint_gate.access.observed import ItemId, ObjectId, ObservedPermission, PermissionId
from sharepoint_gate.access.permit import WritePermit
from sharepoint_gate.errors import AccessDeniedError, BadRequestError, ItemNotFoundError
from sharepoint_gate.graph import requests, requests_probing
from sharepoint_gate.graph.decode import ShapeError, read_node, text
from sharepoint_gate.graph.decode_permissions import read_permission
from sharepoint_gate.graph.model import GraphRequest
from sharepoint_gate.graph.refusal import uncertain
from sharepoint_gate.graph.transport import GraphTransport
from sharepoint_gate.graph.words import in_version
from sharepoint_gate.ports.probing import Version


class GraphProbeWriter:
    """``ProbeWriter`` on Microsoft Graph, for the library of one permit."""

    def __init__(self, transport: GraphTransport, permit: WritePermit) -> None:
        self._transport = transport
        self._drive = permit.drive_id

    async def make_folder(self, parent: ItemId, name: str) -> ItemId:
        """Make an empty folder."""
        return await self._made(requests_probing.make_folder(self._drive, parent, name))

    async def make_file(self, parent: ItemId, name: str) -> ItemId:
        """Make a small file without content of meaning."""
        return await self._made(requests_probing.make_file(self._drive, parent, name))

    async def _made(self, request: GraphRequest) -> ItemId:
        answer = await self._transport.send(request)
        try:
            return ItemId(text(read_node(answer.body), "id"))
        except ShapeError as error:
            raise uncertain(request.route, str(error), answer) from error

    async def remove_item(self, item: ItemId) -> None:
        """Remove an own item for good; into the recycle bin where Graph does not let it go for good."""
        try:
            await self._transport.send(requests_probing.remove_item(self._drive, item))
        except (AccessDeniedError, BadRequestError, ItemNotFoundError):
            await self._bin(item)

    async def _bin(self, item: ItemId) -> None:
        try:
            await self._transport.send(requests_probing.bin_item(self._drive, item))
        except ItemNotFoundError:
            return

    async def create_link(self, item: ItemId, person: ObjectId, version: Version) -> ObservedPermission:
        """Get or create the own users/view/block-download link on a version; return it as answered."""
        request = requests.create_link(self._drive, item, [person], version)
        answer = await self._transport.send(request)
        try:
            return read_permission(answer.body)
        except ShapeError as error:
            raise uncertain(request.route, str(error), answer) from error

    async def grant(self, item: ItemId, link: ObservedPermission, person: ObjectId) -> None:
        """Add the person through the link's address."""
        if link.link is None or link.link.web_url is None:
            raise AccessDeniedError(
                "The person cannot be added to a link whose address is not shown.",
                why=f"permission {link.id} of item {item} came without it",
            )
        await self._transport.send(requests.grant(link.link.web_url, [person]))

    async def revoke(
        self, item: ItemId, permission: PermissionId, person: ObjectId, version: Version
    ) -> None:
        """Take the person off a link on a version."""
        request = requests.revoke_grants(self._drive, item, permission, [person])
        await self._transport.send(in_version(request, version))

    async def delete_permission(self, item: ItemId, permission: PermissionId) -> None:
        """Delete a permission; a 404 is for a fresh read to judge."""
        try:
            await self._transport.send(requests.delete_permission(self._drive, item, permission))
        except ItemNotFoundError:
            return
