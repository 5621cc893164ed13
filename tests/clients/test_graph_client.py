"""Microsoft's own JavaScript client and its sign-in library, unmodified, against the emulator.

They are `@microsoft/microsoft-graph-client` 3.0.7 and `@azure/msal-node` 7.2.1.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.clients.certificate import new_certificate
from tests.clients.walks import granted, people, run_node
from tests.emulator.conftest import SMALL
from tests.emulator.raw import Emulator

FILE = "40-panel-pack/chronology.xlsx"
DRIVE = "GET /drives/{drive}"
SCRIPT = "graph-client.mjs"


@pytest.fixture(scope="module")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    """One tenant for the walks of this client."""
    running = Emulator(tmp_path_factory.mktemp("tenant"), SMALL)
    yield running
    assert running.stop() == 0, running.errors


def _asked(emulator: Emulator, **more: Any) -> dict[str, Any]:
    known = people(emulator)
    return {
        "base_url": emulator.ready["base_url"],
        "authority": emulator.ready["authority"],
        "team": "Smallbridge Safeguarding",
        "channel": "Case review",
        "file": "chronology.xlsx",
        "people": sorted((known["ann"], known["f.ford"])),
        "newcomer": known["f.ford"],
        "throttled": "{drive}",
        **more,
    }


@pytest.fixture(scope="module")
def walk(emulator: Emulator) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the client was asked, and what it saw, on a tenant that once asks it to wait."""
    emulator.admin("POST", "faults", {"route": DRIVE, "nth": 1, "kind": "status:429"})
    asked = _asked(emulator, **emulator.ready["apps"]["reconciler"], ends_membership=False, ends_link=False)
    return asked, run_node(SCRIPT, asked, emulator)


Walk = tuple[dict[str, Any], dict[str, Any]]


def test_it_lists_every_file_and_folder_page_by_page(walk: Walk) -> None:
    """The client's page iterator comes to the end of delta and children, and has each row once."""
    _, seen = walk
    assert seen["files"] == ["agenda.docx", "chronology.xlsx", "report.docx"]
    assert seen["children"] == ["RR-2026-001"]


def test_the_link_that_it_made_stands_as_it_read_it_back(walk: Walk, emulator: Emulator) -> None:
    """A link for named people without download, less the one whom the client took off it again."""
    asked, seen = walk
    assert seen["link"]["people"] == asked["people"]
    assert (seen["link"]["type"], seen["link"]["scope"]) == ("view", "users")
    assert seen["link"]["prevents_download"] is True
    held = {one["id"]: one for one in granted(emulator, FILE)}[seen["link"]["id"]]
    assert [one["user"]["id"] for one in held["grantedToIdentitiesV2"]] == seen["left"] == asked["people"][1:]
    assert set(seen["permissions"]) == {one["id"] for one in granted(emulator, FILE)}


def test_the_member_that_it_added_is_in_the_channel(walk: Walk, emulator: Emulator) -> None:
    """The channel's members, as the client lists them, are those of the tenant itself."""
    asked, seen = walk
    channel = next(
        one for one in emulator.admin("GET", "state")["channels"] if one["name"] == asked["channel"]
    )
    assert seen["members"] == sorted(member["user_id"] for member in channel["members"])
    assert asked["newcomer"] in seen["members"]


def test_its_delta_link_tells_the_file_that_it_shared(walk: Walk) -> None:
    """What changed since the first walk holds the shared file."""
    _, seen = walk
    assert seen["item_id"] in seen["changed"]


def test_it_reads_the_parts_of_a_batch_and_an_error_as_graphs_own(walk: Walk) -> None:
    """Each part has its own status, and an error has Graph's code."""
    _, seen = walk
    assert seen["batch"] == {"1": 200, "2": 200, "3": 404}
    assert seen["error"] == {"is_graph_error": True, "status": 404, "code": "itemNotFound"}


def test_it_waits_by_itself_when_it_is_told_to(walk: Walk, emulator: Emulator) -> None:
    """The client's retry handler takes 429 with Retry-After for what it is, and has its answer then."""
    asked, seen = walk
    state = emulator.admin("GET", "state")
    drive = next(one["drive_id"] for one in state["channels"] if one["name"] == asked["channel"])
    assert seen["after_waiting"] == drive
    told = [
        row["status"] for row in emulator.admin("GET", "journal") if row["path"] == f"/v1.0/drives/{drive}"
    ]
    assert told == [429, 200]


def test_with_a_certificate_it_undoes_what_it_did(walk: Walk, emulator: Emulator) -> None:
    """Its sign-in library proves itself by one assertion for all; membership and link are gone afterwards.

    The client makes the same link again, which is the one that stands, and deletes it.
    """
    _, seen = walk
    pem, certificate = new_certificate()
    app = emulator.admin("POST", "apps", {"name": "reconciler", "certificate_pem": pem})
    state = emulator.admin("GET", "state")
    channel = next(one for one in state["channels"] if one["name"] == "Case review")
    path = f"/v1.0/teams/{channel['team_id']}/channels/{channel['id']}/members"
    flo = people(emulator)["f.ford"]
    flos = next(one["id"] for one in channel["members"] if one["user_id"] == flo)
    assert emulator.app("reconciler")("DELETE", f"{path}/{flos}").status == 204
    asked = _asked(
        emulator, client_id=app["client_id"], certificate=certificate, ends_membership=True, ends_link=True
    )
    again = run_node(SCRIPT, asked, emulator)
    assert again["link"]["id"] == seen["link"]["id"]
    assert seen["link"]["id"] not in {one["id"] for one in granted(emulator, FILE)}
    members = emulator.app("reconciler")("GET", path).json["value"]
    assert flo not in {one["userId"] for one in members}
