"""Literal documents of SharePoint REST and of the authority: what their answers may be made of.

Neither has a published schema, so an answer is held to the names and JSON types of answers that somebody
showed: of a page of the documentation, or of a public client's test data. `source` names it in each file.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from tests.emulator.files.shapes import VECTORS

Json = dict[str, Any]
Types = Mapping[str, set[str]]
_NAMES = {bool: "boolean", int: "number", float: "number", str: "string", list: "array", dict: "object"}
_MAY_BE_NULL = {"string", "object", "null"}


def literal(folder: str, name: str) -> Any:
    """Return the answer that a document shows."""
    return json.loads((VECTORS / folder / f"{name}.json").read_text())["answer"]


def types_of(value: object, at: str = "") -> Iterator[tuple[str, str]]:
    """Yield the place and JSON type of everything in a value; rows of a list have one place."""
    yield at, "null" if value is None else _NAMES[type(value)]
    if isinstance(value, dict):
        for name, part in value.items():
            yield from types_of(part, f"{at}/{name}")
    elif isinstance(value, list):
        for row in value:
            yield from types_of(row, f"{at}[]")


def known_types(*answers: object) -> dict[str, set[str]]:
    """Return which JSON types stand at each place of some literal answers."""
    known: dict[str, set[str]] = defaultdict(set)
    for answer in answers:
        for at, kind in types_of(answer):
            known[at].add(kind)
    return known


def strangers(answer: object, known: Types) -> list[str]:
    """Return what no document shows: a name, or another JSON type at its place."""
    found = sorted({(at, kind) for at, kind in types_of(answer) if not _is_shown(kind, known.get(at))})
    return [f"{at or '/'} is {kind}" for at, kind in found]


def _is_shown(kind: str, shown: set[str] | None) -> bool:
    """Whether a type was shown; a null shown alone tells of no type, and texts and objects may be null."""
    if shown is None:
        return False
    if kind == "null":
        return bool(shown & _MAY_BE_NULL)
    return kind in shown or (shown == {"null"} and kind == "string")


def openid_faults(answer: object, names: tuple[str, ...]) -> list[str]:
    """Return what is wrong with an answer of the authority; it is like one of these documents."""
    tried = [strangers(answer, known_types(literal("openid", name))) for name in names]
    return min(tried, key=len)
