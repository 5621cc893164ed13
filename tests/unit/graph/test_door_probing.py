"""Laws 3 and 4 for probes: own names in named places, one content, one header, and nothing of anybody else's.

Source: graph:api/driveitem-put-content, graph:api/driveitem-permanentdelete
"""

from dataclasses import replace
from urllib.parse import urlsplit

import msgspec
import pytest

from sharepoint_gate.access.observed import ItemId
from sharepoint_gate.access.permit import NewItem, WritePermit
from sharepoint_gate.errors import LawError
from sharepoint_gate.graph import requests_probing as requests
from sharepoint_gate.graph.door import GRAPH, NOTHING, Door, Outgoing
from sharepoint_gate.graph.model import GraphRequest
from sharepoint_gate.ports.probing import Room

BASE = "https://graph.example:8443"
FOLDER, OLD = ItemId("01FOLDER"), ItemId("01OLD")
PERMIT = WritePermit(
    drive_id="b!drive",
    team_id="team-1",
    channel_id="19:case@thread.tacv2",
    items={},
    add_members={},
    remove_members=frozenset(),
    set_roles={},
    new_items=frozenset(
        {
            NewItem(FOLDER, "probe-1", is_folder=True),
            NewItem(FOLDER, "probe-1.txt", is_folder=False),
            NewItem(None, "in.txt", is_folder=False),
        }
    ),
    remove_items=frozenset({OLD}),
)
MADE = {
    "file": requests.make_file("b!drive", FOLDER, "probe-1.txt"),
    "folder": requests.make_folder("b!drive", FOLDER, "probe-1"),
    "remove": requests.remove_item("b!drive", OLD),
    "bin": requests.bin_item("b!drive", OLD),
}
READS = {
    "room": requests.room(Room.TERMS),
    "settings": requests.sharing_settings(),
    "drive": requests.drive("b!drive"),
    "item": requests.item("b!drive", ItemId("root")),
    "site": requests.site_permissions("host.example,1,2"),
    "links": requests.links_only("b!drive", FOLDER),
    "changes": requests.changes("b!drive", "latest"),
}


def out(request: GraphRequest) -> Outgoing:
    """Return a request as it is about to leave."""
    url = urlsplit(BASE)
    return Outgoing(
        request.method, url.scheme, url.netloc, request.target, request.headers, request.body or b""
    )


def stopped(request: GraphRequest | Outgoing, permit: WritePermit = PERMIT) -> bool:
    """Tell whether the door stops a request."""
    outgoing = request if isinstance(request, Outgoing) else out(request)
    try:
        Door(permit, BASE, GRAPH).check(outgoing)
    except LawError:
        return True
    return False


@pytest.mark.parametrize("name", MADE)
def test_law_3_what_the_permit_holds_may_leave_and_nothing_without_one(name: str) -> None:
    """A probe makes and removes what its permit names; commands that look make nothing."""
    assert not stopped(MADE[name])
    assert stopped(MADE[name], NOTHING)


@pytest.mark.parametrize(
    "request_",
    [
        requests.make_file("b!drive", FOLDER, "report.docx"),
        requests.make_file("b!drive", ItemId("01OTHER"), "probe-1.txt"),
        requests.make_file("b!other", FOLDER, "probe-1.txt"),
        requests.make_file("b!drive", FOLDER, "probe-1"),
        requests.make_file("b!drive", FOLDER, "in.txt"),
        requests.make_folder("b!drive", FOLDER, "probe-1.txt"),
        requests.make_folder("b!drive", FOLDER, "another"),
        requests.remove_item("b!drive", FOLDER),
        requests.bin_item("b!drive", ItemId("01OTHER")),
        requests.bin_item("b!other", OLD),
        replace(MADE["file"], body=b"something else"),
        replace(MADE["file"], body=None),
        replace(MADE["folder"], body=msgspec.json.encode({"name": "probe-1", "folder": {}})),
        replace(
            MADE["folder"],
            body=(MADE["folder"].body or b"").replace(b'"fail"', b'"replace"'),
        ),
        replace(MADE["file"], query="@microsoft.graph.conflictBehavior=replace"),
        replace(MADE["remove"], body=b"{}"),
    ],
)
def test_law_3_other_names_places_and_contents_are_stopped(request_: GraphRequest) -> None:
    """One letter beside the permit, and the request stays here."""
    assert stopped(request_)


def test_law_3_a_folder_of_this_run_may_hold_what_the_permit_names() -> None:
    """What is made in the probe's own folder is held by name, once Graph says that the folder is new."""
    door = Door(PERMIT, BASE, GRAPH)
    inside = requests.make_file("b!drive", ItemId("01NEW"), "in.txt")
    with pytest.raises(LawError):
        door.check(out(inside))
    door.note(door.check(out(MADE["folder"])), 201, b'{"id": "01NEW"}')
    door.check(out(inside))
    door.check(out(requests.remove_item("b!drive", ItemId("01NEW"))))


def test_law_3_a_file_that_was_there_before_is_not_the_probes_own() -> None:
    """200 says that something of this name was there: it is not removed."""
    door = Door(PERMIT, BASE, GRAPH)
    door.note(door.check(out(MADE["file"])), 200, b'{"id": "01THERE"}')
    with pytest.raises(LawError):
        door.check(out(requests.bin_item("b!drive", ItemId("01THERE"))))


@pytest.mark.parametrize("name", READS)
def test_law_4_the_doctor_may_look_without_a_permit(name: str) -> None:
    """Its reads are on the closed list."""
    assert not stopped(READS[name], NOTHING)


@pytest.mark.parametrize(
    "headers",
    [{"prefer": "redeemSharingLink"}, {"prefer": requests.PREFER["prefer"] + ", redeemSharingLink"}],
)
def test_law_4_delta_is_asked_for_sharing_and_for_nothing_else(headers: dict[str, str]) -> None:
    """A preference that would redeem a link never leaves."""
    assert stopped(replace(READS["changes"], headers=headers), NOTHING)


def test_law_4_the_header_leaves_on_delta_only() -> None:
    """The same words on another read are stopped."""
    assert stopped(replace(READS["links"], headers=dict(requests.PREFER)), NOTHING)
