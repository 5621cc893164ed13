"""delta: whole enumerations, changes since, and what is said about sharing."""

import pytest

from tests.emulator.files.tenant_client import Json, Reply, Tenant

ROOT = "GET /v1.0/drives/{d}/root/delta"
SHARING = "deltashowremovedasdeleted, deltatraversepermissiongaps, deltashowsharingchanges"


def _follow(tenant: Tenant, line: str, who: str = "reconciler", **headers: str) -> tuple[list[Json], str]:
    rows: list[Json] = []
    while True:
        reply = tenant.ok(who, line, **headers)
        rows += reply.rows
        if "@odata.deltaLink" in reply.body:
            assert "@odata.nextLink" not in reply.body
            return rows, _get(tenant, reply, "@odata.deltaLink")
        line = _get(tenant, reply, "@odata.nextLink")


def _get(tenant: Tenant, reply: Reply, name: str) -> str:
    return "GET " + str(reply.body[name]).removeprefix(tenant.base_url)


def _latest(tenant: Tenant) -> str:
    return _get(tenant, tenant.ok("reconciler", ROOT + "?token=latest"), "@odata.deltaLink")


def test_a_crawl_gives_every_item_once_in_small_pages(tenant: Tenant) -> None:
    """Without a token delta enumerates the library, page by page.

    Source: graph:api/driveitem-delta
    """
    rows, _ = _follow(tenant, ROOT + "?$top=3")
    assert len(rows) == len({row["id"] for row in rows}) == 12
    assert len(tenant.ok("reconciler", ROOT + "?$top=3").rows) == 3


def test_items_of_delta_have_neither_path_nor_ctag(tenant: Tenant) -> None:
    """Answers of delta leave out cTag and the parent's path: items are tracked by id.

    Source: graph:api/driveitem-delta#remarks
    """
    rows, _ = _follow(tenant, ROOT)
    assert [row for row in rows if "cTag" in row or "path" in row["parentReference"]] == []


def test_latest_gives_no_items_and_a_link(tenant: Tenant) -> None:
    """`token=latest` begins from now.

    Source: graph:api/driveitem-delta#example 3
    """
    reply = tenant.ok("reconciler", ROOT + "?token=latest")
    assert reply.rows == []
    assert _follow(tenant, _get(tenant, reply, "@odata.deltaLink"))[0] == []


def test_changes_come_with_the_folders_above(tenant: Tenant) -> None:
    """A changed item comes with its parent folders, unless deltaExcludeParent is sent.

    Source: graph:api/driveitem-delta
    """
    link = _latest(tenant)
    tenant.ok("mem", f"PATCH /v1.0{tenant.at('A/sub/three.docx')}", {"name": "drei.docx"})
    rows, _ = _follow(tenant, link)
    assert {row["name"] for row in rows} == {"root", "Reviews", "A", "sub", "drei.docx"}
    rows, _ = _follow(tenant, link, deltaExcludeParent="true")
    assert [row["name"] for row in rows] == ["drei.docx"]


def test_deleted_items_have_no_name(tenant: Tenant) -> None:
    """A deleted item carries the deleted facet, and no name.

    Source: graph:api/driveitem-delta#remarks
    """
    link, gone = _latest(tenant), tenant.item("A/two.docx")["id"]
    tenant.ok("mem", f"DELETE /v1.0{tenant.at('A/two.docx')}")
    row = next(row for row in _follow(tenant, link)[0] if row["id"] == gone)
    assert row["deleted"] == {"state": "deleted"}
    assert "name" not in row
    assert gone not in {row["id"] for row in _follow(tenant, ROOT)[0]}


def test_what_is_written_during_a_crawl_is_not_missed(tenant: Tenant) -> None:
    """It is a whole enumeration also when it is written to meanwhile.

    Source: graph:api/driveitem-delta#note
    """
    first = tenant.ok("reconciler", ROOT + "?$top=2")
    made = tenant.ok("mem", "PUT /v1.0/drives/{d}/root:/Reviews/C/late.docx:/content", b"x").body["id"]
    rows, link = _follow(tenant, _get(tenant, first, "@odata.nextLink"))
    later, _ = _follow(tenant, link)
    assert made in {row["id"] for row in rows + later}


def test_a_timestamp_is_a_token_too(tenant: Tenant) -> None:
    """A timestamp in place of a token gives what changed since.

    Source: graph:api/driveitem-delta#example 4
    """
    tenant.admin("POST", "clock", {"advance": "PT1H"})
    tenant.ok("mem", f"PATCH /v1.0{tenant.at('A/two.docx')}", {"name": "zwei.docx"})
    rows, _ = _follow(tenant, ROOT + "?token=2026-03-27T22:30:00Z", deltaExcludeParent="1")
    assert [row["name"] for row in rows] == ["zwei.docx"]


@pytest.mark.parametrize("token", ["abc", "MzslMjM0OyUyMzE7Mw", "!!"])
def test_a_token_that_is_no_good_is_gone_with_a_new_beginning(tenant: Tenant, token: str) -> None:
    """410 carries a Location that starts a fresh enumeration.

    Source: graph:api/driveitem-delta
    """
    reply = tenant.send("reconciler", f"{ROOT}?token={token}")
    assert (reply.status, reply.code) == (410, "resyncRequired")
    assert reply.body["error"]["innerError"]["code"] == "resyncChangesApplyDifferences"
    rows, _ = _follow(tenant, "GET " + reply.headers["location"].removeprefix(tenant.base_url))
    assert len(rows) == 12


def test_select_holds_for_all_pages(tenant: Tenant) -> None:
    """$select shapes every page of the enumeration.

    Source: graph:api/driveitem-delta
    """
    rows, _ = _follow(tenant, ROOT + "?$top=4&$select=id,name")
    assert {name for row in rows for name in row} == {"id", "name"}


def test_delta_is_for_the_root_only(tenant: Tenant) -> None:
    """Below the root delta is not supported.

    Source: graph:api/driveitem-delta
    """
    reply = tenant.send("reconciler", f"GET /v1.0{tenant.at('A')}/delta")
    assert reply.code == "notSupported"


def test_hierarchical_sharing_tells_own_scopes_from_inherited_ones(tenant: Tenant) -> None:
    """A scope of its own shows a shared facet, empty where no link is left; inheriting shows none.

    Source: graph:api/driveitem-delta#scanning permissions hierarchies
    """
    link = next(row for row in tenant.permissions("A/one.docx") if "link" in row)
    assert _shared(tenant) == {"root": {}, "one.docx": {"scope": "users"}}
    tenant.ok("reconciler", f"DELETE /v1.0{tenant.at('A/one.docx')}/permissions/{link['id']}")
    assert _shared(tenant) == {"root": {}, "one.docx": {}}


def _shared(tenant: Tenant, who: str = "reconciler", prefer: str = "hierarchicalsharing") -> dict[str, Json]:
    rows, _ = _follow(tenant, ROOT, who, prefer=prefer)
    return {row["name"]: row["shared"] for row in rows if "shared" in row}


def test_without_it_all_that_is_reached_by_a_link_says_so(tenant: Tenant) -> None:
    """By default items say that they are shared even if they only inherit it.

    Source: graph:api/driveitem-delta#scanning permissions hierarchies
    """
    tenant.ok(
        "reconciler", f"POST /v1.0{tenant.at('A')}/createLink", {"type": "view", "scope": "organization"}
    )
    shared = _shared(tenant, prefer="x")
    assert set(shared) == {"A", "one.docx", "two.docx", "sub", "three.docx"}
    assert shared["two.docx"] == {"scope": "organization"}


def test_sharing_facts_take_full_control(tenant: Tenant) -> None:
    """Without Sites.FullControl.All nothing is said about sharing.

    Source: graph:api/driveitem-delta#note
    """
    assert _shared(tenant, "auditor") == {}
    assert _shared(tenant, "writer", "x") == {}


def test_sharing_changes_are_annotated_on_files_and_never_on_folders(tenant: Tenant) -> None:
    """The annotation is the text True, and folders do not carry it.

    Source: graph:api/driveitem-delta
    """
    link = _latest(tenant)
    for path in ("A/two.docx", "B"):
        tenant.ok("reconciler", f"POST /v1.0{tenant.at(path)}/createLink", {"type": "view", "scope": "users"})
    rows, _ = _follow(tenant, link, prefer=SHARING)
    marked = {
        row["name"]: row["@microsoft.graph.sharedChanged"]
        for row in rows
        if "@microsoft.graph.sharedChanged" in row
    }
    assert marked == {"two.docx": "True"}
    assert "B" in {row["name"] for row in rows}


@pytest.mark.parametrize("prefer", ["deltashowsharingchanges", "hierarchicalsharing", ""])
def test_the_annotation_takes_all_three_preferences(tenant: Tenant, prefer: str) -> None:
    """The preference deltashowsharingchanges does nothing without the other two.

    Source: graph:api/driveitem-delta#note
    """
    link = _latest(tenant)
    tenant.ok(
        "reconciler", f"POST /v1.0{tenant.at('A/two.docx')}/createLink", {"type": "view", "scope": "users"}
    )
    rows, _ = _follow(tenant, link, prefer=prefer)
    assert "two.docx" in {row["name"] for row in rows}
    assert [row for row in rows if "@microsoft.graph.sharedChanged" in row] == []


def test_a_rename_is_no_sharing_change(tenant: Tenant) -> None:
    """Only changes of permissions are annotated.

    Source: graph:api/driveitem-delta#scanning permissions hierarchies
    """
    link = _latest(tenant)
    tenant.ok("mem", f"PATCH /v1.0{tenant.at('A/one.docx')}", {"name": "uno.docx"})
    rows, _ = _follow(tenant, link, prefer=SHARING)
    assert [row for row in rows if "@microsoft.graph.sharedChanged" in row] == []


def test_delta_can_be_called_like_a_function(tenant: Tenant) -> None:
    """The call may be written with brackets and a token in them.

    Source: graph:api/driveitem-delta
    """
    token = _latest(tenant).partition("token=")[2]
    assert tenant.ok("reconciler", f"{ROOT}(token='{token}')").rows == []
    assert len(_follow(tenant, ROOT + "()")[0]) == 12
