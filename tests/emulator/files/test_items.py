"""Sites, drives, items and children."""

import pytest

from tests.emulator.files.tenant_client import Tenant


def test_a_site_is_found_by_host_and_path_and_by_id(tenant: Tenant) -> None:
    """A private channel has a site of its own, with a three-part id.

    Source: graph:api/site-getbypath
    """
    site = tenant.ok("auditor", f"GET /v1.0/sites/{tenant.host}:/sites/Marsh-Reviews").body
    host, collection, web = site["id"].split(",")
    assert (host, len(collection), len(web)) == (tenant.host, 36, 36)
    assert tenant.ok("auditor", f"GET /v1.0/sites/{site['id']}").body["webUrl"] == site["webUrl"]
    reply = tenant.send("auditor", f"GET /v1.0/sites/{tenant.host}:/sites/none")
    assert (reply.status, reply.code) == (404, "itemNotFound")


def test_a_site_leads_to_its_library(tenant: Tenant) -> None:
    """A site has its libraries as drives, and a default one.

    Source: graph:api/drive-list
    Source: graph:api/drive-get
    """
    site = tenant.ok("auditor", f"GET /v1.0/sites/{tenant.host}:/sites/Marsh-Reviews").body["id"]
    rows = tenant.ok("auditor", f"GET /v1.0/sites/{site}/drives").rows
    assert [row["driveType"] for row in rows] == ["documentLibrary"]
    assert tenant.ok("auditor", f"GET /v1.0/sites/{site}/drive").body["id"] == rows[0]["id"] == tenant.drive
    assert tenant.ok("auditor", "GET /v1.0/drives/{d}").body["name"] == "Documents"
    assert tenant.send("auditor", "GET /v1.0/drives/b!none").status == 404


def test_an_item_is_found_by_path_in_any_case(tenant: Tenant) -> None:
    """Path addressing finds what the id finds, and names have no case.

    Source: graph:concepts/addressing-driveitems
    """
    item = tenant.item("A/one.docx")
    lines = (
        "root:/reviews/a/ONE.docx",
        "root:/Reviews/A/one.docx:",
        f"items/{tenant.item('A')['id']}:/one.docx",
    )
    for line in lines:
        assert tenant.ok("reconciler", f"GET /v1.0/drives/{{d}}/{line}").body["id"] == item["id"]
    assert tenant.send("reconciler", "GET /v1.0/drives/{d}/root:/Reviews/none.docx").status == 404


def test_facets_tell_files_folders_packages_and_the_root(tenant: Tenant) -> None:
    """Each form of item has its facet.

    Source: graph:resources/driveitem
    """
    assert tenant.item("A/one.docx")["file"]["mimeType"].startswith("application/vnd.openxml")
    assert tenant.item("A")["folder"] == {"childCount": 3}
    assert tenant.item("B/notes.onepkg")["package"] == {"type": "oneNote"}
    root = tenant.ok("reconciler", "GET /v1.0/drives/{d}/root").body
    assert root["root"] == {}
    assert "folder" in root
    assert "id" not in root["parentReference"]


def test_the_path_of_the_parent_comes_with_an_item(tenant: Tenant) -> None:
    """Outside delta the parent's path is given.

    Source: graph:resources/itemreference
    """
    path = tenant.item("A/sub/three.docx")["parentReference"]["path"]
    assert path == f"/drives/{tenant.drive}/root:/Reviews/A/sub"


def test_children_come_in_pages_that_can_be_followed(tenant: Tenant) -> None:
    """Children are paged by $top and an opaque next link.

    Source: graph:api/driveitem-list-children
    """
    line, names = f"GET /v1.0{tenant.at('A')}/children?$top=2", []
    while line:
        reply = tenant.ok("reconciler", line)
        names += [row["name"] for row in reply.rows]
        link = reply.body.get("@odata.nextLink", "")
        line = link and "GET " + link.removeprefix(tenant.base_url)
    assert sorted(names) == ["one.docx", "sub", "two.docx"]


def test_pages_are_as_small_as_the_quirk_says(tenant: Tenant) -> None:
    """The size of a page without $top is the service's choice.

    Source: graph:api/driveitem-list-children#note
    """
    tenant.quirk(pages__children=1)
    reply = tenant.ok("reconciler", f"GET /v1.0{tenant.at('A')}/children")
    assert len(reply.rows) == 1
    assert "@odata.nextLink" in reply.body


@pytest.mark.parametrize(
    "query", ["$expand=permissions", "$top=0", "$top=5000", "$select=secrets", "$skiptoken=x"]
)
def test_options_that_are_not_modelled_are_refused(tenant: Tenant, query: str) -> None:
    """Unknown options and values are 400, never ignored.

    Source: graph:api/driveitem-list-permissions#remarks
    """
    assert tenant.send("reconciler", f"GET /v1.0{tenant.at('A')}/children?{query}").status == 400


def test_select_keeps_the_id(tenant: Tenant) -> None:
    """$select leaves the id in place.

    Source: graph:query-parameters#select
    """
    row = tenant.ok("reconciler", f"GET /v1.0{tenant.at('A/one.docx')}?$select=name").body
    assert {name for name in row if "@" not in name} == {"id", "name"}


def test_an_item_that_has_not_changed_is_304(tenant: Tenant) -> None:
    """If-None-Match with the current tag gives 304.

    Source: graph:api/driveitem-get
    """
    item = tenant.item("A/one.docx")
    assert (
        tenant.send("reconciler", f"GET /v1.0{tenant.at('A/one.docx')}", if_none_match=item["eTag"]).status
        == 304
    )


def test_a_shared_item_says_how_widely(tenant: Tenant) -> None:
    """The shared facet gives the widest scope of an item's links.

    Source: graph:resources/shared
    """
    assert tenant.item("A/one.docx")["shared"] == {"scope": "users"}
    assert "shared" not in tenant.item("A/two.docx")
    tenant.ok(
        "mem", f"POST /v1.0{tenant.at('A/one.docx')}/createLink", {"type": "view", "scope": "anonymous"}
    )
    assert tenant.item("A/one.docx")["shared"] == {"scope": "anonymous"}
