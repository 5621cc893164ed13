"""People use the same routes, within their own rights, and the witness tells who reaches what."""

import pytest

from tests.emulator.files.tenant_client import Tenant


def test_a_reader_may_read_what_was_shared_and_nothing_else(tenant: Tenant) -> None:
    """What a person may not see is not there.

    Source: graph:api/driveitem-get
    """
    assert tenant.send("ann", f"GET /v1.0{tenant.at('A/one.docx')}").status == 200
    assert tenant.send("ann", f"GET /v1.0{tenant.at('A/two.docx')}").status == 404
    assert tenant.send("ann", f"GET /v1.0{tenant.at('A')}/children").status == 404


def test_a_reader_may_not_share_or_change(tenant: Tenant) -> None:
    """Reading does not let anybody share, rename or delete.

    Source: graph:api/driveitem-createlink
    """
    path = tenant.at("A/one.docx")
    body = {"type": "view", "scope": "anonymous"}
    assert tenant.send("ann", f"POST /v1.0{path}/createLink", body).status == 403
    assert tenant.send("ann", f"PATCH /v1.0{path}", {"name": "x.docx"}).status == 403
    assert tenant.send("ann", f"DELETE /v1.0{path}").status == 403


def test_a_reader_sees_only_permissions_that_apply_to_them(tenant: Tenant) -> None:
    """A caller who is no owner sees what applies to the caller, without secrets.

    Source: graph:api/driveitem-list-permissions#access to sharing permissions
    """
    rows = tenant.permissions("A/one.docx", "ann")
    assert len(rows) == 1
    assert "webUrl" not in rows[0]["link"]
    assert len(tenant.permissions("A/one.docx", "mem")) == 4


def test_children_and_delta_hide_what_a_person_may_not_see(tenant: Tenant) -> None:
    """Collections hold what the caller may see.

    Source: graph:api/driveitem-list-children
    """
    body = {"recipients": [{"email": "bob@marsh.example"}], "roles": ["read"]}
    tenant.ok("reconciler", f"POST /v1.0{tenant.at('A/sub')}/invite", body)
    assert [row["name"] for row in tenant.ok("bob", f"GET /v1.0{tenant.at('A/sub')}/children").rows] == [
        "three.docx"
    ]
    assert tenant.send("bob", "GET /v1.0/drives/{d}/root/delta").status == 404
    assert tenant.send("bob", f"GET /v1.0/sites/{tenant.host}:/sites/Marsh-Reviews").status == 404


def test_a_channel_member_writes_and_shares(tenant: Tenant) -> None:
    """Members of a channel are members of its site, and can edit.

    Source: graph:resources/sharepointidentityset
    """
    reply = tenant.send(
        "mem", f"POST /v1.0{tenant.at('A/two.docx')}/createLink", {"type": "edit", "scope": "users"}
    )
    assert reply.status == 201
    assert "application" not in reply.body["link"]
    access = tenant.access("mem", "A/two.docx")
    assert (access["role"], access["can_download"]) == ("write", True)
    assert access["paths"][0]["via"] == "site-group"


def test_channel_owners_own(tenant: Tenant) -> None:
    """Owners of a channel are owners of its site.

    Source: graph:resources/permission#roles property values
    """
    assert tenant.access("own", "A/one.docx")["role"] == "owner"


def test_a_link_that_blocks_downloads_lets_read_in_the_browser_only(tenant: Tenant) -> None:
    """The witness tells reading from downloading, and by which permission.

    Source: graph:resources/sharinglink
    """
    access = tenant.access("ann", "A/one.docx")
    link = next(row for row in tenant.permissions("A/one.docx") if "link" in row)
    assert (access["role"], access["can_download"]) == ("read", False)
    path = access["paths"][0]
    assert (path["via"], path["permission_id"], path["prevents_download"]) == ("link", link["id"], True)


@pytest.mark.parametrize(
    ("scope", "reached"), [("anonymous", {"ann", "bob", "staff"}), ("organization", {"staff"})]
)
def test_wide_links_reach_people_whom_nobody_named(tenant: Tenant, scope: str, reached: set[str]) -> None:
    """An organisation link works for members, never for guests; an anonymous one for all.

    Source: graph:beta/api/driveitem-createlink#scope types
    """
    tenant.ok("mem", f"POST /v1.0{tenant.at('A/two.docx')}/createLink", {"type": "view", "scope": scope})
    found = {key for key in ("ann", "bob", "staff") if tenant.access(key, "A/two.docx")["role"]}
    assert found == reached
    everybody = {"anonymous": "anyone", "organization": "organisation"}[scope]
    assert [row["person"] for row in tenant.last_change()["gained"]] == [everybody]


@pytest.mark.parametrize(
    ("login", "reached"),
    [("c:0(.s|true", {"ann", "staff"}), ("c:0-.f|rolemanager|spo-grid-all-users/t", {"staff"})],
)
def test_claims_for_everyone_reach_everyone(tenant: Tenant, login: str, reached: set[str]) -> None:
    """A claim is a site user that stands for many people.

    Source: graph:resources/sharepointidentityset
    """
    act = {
        "id": "X",
        "entry": "A/two.docx",
        "site_user": {"name": "Everyone", "login_name": login},
        "roles": ["read"],
    }
    assert tenant.admin("POST", "seed", {"acts": [act]}).status < 300
    found = {key for key in ("ann", "staff") if tenant.access(key, "A/two.docx")["role"]}
    assert found == reached
    row = next(row for row in tenant.permissions("A/two.docx") if "siteUser" in row.get("grantedToV2", {}))
    assert row["grantedToV2"]["siteUser"]["loginName"] == login


def test_an_applications_entry_is_shown_as_one(tenant: Tenant) -> None:
    """An application's own grant names the application.

    Source: graph:resources/permission
    """
    act = {"id": "X", "entry": "", "app": {"id": "app-1", "name": "Records"}, "roles": ["owner"]}
    assert tenant.admin("POST", "seed", {"acts": [act]}).status < 300
    rows = tenant.ok("reconciler", "GET /v1.0/drives/{d}/root/permissions").rows
    row = next(row for row in rows if "application" in row.get("grantedToV2", {}))
    assert row["grantedToV2"]["application"] == {"id": "app-1", "displayName": "Records"}


def test_the_journal_can_be_spared_who_gained_and_lost(tenant: Tenant) -> None:
    """With the quirk `journal.access` off a write is journalled without the access that it gave."""
    tenant.quirk(journal__access=False)
    body = {"recipients": [{"email": "bob@marsh.example"}], "roles": ["read"]}
    tenant.ok("mem", f"POST /v1.0{tenant.at('A/sub')}/invite", body)
    assert tenant.last_change()["gained"] == []


def test_the_journal_names_who_gained_and_lost(tenant: Tenant) -> None:
    """Each write says whose effective access it changed, and on which items."""
    body = {"recipients": [{"email": "bob@marsh.example"}], "roles": ["read"]}
    made = tenant.ok("mem", f"POST /v1.0{tenant.at('A/sub')}/invite", body).rows[0]
    bob, items = tenant.user("bob"), {tenant.item("A/sub")["id"], tenant.item("A/sub/three.docx")["id"]}
    change = tenant.last_change()
    assert {row["item"] for row in change["gained"]} == items
    assert {(row["person"], row["role"]) for row in change["gained"]} == {(bob, "read")}
    assert change["lost"] == []
    tenant.ok("mem", f"DELETE /v1.0{tenant.at('A/sub')}/permissions/{made['id']}")
    assert {row["item"] for row in tenant.last_change()["lost"]} == items


def test_the_admin_state_shows_every_item_with_its_permissions(tenant: Tenant) -> None:
    """The tenant's state holds each item's path, form and permissions."""
    items = tenant.admin("GET", "state").body["drives"][0]["items"]
    found = {item["path"]: item for item in items}
    assert found["Reviews/A"]["folder"] is True
    assert found["Reviews/A/one.docx"]["permissions"] == tenant.permissions("A/one.docx")


def test_a_reseeded_link_changes_its_people(tenant: Tenant) -> None:
    """A seed's act can leave other people on the reconciler's own link."""
    act = {"id": "X", "link_people": "A/one.docx", "add": ["bob"], "remove": ["ann"]}
    assert tenant.admin("POST", "seed", {"acts": [act]}).status < 300
    assert tenant.access("bob", "A/one.docx")["role"] == "read"
    assert tenant.access("ann", "A/one.docx")["role"] is None
