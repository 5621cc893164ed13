"""delta where the field departs from its page: repeated items, names of the deleted, lost tokens.

Source: graph:api/driveitem-delta
"""

import pytest

from tests.emulator.files.tenant_client import Json, Tenant

ROOT = "GET /v1.0/drives/{d}/root/delta"
SHARING = "deltashowremovedasdeleted, deltatraversepermissiongaps, deltashowsharingchanges"
BOB = {"recipients": [{"email": "bob@marsh.example"}], "roles": ["read"]}


def _follow(tenant: Tenant, line: str, who: str = "reconciler", **headers: str) -> tuple[list[Json], str]:
    rows: list[Json] = []
    while True:
        reply = tenant.ok(who, line, **headers)
        rows += reply.rows
        if "@odata.deltaLink" in reply.body:
            return rows, "GET " + reply.body["@odata.deltaLink"].removeprefix(tenant.base_url)
        line = "GET " + reply.body["@odata.nextLink"].removeprefix(tenant.base_url)


def _latest(tenant: Tenant) -> str:
    return _follow(tenant, ROOT + "?token=latest")[1]


def _names(rows: list[Json]) -> list[str]:
    return [row["name"] for row in rows if "name" in row]


@pytest.mark.parametrize(("repeats", "more"), [(False, 0), (True, 3)])
def test_an_item_may_come_again_on_the_next_page(tenant: Tenant, *, repeats: bool, more: int) -> None:
    """With the quirk each page begins with the last item of the page before, in its newest state."""
    tenant.quirk(delta__duplicates=repeats)
    rows, _ = _follow(tenant, ROOT + "?$top=4")
    assert len({row["id"] for row in rows}) == 12
    assert len(rows) == 12 + (more if repeats else 0)


def test_the_repeated_item_is_the_newer_one(tenant: Tenant) -> None:
    """What was renamed between two pages shows its new name the second time: the last one wins."""
    tenant.quirk(delta__duplicates=True)
    first = tenant.ok("reconciler", ROOT + "?$top=4")
    last = first.rows[-1]
    tenant.ok("own", f"PATCH /v1.0/drives/{tenant.drive}/items/{last['id']}", {"name": "renamed"})
    line = "GET " + first.body["@odata.nextLink"].removeprefix(tenant.base_url)
    again = tenant.ok("reconciler", line).rows[0]
    assert (again["id"], again["name"]) == (last["id"], "renamed")


@pytest.mark.parametrize("named", [False, True])
def test_a_deleted_item_may_have_lost_its_name(tenant: Tenant, *, named: bool) -> None:
    """Whether a deleted item keeps its name is not promised: a switch."""
    tenant.quirk(delta__deleted_names=named)
    link = _latest(tenant)
    tenant.send("mem", f"DELETE /v1.0{tenant.at('A/two.docx')}")
    row = next(row for row in _follow(tenant, link)[0] if "deleted" in row)
    assert ("name" in row) is named


@pytest.mark.parametrize("marked", [True, False])
def test_taking_sharing_away_may_go_unmarked(tenant: Tenant, *, marked: bool) -> None:
    """Users report that a removed permission is not annotated: a switch."""
    tenant.quirk(delta__removals_annotated=marked)
    made = tenant.ok("reconciler", f"POST /v1.0{tenant.at('A/two.docx')}/invite", BOB).rows[0]
    link = _latest(tenant)
    tenant.ok("reconciler", f"DELETE /v1.0{tenant.at('A/two.docx')}/permissions/{made['id']}")
    row = next(row for row in _follow(tenant, link, prefer=SHARING)[0] if row["name"] == "two.docx")
    assert ("@microsoft.graph.sharedChanged" in row) is marked


@pytest.mark.parametrize("returned", [False, True])
def test_what_lies_in_a_reshared_folder_may_not_come(tenant: Tenant, *, returned: bool) -> None:
    """Users report that only the folder comes, not what inherits from it: a switch."""
    tenant.quirk(delta__inherited_changes=returned)
    link = _latest(tenant)
    tenant.ok("reconciler", f"POST /v1.0{tenant.at('A/sub')}/invite", BOB)
    assert ("three.docx" in _names(_follow(tenant, link)[0])) is returned
    assert "three.docx" not in _names(_follow(tenant, link, prefer="hierarchicalsharing")[0])


@pytest.mark.parametrize("seen", [True, False])
def test_a_changed_link_may_leave_no_trace(tenant: Tenant, *, seen: bool) -> None:
    """Users report links whose change gives no item: a switch."""
    tenant.quirk(delta__link_changes=seen)
    link = _latest(tenant)
    made = tenant.ok(
        "reconciler", f"POST /v1.0{tenant.at('A/two.docx')}/createLink", {"type": "view", "scope": "users"}
    ).body
    tenant.ok("reconciler", f"DELETE /v1.0{tenant.at('A/two.docx')}/permissions/{made['id']}")
    assert ("two.docx" in _names(_follow(tenant, link)[0])) is seen


@pytest.mark.parametrize("code", ["resyncChangesApplyDifferences", "resyncChangesUploadDifferences"])
def test_the_service_may_lose_track(tenant: Tenant, code: str) -> None:
    """All earlier tokens then answer 410 with one of two codes, and Location begins again."""
    link = _latest(tenant)
    tenant.quirk(delta__resync_code=code)
    assert tenant.drive in tenant.admin("POST", "resync", {}).body["drives"]
    reply = tenant.send("reconciler", link)
    assert (reply.status, reply.code) == (410, "resyncRequired")
    assert reply.body["error"]["innerError"]["code"] == code
    rows, fresh = _follow(tenant, "GET " + reply.headers["location"].removeprefix(tenant.base_url))
    assert len(rows) == 12
    assert tenant.ok("reconciler", fresh).rows == []


@pytest.mark.parametrize(("lifetime", "status"), [("never", 200), ("P31D", 200), ("P30D", 410)])
def test_a_token_may_grow_too_old(tenant: Tenant, lifetime: str, status: int) -> None:
    """How long a token lives is not documented: a switch, by the tenant's clock."""
    tenant.quirk(delta__token_lifetime=lifetime)
    link = _latest(tenant)
    tenant.admin("POST", "clock", {"advance": "P30D"})
    assert tenant.send("reconciler", link).status == status


def test_a_lifetime_is_a_duration(tenant: Tenant) -> None:
    """A lifetime that cannot be read is refused when it is set."""
    assert tenant.admin("PUT", "quirks", {"delta.token_lifetime": "soon"}).status == 400
    assert tenant.admin("PUT", "quirks", {"scopes.limit": 0}).status == 400


@pytest.mark.parametrize(
    ("who", "prefer", "applied"),
    [
        ("reconciler", f"{SHARING}, hierarchicalsharing", {*SHARING.split(", "), "hierarchicalsharing"}),
        ("reconciler", "deltashowsharingchanges", None),
        ("auditor", "hierarchicalsharing", None),
        ("auditor", SHARING, {"deltashowremovedasdeleted", "deltatraversepermissiongaps"}),
    ],
)
def test_what_is_not_honoured_is_passed_over_in_silence(
    tenant: Tenant, who: str, prefer: str, applied: set[str] | None
) -> None:
    """Without full control the preferences about sharing do nothing; only the echo leaves them out."""
    reply = tenant.ok(who, ROOT, prefer=prefer)
    echo = reply.headers.get("preference-applied")
    assert (set(echo.split(", ")) if echo else None) == applied


def test_the_echo_itself_can_be_missing(tenant: Tenant) -> None:
    """That preferences are echoed is not documented for delta: a switch."""
    tenant.quirk(delta__preference_applied=False)
    reply = tenant.ok("reconciler", ROOT, prefer="hierarchicalsharing")
    assert "preference-applied" not in reply.headers
