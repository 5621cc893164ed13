"""Queries of the audit log and the records that they find (graph:resources/security-auditlogquery)."""

from typing import Any
from urllib.parse import quote

import pytest

from tests.emulator.logs.apps import app_with
from tests.emulator.raw import Emulator, Graph

_QUERIES = "/v1.0/security/auditLog/queries"
_SHAREPOINT = "AuditLogsQuery-SharePoint.Read.All"
_START = "2026-03-02T09:00:00Z"


@pytest.fixture
def searcher(emulator: Emulator) -> Graph:
    """An application that may search what happened in SharePoint."""
    return app_with(emulator, "searcher", _SHAREPOINT)


class Library:
    """The channel's library, as people use it."""

    def __init__(self, emulator: Emulator) -> None:
        self.emulator = emulator
        self.channel = emulator.admin("GET", "state")["channels"][0]
        self.users = {one["key"]: one["id"] for one in emulator.admin("GET", "state")["users"]}
        self.people: dict[str, Graph] = {}

    def as_(self, key: str, method: str, path: str, body: Any = None) -> Any:
        """Do something as a person, and return what was answered."""
        graph = self.people.setdefault(key, self.emulator.person(key))
        reply = graph(method, f"/beta/drives/{self.channel['drive_id']}{path}", body)
        assert reply.status < 300, reply.content
        return reply.json if reply.content else None

    def upload(self, key: str, name: str) -> str:
        """Put a file into the channel's folder, and return its id."""
        path = f"/items/{self.channel['folder_id']}:/{quote(name)}:/content"
        graph = self.people.setdefault(key, self.emulator.person(key))
        reply = graph("PUT", f"/v1.0/drives/{self.channel['drive_id']}{path}", b"paper")
        assert reply.status == 201, reply.content
        return str(reply.json["id"])


@pytest.fixture
def library(emulator: Emulator) -> Library:
    """The library of the small tenant."""
    return Library(emulator)


def _search(emulator: Emulator, app: Graph, **filters: Any) -> list[Any]:
    query = app("POST", _QUERIES, filters)
    assert query.status == 201, query.content
    emulator.admin("POST", "clock", {"advance": "PT5M"})
    return app.pages(f"{_QUERIES}/{query.json['id']}/records")


def _operations(emulator: Emulator, app: Graph, **filters: Any) -> list[str]:
    return [row["operation"] for row in _search(emulator, app, **filters)][::-1]


def test_query_is_waited_for_on_the_tenants_clock(emulator: Emulator, searcher: Graph) -> None:
    """A query is not started, runs, and has succeeded when its time is over; before, it has no records."""
    made = searcher("POST", _QUERIES, {"displayName": "night"})
    place = f"{_QUERIES}/{made.json['id']}"
    assert (made.status, made.json["status"]) == (201, "notStarted")
    seen = []
    for _ in range(3):
        reply = searcher("GET", place).json
        seen.append((reply["status"], reply["isRecordCountLimitExceeded"]))
        emulator.admin("POST", "clock", {"advance": "PT3M"})
    assert seen == [("notStarted", False), ("running", False), ("succeeded", False)]
    assert [row["displayName"] for row in searcher.pages(_QUERIES)] == ["night"]
    assert searcher("GET", f"{_QUERIES}/nothing").status == 404


def test_running_query_has_no_records(emulator: Emulator, searcher: Graph, library: Library) -> None:
    """Records are there when the query has succeeded and not before; the quirk says when that is."""
    library.upload("ann", "a.docx")
    for duration, count in (("PT5M", 0), ("PT0S", 1)):
        emulator.admin("PUT", "quirks", {"audit.query_duration": duration})
        place = f"{_QUERIES}/{searcher('POST', _QUERIES, {}).json['id']}"
        assert len(searcher.pages(f"{place}/records")) == count


def test_life_of_a_file_is_recorded(emulator: Emulator, searcher: Graph, library: Library) -> None:
    """Uploads, looks, renames, moves, copies and deletions have SharePoint's names for them."""
    item = f"/items/{library.upload('ann', 'a.docx')}"
    body = {"name": "Archive", "folder": {}}
    folder = library.as_("ann", "POST", f"/items/{library.channel['folder_id']}/children", body)
    library.as_("ben", "GET", item)
    library.as_("ann", "PATCH", item, {"name": "b.docx"})
    library.as_("ann", "PATCH", item, {"parentReference": {"id": folder["id"]}})
    emulator.person("ann")(
        "POST",
        f"/v1.0/drives/{library.channel['drive_id']}{item}/copy",
        {"name": "c.docx", "parentReference": {"id": folder["id"]}},
    )
    library.as_("ann", "DELETE", item)
    assert _operations(emulator, searcher) == [
        "FileUploaded",
        "FolderCreated",
        "FileAccessed",
        "FileRenamed",
        "FileMoved",
        "FileCopied",
        "FileDeleted",
    ]


def test_deleted_folder_is_told_once(emulator: Emulator, searcher: Graph, library: Library) -> None:
    """What lies in a folder goes with it, and is not told by itself."""
    body = {"name": "Archive", "folder": {}}
    folder = library.as_("ann", "POST", f"/items/{library.channel['folder_id']}/children", body)
    library.upload("ann", "Archive/a.docx")
    library.as_("ann", "DELETE", f"/items/{folder['id']}")
    assert _operations(emulator, searcher)[-1:] == ["FolderDeleted"]


def test_file_is_accessed_once_in_five_minutes(emulator: Emulator, searcher: Graph, library: Library) -> None:
    """Looks of one person at one file are told again after five minutes (purview:audit-log-activities)."""
    item = f"/items/{library.upload('ann', 'a.docx')}"
    for minutes in (0, 2, 4):
        emulator.admin("POST", "clock", {"advance": f"PT{minutes}M"})
        library.as_("ann", "GET", item)
    library.as_("ben", "GET", item)
    found = _search(emulator, searcher, operationFilters=["fileaccessed"])
    assert sorted(row["userId"].partition("@")[0] for row in found) == ["ann", "ann", "ben"]


def test_sharing_by_link_is_recorded(emulator: Emulator, searcher: Graph, library: Library) -> None:
    """A link's making, its people and its end are told, and joined by the sharing's own id."""
    item = f"/items/{library.upload('ann', 'a.docx')}"
    people = [{"objectId": library.users["cat"]}]
    asked = {"type": "view", "scope": "users", "recipients": people}
    link = library.as_("ann", "POST", f"{item}/createLink", asked)
    gone = {"grantees": [{"objectId": library.users["cat"]}]}
    library.as_("ann", "POST", f"{item}/permissions/{link['id']}/revokeGrants", gone)
    library.as_("ann", "DELETE", f"{item}/permissions/{link['id']}")
    library.as_("ann", "POST", f"{item}/createLink", {"type": "view", "scope": "organization"})
    library.as_("ann", "POST", f"{item}/createLink", {"type": "view", "scope": "anonymous"})
    rows = _search(emulator, searcher, recordTypeFilters=["SharePointSharingOperation"])
    told = [row["operation"] for row in rows][::-1]
    for operation in (
        "SharingInheritanceBroken",
        "SecureLinkCreated",
        "AddedToSecureLink",
        "RemovedFromSecureLink",
        "SecureLinkDeleted",
        "CompanyLinkCreated",
        "AnonymousLinkCreated",
    ):
        assert told.count(operation) == 1, (operation, told)
    joined = [row["auditData"] for row in rows if row["auditData"].get("UniqueSharingId") == link["id"]]
    assert {one["Operation"] for one in joined} >= {"SecureLinkCreated", "AddedToSecureLink"}
    added = next(one for one in joined if one["Operation"] == "AddedToSecureLink")
    assert added["TargetUserOrGroupName"] == "cat@smallbridge.example"


def test_direct_sharing_is_recorded(emulator: Emulator, searcher: Graph, library: Library) -> None:
    """An invitation sets a share and a deleted permission revokes it."""
    item = f"/items/{library.upload('ann', 'a.docx')}"
    body = {
        "recipients": [{"objectId": library.users["cat"]}],
        "roles": ["read"],
        "requireSignIn": True,
        "sendInvitation": False,
    }
    entry = library.as_("ann", "POST", f"{item}/invite", body)["value"][0]
    library.as_("ann", "DELETE", f"{item}/permissions/{entry['id']}")
    rows = _search(emulator, searcher, operationFilters=["SharingSet", "SharingRevoked"])
    told = [(row["operation"], row["auditData"]["TargetUserOrGroupName"]) for row in rows][::-1]
    assert told == [
        ("SharingSet", "cat@smallbridge.example"),
        ("SharingRevoked", "cat@smallbridge.example"),
    ]


def test_application_is_named_by_its_id(emulator: Emulator, searcher: Graph, library: Library) -> None:
    """Changes of an application are those of app@sharepoint, with its id in the audit data."""
    item = library.upload("ann", "a.docx")
    path = f"/v1.0/drives/{library.channel['drive_id']}/items/{item}"
    assert emulator.app("reconciler")("DELETE", path).status == 204
    row = _search(emulator, searcher, operationFilters=["FileDeleted"])[0]
    assert (row["userId"], row["userType"]) == ("app@sharepoint", "Application")
    assert row["auditData"]["ApplicationId"] == emulator.ready["apps"]["reconciler"]["client_id"]


def test_record_has_the_base_schema(emulator: Emulator, searcher: Graph, library: Library) -> None:
    """Each record says who, what, when and where, in its own part too."""
    library.upload("ann", "a.docx")
    row = _search(emulator, searcher)[0]
    data = row["auditData"]
    assert (row["service"], row["auditLogRecordType"]) == ("SharePoint", "SharePointFileOperation")
    assert (data["RecordType"], data["Workload"], data["CreationTime"]) == (6, "SharePoint", _START[:-1])
    assert data["ObjectId"] == row["objectId"]
    assert row["objectId"].startswith("https://smallbridge.sharepoint.example/")
    assert row["objectId"].endswith("/a.docx")
    assert (data["SourceFileName"], data["SourceFileExtension"]) == ("a.docx", "docx")
    assert row["userPrincipalName"] == data["UserId"] == "ann@smallbridge.example"


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({"userPrincipalNameFilters": ["ANN@smallbridge.example"]}, 1),
        ({"userPrincipalNameFilters": ["cat@smallbridge.example"]}, 0),
        ({"serviceFilters": ["SharePoint"]}, 2),
        ({"serviceFilters": ["Exchange"]}, 0),
        ({"ipAddressFilters": ["127.0.0.1"]}, 2),
        ({"administrativeUnitIdFilters": ["unit"]}, 0),
        ({"keywordFilter": "B.DOCX"}, 1),
        ({"filterStartDateTime": "2026-03-02T09:30:00Z"}, 1),
        ({"filterEndDateTime": "2026-03-02T09:30:00Z"}, 1),
        ({"recordTypeFilters": ["sharePointFileOperation"], "operationFilters": ["FileUploaded"]}, 2),
    ],
)
def test_filters_join(
    emulator: Emulator, searcher: Graph, library: Library, filters: dict[str, Any], count: int
) -> None:
    """A record passes every filter that is given (graph:api/security-auditcoreroot-post-auditlogqueries)."""
    library.upload("ann", "a.docx")
    emulator.admin("POST", "clock", {"advance": "PT1H"})
    library.upload("ben", "b.docx")
    assert len(_search(emulator, searcher, **filters)) == count


def test_object_filter_is_the_whole_address(emulator: Emulator, searcher: Graph, library: Library) -> None:
    """A file is asked for by its full address."""
    library.upload("ann", "a.docx")
    library.upload("ann", "b.docx")
    address = _search(emulator, searcher)[0]["objectId"]
    assert [row["objectId"] for row in _search(emulator, searcher, objectIdFilters=[address])] == [address]


@pytest.mark.parametrize(
    "body",
    [
        {"serviceFilter": "SharePoint"},
        {"operationFilters": "FileDeleted"},
        {"operationFilters": [1]},
        {"filterStartDateTime": "yesterday"},
    ],
)
def test_query_outside_the_schema_is_refused(searcher: Graph, body: dict[str, Any]) -> None:
    """Unknown properties and wrong types answer 400."""
    assert searcher("POST", _QUERIES, body).status == 400


def test_truncated_query_succeeds_and_says_so(emulator: Emulator, searcher: Graph, library: Library) -> None:
    """A query that met its limit has succeeded with fewer records than there are."""
    for name in "abc":
        library.upload("ann", f"{name}.docx")
    for limit, count in ((2, 2), (3, 3)):
        emulator.admin("PUT", "quirks", {"audit.record_limit": limit})
        place = f"{_QUERIES}/{searcher('POST', _QUERIES, {}).json['id']}"
        emulator.admin("POST", "clock", {"advance": "PT5M"})
        query = searcher("GET", place).json
        assert (query["status"], query["recordCountLimit"]) == ("succeeded", limit)
        assert query["isRecordCountLimitExceeded"] is (limit < 3)
        assert query["approximateReturnedRecordCount"] == count
        assert len(searcher.pages(f"{place}/records", query={"$top": "1"})) == count
    assert emulator.ask_admin("PUT", "quirks", {"audit.record_limit": 0}).status == 400


def test_records_arrive_late(emulator: Emulator, searcher: Graph, library: Library) -> None:
    """A query finds what had arrived when it was done; a later one finds the rest."""
    emulator.admin("PUT", "quirks", {"audit.delay": "PT1H"})
    library.upload("ann", "a.docx")
    assert _search(emulator, searcher) == []
    emulator.admin("POST", "clock", {"advance": "PT1H"})
    assert len(_search(emulator, searcher)) == 1


def test_each_permission_opens_its_own_workload(emulator: Emulator, library: Library) -> None:
    """The permission for another workload finds nothing of SharePoint, the one for all everything."""
    library.upload("ann", "a.docx")
    counts = {_SHAREPOINT: 1, "AuditLogsQuery-Exchange.Read.All": 0, "AuditLogsQuery.Read.All": 1}
    for role, count in counts.items():
        assert len(_search(emulator, app_with(emulator, f"{role} app", role))) == count
    everything = app_with(emulator, "all", "AuditLogsQuery.Read.All")
    query = everything("POST", _QUERIES, {}).json["id"]
    emulator.admin("POST", "clock", {"advance": "PT5M"})
    other = app_with(emulator, "mail only", "AuditLogsQuery-Exchange.Read.All")
    assert other.pages(f"{_QUERIES}/{query}/records") == []
    assert emulator.app("reconciler")("POST", _QUERIES, {}).status == 403
    assert emulator.person("ann")("POST", _QUERIES, {}).status == 403


def test_link_that_somebody_uses_is_told(emulator: Emulator, searcher: Graph, library: Library) -> None:
    """Opening a file by its sharing URL is a use of the link."""
    item = f"/items/{library.upload('ann', 'a.docx')}"
    people = [{"objectId": library.users["cat"]}]
    asked = {"type": "view", "scope": "users", "recipients": people}
    link = library.as_("ann", "POST", f"{item}/createLink", asked)
    assert emulator.person("cat")("GET", f"/v1.0/shares/{link['shareId']}/driveItem").status == 200
    rows = _search(emulator, searcher, operationFilters=["SecureLinkUsed"])
    assert [(row["userId"], row["auditData"]["UniqueSharingId"]) for row in rows] == [
        ("cat@smallbridge.example", link["id"])
    ]
