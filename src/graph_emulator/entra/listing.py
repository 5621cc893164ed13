"""Lists of the directory: what needs the advanced query, `$search`, `$orderby`, and the count.

Source: graph:concepts/aad-advanced-queries
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from graph_emulator.kernel.collections import Shape, collection_in_order, unhelpful_order
from graph_emulator.kernel.faults import GraphFault, bad_request
from graph_emulator.kernel.filters import FilterError, read_filter
from graph_emulator.kernel.routes import Answer, Call

OPTIONS = frozenset({"$filter", "$select", "$top", "$skiptoken", "$count", "$search", "$orderby"})
_CLAUSE = re.compile(r'"(?P<name>[A-Za-z]+):(?P<text>[^"]+)"')
_JOINT = re.compile(r"\s+(AND|OR)\s+")


class Kind(NamedTuple):
    """What may be asked of one kind of object.

    Attributes:
        filters: The properties of `$filter`, each with its form.
        searchable: The properties of `$search`.
        orders: The properties of `$orderby`, each with whether it needs the advanced query.
    """

    filters: Mapping[str, str]
    searchable: frozenset[str]
    orders: Mapping[str, bool]


def directory_list(
    call: Call, rows: Iterable[Shape], kind: Kind, context: str, show: Callable[[Shape], Shape]
) -> Answer:
    """Answer with a page of the rows that the query keeps, with their number where it was asked for."""
    kept = kept_rows(call, rows, kind)
    answer = collection_in_order(call, _ordered(call, kept, kind), context, show)
    if call.query.get("$count") == "true" and is_eventual(call) and isinstance(answer.body, dict):
        head = {"@odata.context": answer.body["@odata.context"], "@odata.count": len(kept)}
        answer.body = {**head, **answer.body}
    return answer


def kept_rows(call: Call, rows: Iterable[Shape], kind: Kind) -> list[Shape]:
    """Return the rows that `$filter` and `$search` keep."""
    if call.query.get("$count", "true") not in {"true", "false"}:
        raise bad_request("directory", "Invalid value for $count.")
    return _searched(call, _filtered(call, rows, kind.filters), kind.searchable)


def count_of(call: Call, rows: Iterable[Shape], kind: Kind) -> Answer:
    """Answer with the mere number of rows, as text."""
    if not is_eventual(call):
        raise bad_request("directory", "$count is not currently supported.")
    number = len(kept_rows(call, rows, kind))
    return Answer(status=200, body=str(number).encode(), headers={"content-type": "text/plain"})


def is_eventual(call: Call) -> bool:
    """Whether the caller takes what is true eventually."""
    return call.headers.get("consistencylevel", "").casefold() == "eventual"


def _is_advanced(call: Call) -> bool:
    counted = call.query.get("$count") == "true" or call.path.endswith("$count")
    return is_eventual(call) and counted


def _need_advanced(call: Call, what: str) -> None:
    if not _is_advanced(call):
        message = f"{what} needs the header 'ConsistencyLevel: eventual' and the query option $count=true."
        raise GraphFault(400, "Request_UnsupportedQuery", message)


def _filtered(call: Call, rows: Iterable[Shape], filters: Mapping[str, str]) -> list[Shape]:
    if "$filter" not in call.query:
        return list(rows)
    try:
        found = read_filter(call.query["$filter"], filters)
    except FilterError as error:
        raise bad_request("directory", f"Invalid filter clause: {error}.") from error
    if found.advanced is not None:
        _need_advanced(call, f"The operator '{found.advanced}'")
    return [row for row in rows if found.keep(row)]


def _searched(call: Call, rows: list[Shape], searchable: frozenset[str]) -> list[Shape]:
    if "$search" not in call.query:
        return rows
    if not is_eventual(call):
        message = "A request with $search works only with the header 'ConsistencyLevel: eventual'."
        raise GraphFault(400, "Request_UnsupportedQuery", message)
    test = _search(call.query["$search"], searchable)
    return [row for row in rows if test(row)]


def _search(text: str, searchable: frozenset[str]) -> Callable[[Shape], bool]:
    parts = _JOINT.split(text.strip())
    clauses = [_CLAUSE.fullmatch(part) for part in parts[::2]]
    joints = set(parts[1::2])
    if len(joints) > 1 or not all(clause and clause["name"] in searchable for clause in clauses):
        raise bad_request("directory", 'Invalid $search: it is made of "property:text" with AND or OR.')
    join = any if joints == {"OR"} else all
    return lambda row: join(_found(row.get(c["name"]), c["text"]) for c in clauses if c)


def _found(value: Any, text: str) -> bool:
    """Whether a word of the value begins with the text; a list has it when one of its entries has."""
    values = value if isinstance(value, list) else [value or ""]
    wanted = text.casefold()
    words = (part for each in values for part in (str(each), *re.split(r"\W+", str(each))))
    return any(word.casefold().startswith(wanted) for word in words)


def _ordered(call: Call, rows: list[Shape], kind: Kind) -> list[Shape]:
    if "$orderby" not in call.query:
        return unhelpful_order(rows)
    name, _, way = call.query["$orderby"].strip().partition(" ")
    if name not in kind.orders or way.strip() not in {"", "asc", "desc"}:
        raise bad_request("directory", f"Sorting by '{call.query['$orderby']}' is not supported.")
    if kind.orders[name] or "$filter" in call.query:
        _need_advanced(call, "This $orderby")
    return sorted(rows, key=lambda row: str(row[name] or "").casefold(), reverse=way.strip() == "desc")
