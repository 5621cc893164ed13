"""Looks at a tenant for the doctor, and writes on probe items for it.

Source: graph:api/driveitem-delta, graph:api/site-list-permissions, graph:api/sharepointsettings-get
"""

import base64
import binascii
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

import msgspec

from sharepoint_gate.access.observed import ItemId
from sharepoint_gate.errors import AuthenticationError
from sharepoint_gate.graph import requests_probing as requests
from sharepoint_gate.graph.auth import TokenSource
from sharepoint_gate.graph.decode import child, optional_text, read_node, text, texts
from sharepoint_gate.graph.model import NOT_JSON, GraphRequest
from sharepoint_gate.graph.pages import next_request, page_of, read_collection
from sharepoint_gate.graph.probing_rest import ask_rest
from sharepoint_gate.graph.site import GraphSiteReader
from sharepoint_gate.graph.transport import GraphTransport
from sharepoint_gate.ports.probing import ApplicationGrant, Changed, Mark, Room, Token
from sharepoint_gate.ports.site import Library

_BY_CERTIFICATE = "2"
_SHARED_CHANGED = "@microsoft.graph.sharedChanged"
_MOST_PAGES = 200


class GraphProbeReader(GraphSiteReader):
    """``ProbeReader`` on Microsoft Graph."""

    def __init__(self, transport: GraphTransport, tokens: TokenSource) -> None:
        super().__init__(transport)
        self._tokens = tokens

    async def token(self) -> Token:
        """Return what a fresh token says: its claims are read, and the token is let go."""
        return _claims(await self._tokens.token(fresh=True))

    async def read_room(self, room: Room) -> None:
        """Read a collection's first page and forget it."""
        await self._transport.send(requests.room(room))

    async def application_grants(self, site_id: str) -> Sequence[ApplicationGrant]:
        """Return the applications that a site was given to."""
        return await read_collection(self._transport, requests.site_permissions(site_id), _grant)

    async def ask_sharepoint(self, library: Library) -> None:
        """Ask SharePoint's own interface for the site's title, with a token of its own, and forget it."""
        await ask_rest(self._transport.config, library.web_url)

    async def filter_links(self, drive_id: str, item: ItemId) -> None:
        """Ask for the links of an item only, and forget them."""
        await self._transport.send(requests.links_only(drive_id, item))

    async def inheritance_marks(self, drive_id: str, item: ItemId) -> frozenset[Mark]:
        """Return how the entries of an item show that they are inherited."""
        rows = await read_collection(self._transport, requests.permissions(drive_id, item), _mark)
        return frozenset(rows)

    async def sharing_preferences(self, drive_id: str) -> frozenset[str]:
        """Return which of the preferences about sharing delta says that it honours, in lower case."""
        answer = await self._transport.send(requests.changes(drive_id, "latest"))
        applied = answer.headers.get("preference-applied", "")
        return frozenset(part.strip().lower() for part in applied.split(",") if part.strip())

    async def changes_since(self, drive_id: str, at: datetime) -> Sequence[Changed]:
        """Return what changed in a library since an instant, annotated where Graph does so."""
        return (await self._changes(requests.changes(drive_id, requests.instant(at))))[0]

    async def mark(self, drive_id: str) -> str:
        """Return delta's mark of this moment."""
        return (await self._changes(requests.changes(drive_id, "latest")))[1]

    async def changes_after(self, mark: str) -> tuple[Sequence[Changed], str]:
        """Return what changed after a mark, and the mark of this moment."""
        return await self._changes(self._follow(mark))

    def _follow(self, link: str) -> GraphRequest:
        like = requests.changes("any", "latest")
        return replace(self._transport.follow(link, like), headers=dict(requests.PREFER))

    async def _changes(self, first: GraphRequest) -> tuple[Sequence[Changed], str]:
        request, found, seen = first, list[Changed](), set[str]()
        for _ in range(_MOST_PAGES):
            answer = await self._transport.send(request)
            page = page_of(request, answer)
            found += [_changed(row) for row in page.rows]
            if page.next_link is None:
                return found, page.delta_link or ""
            following = next_request(self._transport, request, page.next_link, seen, answer)
            request = replace(following, headers=dict(requests.PREFER))
        return found, ""


def _claims(token: str) -> Token:
    """Read a token's own claims; who signed it is Graph's business."""
    with suppress(binascii.Error, IndexError, *NOT_JSON):
        middle = token.split(".")[1]
        claims = msgspec.json.decode(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
        if isinstance(claims, dict):
            roles = claims.get("roles") or []
            names = tuple(sorted(str(role) for role in roles)) if isinstance(roles, list) else ()
            return Token(names, str(claims.get("appidacr", "")) == _BY_CERTIFICATE)
    raise AuthenticationError(
        "The token that the authority gave cannot be read.",
        why="it does not carry claims as Microsoft's tokens do",
        mend="Compare authority and base_url in the settings with the tenant's cloud.",
    )


def _grant(row: bytes) -> ApplicationGrant:
    node = read_node(row)
    people = node.get("grantedToIdentitiesV2") or node.get("grantedToIdentities") or []
    first = people[0] if isinstance(people, list) and people and isinstance(people[0], dict) else {}
    application = child(first, "application") or {}
    return ApplicationGrant(optional_text(application, "displayName") or "", texts(node, "roles"))


def _mark(row: bytes) -> Mark:
    node = read_node(row)
    if "inheritedFrom" not in node:
        return Mark.ABSENT
    return Mark.NAMED if child(node, "inheritedFrom") else Mark.EMPTY


def _changed(row: bytes) -> Changed:
    node = read_node(row)
    return Changed(
        item=ItemId(text(node, "id")),
        named=optional_text(node, "name") is not None,
        folder=child(node, "folder") is not None,
        deleted=node.get("deleted") is not None,
        annotated=str(node.get(_SHARED_CHANGED, "")).lower() == "true",
    )
