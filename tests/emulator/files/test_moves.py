"""Moving, copying, adding and deleting: what happens to who can read an item."""

import pytest

from tests.emulator.files.tenant_client import Json, Tenant


def _move(tenant: Tenant, path: str, folder: str, **more: str) -> Json:
    body = {"parentReference": {"id": tenant.item(folder)["id"]}, **more}
    return tenant.ok("mem", f"PATCH /v1.0{tenant.at(path)}", body).body


def test_a_move_keeps_the_scope_the_link_and_its_people(tenant: Tenant) -> None:
    """A moved file takes its readers along.

    Source: graph:api/driveitem-move
    """
    link = next(row for row in tenant.permissions("A/one.docx") if "link" in row)
    moved = _move(tenant, "A/one.docx", "C")
    assert moved["parentReference"]["path"].endswith("/Reviews/C")
    assert link in tenant.permissions("C/one.docx")
    assert tenant.access("ann", "C/one.docx")["role"] == "read"


def test_a_moved_file_that_inherits_takes_the_new_folders_readers(tenant: Tenant) -> None:
    """Without a scope of its own a file is read by whoever reads its folder.

    Source: graph:api/driveitem-move
    """
    body = {"recipients": [{"email": "bob@marsh.example"}], "roles": ["read"]}
    tenant.ok("reconciler", f"POST /v1.0{tenant.at('C')}/invite", body)
    _move(tenant, "A/two.docx", "C")
    assert tenant.access("bob", "C/two.docx")["role"] == "read"
    assert {row["person"] for row in tenant.last_change()["gained"]} == {tenant.user("bob")}


def test_moving_away_cures_a_folders_link(tenant: Tenant) -> None:
    """A folder's link reaches a file with its own scope only while the file lies below.

    Source: graph:api/driveitem-move
    """
    body = {"type": "view", "scope": "users", "recipients": [{"email": "bob@marsh.example"}]}
    tenant.ok("reconciler", f"POST /beta{tenant.at('A')}/createLink", body)
    assert tenant.access("bob", "A/one.docx")["role"] == "read"
    _move(tenant, "A/one.docx", "C")
    assert tenant.access("bob", "C/one.docx")["role"] is None


def test_a_copy_has_neither_link_nor_scope(tenant: Tenant) -> None:
    """A copy inherits from where it lies; 202 tells where to look.

    Source: graph:api/driveitem-copy
    """
    body = {"parentReference": {"id": tenant.item("C")["id"]}, "name": "copy.docx"}
    reply = tenant.send("mem", f"POST /v1.0{tenant.at('A/one.docx')}/copy", body)
    assert (reply.status, reply.body) == (202, {})
    state = tenant.ok("mem", "GET " + reply.headers["location"].removeprefix(tenant.base_url)).body
    assert state["status"] == "completed"
    assert state["resourceId"] == tenant.item("C/copy.docx")["id"]
    assert [row for row in tenant.permissions("C/copy.docx") if "link" in row] == []
    assert tenant.access("ann", "C/copy.docx")["role"] is None


def test_a_folder_is_copied_with_what_lies_in_it(tenant: Tenant) -> None:
    """A copy includes the children.

    Source: graph:api/driveitem-copy
    """
    tenant.send("mem", f"POST /v1.0{tenant.at('A')}/copy", {"name": "A again"})
    assert tenant.item("A again/sub/three.docx")["size"] == tenant.item("A/sub/three.docx")["size"]


def test_a_rename_changes_tag_and_name_only(tenant: Tenant) -> None:
    """PATCH with a name renames: the eTag moves, the cTag does not.

    Source: graph:api/driveitem-update
    """
    before = tenant.item("A/one.docx")
    after = tenant.ok("mem", f"PATCH /v1.0{tenant.at('A/one.docx')}", {"name": "uno.docx"}).body
    assert (after["id"], after["name"], after["cTag"]) == (before["id"], "uno.docx", before["cTag"])
    assert after["eTag"] != before["eTag"]
    assert tenant.access("ann", "A/uno.docx")["role"] == "read"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"name": "two.docx"}, 409),
        ({"name": "a:b.docx"}, 400),
        ({}, 400),
        ({"description": "x"}, 400),
        ({"parentReference": {"id": "01NONE"}}, 404),
        ({"parentReference": {"path": "/drive/root:/Reviews/C"}}, 400),
    ],
)
def test_moves_that_cannot_be_are_refused(tenant: Tenant, body: Json, status: int) -> None:
    """A taken name is 409, an unknown folder 404, unknown properties 400.

    Source: graph:api/driveitem-update
    """
    assert tenant.send("mem", f"PATCH /v1.0{tenant.at('A/one.docx')}", body).status == status


def test_a_folder_cannot_lie_in_itself(tenant: Tenant) -> None:
    """Moving a folder below itself is refused.

    Source: graph:api/driveitem-move
    """
    body = {"parentReference": {"id": tenant.item("A/sub")["id"]}}
    assert tenant.send("mem", f"PATCH /v1.0{tenant.at('A')}", body).status == 400


def test_a_deleted_file_is_gone_with_all_access(tenant: Tenant) -> None:
    """DELETE gives 204 and the item is found no more, not even by its link.

    Source: graph:api/driveitem-delete
    """
    link = next(row for row in tenant.permissions("A/one.docx") if "link" in row)
    address = tenant.at("A/one.docx")
    assert tenant.send("mem", f"DELETE /v1.0{address}").status == 204
    assert tenant.send("reconciler", f"GET /v1.0{address}").status == 404
    assert tenant.send("reconciler", f"GET /v1.0/shares/{link['shareId']}/permission").status == 404
    assert tenant.user("ann") in {row["person"] for row in tenant.last_change()["lost"]}


def test_a_small_upload_makes_a_file_that_inherits(tenant: Tenant) -> None:
    """PUT of content under a path makes the file, and again a new version of it.

    Source: graph:api/driveitem-put-content
    """
    line = "PUT /v1.0/drives/{d}/root:/Reviews/C/new.docx:/content"
    first, second = tenant.send("mem", line, b"12345"), tenant.send("mem", line, b"123")
    assert (first.status, second.status) == (201, 200)
    assert (first.body["size"], second.body["size"]) == (5, 3)
    assert first.body["id"] == second.body["id"]
    assert first.body["cTag"] != second.body["cTag"]
    assert tenant.access("mem", "C/new.docx")["role"] == "write"


def test_content_goes_into_files_only(tenant: Tenant) -> None:
    """A folder or notebook has no content.

    Source: graph:api/driveitem-put-content
    """
    for path in ("C", "B/notes.onepkg"):
        assert tenant.send("mem", f"PUT /v1.0{tenant.at(path)}/content", b"x").status == 409


def test_a_folder_can_be_made(tenant: Tenant) -> None:
    """POST to children makes a folder of a free name.

    Source: graph:api/driveitem-post-children
    """
    line = f"POST /v1.0{tenant.at('C')}/children"
    assert tenant.send("mem", line, {"name": "new", "folder": {}}).status == 201
    assert tenant.send("mem", line, {"name": "New", "folder": {}}).status == 409
    assert tenant.send("mem", line, {"name": "file.docx"}).status == 400


def test_the_library_itself_stays(tenant: Tenant) -> None:
    """The top of a library is neither moved nor copied nor deleted.

    Source: graph:api/driveitem-delete
    """
    assert tenant.send("mem", "DELETE /v1.0/drives/{d}/root").status == 400
    assert tenant.send("mem", "PATCH /v1.0/drives/{d}/root", {"name": "x"}).status == 400
    assert tenant.send("mem", "POST /v1.0/drives/{d}/root/copy", {"name": "x"}).status == 400


def test_a_file_is_no_folder(tenant: Tenant) -> None:
    """Nothing can be moved into a file, or uploaded over a folder.

    Source: graph:api/driveitem-move
    """
    body = {"parentReference": {"id": tenant.item("A/two.docx")["id"]}}
    assert tenant.send("mem", f"PATCH /v1.0{tenant.at('A/one.docx')}", body).status == 400
    assert tenant.send("mem", "PUT /v1.0/drives/{d}/root:/Reviews/A:/content", b"x").status == 409
    assert tenant.send("mem", "PUT /v1.0/drives/{d}/root:/:/content", b"x").status == 400


def test_content_can_be_replaced_by_id(tenant: Tenant) -> None:
    """PUT to a file's id gives it other content and keeps its readers.

    Source: graph:api/driveitem-put-content
    """
    before = tenant.item("A/one.docx")
    after = tenant.ok("mem", f"PUT /v1.0{tenant.at('A/one.docx')}/content", b"abc").body
    assert (after["id"], after["size"]) == (before["id"], 3)
    assert after["cTag"] != before["cTag"]
    assert tenant.access("ann", "A/one.docx")["role"] == "read"


def test_only_those_who_may_write_in_both_places_move(tenant: Tenant) -> None:
    """A move takes the right to write where the item goes.

    Source: graph:api/driveitem-move
    """
    body = {"recipients": [{"email": "bob@marsh.example"}], "roles": ["write"]}
    tenant.ok("mem", f"POST /v1.0{tenant.at('A')}/invite", body)
    target = {"parentReference": {"id": tenant.item("C")["id"]}}
    assert tenant.send("bob", f"PATCH /v1.0{tenant.at('A/two.docx')}", target).status == 404
    assert tenant.send("bob", f"PATCH /v1.0{tenant.at('A/two.docx')}", {"name": "zwei.docx"}).status == 200


def test_an_unknown_copy_job_is_not_found(tenant: Tenant) -> None:
    """The address of a copy's state is for that copy alone.

    Source: graph:concepts/long-running-actions-overview
    """
    assert tenant.send("mem", "GET /v1.0/drives/{d}/monitor/none").status == 404
