"""Scopes: what sharing an item changes about it, its children, and the folders above it."""

import pytest

from tests.emulator.files.tenant_client import Json, Tenant

VIEW = {"type": "view", "scope": "users"}


def _site_groups(rows: list[Json]) -> list[Json]:
    return [row for row in rows if row["roles"] and "siteGroup" in row.get("grantedToV2", {})]


def _invite(key: str, role: str = "read") -> Json:
    return {
        "recipients": [{"email": f"{key}@marsh.example"}],
        "roles": [role],
        "requireSignIn": True,
        "sendInvitation": False,
    }


def test_an_item_that_inherits_shows_an_empty_inherited_from(tenant: Tenant) -> None:
    """SharePoint sends an empty `inheritedFrom` for what is inherited.

    Source: graph:resources/permission#remarks
    """
    groups = _site_groups(tenant.permissions("A/two.docx"))
    assert len(groups) == 3
    assert [row["inheritedFrom"] for row in groups] == [{}, {}, {}]


def test_sharing_makes_the_copied_groups_the_items_own(tenant: Tenant) -> None:
    """After its first link an item has its own scope, and its groups no longer look inherited.

    Source: graph:api/driveitem-list-permissions
    """
    tenant.ok("reconciler", f"POST /v1.0{tenant.at('A/two.docx')}/createLink", VIEW)
    groups = _site_groups(tenant.permissions("A/two.docx"))
    assert [row["roles"] for row in sorted(groups, key=lambda row: row["roles"])] == [
        ["owner"],
        ["read"],
        ["write"],
    ]
    assert [row for row in groups if "inheritedFrom" in row] == []


@pytest.mark.parametrize("form", ["full", "omitted"])
def test_inherited_from_can_take_its_other_forms(tenant: Tenant, form: str) -> None:
    """Tenants differ in how they send `inheritedFrom`: a switch.

    Source: graph:resources/permission#remarks
    """
    tenant.quirk(permission__inheritedFrom=form)
    rows = _site_groups(tenant.permissions("A/two.docx"))
    paths = [row.get("inheritedFrom", {}).get("path") for row in rows]
    assert paths == (["/drive/root:"] * 3 if form == "full" else [None] * 3)


def test_a_grant_on_a_folder_reaches_what_inherits(tenant: Tenant) -> None:
    """What is shared on a folder is inherited by its items.

    Source: graph:api/driveitem-list-permissions
    """
    tenant.ok("reconciler", f"POST /v1.0{tenant.at('A')}/invite", _invite("bob"))
    row = next(row for row in tenant.permissions("A/two.docx") if "user" in row.get("grantedToV2", {}))
    assert row["inheritedFrom"] == {}
    assert tenant.access("bob", "A/two.docx")["paths"][0]["via"] == "inherited-direct"


def test_a_grant_on_a_folder_is_pushed_into_children_with_their_own_scope(tenant: Tenant) -> None:
    """Sharing a parent reaches once even the children that have their own scope.

    Source: graph:api/driveitem-list-permissions
    """
    tenant.ok("reconciler", f"POST /v1.0{tenant.at('A')}/invite", _invite("bob"))
    row = next(row for row in tenant.permissions("A/one.docx") if "user" in row.get("grantedToV2", {}))
    assert "inheritedFrom" not in row
    assert tenant.access("bob", "A/one.docx")["paths"][0]["via"] == "direct"


def test_pushing_additions_can_be_switched_off(tenant: Tenant) -> None:
    """Testers saw additions not being pushed: a switch.

    Source: graph:api/driveitem-list-permissions
    """
    tenant.quirk(inheritance__push_additions=False)
    tenant.ok("reconciler", f"POST /v1.0{tenant.at('A')}/invite", _invite("bob"))
    assert tenant.access("bob", "A/one.docx")["role"] is None
    assert tenant.access("bob", "A/two.docx")["role"] == "read"


def test_a_removal_is_pushed_too(tenant: Tenant) -> None:
    """Unsharing a parent takes the entry out of every child's own scope.

    Source: graph:api/permission-delete
    """
    made = tenant.ok("reconciler", f"POST /v1.0{tenant.at('A')}/invite", _invite("bob")).rows[0]
    tenant.ok("reconciler", f"DELETE /v1.0{tenant.at('A')}/permissions/{made['id']}")
    assert tenant.access("bob", "A/one.docx")["role"] is None


def test_a_pushed_entry_can_be_deleted_on_the_child(tenant: Tenant) -> None:
    """A pushed entry is the child's own.

    Source: graph:api/permission-delete
    """
    made = tenant.ok("reconciler", f"POST /v1.0{tenant.at('A')}/invite", _invite("bob")).rows[0]
    tenant.ok("reconciler", f"DELETE /v1.0{tenant.at('A/one.docx')}/permissions/{made['id']}")
    assert tenant.access("bob", "A/one.docx")["role"] is None
    assert tenant.access("bob", "A/two.docx")["role"] == "read"


def test_a_folders_link_reaches_children_and_only_its_deletion_cures(tenant: Tenant) -> None:
    """A child can be reached by its parent's link, and deleting it on the child does nothing.

    Source: graph:api/permission-delete
    """
    body = {**VIEW, "recipients": [{"objectId": tenant.user("bob")}]}
    made = tenant.ok("reconciler", f"POST /beta{tenant.at('A')}/createLink", body).body
    for path in ("A/one.docx", "A/two.docx"):
        assert tenant.access("bob", path)["paths"][0]["via"] == "inherited-link"
        assert (
            tenant.send("reconciler", f"DELETE /v1.0{tenant.at(path)}/permissions/{made['id']}").status == 204
        )
        assert tenant.access("bob", path)["role"] == "read"
    tenant.ok("reconciler", f"DELETE /v1.0{tenant.at('A')}/permissions/{made['id']}")
    assert tenant.access("bob", "A/one.docx")["role"] is None


def test_an_item_that_is_shared_later_keeps_its_folders_link(tenant: Tenant) -> None:
    """A new scope begins with a copy of what the item inherited, links too.

    Source: graph:api/driveitem-list-permissions
    """
    body = {**VIEW, "recipients": [{"objectId": tenant.user("bob")}]}
    tenant.ok("reconciler", f"POST /beta{tenant.at('A')}/createLink", body)
    tenant.ok(
        "reconciler", f"POST /beta{tenant.at('A/two.docx')}/createLink", {**VIEW, "type": "blocksDownload"}
    )
    assert tenant.access("bob", "A/two.docx")["role"] == "read"
    assert tenant.access("bob", "A/two.docx")["can_download"] is True


def test_deleting_a_link_leaves_the_scope(tenant: Tenant) -> None:
    """Without its link an item still has its own scope.

    Source: graph:api/permission-delete
    """
    link = next(row for row in tenant.permissions("A/one.docx") if "link" in row)
    tenant.ok("reconciler", f"DELETE /v1.0{tenant.at('A/one.docx')}/permissions/{link['id']}")
    rows = tenant.permissions("A/one.docx")
    assert len(_site_groups(rows)) == 3
    assert [row for row in rows if "inheritedFrom" in row or "link" in row] == []


def test_a_link_leaves_limited_access_above(tenant: Tenant) -> None:
    """Each link makes a site group that may pass through the scopes above; it outlives the link.

    Source: graph:resources/sharepointidentityset
    """
    link = next(row for row in tenant.permissions("A/one.docx") if "link" in row)
    limited = [row for row in _library(tenant) if row["roles"] == []]
    assert len(limited) == 1
    name = limited[0]["grantedToV2"]["siteGroup"]["loginName"]
    assert name.startswith("SharingLinks.")
    assert name.endswith(f".Flexible.{link['id']}")
    tenant.ok("reconciler", f"DELETE /v1.0{tenant.at('A/one.docx')}/permissions/{link['id']}")
    assert [row["id"] for row in _library(tenant) if row["roles"] == []] == [limited[0]["id"]]


def test_limited_access_can_be_hidden(tenant: Tenant) -> None:
    """Whether Limited Access is listed is not documented: a switch.

    Source: graph:resources/sharepointidentityset
    """
    tenant.quirk(limited_access__visible=False)
    assert [row for row in _library(tenant) if row["roles"] == []] == []


def _library(tenant: Tenant) -> list[Json]:
    return tenant.ok("reconciler", "GET /v1.0/drives/{d}/root/permissions").rows
