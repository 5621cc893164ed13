"""Checks an answer against the published property names and types; a name nobody published is a fault."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

VECTORS = Path(__file__).parents[2] / "vectors"
_BOOK: dict[str, Any] = json.loads((VECTORS / "types.json").read_text())
_TYPES: dict[str, Any] = {**_BOOK["types"], **_BOOK["documented_only"]}
_PLAIN: dict[str, tuple[type, ...]] = {
    "Edm.String": (str,),
    "Edm.Binary": (str,),
    "Edm.Boolean": (bool,),
    "Edm.Guid": (str,),
    "Edm.Int32": (int,),
    "Edm.Int64": (int,),
    "Edm.Double": (float, int),
    "Edm.DateTimeOffset": (str,),
    "Edm.Untyped": (dict, list, str, bool, int, float),
}
# A notice names the kind of what changed, not its own (graph:resources/changenotification).
_NAMES_ANOTHER = {"resourceData"}
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
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


def faults_of_action(body: dict[str, Any], name: str) -> list[str]:
    """Return what is wrong with the body of an action: its parameters are the known names."""
    known = _BOOK["actions"][name]["parameters"]
    strangers = [f"{name}.{key} is not published" for key in body if key not in known]
    parts = [fault for key, part in body.items() if key in known for fault in _faults(part, known[key], key)]
    return [*strangers, *parts]


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
    elif value is None:  # the schema lets anything but a key and a collection be absent in this way
        yield from [f"{at} is null"] if at.endswith(".id") else []
    elif name in _PLAIN:
        yield from [] if _is_plain(value, name) else [f"{at} is no {name}"]
    elif name in _BOOK["enums"]:
        yield from [] if value in _BOOK["enums"][name] else [f"{at} is no {name}"]
    elif name not in _TYPES:
        yield f"{at} is a {name}, which nobody carried over"
    else:
        yield from _faults_of_object(value, name, at)


def _is_plain(value: object, name: str) -> bool:
    if name == "Edm.DateTimeOffset":
        return isinstance(value, str) and _INSTANT.fullmatch(value) is not None
    if isinstance(value, bool):
        return name in {"Edm.Boolean", "Edm.Untyped"}
    return isinstance(value, _PLAIN[name])


def _faults_of_object(value: object, name: str, at: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{at} is no object"
        return
    actual = str(value.get("@odata.type", name)).removeprefix("#microsoft.graph.")
    actual = name if name in _NAMES_ANOTHER else actual
    if not _derives(actual, name):
        yield f"{at} is a {actual}, which is no {name}"
        return
    known = _properties(actual)
    for key, part in value.items():
        if key in _BOOK["annotations"]:
            continue
        if key not in known:
            yield f"{at}.{key} is not published"
        else:
            yield from _faults(part, known[key], f"{at}.{key}")


def _derives(actual: str | None, name: str) -> bool:
    return actual == name or (actual in _TYPES and _derives(_TYPES[actual]["base"], name))


def _properties(name: str) -> dict[str, str]:
    kind = _TYPES[name]
    own: dict[str, str] = dict(kind["properties"])
    for extra in _BOOK["beyond_the_schema"]:
        if extra["type"] == name:
            own[extra["property"]] = extra["as"]
    if name == "entity":
        own["id"] = "Edm.String"
    return {**(_properties(kind["base"]) if kind["base"] else {}), **own}
