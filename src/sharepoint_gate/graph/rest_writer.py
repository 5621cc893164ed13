"""Gives permissions of their own back, through SharePoint's own interface: Graph has no way to.

Graph names an item by its own id; SharePoint by another, which Graph tells for the items of the permit only.

Source: graph:resources/sharepointids
Source: sp-dev-docs:set-custom-permissions-on-a-list-by-using-the-rest-interface
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from sharepoint_gate.access.observed import ItemId
from sharepoint_gate.access.permit import WritePermit
from sharepoint_gate.errors import (
    AccessDeniedError,
    LawError,
    UnavailableError,
    WriteUncertainError,
)
from sharepoint_gate.graph import requests_probing
from sharepoint_gate.graph.config import ClientCertificate
from sharepoint_gate.graph.decode import ShapeError, child, read_node, text
from sharepoint_gate.graph.door_rest import ScopeDoor, ScopeRoute
from sharepoint_gate.graph.pause import Pause
from sharepoint_gate.graph.probing_rest import rest_tokens, site_address
from sharepoint_gate.graph.refusal import unexpected
from sharepoint_gate.graph.rest import refused
from sharepoint_gate.graph.site import GraphSiteReader
from sharepoint_gate.graph.transport import GraphTransport
from sharepoint_gate.graph.wire import tls_context

_ACCEPT = "application/json;odata=nometadata"
_OK, _SERVER_ERROR = 200, 500
_ROLES = "Sites.FullControl.All"


class RestScopeWriter:
    """``ScopeWriter`` on SharePoint's own interface."""

    def __init__(self, transport: GraphTransport, permit: WritePermit, web_url: str, pause: Pause) -> None:
        config = transport.config
        self._transport, self._permit, self._pause = transport, permit, pause
        self._site = site_address(config, web_url)
        self._tokens = rest_tokens(config, web_url, pause.sleep)
        self._guids: dict[ItemId, str] = {}
        inner = httpx.AsyncHTTPTransport(verify=tls_context(config.ca_file), trust_env=False)
        # A view and no copy: what the door lets pass grows with the items of the permit, one by one.
        door = ScopeDoor(inner, self._site, self._guids.values())
        self._client = httpx.AsyncClient(
            transport=door, trust_env=False, follow_redirects=False, timeout=config.timeout
        )

    async def has_own(self, item: ItemId, *, folder: bool) -> bool:
        """Tell whether an item has permissions of its own."""
        route = ScopeRoute.LOOK_AT_FOLDER if folder else ScopeRoute.LOOK_AT_FILE
        answer = await self._exchange(route, await self._guid(item))
        if answer.status_code != _OK:
            raise refused(answer, _ROLES)
        told = read_node(answer.content).get("HasUniqueRoleAssignments")
        if not isinstance(told, bool):
            raise UnavailableError("SharePoint did not tell whether an item has permissions of its own.")
        return told

    async def reset(self, item: ItemId, *, folder: bool) -> None:
        """Let an item inherit again; one request, which is never repeated (law 10)."""
        route = ScopeRoute.RESET_FOLDER if folder else ScopeRoute.RESET_FILE
        guid = await self._guid(item)
        try:
            answer = await self._exchange(route, guid)
        except UnavailableError as error:
            raise WriteUncertainError("SharePoint did not answer to a reset.", why=error.why) from error
        if answer.status_code >= _SERVER_ERROR:
            raise WriteUncertainError(f"SharePoint answered {answer.status_code} to a reset.")
        if answer.status_code != _OK:
            raise refused(answer, _ROLES)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _guid(self, item: ItemId) -> str:
        if item not in self._permit.reset_items:
            raise LawError("A reset was stopped.", why="the permit does not hold this item")
        if item not in self._guids:
            request = requests_probing.item_ids(self._permit.drive_id, item)
            answer = await self._transport.send(request)
            try:
                ids = child(read_node(answer.body), "sharepointIds")
                self._guids[item] = text(ids or {}, "listItemUniqueId").lower()
            except ShapeError as error:
                raise unexpected(request.route, str(error), answer) from error
        return self._guids[item]

    async def _exchange(self, route: ScopeRoute, guid: str) -> httpx.Response:
        await self._pause.over()
        headers = {"authorization": f"Bearer {await self._tokens.token()}", "accept": _ACCEPT}
        try:
            return await self._client.request(route.method, route.address(self._site, guid), headers=headers)
        except httpx.RequestError as error:
            raise UnavailableError("SharePoint does not answer.", why=type(error).__name__) from error


@asynccontextmanager
async def open_scope_writer(
    transport: GraphTransport, permit: WritePermit, pause: Pause
) -> AsyncIterator[RestScopeWriter]:
    """Open a writer for the items of a permit.

    Raises:
        AccessDeniedError: SharePoint lets applications in with a certificate only, and this one has a secret.
    """
    if not isinstance(transport.config.credential, ClientCertificate):
        raise AccessDeniedError(
            "SharePoint's own interface was not asked.",
            why="applications get in with a certificate only, and this one has a secret",
            mend="Give the application a certificate.",
        )
    library = await GraphSiteReader(transport).place_of(permit.drive_id)
    writer = RestScopeWriter(transport, permit, library.web_url, pause)
    try:
        yield writer
    finally:
        await writer.aclose()
