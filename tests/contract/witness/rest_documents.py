"""What SharePoint REST answers, taken out of its form and held to literal documents by its kind."""

import json
from collections.abc import Iterator
from typing import Any

from tests.contract.witness.documents import Json, known_types, literal, strangers
from tests.emulator.files.shapes import VECTORS

BESIDE: Json = json.loads((VECTORS / "rest" / "beside.json").read_text())
_GROUP = 8
_OF_COLLECTION = {
    "ListCollection": "SP.List",
    "ListItemCollection": "SP.ListItem",
    "UserCollection": "SP.User",
    "SiteUserCollection": "SP.User",
    "GroupCollection": "SP.Group",
    "RoleAssignmentCollection": "SP.RoleAssignment",
    "RoleDefinitionCollection": "SP.RoleDefinition",
    "RecycleBinItemCollection": "SP.RecycleBinItem",
}
_BY_STEP = {
    "Web": "SP.Web",
    "Site": "SP.Site",
    "ContextInfo": "SP.ContextWebInformation",
    "EnsureUser": "SP.User",
    "GetUserById": "SP.User",
    "GetList": "SP.List",
    "GetItemById": "SP.ListItem",
    "GetItemByUniqueId": "SP.ListItem",
    "GetSharingInformation": "SP.SharingInformation",
    **BESIDE["places"],
}


def kind_of(route: str) -> str | None:
    """Return which kind a route answers with, or None where it answers with a value or nothing."""
    owner, _, step = route.partition("/_api/")[2].rpartition("/")
    if step.startswith(("GetFile", "GetFolder")):
        return "SP.File" if step.startswith("GetFile") else "SP.Folder"
    collection = (owner or step).removeprefix("SP.")
    if collection in _OF_COLLECTION and (not owner or step.startswith("GetBy")):
        return _OF_COLLECTION[collection]
    return _BY_STEP.get(step)


def rest_faults(answer: Json, route: str, status: int) -> list[str]:
    """Return what is wrong with an answer of SharePoint REST."""
    if status >= 400:
        names = ("error-minimal", "error-verbose", "error-v4", "error-token")
        return min((strangers(answer, known_types(literal("rest", name))) for name in names), key=len)
    kind = kind_of(route)
    if kind is None:
        return _faults_of_value(answer)
    return [fault for row in _rows(answer) for fault in _faults(row, kind)]


def _faults_of_value(answer: Json) -> list[str]:
    """A property, a change that answers nothing: one value under its name, or the mark of nothing."""
    inner = answer.get("d", answer)
    names = set(inner) - set(BESIDE["wrapping"])
    nothing = [literal("rest", name) for name in ("nothing-minimal", "nothing-v4")]
    wrong = answer not in nothing and (len(names) != 1 or ("d" not in answer and names != {"value"}))
    return [f"no single value: {sorted(names)}"] if wrong else []


def _rows(answer: Json) -> list[Json]:
    inner = answer.get("d", answer)
    if "d" in answer and len(inner) == 1 and next(iter(inner)).startswith("Get"):
        inner = next(iter(inner.values()))  # verbose answers of operations stand under the operation's name
    rows: list[Json] = inner.get("results", inner.get("value", [inner]))
    outside = set(inner) - {"results", "value"} if rows is not inner and rows != [inner] else set()
    assert outside <= set(BESIDE["wrapping"]), outside
    return rows


def _faults(row: Json, kind: str) -> Iterator[str]:
    actual = kind if kind != "SP.Principal" else _principal(row)
    plain = {name: part for name, part in row.items() if name not in BESIDE["wrapping"]}
    places = {name: part for name, part in plain.items() if _is_place(name, actual)}
    own = {name: _unwrapped(part) for name, part in plain.items() if name not in places}
    yield from (f"{actual}{fault}" for fault in strangers(own, _known(actual)))
    for name, part in places.items():
        for one in _inside(part):
            yield from _faults(one, BESIDE["places"][name])


def _principal(row: Json) -> str:
    is_group = row.get("PrincipalType") == _GROUP or "OwnerTitle" in row
    return "SP.Group" if is_group else "SP.User"


def _is_place(name: str, kind: str) -> bool:
    return name in BESIDE["places"] and name not in literal("rest", kind)


def _inside(part: Any) -> list[Json]:
    if isinstance(part, dict) and set(part) == {"__deferred"}:
        return [] if set(part["__deferred"]) == {"uri"} else [part]
    if isinstance(part, dict) and "results" in part:
        rows: list[Json] = part["results"]
        return rows
    return part if isinstance(part, list) else [part] if part is not None else []


def _unwrapped(part: Any) -> Any:
    """Take off what the verbose form puts around lists and objects."""
    if isinstance(part, dict):
        if set(part) <= {"results", "__metadata"} and "results" in part:
            return _unwrapped(part["results"])
        return {name: _unwrapped(one) for name, one in part.items() if name != "__metadata"}
    return [_unwrapped(one) for one in part] if isinstance(part, list) else part


def _known(kind: str) -> dict[str, set[str]]:
    known = known_types(literal("rest", kind))
    for one in BESIDE["properties"]:
        if one["kind"] == kind:
            known[f"/{one['property']}"].add(one["as"])
    return known
