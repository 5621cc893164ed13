"""The other addresses of a library and its items, and libraries that are hidden.

Source: graph:resources/driveitem
Source: graph:api/drive-list
"""

import pytest

from tests.emulator.files.tenant_client import Json, Tenant


def _site(tenant: Tenant) -> Json:
    return tenant.ok("reconciler", f"GET /v1.0/sites/{tenant.host}:/sites/Marsh-Reviews").body


@pytest.mark.parametrize(
    "line",
    [
        "/sites/{site}/drive/root:/Reviews/A/one.docx",
        "/sites/{site}/drive/items/{item}",
        "/sites/{site}/drives/{drive}/items/{item}",
        "/sites/{site}/drives/{drive}/root:/Reviews/A/one.docx",
        "/sites/{host}:/sites/Marsh-Reviews:/drive/items/{item}",
        "/sites/{collection}/drives/{drive}/items/{item}",
    ],
)
def test_an_item_has_many_addresses(tenant: Tenant, line: str) -> None:
    """By site and by drive, by id and by path: it is the same item, with the same operations below."""
    item = tenant.item("A/one.docx")
    site = str(_site(tenant)["id"])
    names = {"site": site, "collection": site.split(",")[1], "item": item["id"], "drive": tenant.drive}
    names["host"] = tenant.host
    address = line.format(**names)
    assert tenant.ok("reconciler", f"GET /v1.0{address}").body["id"] == item["id"]
    colon = ":" if "root:" in line else ""
    rows = tenant.ok("reconciler", f"GET /v1.0{address}{colon}/permissions").rows
    assert rows == tenant.permissions("A/one.docx")
    body = {"type": "view", "scope": "organization"}
    tenant.ok("reconciler", f"POST /v1.0{address}{colon}/createLink", body)
    assert len(tenant.permissions("A/one.docx")) == len(rows) + 1


def test_pages_go_on_at_the_address_that_was_asked(tenant: Tenant) -> None:
    """The next link of another address leads on from there."""
    tenant.quirk(pages__children=1)
    first = tenant.ok("reconciler", f"GET /v1.0/sites/{_site(tenant)['id']}/drive/root:/Reviews:/children")
    onward = first.body["@odata.nextLink"].removeprefix(tenant.base_url)
    assert onward.startswith("/v1.0/sites/")
    assert tenant.ok("reconciler", f"GET {onward}").rows[0]["id"] != first.rows[0]["id"]


@pytest.mark.parametrize("place", ["/me", "/users/own@marsh.example", "/groups/nobody", "/sites/none"])
def test_who_has_no_drive_has_nothing_in_it(tenant: Tenant, place: str) -> None:
    """Nobody here has a drive of their own, and an unknown site or group has none: 404."""
    assert tenant.send("reconciler", f"GET /v1.0{place}/drive/root").status == 404


def test_a_drive_is_of_its_own_site(tenant: Tenant) -> None:
    """A drive is not found below a site that it does not belong to."""
    assert tenant.send("reconciler", f"GET /v1.0/sites/none/drives/{tenant.drive}/root").status == 404


def test_hidden_libraries_come_when_asked_for(tenant: Tenant) -> None:
    """A hidden library carries the system facet and is listed only when that is selected."""
    made = tenant.admin("POST", "library", {"name": "Kept", "hidden": True}).body["drive"]
    line = f"GET /v1.0/sites/{_site(tenant)['id']}/drives"
    assert [row["name"] for row in tenant.ok("reconciler", line).rows] == ["Documents"]
    rows = tenant.ok("reconciler", f"{line}?$select=name,webUrl,system").rows
    assert [(row["name"], "system" in row) for row in rows] == [("Documents", False), ("Kept", True)]
    assert rows[1]["webUrl"].endswith("/sites/Marsh-Reviews/Kept")
    tenant.ok("mem", f"PUT /v1.0/drives/{made}/root:/held.docx:/content", b"x")
    assert tenant.admin("POST", "library", {"hidden": True}).status == 400


def test_a_move_names_the_folder_itself(tenant: Tenant) -> None:
    """The word root is no parent's id in a move, and a move does not leave the library.

    Source: graph:api/driveitem-move
    """
    other = tenant.admin("POST", "library", {"name": "Other"}).body["drive"]
    top = tenant.ok("reconciler", f"GET /v1.0/drives/{other}/root").body["id"]
    for reference in ({"id": "root"}, {"driveId": other, "id": top}):
        body = {"parentReference": reference}
        assert tenant.send("mem", f"PATCH /v1.0{tenant.at('A/one.docx')}", body).status == 400


def test_a_copy_into_another_library_has_no_readers(tenant: Tenant) -> None:
    """A copy may leave the library, and leaves link and people behind."""
    other = tenant.admin("POST", "library", {"name": "Other"}).body["drive"]
    top = tenant.ok("reconciler", f"GET /v1.0/drives/{other}/root").body["id"]
    body = {"parentReference": {"driveId": other, "id": top}, "name": "copy.docx"}
    tenant.send("mem", f"POST /v1.0{tenant.at('A/one.docx')}/copy", body)
    item = tenant.ok("reconciler", f"GET /v1.0/drives/{other}/root:/copy.docx").body["id"]
    rows = tenant.ok("reconciler", f"GET /v1.0/drives/{other}/items/{item}/permissions").rows
    assert [row for row in rows if "link" in row] == []
    assert len(rows) == 3
