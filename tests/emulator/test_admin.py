"""The admin API: clock, quirks, reset, state and access."""

from typing import Any

import pytest

from tests.emulator.raw import Emulator, Graph

_AGENDA = "RR-2026-001/40-panel-pack/agenda.docx"


def test_clock_moves_forward_only(emulator: Emulator) -> None:
    """The tenant's instant moves by a duration or to an instant, and never back (ADR-0003)."""
    assert emulator.admin("POST", "clock", {"advance": "PT1H30M"}) == {"now": "2026-03-02T10:30:00Z"}
    assert emulator.admin("POST", "clock", {"set": "2026-03-30T09:00:00+01:00"}) == {
        "now": "2026-03-30T08:00:00Z"
    }
    assert emulator.ask_admin("POST", "clock", {"set": "2026-03-01T00:00:00Z"}).status == 400
    assert emulator.admin("GET", "clock") == {"now": "2026-03-30T08:00:00Z"}


@pytest.mark.parametrize(
    "body",
    [{}, {"advance": "1h"}, {"advance": "P"}, {"set": "soon"}, {"set": "2026-04-01"}, {"back": "PT1H"}],
)
def test_clock_refuses_what_is_no_time(emulator: Emulator, body: dict[str, str]) -> None:
    """A duration or instant that cannot be read, or that names no zone, is refused (rfc:3339)."""
    assert emulator.ask_admin("POST", "clock", body).status == 400


def test_quirks_are_on_their_documented_defaults(emulator: Emulator) -> None:
    """Each quirk stands as the documents have it (graph:api/driveitem-createlink)."""
    quirks = emulator.admin("GET", "quirks")
    assert quirks["createLink.v1_blocksDownload"] == "silent-ignore"
    assert quirks["createLink.folder_blocksDownload"] == "reject400"
    assert quirks["grant.requires_full_control"] is True
    assert quirks["permission.delete_inherited"] == "204-noop"
    assert quirks["permission.inheritedFrom"] == "empty-object"


@pytest.mark.parametrize(
    "change",
    [
        {"gravity": "off"},
        {"pages.delta": 0},
        {"pages.delta": "many"},
        {"createLink.v1_blocksDownload": "maybe"},
    ],
)
def test_unknown_quirk_is_refused(emulator: Emulator, change: dict[str, Any]) -> None:
    """A quirk that does not exist, or a a wrong value, changes nothing (ADR-0003)."""
    before = emulator.admin("GET", "quirks")
    assert emulator.ask_admin("PUT", "quirks", change).status == 400
    assert emulator.admin("GET", "quirks") == before


def test_reset_goes_back_to_the_seed(emulator: Emulator, reconciler: Graph) -> None:
    """People, files, quirks, clock and journal are the seed's again; tokens and secrets still hold."""
    before = emulator.admin("GET", "state")
    emulator.admin("POST", "seed", {"acts": [{"id": "x", "directory": "cat", "set": {"deleted": True}}]})
    emulator.admin("PUT", "quirks", {"pages.delta": 1})
    emulator.admin("POST", "clock", {"advance": "P7D"})
    emulator.admin("POST", "reset", {})
    assert emulator.admin("GET", "state") == before
    assert emulator.admin("GET", "quirks")["pages.delta"] == 20
    assert emulator.admin("GET", "journal") == []
    assert reconciler("GET", "/v1.0/users/cat@smallbridge.example").status == 200


def test_state_shows_items_with_their_permissions(emulator: Emulator) -> None:
    """Each item has its path and its permissions as Graph writes them (graph:resources/permission)."""
    items = {item["path"]: item for item in emulator.admin("GET", "state")["drives"][0]["items"]}
    agenda = items[f"Case review/{_AGENDA}"]
    links = [permission["link"] for permission in agenda["permissions"] if "link" in permission]
    assert [(link["scope"], link["type"], link["preventsDownload"]) for link in links] == [
        ("users", "view", True)
    ]
    assert agenda["folder"] is False
    assert items["Case review/RR-2026-001/90-key"]["folder"] is True


def test_access_is_told_for_one_person_and_for_all(emulator: Emulator) -> None:
    """A reader reaches the file by the link, an owner by the site group (graph:resources/sharinglink)."""
    flo = emulator.admin("GET", f"access?person=flo&item={_AGENDA}")
    assert (flo["role"], flo["can_download"]) == ("read", False)
    assert [path["via"] for path in flo["paths"]] == ["link"]
    everybody = {row["key"]: row["role"] for row in emulator.admin("GET", f"access?item={_AGENDA}")}
    assert everybody == {"ann": "owner", "ben": "owner", "cat": "write", "flo": "read"}
    by_upn = emulator.admin("GET", f"access?person=gus&item={flo['item']}")
    assert (by_upn["role"], by_upn["paths"]) == (None, [])


@pytest.mark.parametrize(
    ("method", "door", "body"),
    [
        ("GET", "weather", None),
        ("GET", "access", None),
        ("GET", "access?item=nowhere/at-all.docx", None),
        ("GET", f"access?person=zoe&item={_AGENDA}", None),
        ("GET", "journal?since=yesterday", None),
        ("POST", "token", {"user": "zoe"}),
        ("POST", "token", {"app": "zoe"}),
        ("POST", "token", {}),
        ("POST", "apps", {"roles": []}),
        ("POST", "apps", {"name": "x", "certificate_pem": "no certificate"}),
        ("POST", "apps", {"name": "x", "roles": "all"}),
        ("POST", "quirks", None),
        ("PUT", "quirks", []),
    ],
)
def test_admin_request_that_makes_no_sense_is_refused(
    emulator: Emulator, method: str, door: str, body: Any
) -> None:
    """The admin API names what it did not understand (ADR-0003)."""
    reply = emulator.ask_admin(method, door, body)
    assert reply.status in {400, 404}
    assert reply.json["errors"]


def test_application_can_be_registered_and_used(emulator: Emulator) -> None:
    """A new application gets an id and a secret; registering its name again changes its roles only."""
    made = emulator.admin("POST", "apps", {"name": "night", "roles": ["User.Read.All"]})
    again = emulator.admin("POST", "apps", {"name": "night", "roles": []})
    assert again == {**made, "roles": []}
    token = emulator.admin("POST", "token", {"app": "night"})["access_token"]
    assert Graph(emulator.connection, token)("GET", "/v1.0/users").status == 403


@pytest.mark.parametrize("told", [True, False])
def test_journal_names_whose_access_changed_unless_it_is_told_not_to(
    emulator: Emulator, reconciler: Graph, *, told: bool
) -> None:
    """Who gained by a request stands in its entry; without the quirk the entry is there and silent of it."""
    emulator.admin("PUT", "quirks", {"journal.access": told})
    drive = emulator.admin("GET", "state")["drives"][0]["id"]
    path = f"/v1.0/drives/{drive}/root:/Case review/{_AGENDA}:/createLink"
    assert reconciler("POST", path, {"type": "view", "scope": "anonymous"}).status == 201
    entry = emulator.admin("GET", "journal")[-1]
    assert (entry["method"], bool(entry.get("gained"))) == ("POST", told)
