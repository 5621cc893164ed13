"""Checks an answer against the published property names and types; a name nobody published is a fault."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

VECTORS = Path(__file__).parents[2] / "vectors"
_BOOK: dict[str, Any] = json.loads((VECTORS / "types.json").read_text())
_TYPES: dict[str, Any] = {**_BOOK["types"], **_BOOK["documented_only"]}
_PLAIN: dict[str, tuple[type, ...]] = {
    "Edm.String": (str,),
    "Edm.Boolean": (bool,),
    "Edm.Int32": (int,),
    "Edm.Int64": (int,),
    "Edm.Double": (float, int),
    "Edm.DateTimeOffset": (str,),
}
_BY_CONTEXT = (
    ("/permissions/$entity", "permission", False),
    ("/permissions", "permission", True),
    ("Collection(permission)", "permission", True),
    ("#permission", "permission", False),
    ("/items/$entity", "driveItem", False),
    ("/children", "driveItem", True),
    ("Collection(driveItem)", "driveItem", True),
    ("#drives/$entity", "drive", False),
    ("#drives", "drive", True),
    ("#sites/$entity", "site", False),
)


def faults_of_answer(answer: dict[str, Any]) -> list[str]:
    """Return what is wrong with an answer, by the type that its context names."""
    context = str(answer.get("@odata.context", ""))
    for ending, name, many in _BY_CONTEXT:
        if context.endswith(ending):
            return faults(answer, name, many=many)
    return [f"the context names no type: {context!r}"]


def faults(answer: dict[str, Any], name: str, *, many: bool) -> list[str]:
    """Return what is wrong with an answer of this type, or with each one under `value`."""
    if not many:
        return list(_faults(answer, name, name))
    outside = {key for key in answer if key != "value" and key not in _BOOK["annotations"]}
    rows = [fault for row in answer["value"] for fault in _faults(row, name, name)]
    return [f"beside value: {key}" for key in sorted(outside)] + rows


def _faults(value: object, name: str, at: str) -> Iterator[str]:
    if name.startswith("[]"):
        if not isinstance(value, list):
            yield f"{at} is no collection"
            return
        for row in value:
            yield from _faults(row, name[2:], at)
    elif name in _PLAIN:
        if not isinstance(value, _PLAIN[name]) or (isinstance(value, bool) and name != "Edm.Boolean"):
            yield f"{at} is no {name}"
    else:
        yield from _faults_of_object(value, name, at)


def _faults_of_object(value: object, name: str, at: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{at} is no object"
        return
    known = _properties(name)
    for key, part in value.items():
        if key in _BOOK["annotations"]:
            continue
        if key not in known:
            yield f"{at}.{key} is not published"
        else:
            yield from _faults(part, known[key], f"{at}.{key}")


def _properties(name: str) -> dict[str, str]:
    kind = _TYPES[name]
    own: dict[str, str] = dict(kind["properties"])
    for extra in _BOOK["beyond_the_schema"]:
        if extra["type"] == name:
            own[extra["property"]] = extra["as"]
    if name == "entity":
        own["id"] = "Edm.String"
    return {**(_properties(kind["base"]) if kind["base"] else {}), **own}
