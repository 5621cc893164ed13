"""Microsoft's own JavaScript client and its sign-in library, unmodified, against the emulator.

They are `@microsoft/microsoft-graph-client` 3.0.7 and `@azure/msal-node` 7.2.1.
"""

from collections.abc import Iterator
from dataclasses import dataclass
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


@dataclass(frozen=True, kw_only=True)
class Walk:
    """One walk of the client, and the tenant as it was right after it.

    Attributes:
        asked: What the client was told.
        seen: What it printed.
        channel: The channel as the tenant remembers it.
        granted: The shared file's permissions, as the tenant remembers them.
        journal: Every request up to the end of the walk.
    """

    asked: dict[str, Any]
    seen: dict[str, Any]
    channel: dict[str, Any]
    granted: list[dict[str, Any]]
    journal: list[dict[str, Any]]


@pytest.fixture(scope="module")
def walk(emulator: Emulator) -> Walk:
    """The first walk, on a tenant that once asks the client to wait."""
    emulator.admin("POST", "faults", {"route": DRIVE, "nth": 1, "kind": "status:429"})
    asked = _asked(emulator, **emulator.ready["apps"]["reconciler"], ends_membership=False, ends_link=False)
    seen = run_node(SCRIPT, asked, emulator)
    return Walk(
        asked=asked,
        seen=seen,
        channel=_channel(emulator),
        granted=granted(emulator, FILE),
        journal=emulator.admin("GET", "journal"),
    )


def _channel(emulator: Emulator) -> dict[str, Any]:
    channels = emulator.admin("GET", "state")["channels"]
    found: dict[str, Any] = next(one for one in channels if one["name"] == "Case review")
    return found


def test_it_lists_every_file_and_folder_page_by_page(walk: Walk) -> None:
    """The client's page iterator comes to the end of delta and children, and has each row once."""
    assert walk.seen["files"] == ["agenda.docx", "chronology.xlsx", "report.docx"]
    assert walk.seen["children"] == ["RR-2026-001"]


def test_the_link_that_it_made_stands_as_it_read_it_back(walk: Walk) -> None:
    """A link for named people without download, less the one whom the client took off it again."""
    link, people_asked = walk.seen["link"], walk.asked["people"]
    assert link["people"] == people_asked
    assert (link["type"], link["scope"], link["prevents_download"]) == ("view", "users", True)
    held = {one["id"]: one for one in walk.granted}
    names = [one["user"]["id"] for one in held[link["id"]]["grantedToIdentitiesV2"]]
    assert names == walk.seen["left"] == people_asked[1:]
    assert set(walk.seen["permissions"]) == set(held)


def test_the_member_that_it_added_is_in_the_channel(walk: Walk) -> None:
    """The channel's members, as the client lists them, are those of the tenant itself."""
    assert walk.seen["members"] == sorted(member["user_id"] for member in walk.channel["members"])
    assert walk.asked["newcomer"] in walk.seen["members"]


def test_its_delta_link_tells_the_file_that_it_shared(walk: Walk) -> None:
    """What changed since the first walk holds the shared file."""
    assert walk.seen["item_id"] in walk.seen["changed"]


def test_it_reads_the_parts_of_a_batch_and_an_error_as_graphs_own(walk: Walk) -> None:
    """Each part has its own status, and an error has Graph's code."""
    assert walk.seen["batch"] == {"1": 200, "2": 200, "3": 404}
    assert walk.seen["error"] == {"is_graph_error": True, "status": 404, "code": "itemNotFound"}


def test_it_waits_by_itself_when_it_is_told_to(walk: Walk) -> None:
    """The client's retry handler takes 429 with Retry-After for what it is, and has its answer then."""
    drive = walk.channel["drive_id"]
    assert walk.seen["after_waiting"] == drive
    assert [row["status"] for row in walk.journal if row["path"] == f"/v1.0/drives/{drive}"] == [429, 200]


def test_with_a_certificate_it_undoes_what_it_did(walk: Walk, emulator: Emulator) -> None:
    """Its sign-in library proves itself by an assertion; membership and link are gone afterwards.

    The client makes the same link again, which is the one that stands, and deletes it.
    """
    pem, certificate = new_certificate()
    app = emulator.admin("POST", "apps", {"name": "reconciler", "certificate_pem": pem})
    channel = walk.channel
    path = f"/v1.0/teams/{channel['team_id']}/channels/{channel['id']}/members"
    flo = walk.asked["newcomer"]
    membership = next(one["id"] for one in channel["members"] if one["user_id"] == flo)
    assert emulator.app("reconciler")("DELETE", f"{path}/{membership}").status == 204
    asked = _asked(
        emulator, client_id=app["client_id"], certificate=certificate, ends_membership=True, ends_link=True
    )
    again = run_node(SCRIPT, asked, emulator)
    assert again["link"]["id"] == walk.seen["link"]["id"]
    assert walk.seen["link"]["id"] not in {one["id"] for one in granted(emulator, FILE)}
    members = emulator.app("reconciler")("GET", path).json["value"]
    assert flo not in {one["userId"] for one in members}
