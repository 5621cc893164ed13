"""Changes of accounts since a token was given.

Source: graph:api/user-delta, graph:concepts/delta-query-overview
"""

from typing import Any

import pytest

from tests.emulator.directory.room import Room

_DELTA = "GET /v1.0/users/delta"


def _round(room: Room, link: str, **headers: str) -> tuple[list[Any], str]:
    """Return a round's rows over all pages, and its delta link."""
    rows: list[Any] = []
    while True:
        reply = room.follow("auditor", link, headers=headers)
        assert reply.status == 200, reply.content
        rows += reply.json["value"]
        if "@odata.deltaLink" in reply.json:
            assert "@odata.nextLink" not in reply.json
            return rows, str(reply.json["@odata.deltaLink"])
        link = reply.json["@odata.nextLink"]


def _begun(room: Room, **query: str) -> str:
    reply = room.ask("auditor", _DELTA, query={"$deltatoken": "latest", **query})
    assert reply.json["value"] == []
    return str(reply.json["@odata.deltaLink"])


def test_first_round_tells_everybody_who_is_not_deleted(room: Room) -> None:
    """Pages lead through all accounts once, and the last one has the delta link."""
    room.quirk("pages.directory", 4)
    rows, link = _round(room, "/v1.0/users/delta?$select=displayName")
    assert {row["displayName"][0] for row in rows} == set("ABCDFG")
    assert all(set(row) == {"id", "displayName"} for row in rows)
    assert _round(room, link)[0] == []


def test_latest_begins_with_nothing_and_tells_what_comes_after(room: Room) -> None:
    """Changed, new and deleted accounts are told once each, with the properties that were chosen."""
    link = _begun(room, **{"$select": "displayName,accountEnabled"})
    room.act(directory="ben", set={"enabled": False})
    room.act(directory="cat", set={"deleted": True})
    rows, link = _round(room, link)
    by_id = {row["id"]: row for row in rows}
    assert by_id[room.id_of("ben")] == {
        "id": room.id_of("ben"),
        "displayName": "Ben Barrow",
        "accountEnabled": False,
    }
    assert by_id[room.id_of("cat")] == {"id": room.id_of("cat"), "@removed": {"reason": "changed"}}
    assert len(rows) == 2
    assert _round(room, link)[0] == []


def test_property_that_is_not_tracked_tells_nothing(room: Room) -> None:
    """$select is frozen into the token: other changes do not show."""
    link = _begun(room, **{"$select": "displayName"})
    room.act(directory="ben", set={"enabled": False})
    assert _round(room, link)[0] == []


def test_account_that_is_gone_for_good_is_told_as_deleted(room: Room) -> None:
    """A deletion that can be undone is `changed`; the later end of it is `deleted`; a return is whole."""
    link = _begun(room)
    room.act(directory="cat", set={"deleted": True})
    _, link = _round(room, link)
    room.act(directory="cat", set={"deleted": False})
    back, link = _round(room, link)
    assert [row["displayName"] for row in back] == ["Cat Cole"]
    room.act(directory="cat", set={"deleted": True})
    room.ask(room.app("User.DeleteRestore.All"), f"DELETE /v1.0/directory/deletedItems/{room.id_of('cat')}")
    rows, link = _round(room, link)
    assert [row["@removed"] for row in rows] == [{"reason": "deleted"}]
    assert _round(room, link)[0] == []


def test_minimal_answers_hold_what_changed(room: Room) -> None:
    """With Prefer return=minimal only the id and the changed properties are told."""
    link = _begun(room)
    room.act(directory="ben", set={"name": "Ben Bow"})
    rows, _ = _round(room, link, prefer="return=minimal")
    assert rows == [{"id": room.id_of("ben"), "displayName": "Ben Bow", "surname": "Bow"}]


def test_only_ids_filter_a_round(room: Room) -> None:
    """Up to fifty ids can be tracked, and nothing else."""
    ben = room.id_of("ben")
    link = _begun(room, **{"$filter": f"id eq '{ben}' or id eq '{room.id_of('ann')}'"})
    room.act(directory="ben", set={"name": "Other Name"})
    room.act(directory="cat", set={"name": "Other Name"})
    assert [row["id"] for row in _round(room, link)[0]] == [ben]
    many = " or ".join(f"id eq '{number}'" for number in range(51))
    for text in ("displayName eq 'Ann'", many, f"id ne '{ben}'"):
        assert room.ask("auditor", _DELTA, query={"$filter": text}).code == "Request_BadRequest"


@pytest.mark.parametrize("option", ["$top", "$expand", "$orderby", "$search"])
def test_delta_takes_no_other_option(room: Room, option: str) -> None:
    """Directory delta knows neither $top nor $expand nor $orderby."""
    assert room.ask("auditor", _DELTA, query={option: "1"}).code == "Request_BadRequest"


@pytest.mark.parametrize(("expired", "located"), [("400", False), ("410", True)])
def test_token_lasts_seven_days(room: Room, *, expired: str, located: bool) -> None:
    """An older token is refused, in either way that Graph has; 410 tells where to begin again."""
    room.quirk("users_delta.expired", expired)
    link = _begun(room)
    room.later("P7D")
    assert room.follow("auditor", link).status == 200
    room.later("PT1S")
    reply = room.follow("auditor", link)
    assert (reply.status, reply.code) == (int(expired), "syncStateNotFound")
    assert ("location" in reply.headers) is located
    if located:
        assert {row["displayName"][0] for row in _round(room, reply.headers["location"])[0]} == set("ABCDFG")


@pytest.mark.parametrize(
    "query", [{"$deltatoken": "made-up"}, {"$skiptoken": "made-up~2"}, {"$skiptoken": "made-up"}]
)
def test_unknown_token_is_refused(room: Room, query: dict[str, str]) -> None:
    """A token that was not given is 400."""
    assert room.ask("auditor", _DELTA, query=query).status == 400


def test_token_keeps_its_query(room: Room) -> None:
    """Options beside a token are refused, as they are in it."""
    assert room.follow("auditor", _begun(room) + "&$select=id").code == "Request_BadRequest"


@pytest.mark.parametrize(("replays", "again"), [(False, 0), (True, 1)])
def test_round_may_repeat_the_one_before(room: Room, *, replays: bool, again: int) -> None:
    """Replays are possible, so a client has to bear them."""
    room.quirk("users_delta.replays", replays)
    link = _begun(room)
    room.act(directory="ben", set={"enabled": False, "name": "Ben Bow"})
    _, link = _round(room, link)
    assert len(_round(room, link)[0]) == again
