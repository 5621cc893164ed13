"""Enumerates a drive with what delta tells of sharing, and keeps of each item only what an audit needs.

Whether the tenant tells of sharing at all it says itself, in `Preference-Applied`; where it is silent,
nothing is concluded from what it leaves out.

Source: graph:api/driveitem-delta, onedrive-api-docs:scan-guidance
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sharepoint_gate.access.observed import ItemId
from sharepoint_gate.errors import UnexpectedAnswerError
from sharepoint_gate.graph import requests
from sharepoint_gate.graph.decode import Node, Page, ShapeError, child, optional_text, read_node, text
from sharepoint_gate.graph.decode_items import read_items
from sharepoint_gate.graph.model import Answer, GraphRequest
from sharepoint_gate.graph.pages import next_request, page_of
from sharepoint_gate.graph.refusal import refusal, unexpected
from sharepoint_gate.graph.requests_probing import PREFER
from sharepoint_gate.graph.transport import GraphTransport
from sharepoint_gate.ports.audit import Progress, Scan

_GONE = 410
_RESTARTS = 3
_LOOKS = 2
_TELLS = frozenset({"hierarchicalsharing", "deltashowsharingchanges"})
_CHANGED = "@microsoft.graph.sharedChanged"
_FACETS = ("folder", "file", "package", "root")
_EMPTY: Node = {}
LISTING = "the library's contents"


async def scan_drive(transport: GraphTransport, drive_id: str, progress: Progress) -> Scan:
    """Return every item of a drive, parents first, and which of them have sharing of their own.

    Raises:
        UnexpectedAnswerError: Half a picture, twice.
        GraphError: A page could not be had.
    """
    why = ""
    for _ in range(_LOOKS):
        walk = _Walk(transport, drive_id, progress)
        await walk.run()
        try:
            items = read_items(walk.found)
        except ShapeError as error:
            why = str(error)
            continue
        return Scan(items, frozenset(walk.own), walk.told)
    raise UnexpectedAnswerError(
        "The library's contents cannot be read as one whole.",
        why=why,
        mend="Run again when nobody moves folders; if it stays, tell Microsoft.",
    )


@dataclass(slots=True)
class _Seen:
    links: set[str]
    restarts: int = 0


class _Walk:
    """One walk through the pages, begun anew where Graph says that its place was lost (410)."""

    def __init__(self, transport: GraphTransport, drive_id: str, progress: Progress) -> None:
        self._transport = transport
        plain = requests.items(drive_id, transport.config.page_size, shared=True)
        self._first = replace(plain, headers=dict(PREFER))
        self._progress = progress
        self._seen = _Seen(set())
        self.found: dict[ItemId, Node] = {}
        self.own: set[ItemId] = set()
        self.told = True

    async def run(self) -> None:
        """Read to the end."""
        request: GraphRequest | None = self._first
        while request is not None:
            answer = await self._transport.send(request, accept=frozenset({_GONE}))
            following = self._restart(answer) if answer.status == _GONE else self._take(answer)
            request = replace(following, headers=dict(PREFER)) if following is not None else None

    def _take(self, answer: Answer) -> GraphRequest | None:
        page = page_of(self._first, answer)
        self.told = self.told and applied(answer) >= _TELLS
        self._fold(page, answer)
        self._progress(LISTING, len(self.found), None)
        if (page.next_link is None) == (page.delta_link is None):
            raise unexpected(self._first.route, "a page of an enumeration without its one link", answer)
        if page.next_link is None:
            return None
        return next_request(self._transport, self._first, page.next_link, self._seen.links, answer)

    def _fold(self, page: Page, answer: Answer) -> None:
        try:
            self._keep(map(read_node, page.rows))
        except ShapeError as error:
            raise unexpected(self._first.route, str(error), answer) from error

    def _keep(self, rows: Iterable[Node]) -> None:
        for row in rows:
            item = ItemId(text(row, "id"))
            self.found.pop(item, None)
            self.own.discard(item)
            if row.get("deleted") is None:
                self.found[item] = _slim(row)
                if "shared" in row or _CHANGED in row:
                    self.own.add(item)

    def _restart(self, answer: Answer) -> GraphRequest:
        self._seen.restarts += 1
        if self._seen.restarts > _RESTARTS:
            raise refusal(self._first.route, answer)
        self.found.clear()
        self.own.clear()
        self._seen.links.clear()
        place = answer.headers.get("location")
        return self._transport.follow(place, self._first) if place else self._first


def applied(answer: Answer) -> frozenset[str]:
    """Return which preferences an answer says that it honoured, in lower case."""
    told = answer.headers.get("preference-applied", "")
    return frozenset(part.strip().lower() for part in told.split(",") if part.strip())


def _slim(row: Node) -> Node:
    """Keep what decides where an item lies and what it is; nothing of the rest is needed again."""
    above = child(row, "parentReference") or _EMPTY
    kept: dict[str, Any] = {"name": optional_text(row, "name")}
    kept["parentReference"] = {"id": above.get("id")}
    for facet in _FACETS:
        if child(row, facet) is not None:
            kept[facet] = _EMPTY
    return kept
