"""The part of $filter that is known: comparisons with eq and ne, startswith and substringof, joined by and.

Source: sp-dev-docs:use-odata-query-operations-in-sharepoint-rest-requests
"""

import re
from collections.abc import Callable, Iterable, Iterator

from graph_emulator.sharepoint.address import Literal, literal
from graph_emulator.sharepoint.faults import bad_query, unknown_property
from graph_emulator.sharepoint.model import Kind, Node, Property

Test = Callable[[Node], bool]
_AND = re.compile(r"\s+and\s+(?=(?:[^']*'[^']*')*[^']*$)", re.IGNORECASE)
_COMPARED = re.compile(r"(?P<name>\w+)\s+(?P<how>eq|ne)\s+(?P<value>.+)", re.IGNORECASE)
_BEGINS = re.compile(r"startswith\(\s*(?P<name>\w+)\s*,\s*(?P<value>'.*')\s*\)", re.IGNORECASE)
_HOLDS = re.compile(r"substringof\(\s*(?P<value>'.*')\s*,\s*(?P<name>\w+)\s*\)", re.IGNORECASE)


def kept_by(text: str, rows: Iterable[Node], kind: Kind) -> Iterator[Node]:
    """Yield the rows that a filter keeps.

    Raises:
        GraphFault: 400: the filter cannot be read, or names what the rows do not have.
    """
    tests = [_test(part, kind) for part in _AND.split(_bare(text))]
    return (row for row in rows if all(test(row) for test in tests))


def _bare(text: str) -> str:
    """Return an expression without brackets around the whole of it."""
    text = text.strip()
    while text.startswith("(") and _closing(text) == len(text) - 1:
        text = text[1:-1].strip()
    return text


def _closing(text: str) -> int:
    """Return where the bracket that a text begins with is closed, -1 for nowhere."""
    depth, quoted = 0, False
    for at, letter in enumerate(text):
        quoted = quoted != (letter == "'")
        depth += (not quoted) * ((letter == "(") - (letter == ")"))
        if depth == 0:
            return at
    return -1


def _test(part: str, kind: Kind) -> Test:
    part = _bare(part)
    if (match := _COMPARED.fullmatch(part)) is not None:
        return _equal(
            _read(kind, match["name"]), literal(_bare(match["value"])), match["how"].casefold() == "eq"
        )
    if (match := _BEGINS.fullmatch(part)) is not None:
        return _text(_read(kind, match["name"]), str(literal(match["value"])), str.startswith)
    if (match := _HOLDS.fullmatch(part)) is not None:
        return _text(_read(kind, match["name"]), str(literal(match["value"])), str.__contains__)
    raise bad_query(f'The expression "{part}" is not valid.')


def _read(kind: Kind, name: str) -> Property:
    found = kind.property_named(name)
    if found is None:
        raise unknown_property(name)
    return found[1]


def _equal(read: Property, value: Literal, wanted: bool) -> Test:  # noqa: FBT001 - eq or ne, never a switch
    return lambda row: (_folded(read(row)) == _folded(value)) is wanted


def _text(read: Property, value: str, holds: Callable[[str, str], bool]) -> Test:
    return lambda row: holds(str(read(row) or "").casefold(), value.casefold())


def _folded(value: object) -> object:
    return value.casefold() if isinstance(value, str) else value
