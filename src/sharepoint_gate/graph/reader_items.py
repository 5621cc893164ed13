"""Enumerates a drive by delta from the beginning: the only listing that is consistent under writes.

Source: graph:api/driveitem-delta, onedrive-api-docs:scan-guidance
"""

from collections.abc import Sequence

from sharepoint_gate.access.observed import ItemId, ObservedItem
from sharepoint_gate.errors import UnexpectedAnswerError
from sharepoint_gate.graph import requests
from sharepoint_gate.graph.decode import Node, Page, ShapeError
from sharepoint_gate.graph.decode_items import fold_rows, read_items
from sharepoint_gate.graph.model import Answer, GraphRequest
from sharepoint_gate.graph.pages import next_request, page_of
from sharepoint_gate.graph.refusal import refusal, unexpected
from sharepoint_gate.graph.transport import GraphTransport

_GONE = 410
_RESTARTS = 3
_LOOKS = 2


async def enumerate_drive(transport: GraphTransport, drive_id: str) -> Sequence[ObservedItem]:
    """Return every item of a drive, parents first.

    An item whose parent is missing may have been moved between two pages, so that a second look decides.

    Raises:
        UnexpectedAnswerError: Half a picture, twice.
        GraphError: A page could not be had.
    """
    for look in range(_LOOKS):
        found = await _Enumeration(transport, drive_id).run()
        try:
            return read_items(found)
        except ShapeError as error:
            if look == _LOOKS - 1:
                raise UnexpectedAnswerError(
                    "The library's contents cannot be read as one whole.",
                    why=str(error),
                    mend="Run again when nobody moves folders; if it stays, tell Microsoft.",
                ) from error
    return ()


class _Enumeration:
    """One walk through the pages, begun anew where Graph says that its place was lost (410)."""

    def __init__(self, transport: GraphTransport, drive_id: str) -> None:
        self._transport = transport
        self._first = requests.items(drive_id, transport.config.page_size)
        self._found: dict[ItemId, Node] = {}
        self._seen: set[str] = set()
        self._restarts = 0

    async def run(self) -> dict[ItemId, Node]:
        """Return the last row of each item that is not deleted."""
        request: GraphRequest | None = self._first
        while request is not None:
            answer = await self._transport.send(request, accept=frozenset({_GONE}))
            request = self._restart(answer) if answer.status == _GONE else self._take(answer)
        return self._found

    def _take(self, answer: Answer) -> GraphRequest | None:
        page = page_of(self._first, answer)
        self._fold(page, answer)
        if (page.next_link is None) == (page.delta_link is None):
            raise unexpected(self._first.route, "a page of an enumeration without its one link", answer)
        if page.next_link is None:
            return None
        return next_request(self._transport, self._first, page.next_link, self._seen, answer)

    def _fold(self, page: Page, answer: Answer) -> None:
        try:
            fold_rows(self._found, page.rows)
        except ShapeError as error:
            raise unexpected(self._first.route, str(error), answer) from error

    def _restart(self, answer: Answer) -> GraphRequest:
        self._restarts += 1
        if self._restarts > _RESTARTS:
            raise refusal(self._first.route, answer)
        self._found.clear()
        self._seen.clear()
        place = answer.headers.get("location")
        return self._transport.follow(place, self._first) if place else self._first
