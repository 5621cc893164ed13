"""What the directory's logs hold, for how long, and how they are asked (graph:api/directoryaudit-list)."""

from typing import Any

import pytest

from tests.emulator.identity.browser import BACK, DELEGATED, Browser
from tests.emulator.logs.apps import app_with
from tests.emulator.raw import Emulator, Graph, Reply

_LOG, _SIGN_INS = "/v1.0/auditLogs/directoryAudits", "/v1.0/auditLogs/signIns"


@pytest.fixture
def reader(emulator: Emulator) -> Graph:
    """An application that may read the logs."""
    return app_with(emulator, "log reader", "AuditLog.Read.All")


def _change(emulator: Emulator, key: str, **fields: Any) -> None:
    act = {"id": f"{key}-{sorted(fields)}", "directory": key, "set": fields}
    emulator.admin("POST", "seed", {"acts": [act]})


def _names(reply: Reply) -> list[str]:
    assert reply.status == 200, reply.content
    return [row["activityDisplayName"] for row in reply.json["value"]]


def _asked(reader: Graph, text: str) -> list[str]:
    return _names(reader("GET", _LOG, query={"$filter": text}))


@pytest.mark.parametrize(
    ("key", "fields", "names"),
    [
        ("cat", {"enabled": False}, {"Disable account", "Update user"}),
        ("dov", {"enabled": True}, {"Enable account", "Update user"}),
        ("cat", {"deleted": True}, {"Delete user"}),
        ("eve", {"deleted": False}, {"Restore user"}),
        ("gus", {"external_state": "Accepted"}, {"Redeem external user invite"}),
        ("ann", {"name": "Ann Baker"}, {"Update user"}),
    ],
)
def test_change_of_an_account_is_logged(
    emulator: Emulator, reader: Graph, key: str, fields: dict[str, Any], names: set[str]
) -> None:
    """Each change has the name that the directory gives it."""
    _change(emulator, key, **fields)
    found = _asked(reader, "category eq 'UserManagement'")
    assert names <= set(found)


def test_update_tells_old_and_new_values(emulator: Emulator, reader: Graph) -> None:
    """An update names each property that changed (graph:resources/targetresource)."""
    _change(emulator, "ann", name="Ann Baker")
    row = reader("GET", _LOG, query={"$filter": "activityDisplayName eq 'Update user'"}).json["value"][0]
    changed = row["targetResources"][0]["modifiedProperties"]
    assert changed == [{"displayName": "DisplayName", "oldValue": "Ann Archer", "newValue": "Ann Baker"}]


def test_consent_for_an_application_is_logged(emulator: Emulator, reader: Graph) -> None:
    """A role that an administrator gives, takes, or a scope that is consented to, is told."""
    emulator.admin("POST", "apps", {"name": "new", "roles": ["Mail.Send"], "delegated": ["User.Read"]})
    emulator.admin("POST", "apps", {"name": "new", "roles": []})
    found = _asked(reader, "targetResources/any(t:t/displayName eq 'new')")
    assert found == [
        "Remove app role assignment from service principal",
        "Consent to application",
        "Add app role assignment to service principal",
    ]


def test_request_is_logged_in_the_name_of_its_caller(emulator: Emulator, reader: Graph) -> None:
    """An application that changes an account through Graph is its initiator."""
    hr = app_with(emulator, "hr", "User.ReadWrite.All")
    reply = hr("PATCH", "/v1.0/users/ben@smallbridge.example", {"displayName": "Benny"})
    assert reply.status == 204, reply.content
    text = "initiatedBy/app/displayName eq 'hr' and targetResources/any(t:startswith(t/displayName,'benn'))"
    assert _asked(reader, text) == ["Update user"]


def test_refused_request_leaves_nothing(emulator: Emulator, reader: Graph) -> None:
    """What was not done is not logged."""
    before = len(reader.pages(_LOG))
    assert emulator.app("outsider")("PATCH", "/v1.0/users/ben@smallbridge.example", {}).status == 403
    assert len(reader.pages(_LOG)) == before


def test_log_is_filtered_ordered_and_paged(emulator: Emulator, reader: Graph) -> None:
    """Entries come newest first, in pages, between instants, and the other way round when asked."""
    for hour, name in enumerate(("One", "Two", "Three")):
        emulator.admin("POST", "clock", {"advance": f"PT{hour + 1}H"})
        _change(emulator, "ann", name=name)
    between = "activityDateTime ge 2026-03-02T12:00:00Z and activityDateTime le 2026-03-02T15:00:00Z"
    query = {"$filter": f"activityDisplayName eq 'Update user' and {between}", "$top": "1"}
    times = [row["activityDateTime"] for row in reader.pages(_LOG, query=query)]
    assert times == ["2026-03-02T15:00:00Z", "2026-03-02T12:00:00Z"]
    upwards = reader.pages(_LOG, query={**query, "$orderby": "activityDateTime asc"})
    assert [row["activityDateTime"] for row in upwards] == times[::-1]


@pytest.mark.parametrize(
    "text",
    [
        "activityDisplayName",
        "activityDisplayName ge 'a'",
        "activityDisplayName eq 5",
        "activityDateTime ge 'text'",
        "activityDateTime ge yesterday",
        "startswith(activityDateTime,'2026')",
        "resultReason eq 'x'",
        "targetResources/any(t:t/type eq 'User')",
        "activityDisplayName eq 'a' or category eq 'b'",
    ],
)
def test_filter_outside_the_language_is_refused(reader: Graph, text: str) -> None:
    """Operators and properties that are not documented for the log answer 400."""
    reply = reader("GET", _LOG, query={"$filter": text})
    assert (reply.status, reply.code) == (400, "Request_BadRequest")


def test_order_by_another_property_is_refused(reader: Graph) -> None:
    """The log is ordered by time or not at all."""
    assert reader("GET", _LOG, query={"$orderby": "category"}).status == 400
    assert reader("GET", _SIGN_INS, query={"$orderby": "createdDateTime"}).status == 400


def test_quotes_in_a_filter_are_doubled(emulator: Emulator, reader: Graph) -> None:
    """A value with an apostrophe and an and in it is found."""
    _change(emulator, "ann", name="Ann and O'Brien")
    assert _asked(reader, "targetResources/any(t:t/displayName eq 'Ann and O''Brien')") == ["Update user"]


def test_entries_are_kept_for_thirty_days(emulator: Emulator, reader: Graph) -> None:
    """What is older cannot be read any more (entra:monitoring-health/reference-reports-data-retention)."""
    _change(emulator, "ann", name="Old")
    emulator.admin("POST", "clock", {"advance": "P30D"})
    row = reader("GET", _LOG, query={"$filter": "activityDisplayName eq 'Update user'"}).json["value"][0]
    emulator.admin("POST", "clock", {"advance": "PT1S"})
    assert "Update user" not in _names(reader("GET", _LOG))
    assert reader("GET", f"{_LOG}/{row['id']}").status == 404


def test_entries_arrive_after_the_delay(emulator: Emulator, reader: Graph) -> None:
    """With a delay an entry is seen later, with its own instant; without one it is there at once."""
    emulator.admin("PUT", "quirks", {"logs.delay": "PT15M"})
    _change(emulator, "ann", name="Later")
    assert "Update user" not in _names(reader("GET", _LOG))
    emulator.admin("POST", "clock", {"advance": "PT15M"})
    row = reader("GET", _LOG, query={"$filter": "activityDisplayName eq 'Update user'"}).json["value"][0]
    assert row["activityDateTime"] == "2026-03-02T09:00:00Z"
    assert reader("GET", f"{_LOG}/{row['id']}").json["id"] == row["id"]
    assert emulator.ask_admin("PUT", "quirks", {"logs.delay": "soon"}).status == 400


def test_seed_itself_is_not_logged(reader: Graph) -> None:
    """A tenant begins with an empty log: its seed was not done by anybody."""
    assert "Add user" not in _names(reader("GET", _LOG))


def test_log_needs_its_role(emulator: Emulator) -> None:
    """Applications need the role and people a client that holds the permission."""
    for path in (_LOG, _SIGN_INS):
        assert emulator.app("outsider")("GET", path).status == 403
        assert emulator.person("ann")("GET", path).status == 403
    other = app_with(emulator, "directory reader", "Directory.Read.All")
    assert (other("GET", _LOG).status, other("GET", _SIGN_INS).status) == (200, 403)
    for scopes, status in ((["AuditLog.Read.All"], 200), (["User.Read"], 403)):
        token = emulator.admin("POST", "token", {"user": "ann", "scopes": scopes})["access_token"]
        assert Graph(emulator.connection, token)("GET", _LOG).status == status


def test_sign_ins_tell_success_and_refusal(emulator: Emulator, reader: Graph) -> None:
    """Each sign-in is an entry, with Entra's number where it did not succeed (graph:resources/signin)."""
    app = emulator.admin("POST", "apps", {"name": "web", "redirect_uris": [BACK], "delegated": DELEGATED})
    web = Browser(emulator, {"client_id": app["client_id"], "client_secret": app["client_secret"]})
    web.submit(web.ask(), person=web.person("dov"))
    web.sign_in("ann")
    found = [(row["userDisplayName"], row["status"]["errorCode"]) for row in reader.pages(_SIGN_INS)]
    assert found == [("Ann Archer", 0), ("Dov Dale", 50057)]
    text = "status/errorCode eq 0 and startswith(appDisplayName,'we')"
    row = reader("GET", _SIGN_INS, query={"$filter": text}).json["value"][0]
    assert reader("GET", f"{_SIGN_INS}/{row['id']}").json["userId"] == web.person("ann")
    assert reader("GET", f"{_SIGN_INS}/nothing").code == "Request_ResourceNotFound"
