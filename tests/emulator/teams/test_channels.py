"""Channels that are made, shared, renamed and deleted, and when their sites know.

Source: graph:api/channel-post, graph:api/channel-patch, graph:api/channel-delete
Source: spo:teams-connected-sites
"""

from collections.abc import Iterator
from typing import Any

import pytest

from graph_emulator.memberships.sitegroups import members_of_site_group
from tests.emulator.teams.two_teams import SEED, SHARED, TYPE, Teams, names


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
    assert teams.ask("reader", line, headers=SHARED).json["membershipType"] == "shared"
    rows = teams.rows(
        "reader", f"GET {teams.team()}/channels", query={"$filter": "membershipType eq 'shared'"}
    )
    assert names(rows) == {"Bridge"}


def test_shared_channel_comes_in_at_the_other_team(teams: Teams) -> None:
    """The other team sees it as incoming and among all, and not among its own."""
    two = teams.team("two")
    assert names(teams.rows("reader", f"GET {two}/incomingChannels")) == {"Bridge"}
    assert names(teams.rows("reader", f"GET {two}/allChannels")) == {"Bridge", "General"}
    assert names(teams.rows("reader", f"GET {two}/channels")) == {"General"}
    assert names(teams.rows("dee", f"GET {two}/incomingChannels")) == {"Bridge"}
    assert teams.rows("reader", f"GET {teams.team()}/incomingChannels") == []


def test_shared_channel_tells_its_teams_and_who_comes_in_through_them(teams: Teams) -> None:
    """The host is marked; guests of the other team are not let in."""
    place = f"{teams.channel('bridge')}/sharedWithTeams"
    rows = teams.rows("reader", f"GET {place}")
    assert {row["displayName"]: row["isHostTeam"] for row in rows} == {"Twin One": True, "Twin Two": False}
    two = next(row["id"] for row in rows if not row["isHostTeam"])
    assert teams.ask("reader", f"GET {place}/{two}").json["displayName"] == "Twin Two"
    assert names(teams.rows("reader", f"GET {place}/{two}/allowedMembers")) == {"Dee Dunn", "Ben Barrow"}
    assert teams.ask("reader", f"GET {place}/nowhere").code == "NotFound"
    assert teams.ask("reader", f"GET {teams.channel()}/sharedWithTeams").code == "BadRequest"


def test_all_members_holds_direct_and_indirect_people(teams: Teams) -> None:
    """Who comes in through a team is marked by where they come from; outsiders name their own tenant."""
    channel = teams.channel("bridge")
    assert names(teams.rows("reader", f"GET {channel}/members")) == {"Ann Archer", "Cat Cole", "Pat Pole"}
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
    assert "Pat Pole" not in names(teams.rows("reader", "GET /v1.0/users"))


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
    body = {"@odata.type": TYPE, "roles": [], "user@odata.bind": address, "tenantId": quin.tenant_id}
    bridge = f"{teams.channel('bridge')}/members"
    assert teams.ask("writer", f"POST {bridge}", {**body, "roles": ["owner"]}).code == "BadRequest"
    made = teams.ask("writer", f"POST {bridge}", body)
    assert (made.status, made.json["tenantId"], made.json["email"]) == (201, quin.tenant_id, quin.mail)
    owner = {"@odata.type": TYPE, "roles": ["owner"]}
    assert teams.ask("writer", f"PATCH {bridge}/{made.json['id']}", owner).code == "BadRequest"
    assert teams.ask("writer", f"POST {teams.channel()}/members", body).code == "BadRequest"
    assert teams.ask("writer", f"POST {teams.team()}/members", body).code == "BadRequest"
    assert teams.ask("writer", f"POST {bridge}", {**body, "tenantId": "elsewhere"}).code == "NotFound"
    assert teams.ask("writer", f"POST {bridge}", teams.member("gil")).code == "BadRequest"


def test_members_can_be_filtered_and_selected(teams: Teams) -> None:
    """Roles, names and ids can be asked for, the derived type before a property or not."""
    line = f"GET {teams.team()}/members"
    owners = teams.rows("reader", line, query={"$filter": "roles/any(r:r eq 'owner')"})
    assert names(owners) == {"Ann Archer"}
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
