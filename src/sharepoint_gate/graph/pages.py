"""Follows a collection to its end, page by page, and says so when the end is missing.

Source: graph:concepts/paging
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from sharepoint_gate.graph.decode import Page, ShapeError, read_page
from sharepoint_gate.graph.model import Answer, GraphRequest
from sharepoint_gate.graph.refusal import unexpected
from sharepoint_gate.graph.transport import GraphTransport

Value = TypeVar("Value")


async def read_collection(
    transport: GraphTransport, first: GraphRequest, read: Callable[[bytes], Value]
) -> list[Value]:
    """Return every entry of a collection.

    Raises:
        GraphError: A page could not be had or read.
    """
    return await rest_of_collection(transport, first, await transport.send(first), read)


async def rest_of_collection(
    transport: GraphTransport, first: GraphRequest, answer: Answer, read: Callable[[bytes], Value]
) -> list[Value]:
    """Return every entry of a collection whose first page came already, for example in a batch."""
    found: list[Value] = []
    seen: set[str] = set()
    while True:
        page = page_of(first, answer)
        found += decoded(first, answer, page.rows, read)
        if page.next_link is None:
            return found
        answer = await transport.send(next_request(transport, first, page.next_link, seen, answer))


def page_of(request: GraphRequest, answer: Answer) -> Page:
    """Return the page that an answer is."""
    try:
        return read_page(answer.body)
    except ShapeError as error:
        raise unexpected(request.route, str(error), answer) from error


def decoded(
    request: GraphRequest, answer: Answer, rows: Iterable[bytes], read: Callable[[bytes], Value]
) -> Sequence[Value]:
    """Return the rows of a page in our own types."""
    try:
        return [read(row) for row in rows]
    except ShapeError as error:
        raise unexpected(request.route, str(error), answer) from error


def next_request(
    transport: GraphTransport, first: GraphRequest, link: str, seen: set[str], answer: Answer
) -> GraphRequest:
    """Return the request for the next page; a link that was followed before would never end."""
    if link in seen:
        raise unexpected(first.route, "its next link leads in a circle", answer)
    seen.add(link)
    return transport.follow(link, first)
