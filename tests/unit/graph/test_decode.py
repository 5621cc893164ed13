"""Permissions as read: what decides is exact, what has no reading is named."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from sharepoint_gate.access.observed import GranteeKind, ItemId, ObservedPermission
from sharepoint_gate.graph.decode import ShapeError, read_page
from sharepoint_gate.graph.decode_items import fold_rows
from sharepoint_gate.graph.decode_permissions import read_permission
from sharepoint_gate.graph.refusal import error_codes

USER = {"user": {"id": "o-1", "displayName": "Nadia Rahman", "email": "N.Rahman@wicb.example"}}
SITE_USER = {
    "siteUser": {"id": "12", "displayName": "n", "loginName": "i:0#.f|membership|n.rahman@wicb.example"}
}
LINK = {"type": "view", "scope": "users", "preventsDownload": True, "webUrl": "https://x.example/a"}


def permission(**properties: Any) -> ObservedPermission:
    """Read a permission with these properties."""
    return read_permission(json.dumps({"id": "p", "roles": ["read"], **properties}).encode())


def test_a_grantee_with_several_facets_is_one_grantee() -> None:
    """User and siteUser are the same person: the object id of one, the login of the other."""
    grantee = permission(grantedToV2={**SITE_USER, **USER}).grantee
    assert grantee is not None
    assert (grantee.kind, grantee.object_id, grantee.site_id) == (GranteeKind.USER, "o-1", "12")
    assert grantee.login_name == "i:0#.f|membership|n.rahman@wicb.example"
    assert (grantee.name, grantee.email) == ("Nadia Rahman", "N.Rahman@wicb.example")


@pytest.mark.parametrize(
    ("facet", "kind", "object_id", "site_id"),
    [
        ("user", GranteeKind.USER, "x", None),
        ("group", GranteeKind.GROUP, "x", None),
        ("application", GranteeKind.APPLICATION, "x", None),
        ("device", GranteeKind.DEVICE, "x", None),
        ("siteUser", GranteeKind.SITE_USER, None, "x"),
        ("siteGroup", GranteeKind.SITE_GROUP, None, "x"),
    ],
)
def test_the_ids_of_the_site_are_no_object_ids(
    facet: str, kind: GranteeKind, object_id: str | None, site_id: str | None
) -> None:
    """A number within the site never passes for an account of the directory."""
    grantee = permission(grantedToV2={facet: {"id": "x", "displayName": "X"}}).grantee
    assert grantee is not None
    assert (grantee.kind, grantee.object_id, grantee.site_id) == (kind, object_id, site_id)


@pytest.mark.parametrize(
    ("properties", "inherited"),
    [
        ({}, None),
        ({"inheritedFrom": {}}, True),
        ({"inheritedFrom": {"id": "r"}}, True),
        ({"inheritedFrom": None}, False),
    ],
)
def test_an_empty_inherited_from_means_inherited(
    properties: dict[str, Any], *, inherited: bool | None
) -> None:
    """Presence decides, not truth; absence proves nothing.

    Source: graph:resources/permission
    """
    assert permission(**properties).inherited is inherited


@pytest.mark.parametrize(
    ("text", "at"),
    [
        (None, None),
        ("0001-01-01T00:00:00Z", None),
        ("2026-08-01T00:00:00Z", datetime(2026, 8, 1, tzinfo=UTC)),
        ("2026-08-01T02:00:00.1234567+02:00", datetime(2026, 8, 1, 0, 0, 0, 123456, tzinfo=UTC)),
        ("2026-08-01T00:00:00", datetime(2026, 8, 1, tzinfo=UTC)),
    ],
)
def test_the_year_one_is_no_expiry(text: str | None, at: datetime | None) -> None:
    """Graph writes the year 1 where there is no date."""
    assert permission(expirationDateTime=text).expires_at == at


@pytest.mark.parametrize(
    ("properties", "strange"),
    [
        ({"roles": None}, ("roles",)),
        ({"newFacet": {}}, ("newFacet",)),
        ({"link": {**LINK, "allows": "all"}}, ("link.allows",)),
        ({"link": {"type": "view"}}, ("link.scope",)),
        ({"link": {"scope": "users"}}, ("link.type",)),
        ({"link": {"scope": "existingAccess"}}, ()),
        ({"grantedToV2": {}}, ("grantee",)),
        ({"grantedToV2": {"agent": {"id": "a"}}}, ("grantee", "grantee.agent")),
        ({"grantedToV2": {**USER, "agent": {"id": "a"}}}, ("grantee.agent",)),
        ({"grantedToIdentitiesV2": [{}]}, ("grantee",)),
        ({"grantedTo": USER}, ("grantedTo",)),
        ({"grantedTo": USER, "grantedToV2": {**USER, **SITE_USER}}, ()),
        ({"grantedTo": {"user": {"email": "x@far.example"}}}, ("grantedTo",)),
        ({"grantedTo": {"user": {"email": "N.rahman@wicb.example"}}, "grantedToV2": USER}, ()),
        ({"grantedTo": {"user": {"displayName": "Owners"}}, "grantedToV2": SITE_USER}, ()),
        ({"grantedTo": {"user": {"displayName": "Owners"}}}, ("grantedTo",)),
        ({"grantedTo": {"user": {"email": "own@w.example"}}, "grantedToV2": {"siteGroup": {"id": "3"}}}, ()),
        ({"grantedTo": {"user": {"id": "o-9"}}, "grantedToV2": {"siteGroup": {"id": "3"}}}, ("grantedTo",)),
        ({"grantedToIdentities": [USER]}, ("grantedToIdentities",)),
        (
            {
                "grantedToIdentities": [{"user": {"email": "n.rahman@wicb.example"}}],
                "grantedToIdentitiesV2": [SITE_USER],
            },
            (),
        ),
        (
            {"grantedToIdentities": [{"user": {"email": "x@far.example"}}], "grantedToIdentitiesV2": []},
            ("grantedToIdentities",),
        ),
        ({"grantedToIdentities": [USER], "grantedToIdentitiesV2": [USER], "link": LINK}, ()),
        ({"invitation": {}}, ("invitation",)),
        ({"@odata.context": "x", "grantedTo@deprecated": "y", "hasPassword": False, "shareId": "u!"}, ()),
    ],
)
def test_what_has_no_reading_is_named(properties: dict[str, Any], strange: tuple[str, ...]) -> None:
    """Unknown facets, missing roles, and twins that name somebody whom the V2 properties do not."""
    assert permission(**properties).strange == strange


@pytest.mark.parametrize(
    ("properties", "pending"),
    [
        ({"invitation": {"email": "t@post.example"}}, "t@post.example"),
        ({"invitation": {"email": "t@post.example"}, "grantedToV2": SITE_USER}, "t@post.example"),
        ({"invitation": {"email": "t@post.example"}, "grantedToV2": USER}, None),
        ({"invitation": {"email": "t@post.example", "redeemedBy": "t@post.example"}}, None),
        ({}, None),
    ],
)
def test_an_invitation_is_pending_until_an_account_has_taken_it(
    properties: dict[str, Any], pending: str | None
) -> None:
    """The invited address counts while no account stands behind it."""
    assert permission(**properties).invitation_email == pending


@pytest.mark.parametrize(
    "properties",
    [
        {"id": None},
        {"id": ""},
        {"id": 7},
        {"roles": "read"},
        {"roles": [1]},
        {"link": []},
        {"link": {**LINK, "preventsDownload": "true"}},
        {"grantedToV2": []},
        {"grantedToIdentitiesV2": {}},
        {"grantedToIdentitiesV2": [1]},
        {"grantedToV2": {"user": "o-1"}},
        {"grantedToV2": {"user": {"id": 1}}},
        {"expirationDateTime": "soon"},
        {"expirationDateTime": 1},
    ],
)
def test_a_permission_of_another_shape_is_not_read(properties: dict[str, Any]) -> None:
    """A missing id or a property of another type ends the reading; nothing is guessed."""
    with pytest.raises(ShapeError):
        permission(**properties)


def test_a_block_download_link_is_known_by_what_it_prevents() -> None:
    """The link reads back as view; only preventsDownload tells it apart.

    Source: graph:resources/sharinglink
    """
    link = permission(link=LINK, grantedToIdentitiesV2=[{**USER, **SITE_USER}]).link
    assert link is not None
    assert (link.kind, link.scope, link.prevents_download) == ("view", "users", True)
    assert not (permission(link={**LINK, "preventsDownload": None}).link or link).prevents_download


VECTORS = Path(__file__).parents[2] / "vectors"
INDEX = json.loads((VECTORS / "index.json").read_text())["vectors"]
NAMED = [each for each in INDEX if each["type"] == "permission"]
WITHOUT_ID = {"grant-existing-access"}


@pytest.mark.parametrize(
    "vector", [each for each in NAMED if each["name"] not in WITHOUT_ID], ids=lambda v: v["name"]
)
def test_every_published_answer_is_read(vector: dict[str, Any]) -> None:
    """What Microsoft's pages and public clients show as permissions can be read, ids, roles and all."""
    body = (VECTORS / vector["file"]).read_bytes()
    told = read_page(body).rows if vector["collection"] else [body]
    read, rows = [read_permission(each) for each in told], [json.loads(each) for each in told]
    assert [each.id for each in read] == [each["id"] for each in rows]
    assert [list(each.roles) for each in read] == [each.get("roles", []) for each in rows]
    for each, raw in zip(read, rows, strict=True):
        assert len(each.people) == len(raw.get("grantedToIdentitiesV2", []))
        assert (each.link is not None) == ("link" in raw)
        assert (each.grantee is not None) == ("grantedToV2" in raw)


@pytest.mark.parametrize("name", sorted(WITHOUT_ID))
def test_an_entry_without_id_is_refused(name: str) -> None:
    """The documentation shows an entry without id in grant's answer: it names nothing that could be kept."""
    with pytest.raises(ShapeError, match="without id"):
        [read_permission(each) for each in read_page((VECTORS / f"{name}.json").read_bytes()).rows]


@pytest.mark.parametrize(
    "vector", [each for each in INDEX if each["name"].startswith("delta-")], ids=lambda v: v["name"]
)
def test_every_published_enumeration_is_read(vector: dict[str, Any]) -> None:
    """Deleted rows go, the others stay under their id, whatever else they lack."""
    rows = read_page((VECTORS / vector["file"]).read_bytes()).rows
    found: dict[ItemId, dict[str, Any]] = {}
    fold_rows(found, rows)
    assert set(found) == {row["id"] for row in map(json.loads, rows) if "deleted" not in row}


@pytest.mark.parametrize(
    "vector", [each for each in INDEX if each["type"] == "publicError"], ids=lambda v: v["name"]
)
def test_every_published_error_is_read(vector: dict[str, Any]) -> None:
    """The codes of an error come out most general first."""
    body = (VECTORS / vector["file"]).read_bytes()
    assert error_codes(body)[0] == json.loads(body)["error"]["code"]
