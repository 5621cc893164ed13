"""The recycle bin: what waits there, for how long, and what comes back with it.

Source: graph:api/recyclebin-list-items
Source: graph:api/driveitem-restore
Source: graph:api/driveitem-permanentdelete
"""

import pytest

from tests.emulator.files.tenant_client import Json, Tenant


def _bin(tenant: Tenant, version: str = "v1.0", who: str = "reconciler") -> list[Json]:
    site = tenant.ok("reconciler", f"GET /v1.0/sites/{tenant.host}:/sites/Marsh-Reviews").body["id"]
    return tenant.ok(who, f"GET /{version}/sites/{site}/recycleBin/items").rows


def test_a_deleted_folder_waits_as_one_entry(tenant: Tenant) -> None:
    """A deletion is one entry with the size of all that went by it, and says where it lay."""
    sizes = [tenant.item(path)["size"] for path in ("A/one.docx", "A/two.docx", "A/sub/three.docx")]
    tenant.send("mem", f"DELETE /v1.0{tenant.at('A')}")
    (row,) = _bin(tenant)
    assert (row["name"], row["size"]) == ("A", sum(sizes))
    assert row["deletedFromLocation"] == "Shared Documents/Reviews"
    assert row["deletedDateTime"] == "2026-03-27T22:00:00Z"
    assert "deletedBy" not in row


def test_beta_says_who_deleted_it(tenant: Tenant) -> None:
    """On beta an entry names its deleter and has a title."""
    tenant.send("mem", f"DELETE /v1.0{tenant.at('A')}")
    (row,) = _bin(tenant, "beta")
    assert row["deletedBy"]["user"]["userPrincipalName"] == "mem@marsh.example"
    assert row["title"] == "A"


def test_a_person_sees_what_they_deleted_themselves(tenant: Tenant) -> None:
    """Somebody else's deletions are not in a member's recycle bin."""
    tenant.send("mem", f"DELETE /v1.0{tenant.at('A')}")
    assert [len(_bin(tenant, who=who)) for who in ("mem", "own")] == [1, 0]


def test_what_comes_back_brings_its_people_and_links(tenant: Tenant) -> None:
    """A restored file is read again by whoever was on its link."""
    item = tenant.item("A/one.docx")["id"]
    tenant.send("mem", f"DELETE /v1.0{tenant.at('A')}")
    assert tenant.admin("POST", "restore", {"name": "A"}).status == 200
    assert tenant.item("A/one.docx")["id"] == item
    assert tenant.access("ann", "A/one.docx")["role"] == "read"
    assert _bin(tenant) == []


def test_it_can_come_back_bare(tenant: Tenant) -> None:
    """Whether people come back is not documented: with the switch off the file inherits."""
    tenant.quirk(restore__keeps_people=False)
    tenant.send("mem", f"DELETE /v1.0{tenant.at('A/one.docx')}")
    tenant.admin("POST", "restore", {"name": "one.docx"})
    assert tenant.access("ann", "A/one.docx")["role"] is None
    assert [row for row in tenant.permissions("A/one.docx") if "link" in row] == []


def test_delta_tells_of_what_came_back(tenant: Tenant) -> None:
    """A restored item stands again in delta, as changed in its sharing."""
    link = tenant.ok("reconciler", "GET /v1.0/drives/{d}/root/delta?token=latest").body["@odata.deltaLink"]
    tenant.send("mem", f"DELETE /v1.0{tenant.at('A/one.docx')}")
    tenant.admin("POST", "restore", {"name": "one.docx"})
    prefer = "deltashowremovedasdeleted, deltatraversepermissiongaps, deltashowsharingchanges"
    rows = tenant.ok("reconciler", "GET " + link.removeprefix(tenant.base_url), prefer=prefer).rows
    row = next(row for row in rows if row.get("name") == "one.docx")
    assert "deleted" not in row
    assert row["@microsoft.graph.sharedChanged"] == "True"


def test_after_ninety_three_days_it_is_gone(tenant: Tenant) -> None:
    """Nothing waits longer than 93 days."""
    tenant.send("mem", f"DELETE /v1.0{tenant.at('A/one.docx')}")
    tenant.admin("POST", "clock", {"advance": "P92D"})
    assert len(_bin(tenant)) == 1
    tenant.admin("POST", "clock", {"advance": "P1D"})
    assert _bin(tenant) == []
    assert tenant.admin("POST", "restore", {"name": "one.docx"}).status == 400


@pytest.mark.parametrize(("works", "status"), [(False, 400), (True, 200)])
def test_graph_restores_in_onedrive_personal_only(tenant: Tenant, *, works: bool, status: int) -> None:
    """In SharePoint the action is refused as not supported, unless the switch lets it work."""
    tenant.quirk(restore__in_graph=works)
    address = tenant.at("A/one.docx")
    tenant.send("mem", f"DELETE /v1.0{address}")
    body = {"parentReference": {"id": tenant.item("C")["id"]}, "name": "back.docx"}
    assert tenant.send("reconciler", f"POST /v1.0{address}/restore", body).status == status
    if works:
        assert tenant.item("C/back.docx")["id"] == address.rpartition("/")[2]
        assert tenant.access("ann", "C/back.docx")["role"] == "read"


def test_a_taken_name_stops_a_restore(tenant: Tenant) -> None:
    """What lies in the bin cannot come back over something else."""
    address = tenant.at("A/one.docx")
    tenant.send("mem", f"DELETE /v1.0{address}")
    tenant.ok("mem", "PUT /v1.0/drives/{d}/root:/Reviews/A/one.docx:/content", b"x")
    tenant.quirk(restore__in_graph=True)
    assert tenant.send("reconciler", f"POST /v1.0{address}/restore", {}).status == 409


def test_deleting_for_good_leaves_nothing_to_restore(tenant: Tenant) -> None:
    """The action permanentDelete passes the recycle bin, for those who may write."""
    address = tenant.at("A/one.docx")
    assert tenant.send("ann", f"POST /v1.0{address}/permanentDelete").status == 403
    assert tenant.send("mem", f"POST /v1.0{address}/permanentDelete").status == 204
    assert tenant.send("reconciler", f"GET /v1.0{address}").status == 404
    assert _bin(tenant) == []
