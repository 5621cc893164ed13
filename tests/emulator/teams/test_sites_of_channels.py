"""When the site of a channel stands, and what it knows of the channel's people.

Source: graph:api/channel-get-filesfolder, spo:teams-connected-sites
"""

from collections.abc import Iterator
from urllib.parse import quote

import pytest

from tests.emulator.teams.two_teams import SEED, TYPE, Teams, names


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Teams]:
    """One tenant for all tests of the module."""
    room = Teams(tmp_path_factory.mktemp("teams"), SEED)
    yield room
    room.tenant.close()


@pytest.fixture
def teams(opened: Teams) -> Teams:
    """The tenant at its seed."""
    opened.begin()
    return opened


def test_new_site_takes_five_minutes_from_the_first_call(teams: Teams) -> None:
    """The folder is 404 at first; the call itself begins the making, and nothing is made without it."""
    body = {"displayName": "Fresh", "membershipType": "private"}
    made = teams.make(**body, members=[teams.member("ann", "owner")]).json
    line = f"GET {teams.team()}/channels/{made['id']}/filesFolder"
    teams.later("PT1H")
    assert teams.ask("reader", line).status == 404
    teams.later("PT4M59S")
    assert teams.ask("reader", line).status == 404
    teams.later("PT1S")
    assert teams.ask("reader", line).json["name"] == "Fresh"
    assert teams.in_site("Fresh", "owners") == {"ann"}


def test_site_hears_late_of_who_came_and_who_left(teams: Teams) -> None:
    """With a delay the site's groups lag behind the channel, for joining, leaving and other roles."""
    teams.quirk("teams.site_sync_delay", "PT2H")
    place = teams.channel()
    teams.ask("writer", f"POST {place}/members", teams.member("ben"))
    assert teams.ask("writer", f"DELETE {teams.membership(place, 'Gil Gale')}").status == 204
    owner = {"@odata.type": TYPE, "roles": ["owner"]}
    assert teams.ask("writer", f"PATCH {teams.membership(place, 'Cat Cole')}", owner).status == 200
    assert names(teams.rows("reader", f"GET {place}/members")) == {"Ann Archer", "Ben Barrow", "Cat Cole"}
    assert (teams.in_site("channel", "members"), teams.in_site("channel", "owners")) == (
        {"cat", "gil"},
        {"ann"},
    )
    teams.later("PT2H")
    assert (teams.in_site("channel", "members"), teams.in_site("channel", "owners")) == (
        {"ben"},
        {"ann", "cat"},
    )


def test_site_hears_at_once_by_default(teams: Teams) -> None:
    """Without the quirk channel and site agree."""
    place = teams.channel()
    teams.ask("writer", f"POST {place}/members", teams.member("ben"))
    teams.ask("writer", f"DELETE {teams.membership(place, 'Gil Gale')}")
    assert teams.in_site("channel", "members") == {"ben", "cat"}
    assert teams.ask_admin("PUT", "quirks", {"teams.site_sync_delay": "soon"}).status == 400


@pytest.mark.parametrize(("reaches", "members"), [(True, {"ben", "cat", "gil"}), (False, {"cat", "gil"})])
def test_added_member_may_never_reach_the_site(teams: Teams, *, reaches: bool, members: set[str]) -> None:
    """Field report: Graph adds the member, and the site's Members group stays as it was; owners come in."""
    teams.quirk("teams.add_reaches_site", reaches)
    place = f"POST {teams.channel()}/members"
    assert teams.ask("writer", place, teams.member("ben")).status == 201
    assert teams.in_site("channel", "members") == members
    teams.ask("writer", f"POST {teams.team()}/members", teams.member("dee"))
    assert teams.ask("writer", place, teams.member("dee", "owner")).status == 201
    assert teams.in_site("channel", "owners") == {"ann", "dee"}


def test_private_channel_is_not_left_without_an_owner(teams: Teams) -> None:
    """When the only owner leaves the team, a member is promoted; a guest is not."""
    teams.ask(
        "writer",
        f"PATCH {teams.membership(teams.team(), 'Ben Barrow')}",
        {"@odata.type": TYPE, "roles": ["owner"]},
    )
    assert teams.ask("writer", f"DELETE {teams.membership(teams.team(), 'Ann Archer')}").status == 204
    rows = teams.rows("reader", f"GET {teams.channel()}/members")
    assert {row["displayName"]: row["roles"] for row in rows} == {
        "Cat Cole": ["owner"],
        "Gil Gale": ["guest"],
    }
    shared = teams.rows("reader", f"GET {teams.channel('bridge')}/members")
    assert "Ann Archer" in names(shared), "a shared channel does not need the team"


def test_team_member_changes_role_and_the_last_owner_stays(teams: Teams) -> None:
    """PATCH promotes and demotes; a team keeps an owner, and a guest stays one."""
    place = teams.team()
    ann, ben, gil = (teams.membership(place, name) for name in ("Ann Archer", "Ben Barrow", "Gil Gale"))
    owner, plain = ({"@odata.type": TYPE, "roles": roles} for roles in (["owner"], []))
    assert teams.ask("writer", f"PATCH {ann}", plain).code == "BadRequest"
    assert teams.ask("writer", f"PATCH {ben}", owner).json["roles"] == ["owner"]
    assert teams.ask("writer", f"PATCH {ann}", plain).json["roles"] == []
    assert teams.ask("writer", f"PATCH {gil}", owner).code == "BadRequest"
    assert teams.ask("reader", f"GET {ben}").json["displayName"] == "Ben Barrow"
    assert teams.ask("reader", f"PATCH {ann}", owner).code == "Forbidden"


def test_people_are_removed_in_bulk_with_a_result_each(teams: Teams) -> None:
    """207 when one could not be removed; at most twenty at once."""
    line = f"POST {teams.team()}/members/remove"
    people = [
        {key: value for key, value in teams.member(one).items() if key != "roles"} for one in ("cat", "ann")
    ]
    reply = teams.ask("writer", line, {"values": people})
    assert (reply.status, [row["error"] is None for row in reply.json["value"]]) == (207, [True, False])
    assert names(teams.rows("reader", f"GET {teams.channel()}/members")) == {"Ann Archer", "Gil Gale"}
    assert teams.ask("writer", line, {"values": people[:1]}).json["value"][0]["error"]["code"] == "NotFound"
    for strange in ({"x": 1}, 7):
        assert teams.ask("writer", line, {"values": [*people, strange]}).code == "BadRequest"
    ben = [{key: value for key, value in teams.member("ben").items() if key != "roles"}]
    assert teams.ask("writer", line, {"values": ben}).status == 200
    assert teams.ask("writer", line, {"values": people * 11}).code == "BadRequest"


def test_groups_lie_within_groups(teams: Teams) -> None:
    """Direct members are people and groups; transitive ones are everybody below, once."""
    outer, middle, inner = (
        teams.rows("reader", "GET /v1.0/groups", query={"$filter": f"displayName eq '{name}'"})[0]["id"]
        for name in ("Outer", "Middle", "Inner")
    )
    rows = teams.rows("reader", f"GET /v1.0/groups/{middle}/members")
    assert {row["displayName"]: row["@odata.type"].rpartition(".")[2] for row in rows} == {
        "Ann Archer": "user",
        "Inner": "group",
    }
    below = teams.rows("reader", f"GET /v1.0/groups/{outer}/transitiveMembers")
    assert sorted(row["displayName"] for row in below) == ["Ann Archer", "Cat Cole", "Inner", "Middle"]
    assert names(teams.rows("reader", f"GET /v1.0/groups/{middle}/owners")) == {"Ben Barrow"}
    above = teams.rows("reader", f"GET /v1.0/users/{teams.id_of('cat')}/transitiveMemberOf")
    assert names(above) == {"Inner", "Middle", "Outer", "Twin One"}
    around = {"@odata.id": f"https://graph.microsoft.com/v1.0/groups/{outer}"}
    assert teams.ask("writer", f"POST /v1.0/groups/{inner}/members/$ref", around).code == "Request_BadRequest"
    assert teams.ask("writer", f"DELETE /v1.0/groups/{outer}/members/{middle}/$ref").status == 204
    again = {"@odata.id": f"https://graph.microsoft.com/v1.0/directoryObjects/{middle}"}
    assert teams.ask("writer", f"POST /v1.0/groups/{outer}/members/$ref", again).status == 204
    assert teams.ask("writer", f"POST /v1.0/groups/{outer}/members/$ref", again).code == "Request_BadRequest"


def test_seed_may_hold_an_old_deletion_and_the_principal_it_left(teams: Teams) -> None:
    """The name lives on as another account, while the library still names the old one."""
    rows = teams.rows("reader", "GET /v1.0/directory/deletedItems/microsoft.graph.user")
    assert [(row["displayName"], row["deletedDateTime"]) for row in rows] == [
        ("Old Oak", "2026-02-10T09:00:00Z")
    ]
    assert teams.ask("reader", "GET /v1.0/users/dee@twinbridge.example").json["id"] == teams.id_of("dee")
    item = quote("Reviews/A/one.docx")
    drive = teams.record("channel").drive_id
    line = f"GET /v1.0/drives/{drive}/root:/{item}:/permissions"
    named = {row.get("grantedToV2", {}).get("user", {}).get("id") for row in teams.rows("reader", line)}
    assert named == {None}
    teams.admin("PUT", "quirks", {"permission.stale_ids": True})
    named = {row.get("grantedToV2", {}).get("user", {}).get("id") for row in teams.rows("reader", line)}
    assert teams.id_of("old") in named
    assert teams.admin("GET", "access?person=dee&item=A/one.docx")["role"] is None


def test_witness_of_access_and_groups_of_the_site_agree(teams: Teams) -> None:
    """Two readings of who is in a site, made apart from each other, come to the same at each moment."""
    teams.quirk("teams.site_sync_delay", "PT1H")
    place = teams.channel()
    for step in ("nothing", "join", "leave", "later"):
        if step == "join":
            teams.ask("writer", f"POST {place}/members", teams.member("ben", "owner"))
        elif step == "leave":
            teams.ask("writer", f"DELETE {teams.membership(place, 'Cat Cole')}")
        elif step == "later":
            teams.later("PT1H")
        rows = teams.admin("GET", "access?item=A/one.docx")
        by_group = {row["key"] for row in rows if any(path["via"] == "site-group" for path in row["paths"])}
        told = teams.in_site("channel", "owners") | teams.in_site("channel", "members")
        assert by_group == told, step
    assert told == {"ann", "ben", "gil"}
