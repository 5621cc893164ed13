"""What is not known is refused and written down; REST shares Graph's journal, faults and limits."""

import pytest

from graph_emulator.files.seeding import item_at_path
from tests.emulator.in_process import InProcess
from tests.emulator.sharepoint.rest import REPORT, SITE, Rest, item_at


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "web/nonsense"),
        ("GET", "web/ensureuser"),
        ("POST", "web/title"),
        ("POST", "web"),
        ("DELETE", "web/sitegroups(3)"),
        ("GET", "web/resetroleinheritance/x"),
        ("POST", "$batch"),
        ("GET", ""),
        ("GET", "web/sitegroups(3)(4)"),
        ("GET", "web(1)"),
    ],
)
def test_unknown_operation_is_501_and_journalled(
    tenant: InProcess, rest: Rest, method: str, path: str
) -> None:
    """Whatever is no operation is refused as not implemented, in SharePoint's form."""
    said = rest(method, path)
    entry = tenant.admin("GET", "journal")[-1]
    assert said.status == entry["status"]
    assert said.status in {400, 501}
    assert said.json["odata.error"]["message"]["lang"] == "en-US"
    assert (entry["app"], entry["path"].startswith(f"{SITE}/_api")) == ("rest", True)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("web/ensureuser", {"logonName": "ann@smallbridge.example", "colour": "red"}),
        ("web/ensureuser", {}),
        ("web/ensureuser", {"logonName": True}),
        (f"{item_at(REPORT)}/breakroleinheritance('x')", None),
        (f"{item_at(REPORT)}/breakroleinheritance(true,false,true)", None),
        (f"{item_at(REPORT)}/breakroleinheritance(copy=true)", None),
        (f"{item_at(REPORT)}/roleassignments/addroleassignment(principalid='x',roledefid=1)", None),
    ],
)
def test_wrong_parameters_are_400_and_change_nothing(rest: Rest, path: str, body: object) -> None:
    """A parameter that is unknown, missing or of another type is refused."""
    assert rest("POST", path, body).status == 400
    assert rest.must("GET", f"{item_at(REPORT)}?$select=HasUniqueRoleAssignments") == {
        "HasUniqueRoleAssignments": False
    }


def test_journal_and_meter_tell_rest_apart(tenant: InProcess, rest: Rest) -> None:
    """Its price is not published: calls are counted apart and cost no units."""
    rest.must("GET", "web")
    rest.must("POST", f"{item_at(REPORT)}/breakroleinheritance(true)")
    read, write = tenant.admin("GET", "journal")[-2:]
    assert (read["path"], read["write"], read["request_units"]) == (f"{SITE}/_api/web", False, 0)
    assert (write["write"], write["request_units"]) == (True, 0)
    usage = tenant.admin("GET", "meter")["rest"]
    assert (usage["rest_calls"], usage["calls"], usage["units"]) == (2, 2, 0)
    assert usage["by_route"] == {"GET /_api/Web": 1, "POST /_api/SP.ListItem/BreakRoleInheritance": 1}


def test_graph_sees_what_rest_did(tenant: InProcess, rest: Rest) -> None:
    """Both interfaces speak of the same records: what became the item's own is not inherited."""
    state = tenant.admin("GET", "state")
    drive = state["drives"][0]
    item = next(one["id"] for one in drive["items"] if one["path"].endswith("report.docx"))
    path = f"/v1.0/drives/{drive['id']}/items/{item}/permissions"
    assert b"inheritedFrom" in tenant.ask("reconciler", "GET", path).body
    rest.must("POST", f"{item_at(REPORT)}/breakroleinheritance(true)")
    assert b"inheritedFrom" not in tenant.ask("reconciler", "GET", path).body


@pytest.mark.parametrize("route", ["GET /_api/SP.Web/SiteUsers", "/_api"])
def test_faults_hit_operations_and_the_whole_interface(tenant: InProcess, rest: Rest, route: str) -> None:
    """A fault waits for an operation by its name in COVERAGE.md, or for whatever comes next."""
    tenant.admin("POST", "faults", {"route": route, "kind": "status:503"})
    said = rest("GET", "web/siteusers")
    assert (said.status, {name.lower(): text for name, text in said.headers.items()}["retry-after"]) == (
        503,
        "2",
    )
    assert "odata.error" in said.json
    assert rest("GET", "web/siteusers").status == 200


def test_half_a_page_looks_whole(tenant: InProcess, rest: Rest) -> None:
    """The fault that halves pages takes the address of the next one too, in SharePoint's spelling."""
    address = "web/lists/getbytitle('Documents')/items?$top=4&$select=Id"
    assert "odata.nextLink" in rest("GET", address).json
    tenant.admin("POST", "faults", {"route": "GET /_api/SP.List/Items", "kind": "half-page"})
    assert rest("GET", address).json == {"value": [{"Id": 1, "ID": 1}, {"Id": 2, "ID": 2}]}


def test_limits_count_rest_too(tenant: InProcess, rest: Rest) -> None:
    """With the published limits on, REST fills the application's SharePoint bucket like Graph does."""
    tenant.admin("PUT", "quirks", {"throttling": "tariff"})
    statuses = [rest("GET", "web/title").status for _ in range(630)]
    assert (statuses[0], statuses[-1]) == (200, 429)
    tenant.advance("PT2M")
    assert rest("GET", "web/title").status == 200


def test_change_that_fails_leaves_nothing(tenant: InProcess, rest: Rest) -> None:
    """Restoring two entries of which one does not exist restores neither."""
    item = item_at_path(tenant.tenant.state, "RR-2026-001/60-final-report/report.docx")
    tenant.ask("reconciler", "DELETE", f"/v1.0/drives/{item.drive_id}/items/{item.id}")
    (entry,) = rest("GET", "web/RecycleBin").rows
    assert rest("POST", "web/RecycleBin/RestoreByIds", {"ids": [entry["Id"], "none"]}).status == 404
    assert rest("GET", "web/RecycleBin").rows == [entry]


def test_acts_of_a_seed_may_use_rest(tenant: InProcess, rest: Rest) -> None:
    """Drift can be planted by what people do in SharePoint itself."""
    act = {
        "id": "drift",
        "as": "ann",
        "call": f"POST {SITE}/_api/{item_at(REPORT)}/breakroleinheritance(true)",
    }
    tenant.admin("POST", "seed", {"acts": [act]})
    assert rest.must("GET", f"{item_at(REPORT)}?$select=HasUniqueRoleAssignments") == {
        "HasUniqueRoleAssignments": True
    }
    assert tenant.admin("GET", "journal")[-2]["app"] == "person:ann"
