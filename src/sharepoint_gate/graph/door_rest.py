"""The door for the one thing that is written through SharePoint's own interface (laws 3 and 4).

It knows two addresses for each item that the permit names, the look and the reset, and nothing else passes.

Source: sp-dev-docs:set-custom-permissions-on-a-list-by-using-the-rest-interface
"""

import re
from collections.abc import Collection
from enum import StrEnum

import httpx

from sharepoint_gate.errors import LawError

_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class ScopeRoute(StrEnum):
    """Everything that may be asked or done, below the site; ``{guid}`` is the item's unique id."""

    LOOK_AT_FILE = "/_api/web/GetFileById('{guid}')/ListItemAllFields?$select=HasUniqueRoleAssignments"
    LOOK_AT_FOLDER = "/_api/web/GetFolderById('{guid}')/ListItemAllFields?$select=HasUniqueRoleAssignments"
    RESET_FILE = "/_api/web/GetFileById('{guid}')/ListItemAllFields/ResetRoleInheritance"
    RESET_FOLDER = "/_api/web/GetFolderById('{guid}')/ListItemAllFields/ResetRoleInheritance"

    @property
    def method(self) -> str:
        """GET for looks, POST for resets."""
        return "POST" if self in _RESETS else "GET"

    def address(self, site: str, guid: str) -> str:
        """Return the whole address for one item."""
        return f"{site}{self.value.replace('{guid}', guid)}"


_RESETS = frozenset({ScopeRoute.RESET_FILE, ScopeRoute.RESET_FOLDER})
# One letter more in a header, and SharePoint takes a POST for another verb.
_HEADERS = frozenset(
    {"accept", "accept-encoding", "authorization", "connection", "content-length", "host", "user-agent"}
)


class ScopeDoor(httpx.AsyncBaseTransport):
    """Passes a request on when it looks at, or resets, an item that the permit names."""

    def __init__(self, inner: httpx.AsyncBaseTransport, site: str, guids: Collection[str]) -> None:
        self._inner = inner
        self._site = site
        self._guids = guids

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Check the very request that would be sent."""
        why = why_not(request, self._site, self._guids)
        if why:
            raise LawError(f"A request to SharePoint was stopped at the door: {request.method}.", why=why)
        return await self._inner.handle_async_request(request)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._inner.aclose()


def why_not(request: httpx.Request, site: str, guids: Collection[str]) -> str:
    """Return why a request may not leave; empty when it may."""
    if request.content:
        return "nothing that goes to SharePoint has a body"
    strange = strange_in(request)
    if strange:
        return strange
    address = str(request.url)
    for route in ScopeRoute:
        if route.method == request.method and any(
            address == route.address(site, one) for one in _plain(guids)
        ):
            return ""
    return "the permit does not hold this item, or it is not on the closed list of addresses"


def strange_in(request: httpx.Request) -> str:
    """Return what in a request's headers, or beside them, could make another one of it; empty for nothing."""
    strange = sorted({name.lower() for name in request.headers} - _HEADERS)
    if set(request.extensions) - {"timeout"} or request.headers.get("host") != request.url.netloc.decode():
        return "it could leave by another way, or for another host"
    return f"headers that could change its meaning: {', '.join(strange)}" if strange else ""


def _plain(guids: Collection[str]) -> list[str]:
    return [one for one in guids if _GUID.fullmatch(one)]
