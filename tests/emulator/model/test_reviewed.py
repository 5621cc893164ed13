"""What a reading of the code found wrong where permissions, groups and doors meet.

Source: graph:resources/permission
Source: graph:api/driveitem-update
Source: graph:api/permission-update
Source: sp-dev-docs:users-groups-and-roles
Source: spo:restricted-access-control
"""

import json
from urllib.parse import quote, unquote, urlsplit

import pytest

from graph_emulator.directory.models import Group
from graph_emulator.kernel.wire import Request
from tests.emulator.model import belonging, moving, sharing
from tests.emulator.model.checks import Watch
from tests.emulator.model.standing import Share
from tests.emulator.model.world import Json, World

_READ = 1073741826


def _named(world: World, name: str) -> int:
    return next(key for key, node in world.model.nodes.items() if node.name == name and not node.gone)


def _reads(world: World, who: str, key: int) -> str | None:
    rows = world.admin("GET", f"access?item={world.items[key]}")
    return next((row["role"] for row in rows if row["key"] == who), None)


def _site(world: World) -> str:
    """Return the address of the channel's site."""
    path = urlsplit(world.graph("reconciler", "GET", world.at(_named(world, "A")))[1]["webUrl"]).path
    return "/".join(unquote(path).split("/")[:3])


def _rest(world: World, method: str, path: str, body: Json | None = None, who: str = "reconciler") -> Json:
    """Send one request to SharePoint itself and return its body with the status."""
    asked = {"app": who, "by_certificate": True} if who == "reconciler" else {"user": who}
    token = world.admin("POST", "token", {**asked, "audience": "sharepoint"})["access_token"]
    kind = "application/json"
    headers = {"authorization": f"Bearer {token}", "accept": kind, "content-type": kind}
    content = b"" if body is None else json.dumps(body).encode()
    address = quote(f"{_site(world)}/_api/web/{path}", safe="/()'=,")
    reply = world.doors.respond(Request(method=method, path=address, headers=headers, body=content))
    return {"status": reply.status, **json.loads(reply.body or b"{}")}


def _link(world: World, key: int, *people: str, kind: str = "view") -> Json:
    body = {"type": kind, "scope": "users", "recipients": [{"objectId": world.users[one]} for one in people]}
    return world.graph("reconciler", "POST", world.at(key, "/createLink"), body, "beta")[1]


def _link_group(world: World) -> int:
    rows = _rest(world, "GET", "sitegroups")["value"]
    return next(int(row["Id"]) for row in rows if row["LoginName"].startswith("SharingLinks."))


def test_who_reads_without_download_copies_nothing(world: World) -> None:
    """A link that blocks downloads gives no copy either, alone or inside of a folder."""
    sharing.invite(world, "reconciler", _named(world, "B"), ("ann",), "write", retain=True)
    closed = _named(world, "one.docx")
    sharing.create_link(world, "reconciler", closed, Share("blocksDownload", "users", ("ann",)))
    moving.copy(world, "ann", closed, _named(world, "B"), "mine.docx")
    moving.copy(world, "mem", closed, _named(world, "B"), "theirs.docx")
    Watch(world).look()
    assert world.refused == 1


def test_what_comes_back_is_not_reached_from_where_its_folder_was(world: World) -> None:
    """A restored file is out of reach of links on folders that are no longer above it."""
    file = _named(world, "two.pdf")
    sharing.create_link(world, "reconciler", _named(world, "A"), Share("view", "users", ("ann",)))
    sharing.invite(world, "reconciler", file, ("pen",), "read", retain=True)
    moving.remove(world, "reconciler", file)
    moving.move(world, "reconciler", _named(world, "sub"), _named(world, "B"), None)
    moving.restore(world, file)
    Watch(world).look()
    assert _reads(world, "ann", file) is None


def test_renaming_needs_the_item_only(world: World) -> None:
    """Whoever may change a file renames it, and does not see the folder that it lies in."""
    file = _named(world, "one.docx")
    sharing.invite(world, "reconciler", file, ("out",), "write", retain=True)
    moving.move(world, "out", file, None, "named.docx")
    Watch(world).look()
    assert (world.model.nodes[file].name, world.refused) == ("named.docx", 0)


def test_a_changed_expiry_keeps_to_the_policy(world: World) -> None:
    """An anonymous link can be changed neither to an end in the past, nor to one beyond the most days."""
    key = _named(world, "one.docx")
    world.admin("PUT", "posture", {"site": {"anonymous_link_days": 7}})
    link = world.graph(
        "reconciler", "POST", world.at(key, "/createLink"), {"type": "view", "scope": "anonymous"}
    )
    where = world.at(key, f"/permissions/{link[1]['id']}")
    for instant, status in (
        ("2001-01-01T00:00:00Z", 400),
        ("2027-01-01T00:00:00Z", 400),
        (sharing.instant(5), 200),
    ):
        assert world.graph("reconciler", "PATCH", where, {"expirationDateTime": instant})[0] == status


def test_only_owners_change_roles_where_only_they_share(world: World) -> None:
    """A member who may not share may not widen what somebody has either."""
    key = _named(world, "one.docx")
    body = {"recipients": [{"objectId": world.users["ann"]}], "roles": ["read"], "sendInvitation": False}
    given = world.graph("reconciler", "POST", world.at(key, "/invite"), body)[1]["value"][0]
    world.admin("PUT", "posture", {"site": {"members_can_share": False}})
    where = world.at(key, f"/permissions/{given['id']}")
    for who, status in (("mem", 403), ("own", 200), ("reconciler", 200)):
        assert world.graph(who, "PATCH", where, {"roles": ["write"]})[0] == status


def test_restricted_access_keeps_an_administrator_out_of_rest_too(world: World) -> None:
    """Who administers a site and is outside of the groups that it is restricted to gets nothing there."""
    world.admin("POST", "admins", {"people": ["out"]})
    assert _rest(world, "GET", "sitegroups", who="out")["status"] == 200
    world.admin("PUT", "posture", {"site": {"restricted_to_groups": ["all"]}})
    assert _rest(world, "GET", "sitegroups", who="out")["status"] == 403
    assert world.graph("out", "GET", world.at(_named(world, "A")))[0] == 404


def test_who_comes_into_a_links_group_is_on_the_link(world: World) -> None:
    """The group of a link is its people: put into it in SharePoint, somebody reads, and Graph lists them."""
    key = _named(world, "one.docx")
    link = _link(world, key, "ann")
    login = {"LoginName": "i:0#.f|membership|out@marsh.example"}
    assert _rest(world, "POST", f"sitegroups/getbyid({_link_group(world)})/users", login)["status"] == 201
    assert _reads(world, "out", key) == "read"
    assert world.graph("out", "GET", world.at(key))[0] == 200
    found = world.graph("reconciler", "GET", world.at(key, f"/permissions/{link['id']}"))[1]
    assert {one["user"]["displayName"] for one in found["grantedToIdentitiesV2"]} == {
        "Person ann",
        "Person out",
    }


def test_a_links_group_may_be_given_something_else(world: World) -> None:
    """A file that is given to the group of another file's link is read by the people on that link."""
    _link(world, _named(world, "one.docx"), "ann")
    other = _named(world, "three.docx")
    path = unquote(urlsplit(world.graph("reconciler", "GET", world.at(other))[1]["webUrl"]).path)
    item = f"GetFileByServerRelativePath(decodedUrl='{path}')/ListItemAllFields"
    assert _rest(world, "POST", f"{item}/breakroleinheritance(true,false)")["status"] == 200
    given = f"{item}/roleassignments/addroleassignment(principalid={_link_group(world)},roledefid={_READ})"
    assert _rest(world, "POST", given)["status"] == 200
    assert _reads(world, "ann", other) == "read"
    assert world.graph("ann", "GET", world.at(other))[0] == 200


@pytest.mark.parametrize("held", ["team", "nested"])
def test_members_of_a_group_open_its_link(world: World, held: str) -> None:
    """A link for a group opens for the members of its team, and of the groups within it."""
    group = world.team if held == "team" else _group_around(world, world.groups["all"])
    body = {"type": "view", "scope": "users", "recipients": [{"objectId": group}]}
    key = _named(world, "one.docx")
    link = world.graph("reconciler", "POST", world.at(key, "/createLink"), body, "beta")[1]
    assert _reads(world, "staff", key) == "read"
    headers = {"authorization": f"Bearer {world.tokens['staff']}", "prefer": "redeemSharingLink"}
    path = f"/v1.0/shares/{link['shareId']}/driveItem"
    assert world.doors.respond(Request(method="GET", path=path, headers=headers)).status == 200


def _group_around(world: World, inner: str) -> str:
    """Make a group that has another one of the same name in it, and return its id."""
    state = world.tenant.state
    state.put(Group(id="outer", key="outer", name="all", mail_nickname="outer", members=[], groups=[inner]))
    world.tenant.store.take(state)
    world.tenant.commit()
    return "outer"


def test_a_link_that_is_over_accepts_no_invitation(world: World) -> None:
    """Whoever opens a link after its end is told that it is gone."""
    key = _named(world, "one.docx")
    body = {
        "type": "view",
        "scope": "users",
        "recipients": [{"objectId": world.users["pen"]}],
        "expirationDateTime": sharing.instant(2),
    }
    world.graph("reconciler", "POST", world.at(key, "/createLink"), body, "beta")
    belonging.wait(world, 3)
    door = {"item": world.items[key], "person": "pen"}
    assert world.ask_admin("POST", "redeem", door)[0] == 400


def test_the_site_knows_its_people_as_late_as_access_does(world: World) -> None:
    """While a site has not heard of a channel's changes, its groups show who really reads there."""
    world.admin("PUT", "quirks", {"teams.site_sync_delay": "PT1H"})
    world.graph("reconciler", "DELETE", belonging.membership(world, "channel", "mem"))
    belonging.join(world, "reconciler", "channel", "staff", owner=False)

    def seen() -> set[str]:
        rows = _rest(world, "GET", "associatedmembergroup/users")["value"]
        return {row["Title"].removeprefix("Person ") for row in rows}

    assert seen() == {"mem"}
    assert _reads(world, "staff", _named(world, "A")) is None
    belonging.wait(world, 2)
    assert seen() == {"staff"}
    assert _reads(world, "staff", _named(world, "A")) == "write"


def test_an_invitation_lets_pass_above(world: World) -> None:
    """Somebody who is invited to a file may pass through what lies above; there it is no role."""
    key = _named(world, "one.docx")
    body = {"recipients": [{"objectId": world.users["ann"]}], "roles": ["read"], "sendInvitation": False}
    given = world.graph("reconciler", "POST", world.at(key, "/invite"), body)[1]["value"][0]
    top = world.rows_of("reconciler", world.at(0, "/permissions"))
    assert [row["roles"] for row in top if row["id"] == given["id"]] == [[]]
    assert _reads(world, "ann", 0) is None


def test_who_passes_and_reads_is_listed_once(world: World) -> None:
    """Somebody with a role on a folder and something below it is one permission of the folder."""
    folder, file = _named(world, "A"), _named(world, "one.docx")
    for key in (folder, file):
        sharing.invite(world, "reconciler", key, ("ann",), "read", retain=True)
    rows = world.rows_of("reconciler", world.at(folder, "/permissions"))
    ids = [row["id"] for row in rows]
    assert len(ids) == len(set(ids))


def _download(world: World, who: str, key: int) -> tuple[int, str]:
    headers = {"authorization": f"Bearer {world.tokens[who]}"}
    path = f"/v1.0{world.at(key)}/content"
    reply = world.doors.respond(Request(method="GET", path=path, headers=headers))
    return reply.status, reply.headers.get("Location", "")


def test_content_is_kept_from_who_may_only_look(world: World) -> None:
    """A reader by a link that blocks downloads gets no content; members and applications are sent to it.

    Source: graph:api/driveitem-get-content
    """
    key = _named(world, "one.docx")
    _link(world, key, "ann", kind="blocksDownload")
    assert _download(world, "ann", key) == (403, "")
    assert _download(world, "out", key) == (404, "")
    for who in ("mem", "auditor"):
        status, where = _download(world, who, key)
        assert (status, where.partition("?")[0]) == (
            302,
            f"https://marsh.sharepoint.example{_site(world)}/_layouts/15/download.aspx",
        )
    assert _download(world, "mem", _named(world, "A")) == (400, "")


def test_the_sites_policy_keeps_members_from_content_but_no_application(world: World) -> None:
    """Where the site blocks downloads even its members get no content, and applications do.

    Source: spo:block-download-from-sites
    """
    world.admin("PUT", "posture", {"site": {"block_download": True}})
    key = _named(world, "one.docx")
    assert [_download(world, who, key)[0] for who in ("mem", "own", "auditor")] == [403, 403, 302]


def test_a_link_can_be_made_on_the_item_of_a_list(world: World) -> None:
    """A file is an item of a list too, by its number there, and takes links as such.

    Source: graph:api/listitem-createlink
    """
    key = _named(world, "one.docx")
    drive = world.graph("reconciler", "GET", f"/drives/{world.drive}")[1]
    path = unquote(urlsplit(world.graph("reconciler", "GET", world.at(key))[1]["webUrl"]).path)
    number = _rest(world, "GET", f"GetFileByServerRelativePath(decodedUrl='{path}')/ListItemAllFields")["Id"]
    site = f"/sites/marsh.sharepoint.example:{_site(world)}:/lists/{quote(drive['name'])}/items"
    body = {"type": "view", "scope": "organization"}
    made = [
        world.graph("reconciler", "POST", f"{site}/{one}/createLink", body)[0] for one in (number, number, 99)
    ]
    assert made == [201, 200, 404]
    assert _wide(world, key)


def _wide(world: World, key: int) -> bool:
    rows = world.rows_of("reconciler", world.at(key, "/permissions"))
    return any(row.get("link", {}).get("scope") == "organization" for row in rows)


@pytest.mark.parametrize(("known", "held"), [("stale", None), ("taken-over", "write")])
def test_a_site_may_take_a_new_account_for_the_deleted_one(
    world: World, known: str, held: str | None
) -> None:
    """What an account gets whose name a deleted one had is the old one's, unless it takes over.

    Source: spo:troubleshoot/fix-site-user-id-mismatch
    """
    world.admin("PUT", "quirks", {"sharing.recreated_accounts": known})
    key = _named(world, "one.docx")
    sharing.invite(world, "reconciler", key, ("out",), "read", retain=True)
    belonging.account(world, "out", "close")
    fresh = belonging.hire(world, "out")
    Watch(world).look()
    body = {"recipients": [{"objectId": world.users[fresh]}], "roles": ["write"], "sendInvitation": False}
    assert world.graph("reconciler", "POST", world.at(key, "/invite"), body)[0] == 200
    assert _reads(world, fresh, key) == held


def test_only_the_invited_address_accepts_where_it_must(world: World) -> None:
    """Another address takes up an invitation, unless the tenant asks for the invited one.

    Source: graph:resources/sharepointsettings
    """
    asked = "isRequireAcceptingUserToMatchInvitedUserEnabled"
    other = {"person": "pen", "as_identity": {"issuer": "mail", "id": "other@far.example"}}
    same = {"person": "pen", "as_identity": {"issuer": "mail", "id": "PEN@marsh.example"}}
    world.admin("PUT", "posture", {"tenant": {asked: True}})
    assert world.ask_admin("POST", "invitations/redeem", other)[0] == 400
    assert world.ask_admin("POST", "invitations/redeem", same)[0] == 200
    world.begin()
    assert world.ask_admin("POST", "invitations/redeem", other)[0] == 200
