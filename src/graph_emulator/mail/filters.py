"""`$filter` and `$orderby` on messages: the properties that can be compared, and the rule that binds both.

Extended properties can be filtered; internet headers, bodies and recipients cannot.

Source: graph:api/user-list-messages#using-filter-and-orderby-in-the-same-query
Source: graph:api/singlevaluelegacyextendedproperty-get
"""

import operator
import re
from collections.abc import Callable
from typing import Any

from graph_emulator.kernel.clock import ClockError, parse_instant
from graph_emulator.kernel.faults import GraphFault
from graph_emulator.mail.models import Message

Shape = dict[str, Any]
Row = tuple[Message, Shape]
Keep = Callable[[Row], bool]
_FORMS = {
    "receivedDateTime": "instant",
    "sentDateTime": "instant",
    "createdDateTime": "instant",
    "lastModifiedDateTime": "instant",
    "subject": "text",
    "importance": "text",
    "internetMessageId": "text",
    "conversationId": "text",
    "from/emailAddress/address": "text",
    "sender/emailAddress/address": "text",
    "isRead": "bool",
    "isDraft": "bool",
    "hasAttachments": "bool",
}
_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "gt": operator.gt,
    "ge": operator.ge,
    "lt": operator.lt,
    "le": operator.le,
}
_TEXT = r"'((?:[^']|'')*)'"
_COMPARISON = re.compile(rf"([\w/]+) (eq|ne|gt|ge|lt|le) (?:{_TEXT}|([\w:.+-]+))$")
_START = re.compile(rf"startswith\(\s*([\w/]+)\s*,\s*{_TEXT}\s*\)$", re.IGNORECASE)
_EXTENDED = re.compile(
    rf"singleValueExtendedProperties/any\(\s*(\w+)\s*:\s*\1/id eq {_TEXT} and \1/value eq {_TEXT}\s*\)$",
    re.IGNORECASE,
)
_AND = re.compile(r" and (?=(?:[^']*'[^']*')*[^']*$)(?![^(]*\))", re.IGNORECASE)


def predicate(text: str) -> tuple[Keep, list[str]]:
    """Return what keeps a row, and the properties that the filter names, in order."""
    parts = [_part(clause.strip()) for clause in _AND.split(text)]
    return (lambda row: all(keep(row) for keep, _ in parts)), [name for _, name in parts]


def order(text: str, filtered: list[str]) -> list[tuple[str, bool]]:
    """Return by what to sort and whether downwards; a filter beside it must begin with the same names."""
    keys = []
    for clause in text.split(","):
        name, _, direction = clause.strip().partition(" ")
        if name not in _FORMS or direction not in {"", "asc", "desc"}:
            raise GraphFault(
                400, "ErrorInvalidUrlQuery", f"The query parameter '$orderby' is invalid: '{clause}'."
            )
        keys.append((name, direction == "desc"))
    if filtered and list(dict.fromkeys(filtered))[: len(keys)] != [name for name, _ in keys]:
        message = "The restriction or sort order is too complex for this operation."
        raise GraphFault(400, "InefficientFilter", message)
    return keys


def value_at(shape: Shape, path: str) -> Any:
    """Return a property of a message; of nested ones the last, and text without regard to case."""
    value: Any = shape
    for name in path.split("/"):
        value = (value or {}).get(name)
    return value.casefold() if isinstance(value, str) else value


def _part(clause: str) -> tuple[Keep, str]:
    if extended := _EXTENDED.fullmatch(clause):
        wanted = (_unquoted(extended[2]), _unquoted(extended[3]))
        return (lambda row: wanted in {(one.name, one.value) for one in row[0].letter.extended}), "extended"
    if start := _START.fullmatch(clause):
        name, beginning = _known(start[1], "text"), _unquoted(start[2]).casefold()
        return (lambda row: str(value_at(row[1], name) or "").startswith(beginning)), name
    if comparison := _COMPARISON.fullmatch(clause):
        return _comparison(comparison)
    raise _invalid()


def _comparison(found: re.Match[str]) -> tuple[Keep, str]:
    name, word = _known(found[1]), found[2]
    compare, wanted = _OPERATORS[word], _literal(_FORMS[name], found[3], found[4])
    if _FORMS[name] != "instant" and word not in {"eq", "ne"}:
        raise _invalid()
    return (lambda row: compare(value_at(row[1], name), wanted)), name


def _literal(form: str, text: str | None, word: str | None) -> object:
    if form == "text" and text is not None:
        return _unquoted(text).casefold()
    if form == "bool" and word in {"true", "false"}:
        return word == "true"
    if form == "instant" and word is not None:
        try:
            return parse_instant(word).strftime("%Y-%m-%dT%H:%M:%SZ").casefold()
        except ClockError as error:
            raise _invalid() from error
    raise _invalid()


def _known(name: str, form: str | None = None) -> str:
    if name not in _FORMS or (form is not None and _FORMS[name] != form):
        raise _invalid()
    return name


def _unquoted(text: str) -> str:
    return text.replace("''", "'")


def _invalid() -> GraphFault:
    message = "The query filter contains one or more invalid nodes."
    return GraphFault(400, "ErrorInvalidUrlQueryFilter", message)
