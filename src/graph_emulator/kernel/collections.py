"""What collections have in common: `$filter`, `$select`, pages, and the envelope around their rows.

Source: graph:concepts/query-parameters
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from graph_emulator.kernel.faults import bad_request
from graph_emulator.kernel.filters import FilterError, parse_filter
from graph_emulator.kernel.numbers import number_in
from graph_emulator.kernel.paging import page_of, top_of
from graph_emulator.kernel.routes import Answer, Call

Shape = dict[str, Any]
T = TypeVar("T")


def list_price(query: Mapping[str, str]) -> int:
    """Return the directory's price of a list: 2, less with `$select` and with a small `$top`.

    Source: graph:concepts/throttling-limits#identity-and-access
    """
    small = 0 <= number_in(query.get("$top", "")) < 20  # noqa: PLR2004 - the tariff's own
    return max(1, 2 - ("$select" in query) - small)


def selected_names(call: Call, known: frozenset[str], default: Iterable[str], kind: str) -> list[str]:
    """Return which properties are wanted: those of `$select`, or the default ones."""
    if "$select" not in call.query:
        return list(default)
    names = [name.strip() for name in call.query["$select"].split(",")]
    for name in names:
        if name not in known:
            message = f"Could not find a property named '{name}' on type 'microsoft.graph.{kind}'."
            raise bad_request(call.route.workload, message)
    return names


def filtered(call: Call, rows: Iterable[Shape], properties: Mapping[str, str]) -> list[Shape]:
    """Return the rows that `$filter` keeps; without it, all of them."""
    if "$filter" not in call.query:
        return list(rows)
    try:
        keep = parse_filter(call.query["$filter"], properties)
    except FilterError as error:
        raise bad_request(call.route.workload, f"Invalid filter clause: {error}.") from error
    return [row for row in rows if keep(row)]


def unhelpful_order(rows: Iterable[Shape]) -> list[Shape]:
    """Return rows in an order that means nothing, and is the same each time."""
    return sorted(rows, key=lambda row: hashlib.sha256(str(row["id"]).encode()).digest())


def collection(call: Call, rows: Iterable[Shape], context: str, show: Callable[[Shape], Shape]) -> Answer:
    """Answer with one page of rows in no helpful order.

    Args:
        call: The request.
        rows: All rows that the filter kept.
        context: The fragment of the `@odata.context`.
        show: Makes the wire's form of a row of the page.
    """
    return collection_in_order(call, unhelpful_order(rows), context, show)


def collection_in_order(call: Call, rows: Sequence[T], context: str, show: Callable[[T], Shape]) -> Answer:
    """Answer with one page of rows as they stand."""
    size = top_of(call, call.state.quirks.pages_directory)
    page, following = page_of(call, rows, size)
    body: Shape = {"@odata.context": call.context(context)}
    if following is not None:
        body["@odata.nextLink"] = following
    return Answer(status=200, body={**body, "value": [show(row) for row in page]})
