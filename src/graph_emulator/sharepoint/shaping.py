"""Writes what was reached: the properties that were asked for, what is expanded, pages of rows."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any
from urllib.parse import quote

from graph_emulator.sharepoint import formats, walk
from graph_emulator.sharepoint.faults import bad_query
from graph_emulator.sharepoint.filters import kept_by
from graph_emulator.sharepoint.formats import Form
from graph_emulator.sharepoint.kinds import KINDS
from graph_emulator.sharepoint.model import Args, Node, Shape, Way, rows_of
from graph_emulator.sharepoint.wants import Want, wanted

_MOST = 5000


def body_of(node: Node, form: Form, wrapped: str = "") -> Shape:
    """Return the body that carries what a request reached.

    Args:
        node: What was reached.
        form: The form to write it in.
        wrapped: The name under which the verbose form puts it; empty for none.
    """
    query = node.visit.call.query
    want = wanted(query)
    context = f"{node.visit.base}/_api/$metadata#{node.kind.name}"
    if not node.kind.row:
        shape = _thing(node, want, form)
        return formats.one(form, {wrapped: shape} if wrapped and form == "verbose" else shape, context)
    rows, following = _page(node)
    return formats.many(form, [_thing(row, want, form) for row in rows], context, following)


def _thing(node: Node, want: Want, form: Form) -> Shape:
    walk.check_names(node.kind, want.selected | want.expanded)
    shape = {name: formats.plain(form, value) for name, value in _properties(node, want)}
    for way in node.kind.ways:
        shape |= _behind(node, way, want, form)
    uri = f"{node.visit.base}/_api{node.uri}"
    return formats.marked(form, node.kind.name, uri, shape)


def _properties(node: Node, want: Want) -> Iterator[tuple[str, Any]]:
    kind = node.kind
    for name, read in kind.shown.items():
        if want.is_usual or name.casefold() in want.selected:
            yield name, read(node)
    for name, read in kind.asked.items():
        if name.casefold() in want.selected | want.expanded:
            yield name, read(node)


def _behind(node: Node, way: Way, want: Want, form: Form) -> Shape:
    """Return a way's part of the answer: what is behind it, or where it leads."""
    name = way.name.casefold()
    if way.params or way.method != "GET":
        return {}
    if name in want.expanded and want.names(name):
        reached = walk.follow(node, way, Args(), is_last=True)
        return {way.name: _expanded(reached, want.at(name), form)} if reached else {way.name: None}
    if name in want.below and want.at(name).selected:
        raise bad_query(
            f"The query to field '{way.name}' is not valid. The $expand query string must contain {way.name}."
        )
    if form == "verbose" and want.is_usual:
        return {way.name: {"__deferred": {"uri": f"{node.visit.base}/_api{node.uri}/{way.name}"}}}
    return {}


def _expanded(node: Node, want: Want, form: Form) -> Any:
    if not node.kind.row:
        return _thing(node, want, form)
    rows = [_thing(row, want, form) for row in rows_of(node, KINDS)]
    return {"results": rows} if form == "verbose" else rows


def _page(node: Node) -> tuple[list[Node], str | None]:
    query = node.visit.call.query
    by_number = node.kind.number if "$orderby" not in query else None
    token = _count(query.get("$skiptoken", "0"))
    rows: Iterable[Node] = rows_of(node, KINDS, token if by_number else 0)
    if "$filter" in query:
        rows = kept_by(query["$filter"], rows, KINDS[node.kind.row])
    if "$orderby" in query:
        rows = _ordered(rows, query["$orderby"], node)
    start = _count(query["$skip"]) if query.get("$skip") else 0 if by_number else token
    top = _count(query["$top"]) if "$top" in query else node.kind.page or _MOST
    page = list(islice(rows, start, start + top + 1))
    if len(page) <= top or not node.kind.page:
        return page[:top], None
    return page[:top], _following(node, by_number(page[top - 1]) if by_number and top else start + top)


def _following(node: Node, at: int) -> str:
    options = {name: text for name, text in node.visit.call.query.items() if name != "$skip"}
    options["$skiptoken"] = str(at)
    query = "&".join(f"{name}={quote(text, safe='$/,')}" for name, text in options.items())
    return f"{node.visit.base}/_api{quote(node.uri, safe='/()=,')}?{query}"


def _count(text: str) -> int:
    if not text.isdecimal():
        raise bad_query(f"The value '{text}' is not a count.")
    return int(text)


def _ordered(rows: Iterable[Node], asked: str, node: Node) -> list[Node]:
    name, _, direction = asked.strip().partition(" ")
    found = KINDS[node.kind.row].property_named(name)
    if found is None or direction.strip().casefold() not in {"", "asc", "desc"}:
        raise bad_query(f'The expression "{asked}" is not valid.')
    return sorted(rows, key=found[1], reverse=direction.strip().casefold() == "desc")
