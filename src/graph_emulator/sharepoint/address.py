"""Reads a REST address: segments that may be called like functions, with literals and aliases.

Source: sp-dev-docs:determine-sharepoint-rest-service-endpoint-uris
Source: odata:v3
"""

import re
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import unquote

from graph_emulator.sharepoint.faults import bad_query

Literal = str | int | bool | None
_MARK = "/_api"
_GRAPH = ("/v1.0/", "/beta/")
_PART = re.compile(r"(?P<name>[^/(]+)(?P<call>\((?P<given>(?:'(?:[^']|'')*'|[^')])*)\))?(?:/|$)")
_GIVEN = re.compile(
    r"\s*(?:(?P<key>\w+)\s*=\s*)?(?P<value>guid'[^']*'|'(?:[^']|'')*'|[^,']+?)\s*(?:,|$)", re.IGNORECASE
)
_NUMBER = re.compile(r"-?\d+")


class Segment(NamedTuple):
    """One part of an address.

    Attributes:
        name: As it was written; case does not matter.
        given: What stands in the brackets, without a name.
        named: What stands in the brackets with a name, by the name in lower case.
        is_called: Whether there are brackets.
    """

    name: str
    given: tuple[Literal, ...] = ()
    named: Mapping[str, Literal] = {}
    is_called: bool = False


def is_rest(path: str) -> bool:
    """Whether a request's path belongs to SharePoint's REST interface."""
    return _split(path) is not None


def site_path(path: str) -> str:
    """Return the path of the site in front of `/_api`, without slashes around it; empty for the root site."""
    found = _split(path)
    return unquote(found[0]).strip("/") if found else ""


def segments(path: str, aliases: Mapping[str, str]) -> list[Segment]:
    """Return the parts of an address behind `/_api`.

    Args:
        path: The path as it was sent, still percent-encoded.
        aliases: The query's options: `@name` stands for a literal there.

    Raises:
        GraphFault: 400: the address cannot be read.
    """
    found = _split(path)
    rest = unquote(found[1]).strip("/") if found else ""
    parts, at = [], 0
    while at < len(rest):
        match = _PART.match(rest, at)
        if match is None:
            raise bad_query(f'The expression "{rest[at:]}" is not valid.')
        parts.append(_segment(match, aliases))
        at = match.end()
    return parts


def _split(path: str) -> tuple[str, str] | None:
    at = path.casefold().find(_MARK)
    behind = path[at + len(_MARK) :]
    if at < 0 or path.startswith(_GRAPH) or (behind and not behind.startswith("/")):
        return None
    return path[:at], behind


def _segment(match: re.Match[str], aliases: Mapping[str, str]) -> Segment:
    given: list[Literal] = []
    named: dict[str, Literal] = {}
    text, at = match["given"] or "", 0
    while text.strip() and at < len(text):
        one = _GIVEN.match(text, at)
        if one is None:
            raise bad_query(f'The expression "{match["name"]}({text})" is not valid.')
        value = literal(one["value"], aliases)
        if one["key"]:
            named[one["key"].casefold()] = value
        else:
            given.append(value)
        at = one.end()
    return Segment(match["name"], tuple(given), named, match["call"] is not None)


def literal(text: str, aliases: Mapping[str, str] | None = None) -> Literal:
    """Return the value of an OData literal: text, number, truth, GUID or an alias for one of them."""
    if text.startswith("@"):
        if aliases is None or text not in aliases:
            raise bad_query(f"The parameter alias {text} has no value.")
        return literal(aliases[text].strip())
    if text.endswith("'") and "'" in text[:-1]:
        return text[text.index("'") + 1 : -1].replace("''", "'")
    words: dict[str, Literal] = {"true": True, "false": False, "null": None}
    if text.casefold() in words:
        return words[text.casefold()]
    if _NUMBER.fullmatch(text):
        return int(text)
    raise bad_query(f'The expression "{text}" is not valid.')
