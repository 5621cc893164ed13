"""Channels that are made, shared, renamed and deleted, and when their sites know.

Source: graph:api/channel-post, graph:api/channel-patch, graph:api/channel-delete
Source: spo:teams-connected-sites
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from graph_emulator.memberships.models import Channel, Outsider, Team
from graph_emulator.memberships.sitegroups import members_of_site_group
from tests.emulator.directory.room import Room

_SEED = Path(__file__).parent / "shared-tenant.yaml"
_TYPE = "#microsoft.graph.aadUserConversationMember"
_SHARED = {"prefer": "include-unknown-enum-members"}


class Teams(Room):
    """The tenant of two teams."""

    def team(self, key: str = "team") -> str:
        """Return a team's path by its key."""
        return "/v1.0/teams/" + next(iter(self.tenant.state.find(Team, "key", key))).id

    def record(self, key: str) -> Channel:
        """Return a channel's record by its key, or by its name where it has none."""
        return next(c for c in self.tenant.state.every(Channel) if key in {c.key or c.name, c.name})

    def channel(self, key: str = "channel") -> str:
        """Return a channel's path."""
        record = self.record(key)
        return f"/v1.0/teams/{record.team_id}/channels/{record.id}"

    def outsider(self, key: str) -> Outsider:
        """Return a person of another directory."""
        return next(iter(self.tenant.state.find(Outsider, "key", key)))

    def in_site(self, key: str, group: str) -> set[str]:
        """Return the keys of the people in a group of a channel's site."""
        record = self.record(key)
        ids = members_of_site_group(self.tenant.state, record.site_id or "", group)
        assert ids == members_of_site_group(self.tenant.state, record.drive_id or "", group)
        people = {user["id"]: user["key"] for user in self.admin("GET", "state")["users"]}
        people |= {one.id: one.key for one in self.tenant.state.every(Outsider)}
        return {people[one] for one in ids}

    def member(self, key: str, *roles: str, **more: str) -> dict[str, Any]:
        """Return a member's JSON."""
        address = f"https://graph.microsoft.com/v1.0/users('{self.id_of(key)}')"
        return {"@odata.type": _TYPE, "roles": list(roles), "user@odata.bind": address, **more}

    def membership(self, place: str, name: str) -> str:
        """Return a membership's path by the person's name."""
        rows = self.rows("writer", f"GET {place}/members")
        return f"{place}/members/" + str(next(row["id"] for row in rows if row["displayName"] == name))

    def make(self, who: str = "writer", **body: Any) -> Any:
        """Make a channel in the first team."""
        return self.ask(who, f"POST {self.team()}/channels", body)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Teams]:
    """One tenant for all tests of the module."""
    room = Teams(tmp_path_factory.mktemp("teams"), _SEED)
    yield room
    room.tenant.close()


@pytest.fixture
def teams(opened: Teams) -> Teams:
    """The tenant at its seed."""
    opened.begin()
    return opened


def _names(rows: list[Any]) -> set[str]:
    return {row["displayName"] for row in rows}


def test_every_team_has_general_in_the_site_of_its_group(teams: Teams) -> None:
    """General is a standard channel; standard channels share the library of the group's site."""
    rows = teams.rows("reader", f"GET {teams.team('two')}/channels")
    assert [(row["displayName"], row["membershipType"]) for row in rows] == [("General", "standard")]
    group = teams.team().rpartition("/")[2]
    site = teams.ask("reader", f"GET /v1.0/groups/{group}/sites/root").json
    notes = teams.ask("reader", f"GET {teams.channel('notes')}/filesFolder").json
    drive = teams.ask("reader", f"GET /v1.0/sites/{site['id']}/drive").json
    assert (notes["name"], notes["parentReference"]["driveId"]) == ("Notes", drive["id"])
    own = teams.ask("reader", f"GET {teams.channel()}/filesFolder").json
    assert own["parentReference"]["driveId"] != drive["id"]
    outer = teams.rows("reader", "GET /v1.0/groups", query={"$filter": "displayName eq 'Outer'"})[0]["id"]
    assert teams.ask("reader", f"GET /v1.0/groups/{outer}/sites/root").status == 404


def test_site_of_the_team_follows_the_team(teams: Teams) -> None:
    """The site's owners and members are those of the team, guests among the members."""
    assert teams.in_site("notes", "owners") == {"ann"}
    assert teams.in_site("notes", "members") == {"ben", "cat", "gil"}
    assert teams.in_site("notes", "visitors") == set()
    assert teams.in_site("channel", "3") == {"ann"}
    assert teams.in_site("channel", "5") == {"cat", "gil"}


def test_shared_is_named_to_those_who_know_the_word(teams: Teams) -> None:
    """Without the Prefer header the newer kind of channel is shown as an unknown one."""
    line = f"GET {teams.channel('bridge')}"
    assert teams.ask("reader", line).json["membershipType"] == "unknownFutureValue"
    assert teams.ask("reader", line, headers=_SHARED).json["membershipType"] == "shared"
    rows = teams.rows(
        "reader", f"GET {teams.team()}/channels", query={"$filter": "membershipType eq 'shared'"}
    )
    assert _names(rows) == {"Bridge"}


def test_shared_channel_comes_in_at_the_other_team(teams: Teams) -> None:
    """The other team sees it as incoming and among all, and not among its own."""
    two = teams.team("two")
    assert _names(teams.rows("reader", f"GET {two}/incomingChannels")) == {"Bridge"}
    assert _names(teams.rows("reader", f"GET {two}/allChannels")) == {"Bridge", "General"}
    assert _names(teams.rows("reader", f"GET {two}/channels")) == {"General"}
    assert _names(teams.rows("dee", f"GET {two}/incomingChannels")) == {"Bridge"}
    assert teams.rows("reader", f"GET {teams.team()}/incomingChannels") == []


def test_shared_channel_tells_its_teams_and_who_comes_in_through_them(teams: Teams) -> None:
    """The host is marked; guests of the other team are not let in."""
    place = f"{teams.channel('bridge')}/sharedWithTeams"
    rows = teams.rows("reader", f"GET {place}")
    assert {row["displayName"]: row["isHostTeam"] for row in rows} == {"Twin One": True, "Twin Two": False}
    two = next(row["id"] for row in rows if not row["isHostTeam"])
    assert teams.ask("reader", f"GET {place}/{two}").json["displayName"] == "Twin Two"
    assert _names(teams.rows("reader", f"GET {place}/{two}/allowedMembers")) == {"Dee Dunn", "Ben Barrow"}
    assert teams.ask("reader", f"GET {place}/nowhere").code == "NotFound"
    assert teams.ask("reader", f"GET {teams.channel()}/sharedWithTeams").code == "BadRequest"


def test_all_members_holds_direct_and_indirect_people(teams: Teams) -> None:
    """Who comes in through a team is marked by where they come from; outsiders name their own tenant."""
    channel = teams.channel("bridge")
    assert _names(teams.rows("reader", f"GET {channel}/members")) == {"Ann Archer", "Cat Cole", "Pat Pole"}
    rows = {row["displayName"]: row for row in teams.rows("reader", f"GET {channel}/allMembers")}
    assert set(rows) == {"Ann Archer", "Cat Cole", "Pat Pole", "Dee Dunn", "Ben Barrow"}
    origin = "@microsoft.graph.originalSourceMembershipUrl"
    assert {name for name, row in rows.items() if origin in row} == {"Dee Dunn", "Ben Barrow"}
    assert rows["Ann Archer"]["roles"] == ["Owner"]
    assert rows["Pat Pole"]["tenantId"] == teams.outsider("pat").tenant_id
    assert teams.in_site("bridge", "members") == {"cat", "pat", "dee", "ben"}


def test_outsider_is_no_guest_object(teams: Teams) -> None:
    """The directory does not know people of another one."""
    pat = teams.outsider("pat")
    assert teams.ask("reader", f"GET /v1.0/users/{pat.id}").status == 404
    assert "Pat Pole" not in _names(teams.rows("reader", "GET /v1.0/users"))


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        ("userId='{ann}'", True),
        ("userId='{dee}'", True),
        ("userId='{gil}'", False),
        ("userPrincipalName='ben@twinbridge.example'", True),
        ("userId='nobody'", False),
        ("userId='{pat}',tenantId='{police}'", True),
        ("userId='{quin}',tenantId='{police}'", False),
        ("userId='{pat}'", False),
    ],
)
def test_access_is_told_for_both_directories(teams: Teams, asked: str, *, known: bool) -> None:
    """Whoever belongs to the channel in any way has access; an outsider is named with their tenant."""
    ids = {key: teams.id_of(key) for key in ("ann", "dee", "gil")}
    ids |= {key: teams.outsider(key).id for key in ("pat", "quin")}
    filled = asked.format(**ids, police=teams.outsider("pat").tenant_id)
    reply = teams.ask("reader", f"GET {teams.channel('bridge')}/doesUserHaveAccess({filled})")
    assert (reply.status, reply.json["value"]) == (200, known)


def test_access_of_nobody_is_not_told(teams: Teams) -> None:
    """One of id and name is needed."""
    line = f"GET {teams.channel('bridge')}/doesUserHaveAccess(tenantId='x')"
    assert teams.ask("reader", line).code == "BadRequest"


def test_outsider_joins_a_shared_channel_by_id_and_tenant(teams: Teams) -> None:
    """The body names their directory; other channels and teams do not take them, and none owns."""
    quin = teams.outsider("quin")
    address = f"https://graph.microsoft.com/v1.0/users('{quin.id}')"
    body = {"@odata.type": _TYPE, "roles": [], "user@odata.bind": address, "tenantId": quin.tenant_id}
    bridge = f"{teams.channel('bridge')}/members"
    assert teams.ask("writer", f"POST {bridge}", {**body, "roles": ["owner"]}).code == "BadRequest"
    made = teams.ask("writer", f"POST {bridge}", body)
    assert (made.status, made.json["tenantId"], made.json["email"]) == (201, quin.tenant_id, quin.mail)
    owner = {"@odata.type": _TYPE, "roles": ["owner"]}
    assert teams.ask("writer", f"PATCH {bridge}/{made.json['id']}", owner).code == "BadRequest"
    assert teams.ask("writer", f"POST {teams.channel()}/members", body).code == "BadRequest"
    assert teams.ask("writer", f"POST {teams.team()}/members", body).code == "BadRequest"
    assert teams.ask("writer", f"POST {bridge}", {**body, "tenantId": "elsewhere"}).code == "NotFound"
    assert teams.ask("writer", f"POST {bridge}", teams.member("gil")).code == "BadRequest"


def test_members_can_be_filtered_and_selected(teams: Teams) -> None:
    """Roles, names and ids can be asked for, the derived type before a property or not."""
    line = f"GET {teams.team()}/members"
    owners = teams.rows("reader", line, query={"$filter": "roles/any(r:r eq 'owner')"})
    assert _names(owners) == {"Ann Archer"}
    text = f"microsoft.graph.aadUserConversationMember/userId eq '{teams.id_of('cat')}'"
    row = teams.rows("reader", line, query={"$filter": text, "$select": "displayName,roles"})[0]
    assert set(row) == {"@odata.type", "displayName", "roles"}
    assert teams.ask("reader", line, query={"$select": "nickname"}).code == "BadRequest"


def test_private_channel_is_made_with_its_people(teams: Teams) -> None:
    """The answer is 201 with the channel; its people are those of the body."""
    body = {"displayName": "Case nine", "membershipType": "private", "description": "x"}
    made = teams.make(**body, members=[teams.member("ann", "owner"), teams.member("ben")])
    assert (made.status, made.json["displayName"], made.json["description"]) == (201, "Case nine", "x")
    assert made.json["membershipType"] == "private"
    rows = teams.rows("writer", f"GET {teams.team()}/channels/{made.json['id']}/members")
    assert {row["displayName"]: row["roles"] for row in rows} == {"Ann Archer": ["owner"], "Ben Barrow": []}


@pytest.mark.parametrize(
    ("kind", "people", "status"),
    [
        ("private", [], 400),
        ("private", [("ben",)], 400),
        ("private", [("dee", "owner")], 400),
        ("private", [("ann", "owner"), ("ann",)], 400),
        ("private", [("ann", "owner"), ("ben", "owner")], 201),
        ("shared", [("ann", "owner"), ("ben", "owner")], 400),
        ("shared", [("dee", "owner")], 201),
        ("shared", [("ann", "owner"), ("gil",)], 400),
        ("standard", [("ann", "owner")], 400),
        ("standard", [], 201),
        ("secret", [("ann", "owner")], 400),
    ],
)
def test_each_kind_needs_its_own_owners(
    teams: Teams, kind: str, people: list[tuple[str, ...]], status: int
) -> None:
    """A private channel needs an owner of the team, a shared one exactly one, a standard one nobody."""
    members = [teams.member(*one) for one in people]
    body: dict[str, Any] = {
        "displayName": "New",
        "membershipType": kind,
        **({"members": members} if members else {}),
    }
    assert teams.make(**body).status == status


@pytest.mark.parametrize("name", ["", " ", "x" * 51, "a/b", "reviews", None])
def test_name_of_a_channel_is_short_and_free(teams: Teams, name: str | None) -> None:
    """Fifty characters, no special ones, and no other channel of the team of this name."""
    reply = teams.make(displayName=name, membershipType="standard")
    assert (reply.status, reply.code) == (400, "BadRequest")


def test_person_who_makes_a_channel_owns_it_and_a_guest_makes_none(teams: Teams) -> None:
    """Who names no owner becomes it; somebody else may be named instead."""
    made = teams.make("ben", displayName="Ben's", membershipType="private")
    assert made.status == 400, "an apostrophe is no letter for a channel"
    made = teams.make("ben", displayName="Bens", membershipType="private")
    assert (made.status, made.json["displayName"]) == (201, "Bens")
    rows = teams.rows("ben", f"GET {teams.team()}/channels/{made.json['id']}/members")
    assert [(row["displayName"], row["roles"]) for row in rows] == [("Ben Barrow", ["owner"])]
    assert teams.make("gil", displayName="Gils", membershipType="private").code == "Forbidden"
    assert teams.make("reader", displayName="None").code == "Forbidden"


def test_channel_is_renamed_and_its_folder_is_not(teams: Teams) -> None:
    """PATCH answers 204; General keeps its name, and the kind is not to be changed."""
    line = f"PATCH {teams.channel()}"
    assert teams.ask("writer", line, {"displayName": "Panels", "description": "d"}).status == 204
    shown = teams.ask("reader", f"GET {teams.channel()}").json
    assert (shown["displayName"], shown["description"]) == ("Panels", "d")
    assert teams.ask("reader", f"GET {teams.channel()}/filesFolder").json["name"] == "Reviews"
    for body in ({"membershipType": "shared"}, {}, {"displayName": "Notes"}):
        assert teams.ask("writer", line, body).code == "BadRequest"
    assert teams.ask("writer", f"PATCH {teams.channel('General')}", {"displayName": "G"}).code == "BadRequest"
    assert teams.ask("cat", line, {"displayName": "Mine"}).code == "Forbidden"


def test_deleted_channel_leaves_its_site_with_nobody_in_it(teams: Teams) -> None:
    """The library stays where it was, and the groups are empty; General cannot be deleted."""
    record = teams.record("channel")
    assert teams.ask("writer", f"DELETE {teams.channel()}").status == 204
    assert teams.ask("reader", f"GET {teams.team()}/channels/{record.id}").code == "NotFound"
    assert teams.ask("reader", f"GET /v1.0/drives/{record.drive_id}").status == 200
    assert members_of_site_group(teams.tenant.state, record.site_id or "", "members") == []
    assert teams.ask("writer", f"DELETE {teams.channel('General')}").code == "BadRequest"
    assert teams.ask("writer", f"DELETE {teams.team()}/channels/{record.id}").code == "NotFound"


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
    owner = {"@odata.type": _TYPE, "roles": ["owner"]}
    assert teams.ask("writer", f"PATCH {teams.membership(place, 'Cat Cole')}", owner).status == 200
    assert _names(teams.rows("reader", f"GET {place}/members")) == {"Ann Archer", "Ben Barrow", "Cat Cole"}
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
        {"@odata.type": _TYPE, "roles": ["owner"]},
    )
    assert teams.ask("writer", f"DELETE {teams.membership(teams.team(), 'Ann Archer')}").status == 204
    rows = teams.rows("reader", f"GET {teams.channel()}/members")
    assert {row["displayName"]: row["roles"] for row in rows} == {
        "Cat Cole": ["owner"],
        "Gil Gale": ["guest"],
    }
    shared = teams.rows("reader", f"GET {teams.channel('bridge')}/members")
    assert "Ann Archer" in _names(shared), "a shared channel does not need the team"


def test_team_member_changes_role_and_the_last_owner_stays(teams: Teams) -> None:
    """PATCH promotes and demotes; a team keeps an owner, and a guest stays one."""
    place = teams.team()
    ann, ben, gil = (teams.membership(place, name) for name in ("Ann Archer", "Ben Barrow", "Gil Gale"))
    owner, plain = ({"@odata.type": _TYPE, "roles": roles} for roles in (["owner"], []))
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
    assert _names(teams.rows("reader", f"GET {teams.channel()}/members")) == {"Ann Archer", "Gil Gale"}
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
    assert _names(teams.rows("reader", f"GET /v1.0/groups/{middle}/owners")) == {"Ben Barrow"}
    above = teams.rows("reader", f"GET /v1.0/users/{teams.id_of('cat')}/transitiveMemberOf")
    assert _names(above) == {"Inner", "Middle", "Outer", "Twin One"}
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
