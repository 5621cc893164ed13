"""Pages of a collection: small, with a next link that says nothing about what it holds.

Source: graph:concepts/paging
"""

import base64
import zlib
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode

from graph_emulator.kernel.faults import bad_request
from graph_emulator.kernel.numbers import number_in
from graph_emulator.kernel.routes import Call


def page_of(call: Call, rows: Sequence[Any], size: int) -> tuple[Sequence[Any], str | None]:
    """Return the rows of the page that is asked for, and the next link or None.

    Args:
        call: The request; its `$skiptoken`, which the route must allow, says where the page begins.
        rows: The whole collection, in an order that stays the same between the pages.
        size: How many rows a page holds (a count, from 1).
    """
    start = _read_token(call) if "$skiptoken" in call.query else 0
    end = start + size
    if end >= len(rows):
        return rows[start:], None
    return rows[start:end], call.link(call.path) + "?" + encoded_query(
        {**call.query, "$skiptoken": _token(end)}
    )


def top_of(call: Call, default: int, most: int = 999) -> int:
    """Return the page size: `$top` where it is given, within its limits, else the default."""
    if "$top" not in call.query:
        return default
    text = call.query["$top"]
    size = number_in(text)
    if not 1 <= size <= most:
        raise bad_request(call.route.workload, f"Invalid page size specified: '{text}'.")
    return size


def encoded_query(query: Mapping[str, str]) -> str:
    """Write query options as Graph writes them in its links."""
    return urlencode(query, quote_via=quote, safe="$,'()")


def _token(start: int) -> str:
    text = f"{start}.{zlib.crc32(b'page' + str(start).encode()):08x}"
    return base64.urlsafe_b64encode(text.encode()[::-1]).decode().rstrip("=")


def _read_token(call: Call) -> int:
    token = call.query["$skiptoken"]
    try:
        text = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))[::-1].decode()
        start = int(text.partition(".")[0])
    except ValueError as error:
        raise bad_request(call.route.workload, "The skip token is invalid.") from error
    if _token(start) != token:
        raise bad_request(call.route.workload, "The skip token is invalid.")
    return start
