"""Groups within groups, their people, and who puts them there.

Source: graph:api/group-post-members, graph:api/group-list-transitivemembers
"""

from typing import Any

import pytest

from tests.emulator.directory.room import EVENTUAL, Room

_WRITER = "GroupMember.ReadWrite.All"
_READER = "directory"


def _group(room: Room, name: str) -> str:
    rows = room.rows(_READER, "GET /v1.0/groups", query={"$filter": f"displayName eq '{name}'"})
    return str(rows[0]["id"])


def _bind(object_id: str, kind: str = "directoryObjects") -> dict[str, str]:
    return {"@odata.id": f"https://graph.microsoft.com/v1.0/{kind}/{object_id}"}


def _members(room: Room, group: str, how: str = "members") -> set[str]:
    return {row["displayName"] for row in room.rows(_READER, f"GET /v1.0/groups/{group}/{how}")}


def test_person_is_added_and_removed_by_reference(room: Room) -> None:
    """Both answer 204; adding twice is 400, and removing who is not there is 404."""
    who, staff, flo = room.app(_WRITER), _group(room, "All staff"), room.id_of("flo")
    assert room.ask(who, f"POST /v1.0/groups/{staff}/members/$ref", _bind(flo)).status == 204
    assert "Flo O'Ford" in _members(room, staff)
    again = room.ask(who, f"POST /v1.0/groups/{staff}/members/$ref", _bind(flo, "users"))
    assert (again.status, again.code) == (400, "Request_BadRequest")
    assert room.ask(who, f"DELETE /v1.0/groups/{staff}/members/{flo}/$ref").status == 204
    assert room.ask(who, f"DELETE /v1.0/groups/{staff}/members/{flo}/$ref").status == 404


def test_teams_group_takes_people_into_the_team(room: Room) -> None:
    """The group behind a team and the team are one: who leaves it leaves the private channel."""
    who, team = room.app(_WRITER), _group(room, "Smallbridge Safeguarding")
    place = f"/v1.0/groups/{team}/members"
    assert room.ask(who, f"POST {place}/$ref", _bind(room.id_of("gus"))).status == 204
    assert room.ask(who, f"POST {place}/$ref", _bind(room.id_of("gus"))).status == 400
    assert room.ask(who, f"DELETE {place}/{room.id_of('cat')}/$ref").status == 204
    state = room.admin("GET", "state")
    assert {one["key"] for one in state["teams"][0]["members"]} == {"ann", "ben", "flo", "gus"}
    assert {one["key"] for one in state["channels"][0]["members"]} == {"ann", "ben"}


@pytest.mark.parametrize("body", [{}, {"@odata.id": "https://elsewhere.example/x"}, {"id": "x"}])
def test_reference_is_strict(room: Room, body: dict[str, Any]) -> None:
    """The body is the address of a directory object."""
    line = f"POST /v1.0/groups/{_group(room, 'All staff')}/members/$ref"
    assert room.ask(room.app(_WRITER), line, body).code == "Request_BadRequest"


def test_whoever_does_not_exist_is_not_added(room: Room) -> None:
    """Neither an unknown nor a deleted account can be a member."""
    line = f"POST /v1.0/groups/{_group(room, 'All staff')}/members/$ref"
    for object_id in ("nobody", room.id_of("eve")):
        assert room.ask(room.app(_WRITER), line, _bind(object_id)).status == 404
    assert room.ask(_READER, line, _bind(room.id_of("flo"))).code == "Authorization_RequestDenied"


def test_team_is_neither_within_a_group_nor_around_one(room: Room) -> None:
    """A Microsoft 365 group holds people only, and lies in no group."""
    who = room.app(_WRITER)
    staff, team = _group(room, "All staff"), _group(room, "Smallbridge Safeguarding")
    for outer, inner in ((staff, team), (team, staff), (staff, staff)):
        reply = room.ask(who, f"POST /v1.0/groups/{outer}/members/$ref", _bind(inner))
        assert (reply.status, reply.code) == (400, "Request_BadRequest")


def test_person_tells_their_groups_and_a_group_its_owners(room: Room) -> None:
    """The list memberOf names security groups and teams alike; a team's owners own its group."""
    cat = room.id_of("cat")
    rows = room.rows(_READER, f"GET /v1.0/users/{cat}/memberOf")
    assert {row["displayName"] for row in rows} == {"All staff", "Smallbridge Safeguarding"}
    assert {row["@odata.type"] for row in rows} == {"#microsoft.graph.group"}
    assert room.ask(_READER, "GET /v1.0/users/nobody/memberOf").status == 404
    assert _members(room, _group(room, "Smallbridge Safeguarding"), "owners") == {"Ann Archer", "Ben Barrow"}
    assert _members(room, _group(room, "All staff"), "owners") == set()


def test_members_are_counted_in_an_advanced_query(room: Room) -> None:
    """Members can be filtered and counted as people are."""
    line = f"GET /v1.0/groups/{_group(room, 'All staff')}/members"
    query = {"$count": "true", "$filter": "endsWith(mail,'@smallbridge.example')"}
    assert room.ask(_READER, line, query=query, headers=EVENTUAL).json["@odata.count"] == 4
