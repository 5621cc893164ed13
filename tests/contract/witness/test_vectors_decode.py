"""Every carried-over answer decodes to what its index says: each reading was written down and looked at."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from sharepoint_gate.access.observed import Grantee, ItemId, ObservedPermission
from sharepoint_gate.graph.decode import Node, ShapeError, read_page
from sharepoint_gate.graph.decode_items import fold_rows
from sharepoint_gate.graph.decode_permissions import read_permission
from sharepoint_gate.graph.refusal import error_codes
from sharepoint_gate.graph.routes import ROUTES, RouteName
from tests.emulator.files.shapes import VECTORS

_INDEX: list[dict[str, Any]] = json.loads((VECTORS / "index.json").read_text())["vectors"]
_NOT_READ = {"site", "drive"}


def _who(grantee: Grantee) -> str:
    known = [("", grantee.object_id), ("site ", grantee.site_id), ("as ", grantee.login_name)]
    known += [("mail ", grantee.email), ("called ", grantee.name)]
    return " ".join([grantee.kind, *(f"{label}{value}" for label, value in known if value)])


def _told(permission: ObservedPermission) -> Iterator[str]:
    """Yield what the gate reads, in words; what is absent is not told."""
    yield ", ".join(permission.roles) or "no role"
    if permission.link:
        link = permission.link
        yield f"link {link.scope or '(no scope)'} {link.kind or '(no type)'}"
        yield from ["download blocked"] if link.prevents_download else []
        yield from [] if link.web_url else ["address hidden"]
    yield from [f"to {_who(permission.grantee)}"] if permission.grantee else []
    yield from (f"on it {_who(person)}" for person in permission.people)
    yield from [f"invited {permission.invitation_email}"] if permission.invitation_email else []
    yield from [f"ends {permission.expires_at.isoformat()}"] if permission.expires_at else []
    yield from ["inherited"] if permission.inherited else []
    yield from [f"strange: {', '.join(permission.strange)}"] if permission.strange else []


def _permission(row: bytes) -> str:
    try:
        return "; ".join(_told(read_permission(row)))
    except ShapeError as error:
        return f"refused: {error}"


def _items(body: bytes) -> list[str]:
    page = read_page(body)
    found: dict[ItemId, Node] = {}
    try:
        fold_rows(found, page.rows)
    except ShapeError as error:
        return [f"refused: {error}"]
    links = {"next page": page.next_link, "to go on from": page.delta_link}
    read = [f"{item}: {row.get('name', '(no name)')}" for item, row in found.items()]
    return [*read, f"rows {len(page.rows)}", *(name for name, link in links.items() if link)]


def reading(vector: dict[str, Any]) -> list[str]:
    """Return what the gate reads from a vector, one line for each resource."""
    body = (VECTORS / vector["file"]).read_bytes()
    if vector["type"] == "publicError":
        return list(error_codes(body))
    if vector["type"] == "driveItem":
        return _items(body)
    return [_permission(row) for row in (read_page(body).rows if vector["collection"] else [body])]


_READ = [vector for vector in _INDEX if vector["type"] not in _NOT_READ]


@pytest.mark.parametrize("vector", _READ, ids=lambda vector: str(vector["name"]))
def test_a_vector_reads_as_its_index_says(vector: dict[str, Any]) -> None:
    """Roles, link, people, invitation, end and inheritance; items and how to go on; an error's codes.

    Source: graph:resources/permission, graph:api/driveitem-delta, graph:concepts/errors
    """
    assert reading(vector) == vector["reads"]


def test_only_what_the_gate_never_reads_has_no_reading() -> None:
    """Sites are the emulator's: the gate asks for one's permissions only, which are read as all others.

    A drive it looks at once, for its quota and its address, and decodes nothing of it.
    """
    without = {vector["type"] for vector in _INDEX if "reads" not in vector}
    assert without == _NOT_READ
    of_sites = {route.template for route in ROUTES if "sites" in route.template}
    assert of_sites == {("sites", "{site}", "permissions")}
    drives = {route.name for route in ROUTES if route.template[-1] in {"drives", "drive", "{drive}"}}
    assert drives == {RouteName.GET_DRIVE}
