"""The recycle bin (pnp-cli:spo/commands/site/site-recyclebinitem-list carries the shape)."""

from graph_emulator.files.seeding import item_at_path
from tests.emulator.in_process import InProcess
from tests.emulator.sharepoint.rest import LIBRARY, Rest, access

_AGENDA = "RR-2026-001/40-panel-pack/agenda.docx"


def _delete(tenant: InProcess, path: str, caller: str = "person:ann") -> None:
    item = item_at_path(tenant.tenant.state, path)
    assert tenant.ask(caller, "DELETE", f"/v1.0/drives/{item.drive_id}/items/{item.id}").status == 204


def test_entry_is_told_whole(tenant: InProcess, rest: Rest) -> None:
    """What was deleted is told with its place, its size as a text, and who deleted it when."""
    _delete(tenant, _AGENDA)
    (row,) = rest("GET", "site/RecycleBin?$filter=(ItemState eq 1)").rows
    assert len(row.pop("Id")) == 36
    place = f"{LIBRARY.strip('/')}/Case review/RR-2026-001/40-panel-pack"
    assert row == {
        "AuthorEmail": "",
        "AuthorName": "System Account",
        "DeletedByEmail": "ann@smallbridge.example",
        "DeletedByName": "Ann Archer",
        "DeletedDate": "2026-03-02T09:00:00Z",
        "DirName": place,
        "DirNamePath": {"DecodedUrl": place},
        "ItemState": 1,
        "ItemType": 1,
        "LeafName": "agenda.docx",
        "LeafNamePath": {"DecodedUrl": "agenda.docx"},
        "Size": str(20_000 + 137 * len(_AGENDA)),
        "Title": "agenda.docx",
    }


def test_restored_file_brings_its_reader_back(tenant: InProcess, rest: Rest) -> None:
    """Restoring through SharePoint gives access again, and the journal tells to whom."""
    _delete(tenant, _AGENDA)
    (row,) = rest("GET", "web/RecycleBin").rows
    rest.must("POST", "site/RecycleBin/RestoreByIds", {"ids": [row["Id"]]})
    assert access(tenant, _AGENDA)["flo"] == "read"
    assert tenant.admin("GET", "journal")[-1]["gained"]
    assert rest("GET", "web/RecycleBin").rows == []


def test_one_entry_and_all_of_them(tenant: InProcess, rest: Rest) -> None:
    """One is restored or deleted by its own address, all by one call, which an empty bin refuses."""
    _delete(tenant, _AGENDA)
    (row,) = rest("GET", "web/RecycleBin").rows
    rest.must("POST", f"web/RecycleBin('{row['Id']}')/restore()")
    _delete(tenant, _AGENDA)
    rest.must("POST", "web/RecycleBin/RestoreAll")
    assert rest("POST", "web/RecycleBin/RestoreAll").status == 400
    _delete(tenant, _AGENDA)
    (row,) = rest("GET", "web/RecycleBin").rows
    rest.must("POST", f"web/RecycleBin/getbyid('{row['Id']}')/deleteobject")
    assert rest("GET", "web/RecycleBin").rows == []
    assert rest("POST", "site/RecycleBin/RestoreByIds", {"ids": [row["Id"]]}).status == 404
    assert rest("POST", "site/RecycleBin/RestoreByIds", {"ids": "x"}).status == 400


def test_member_sees_what_they_deleted(tenant: InProcess, ann: Rest, cat: Rest, flo: Rest) -> None:
    """Owners see the whole bin, others their own, a reader nothing."""
    _delete(tenant, _AGENDA, "person:ann")
    _delete(tenant, "RR-2026-001/60-final-report/report.docx", "person:cat")
    assert len(ann("GET", "web/RecycleBin").rows) == 2
    assert [row["LeafName"] for row in cat("GET", "web/RecycleBin").rows] == ["report.docx"]
    assert flo("GET", "web/RecycleBin").status == 403
