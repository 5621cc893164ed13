"""Reads the bytes of answers with our own eyes: strict about what decides who may read what.

Source: graph:concepts/paging
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec

from sharepoint_gate.errors import UnexpectedAnswerError
from sharepoint_gate.graph.model import NOT_JSON

Node = dict[str, Any]
_NEVER = 1
"""Graph writes the year 1 where there is no date."""


class ShapeError(ValueError):
    """An answer is not of the shape that was expected; says what and where, never a value."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a collection, its rows still bytes; without either link it is the last of a plain one."""

    rows: Sequence[bytes]
    next_link: str | None
    delta_link: str | None


class _Page(msgspec.Struct):
    value: list[msgspec.Raw]
    next_link: str | None = msgspec.field(default=None, name="@odata.nextLink")
    delta_link: str | None = msgspec.field(default=None, name="@odata.deltaLink")


def read_page(body: bytes) -> Page:
    """Return a page.

    Raises:
        ShapeError: It is not a whole page.
    """
    try:
        page = msgspec.json.decode(body, type=_Page)
    except NOT_JSON as error:
        raise ShapeError("a collection without its list of values, or not whole JSON") from error
    return Page([bytes(row) for row in page.value], page.next_link, page.delta_link)


def read_node(body: bytes) -> Node:
    """Return the JSON object that a body is."""
    try:
        node = msgspec.json.decode(body)
    except NOT_JSON as error:
        raise ShapeError("not whole JSON") from error
    if not isinstance(node, dict):
        raise ShapeError("not a JSON object")
    return node


def text(node: Node, name: str) -> str:
    """Return a text that must be there and not be empty."""
    value = node.get(name)
    if not isinstance(value, str) or not value:
        raise ShapeError(f"an object without {name}")
    return value


def optional_text(node: Node, name: str) -> str | None:
    """Return a text, or None when it is absent, null or empty."""
    value = node.get(name)
    if value is not None and not isinstance(value, str):
        raise ShapeError(f"{name} is not a text")
    return value or None


def texts(node: Node, name: str) -> tuple[str, ...]:
    """Return a list of texts; absent and null are an empty one."""
    value = node.get(name)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        raise ShapeError(f"{name} is not a list of texts")
    return tuple(value)


def child(node: Node, name: str) -> Node | None:
    """Return an object, or None when it is absent or null."""
    value = node.get(name)
    if value is not None and not isinstance(value, dict):
        raise ShapeError(f"{name} is not an object")
    return value


def instant(node: Node, name: str) -> datetime | None:
    """Return an aware UTC time, or None when there is none; Graph writes the year 1 for none."""
    value = optional_text(node, name)
    if value is None:
        return None
    try:
        at = datetime.fromisoformat(value)
    except ValueError as error:
        raise ShapeError(f"{name} is not a time") from error
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return None if at.year == _NEVER else at.astimezone(UTC)


def unreadable(what: str, error: ShapeError, request_id: str = "") -> UnexpectedAnswerError:
    """Return the error for an answer that could not be read."""
    return UnexpectedAnswerError(
        f"Graph's answer about {what} cannot be read.",
        why=str(error),
        mend="If it happens again, give Microsoft the request id.",
        request_id=request_id,
    )
