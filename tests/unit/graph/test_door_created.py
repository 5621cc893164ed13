"""Law 3, undoing: what this run's own answers name may be taken back by it."""

from dataclasses import replace

import msgspec
import pytest

from sharepoint_gate.access.observed import MembershipId, PermissionId
from sharepoint_gate.errors import LawError
from sharepoint_gate.graph import requests
from sharepoint_gate.graph.door import Door, Outgoing
from sharepoint_gate.graph.model import GraphRequest
from tests.unit.graph.test_door import BASE, HELD, ITEM, NADIA, OLU, PERMIT, URL, out

OWN = {"type": "view", "scope": "users", "preventsDownload": True, "webUrl": URL + "&new"}


def after(door: Door, request: GraphRequest, status: int, answer: object) -> None:
    """Let a request pass and be answered."""
    door.note(door.check(out(request)), status, msgspec.json.encode(answer))


def test_law_3_what_this_run_made_may_be_undone() -> None:
    """A link and a membership that an answer of this run names may be deleted, emptied and ended."""
    door = Door(PERMIT, BASE)
    made = requests.delete_permission("b!drive", ITEM, PermissionId("p-new"))
    emptied = requests.revoke_grants("b!drive", ITEM, PermissionId("p-new"), [NADIA])
    ended = requests.remove_member("team-1", "19:case@thread.tacv2", MembershipId("new"))
    for request in (made, emptied, ended):
        with pytest.raises(LawError):
            door.check(out(request))
    after(door, HELD["create"], 201, {"id": "p-new", "link": OWN})
    after(door, HELD["add-member"], 201, {"id": "new"})
    for request in (made, emptied, ended):
        door.check(out(request))


def test_law_3_people_are_added_to_new_and_moved_links_of_this_run() -> None:
    """The address that Graph gave a link in this run is as good as the permit's, for the same people."""
    door = Door(PERMIT, BASE)
    after(door, HELD["create"], 200, {"id": "p-link", "link": OWN})
    after(door, HELD["grant"], 200, {"value": [{"id": "p-link", "link": {**OWN, "webUrl": URL + "&moved"}}]})
    after(door, HELD["revoke"], 200, {"id": "p-link", "link": {**OWN, "webUrl": URL + "&left"}})
    for url in (URL + "&new", URL + "&moved", URL + "&left"):
        door.check(out(requests.grant(url, [NADIA])))
        with pytest.raises(LawError):
            door.check(out(requests.grant(url, [OLU])))


@pytest.mark.parametrize(
    ("status", "link", "may_delete"),
    [
        (201, OWN, True),
        (200, OWN, False),
        (200, {**OWN, "preventsDownload": False}, True),
        (200, {**OWN, "preventsDownload": 1}, True),
        (200, {**OWN, "scope": "anonymous"}, True),
        (403, OWN, False),
    ],
)
def test_law_3_an_answer_wider_than_asked_may_be_deleted_and_never_granted_on(
    status: int, link: dict[str, object], *, may_delete: bool
) -> None:
    """What existed stays, what was made or came in another shape may go, only own links take people."""
    door = Door(PERMIT, BASE)
    after(door, HELD["create"], status, {"id": "p-x", "link": link})
    deletes = out(requests.delete_permission("b!drive", ITEM, PermissionId("p-x")))
    grants = out(requests.grant(URL + "&new", [NADIA]))
    assert passes(door, deletes) is may_delete
    assert passes(door, grants) is (link == OWN and link["preventsDownload"] is True and status != 403)


@pytest.mark.parametrize("answer", [b"", b"[]", b"<html>", b'{"id":7}', b'{"id":"x","link":{"webUrl":1}}'])
def test_an_answer_that_cannot_be_read_permits_nothing(answer: bytes) -> None:
    """An unreadable answer to a write names no share address."""
    door = Door(PERMIT, BASE)
    for name in ("create", "grant", "add-member"):
        door.note(door.check(out(HELD[name])), 201, answer)
    assert not door.created.share_urls


def passes(door: Door, request: Outgoing) -> bool:
    """Return whether a request may leave."""
    try:
        door.check(request)
    except LawError:
        return False
    return True


@pytest.mark.parametrize("roles", [["write"], ["read", "write"], [], "read", None])
def test_law_3_an_existing_link_with_a_wider_role_may_be_deleted_again(roles: object) -> None:
    """A link that Graph hands out with another role than asked is no reader's link, and goes again."""
    door = Door(PERMIT, BASE)
    after(door, HELD["create"], 200, {"id": "p-new", "roles": roles, "link": OWN})
    door.check(out(requests.delete_permission("b!drive", ITEM, PermissionId("p-new"))))
    with pytest.raises(LawError):
        door.check(out(requests.grant(URL + "&new", [NADIA])))


@pytest.mark.parametrize("answer", [(0, b""), (503, b""), (201, b"<html>"), (403, b"<html>")])
def test_law_3_a_link_that_no_answer_named_may_be_undone_where_nothing_stood_before(
    answer: tuple[int, bytes],
) -> None:
    """After such a request whatever else stands on that item may go; what was seen there may not."""
    rights = replace(PERMIT.items[ITEM], seen=frozenset({PermissionId("p-before")}))
    door = Door(replace(PERMIT, items={ITEM: rights}), BASE)
    new, before = (
        out(requests.delete_permission("b!drive", ITEM, PermissionId(one))) for one in ("p-new", "p-before")
    )
    elsewhere = out(requests.delete_permission("b!other", ITEM, PermissionId("p-new")))
    assert not passes(door, new)
    door.note(door.check(out(HELD["create"])), *answer)
    assert (passes(door, new), passes(door, before), passes(door, elsewhere)) == (True, False, False)


def test_law_3_where_nobody_knows_what_stood_before_nothing_unnamed_may_be_undone() -> None:
    """A permit without what was seen lets nothing be deleted but what it names."""
    door = Door(PERMIT, BASE)
    door.note(door.check(out(HELD["create"])), 0, b"")
    assert not passes(door, out(requests.delete_permission("b!drive", ITEM, PermissionId("p-new"))))
