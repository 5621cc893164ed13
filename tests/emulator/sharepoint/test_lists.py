"""Lists, items, files and folders.

Sources: sp-dev-docs:working-with-lists-and-list-items-with-rest;
sp-dev-docs:working-with-folders-and-files-with-rest.
"""

from graph_emulator.files import tree
from graph_emulator.files.models import Actor, Item
from graph_emulator.files.seeding import item_at_path
from tests.emulator.in_process import InProcess
from tests.emulator.sharepoint.rest import LIBRARY, PACK, REPORT, SITE, Rest, file_at, item_at

_DOCUMENTS = "web/lists/getbytitle('documents')"


def test_library_is_told(rest: Rest) -> None:
    """A site has one document library; its number of items counts folders too."""
    (library,) = rest("GET", "web/lists?$select=Title,BaseTemplate,ItemCount,Hidden,ParentWebUrl").rows
    assert library == {
        "Title": "Documents",
        "BaseTemplate": 101,
        "ItemCount": 8,
        "Hidden": False,
        "ParentWebUrl": SITE,
    }


def test_hidden_library_is_listed_as_such(tenant: InProcess, rest: Rest) -> None:
    """REST lists libraries that people are not shown, and each is found by its own folder's path."""
    tenant.admin("POST", "library", {"name": "Preservation Hold Library", "hidden": True})
    rows = rest("GET", "web/lists?$select=Title,Hidden,EntityTypeName").rows
    assert rows[1] == {
        "Title": "Preservation Hold Library",
        "Hidden": True,
        "EntityTypeName": "Preservation_x0020_Hold_x0020_Library",
    }
    path = f"{SITE}/Preservation Hold Library"
    assert rest.must("GET", f"web/GetList('{path}')/title") == {"value": "Preservation Hold Library"}
    assert rest.must("GET", f"web/GetFolderByServerRelativeUrl('{path}')/ServerRelativeUrl") == {
        "value": path
    }
    assert rest.must("GET", f"{file_at(REPORT)}/name") == {"value": "report.docx"}


def test_numbers_stay_with_their_items(tenant: InProcess, rest: Rest) -> None:
    """An item's number follows from when it came; deleting another one moves nothing."""
    before = {row["FileRef"]: row["Id"] for row in rest("GET", f"{_DOCUMENTS}/items?$select=Id,FileRef").rows}
    assert sorted(before.values()) == list(range(1, 9))
    state = tenant.tenant.state
    agenda = item_at_path(state, "RR-2026-001/40-panel-pack/agenda.docx")
    assert (
        tenant.ask("reconciler", "DELETE", f"/v1.0/drives/{agenda.drive_id}/items/{agenda.id}").status == 204
    )
    del before[f"{PACK}/agenda.docx"]
    after = {row["FileRef"]: row["Id"] for row in rest("GET", f"{_DOCUMENTS}/items?$select=Id,FileRef").rows}
    assert after == before
    assert rest("GET", f"{_DOCUMENTS}/items(4)").status == 404


def test_item_leads_to_its_file_and_list(rest: Rest) -> None:
    """The CLI asks for an item's list through its file, in one request."""
    said = rest(
        "GET",
        f"{file_at(REPORT)}?$select=ListItemAllFields/Id,ListItemAllFields/ParentList/Title"
        "&$expand=ListItemAllFields/ParentList",
    )
    assert said.json == {"ListItemAllFields": {"Id": 7, "ID": 7, "ParentList": {"Title": "Documents"}}}
    assert rest.must("GET", f"{item_at(REPORT)}/file/ServerRelativeUrl") == {"value": REPORT}
    assert rest.must("GET", f"{item_at(REPORT)}/parentlist/title") == {"value": "Documents"}


def test_folder_shows_what_lies_in_it(rest: Rest, flo: Rest) -> None:
    """Files and folders of a folder are told apart, and only what the caller may see."""
    folder = f"web/GetFolderByServerRelativePath(decodedUrl='{PACK}')"
    said = rest("GET", f"{folder}?$select=Name,ItemCount,Files/Name,Folders/Name&$expand=Files,Folders").json
    assert (said["Name"], said["ItemCount"], said["Folders"]) == ("40-panel-pack", 2, [])
    assert {file["Name"] for file in said["Files"]} == {"agenda.docx", "chronology.xlsx"}
    assert rest.must("GET", f"{folder}/ParentFolder/Name") == {"value": "RR-2026-001"}
    assert rest.must("GET", f"{_DOCUMENTS}/rootfolder/ServerRelativeUrl") == {"value": LIBRARY}
    assert flo("GET", f"{folder}/Files").status == 403


def test_long_lists_come_in_pages(tenant: InProcess, rest: Rest) -> None:
    """A hundred items a page, or as many as $top asks for, and the address of the next one."""
    state = tenant.tenant.state
    folder = item_at_path(state, "RR-2026-001/90-key")
    for number in range(120):
        tree.create(state, folder, f"{number}.docx", form="file", actor=Actor(form="user", id="x"))
    tenant.tenant.commit()
    first = rest("GET", f"{_DOCUMENTS}/items?$select=Id").json
    assert len(first["value"]) == 100
    second = rest("GET", first["odata.nextLink"].removeprefix("https://smallbridge.sharepoint.example")).json
    assert [row["Id"] for row in second["value"]] == list(range(101, 129))
    assert "odata.nextLink" not in second
    small = rest("GET", f"{_DOCUMENTS}/items?$top=3&$select=Id&$filter=FileSystemObjectType eq 1").json
    assert [row["Id"] for row in small["value"]] == [1, 2, 3]
    assert "$filter=FileSystemObjectType" in small["odata.nextLink"]


def test_library_of_a_deleted_items_folder_is_not_shown(tenant: InProcess, rest: Rest) -> None:
    """What lies in the recycle bin has no address of its own."""
    item = next(one for one in tenant.tenant.state.every(Item) if one.name == "report.docx")
    assert rest("GET", f"web/GetFileById('{item.guid}')/name").json == {"value": "report.docx"}
    tenant.ask("reconciler", "DELETE", f"/v1.0/drives/{item.drive_id}/items/{item.id}")
    assert rest("GET", f"web/GetFileById('{item.guid}')/name").status == 404
    assert rest("GET", file_at(REPORT)).status == 404


def test_file_tells_how_graph_knows_it(tenant: InProcess, rest: Rest) -> None:
    """Site collection, drive and item of a file lead to it in Graph; they come only when asked for."""
    found = rest.must("GET", f"{file_at(REPORT)}?$select=SiteId,VroomItemId,VroomDriveId")
    site = rest.must("GET", "site/Id")["value"]
    item = item_at_path(tenant.tenant.state, "RR-2026-001/60-final-report/report.docx")
    assert found == {"SiteId": site, "VroomItemID": item.id, "VroomDriveID": item.drive_id}
    assert not set(found) & set(rest.must("GET", file_at(REPORT)))
