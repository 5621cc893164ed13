"""Selected permissions: consent, grant and token together, and nothing beyond the place.

Source: graph:concepts/permissions-selected-overview
"""

from typing import Any

import pytest

from graph_emulator.directory.models import Application
from graph_emulator.files.seeding import make_library
from graph_emulator.files.selected_grants import FULL, held_for, may_subscribe
from graph_emulator.memberships.models import Channel
from tests.emulator.appgrants.test_lists import list_place, wish
from tests.emulator.appgrants.test_site_permissions import app_id, grant_site
from tests.emulator.posture.world import World

NEW = {"name": "New", "folder": {}}
LINK = {"type": "blocksDownload", "scope": "users"}


def top(world: World) -> str:
    """Return the address of the library's top."""
    return f"/v1.0/drives/{world.drive}/root"


def test_consent_alone_reaches_nothing(world: World) -> None:
    """Without a grant every route of files and sites is 403."""
    lines = [f"GET {top(world)}", f"GET /v1.0/sites/{world.site}", f"GET /v1.0/sites/{world.site}/drives"]
    for line in lines:
        assert world.ask("site-app", line)[0] == 403
    grant_site(world, "site-app", "read")
    for line in lines:
        assert world.ask("site-app", line)[0] == 200


def test_a_grant_without_consent_reaches_nothing(world: World) -> None:
    """An application whose token has no selected permission gains nothing by a grant."""
    grant_site(world, "outsider", "fullcontrol")
    assert world.ask("outsider", f"GET {top(world)}")[0] == 403


@pytest.mark.parametrize(
    ("role", "reads", "writes", "shares"),
    [
        ("read", 200, 403, 403),
        ("write", 200, 201, 403),
        ("owner", 200, 201, 201),
        ("fullcontrol", 200, 201, 201),
    ],
)
def test_each_role_lets_do_what_it_says(
    world: World, role: str, reads: int, writes: int, shares: int
) -> None:
    """Reading needs read, changing write, sharing owner or fullcontrol."""
    item = world.at("A/two.docx")
    grant_site(world, "site-app", role)
    assert world.ask("site-app", f"GET /v1.0{item}/permissions")[0] == reads
    assert world.ask("site-app", f"POST {top(world)}/children", NEW)[0] == writes
    assert world.ask("site-app", f"POST /beta{item}/createLink", LINK)[0] == shares


def test_a_grant_that_is_taken_back_is_over_at_once(world: World) -> None:
    """Deleting the permission ends the access of a token that is still valid."""
    made = grant_site(world, "site-app", "write")
    assert world.ask("site-app", f"GET {top(world)}")[0] == 200
    world.ok("reconciler", f"DELETE /v1.0/sites/{world.site}/permissions/{made['id']}")
    assert world.ask("site-app", f"GET {top(world)}")[0] == 403


def test_each_channels_site_needs_its_own_grant(world: World) -> None:
    """A grant on one private channel's site says nothing about another's."""
    team = world.inside.admin("GET", "state")["teams"][0]["id"]
    grant_site(world, "site-app", "fullcontrol")
    other = second_site(world, team)
    assert world.ask("site-app", f"GET /v1.0/drives/{other}/root")[0] == 403
    assert world.ask("reconciler", f"GET /v1.0/drives/{other}/root")[0] == 200


def second_site(world: World, team: str) -> str:
    """Make a second private channel with its site, and return its library's id."""
    state = world.state
    channel = Channel(
        id="19:second@thread.tacv2",
        team_id=team,
        name="Second",
        membership="private",
        created_at=state.clock.stamp(),
    )
    state.put(channel)
    make_library(state, channel)
    world.inside.tenant.commit()
    return str(channel.drive_id)


def test_a_list_grant_reaches_its_list_only(world: World) -> None:
    """Lists selected reaches the library and what lies in it, and nothing of the site above it."""
    world.ok("reconciler", f"POST {list_place(world)}", wish(world, "list-app", "write"))
    assert world.ask("list-app", f"GET {top(world)}")[0] == 200
    assert world.ask("list-app", f"GET /v1.0{world.at('A/one.docx')}")[0] == 200
    assert world.ask("list-app", f"GET /v1.0/sites/{world.site}")[0] == 403


def test_a_file_grant_reaches_its_file_only(world: World) -> None:
    """Files selected reaches the file and not its neighbours; a folder's grant reaches what lies in it."""
    one, two = world.at("A/one.docx"), world.at("A/two.docx")
    world.ok("reconciler", f"POST /v1.0{two}/permissions", wish(world, "file-app", "read"))
    assert [world.ask("file-app", f"GET /v1.0{item}")[0] for item in (one, two)] == [403, 200]
    assert world.ask("file-app", f"GET {top(world)}")[0] == 403
    world.ok("reconciler", f"POST /v1.0{world.at('A')}/permissions", wish(world, "file-app", "read"))
    assert [world.ask("file-app", f"GET /v1.0{item}")[0] for item in (one, two)] == [200, 200]


def test_a_narrow_consent_does_not_honour_a_wide_grant(world: World) -> None:
    """A grant on the site serves nobody whose consent is for lists or files only."""
    grant_site(world, "list-app", "fullcontrol")
    grant_site(world, "file-app", "fullcontrol")
    world.ok("reconciler", f"POST {list_place(world)}", wish(world, "file-app", "fullcontrol"))
    assert world.ask("list-app", f"GET {top(world)}")[0] == 403
    assert world.ask("file-app", f"GET {top(world)}")[0] == 403


def test_a_wide_consent_honours_a_narrow_grant(world: World) -> None:
    """With Sites.Selected a grant on a single file is enough for that file."""
    item = world.at("A/two.docx")
    world.ok("reconciler", f"POST /v1.0{item}/permissions", wish(world, "site-app", "read"))
    assert world.ask("site-app", f"GET /v1.0{item}")[0] == 200
    assert world.ask("site-app", f"GET /v1.0{world.at('A/one.docx')}")[0] == 403


def test_taking_a_list_back_takes_its_files_back(world: World) -> None:
    """Deleting a list's permission ends those on single files in it, which can be given anew."""
    place, item = list_place(world), world.at("A/two.docx")
    made = world.ok("reconciler", f"POST {place}", wish(world, "list-app", "write"))
    world.ok("reconciler", f"POST /v1.0{item}/permissions", wish(world, "list-app", "write"))
    world.ok("reconciler", f"DELETE {place}/{made['id']}")
    assert world.ask("list-app", f"GET /v1.0{item}")[0] == 403
    world.ok("reconciler", f"POST /v1.0{item}/permissions", wish(world, "list-app", "read"))
    assert world.ask("list-app", f"GET /v1.0{item}")[0] == 200


def test_deleting_the_files_permission_ends_the_grant(world: World) -> None:
    """An application's permission on a file can be deleted like any other, and is over then."""
    item = world.at("A/two.docx")
    made = world.ok("reconciler", f"POST /v1.0{item}/permissions", wish(world, "file-app", "read"))
    assert world.ask("reconciler", f"DELETE /v1.0{item}/permissions/{made['id']}")[0] == 204
    assert world.ask("file-app", f"GET /v1.0{item}")[0] == 403


def shared(world: World) -> tuple[str, Any]:
    """Return a file's address, and the link on it that the granted application made."""
    item = world.at("A/two.docx")
    return item, world.ok("site-app", f"POST /beta{item}/createLink", LINK)


@pytest.mark.parametrize(("form", "status"), [("honour", 201), ("403", 403)])
def test_making_links_may_not_honour_it(world: World, form: str, status: int) -> None:
    """Whether createLink honours selected permissions is not documented: a switch."""
    grant_site(world, "site-app", "fullcontrol")
    world.quirk(selected__create_link=form)
    assert world.ask("site-app", f"POST /beta{world.at('A/two.docx')}/createLink", LINK)[0] == status


@pytest.mark.parametrize(
    ("form", "role", "status"),
    [("honour", "fullcontrol", 200), ("honour", "owner", 403), ("403", "fullcontrol", 403)],
)
def test_adding_people_may_not_honour_it(world: World, form: str, role: str, status: int) -> None:
    """Whether grant honours selected permissions is a switch; below full control it never does."""
    grant_site(world, "site-app", role)
    made = shared(world)[1]
    world.quirk(selected__grant=form)
    body = {"recipients": [{"objectId": world.user("far")}], "roles": ["read"]}
    assert world.ask("site-app", f"POST /v1.0/shares/{made['shareId']}/permission/grant", body)[0] == status


@pytest.mark.parametrize(("form", "status"), [("honour", 200), ("403", 403)])
def test_taking_people_off_may_not_honour_it(world: World, form: str, status: int) -> None:
    """Whether revokeGrants honours selected permissions is not documented: a switch."""
    grant_site(world, "site-app", "fullcontrol")
    item, made = shared(world)
    world.quirk(selected__revoke_grants=form)
    body = {"grantees": [{"objectId": world.user("far")}]}
    place = f"POST /v1.0{item}/permissions/{made['id']}/revokeGrants"
    assert world.ask("site-app", place, body)[0] == status


@pytest.mark.parametrize(("form", "honoured"), [("honour", True), ("403", False)])
def test_subscriptions_may_not_honour_it(world: World, form: str, *, honoured: bool) -> None:
    """Whether subscriptions honour selected permissions is not documented: a switch."""
    caller = world.state.get(Application, app_id(world, "site-app")).principal()
    assert may_subscribe(world.state, caller, world.drive) is False
    grant_site(world, "site-app", "read")
    world.quirk(selected__subscriptions=form)
    assert may_subscribe(world.state, caller, world.drive) is honoured


def test_an_application_with_wide_roles_is_not_narrowed(world: World) -> None:
    """Selected permissions add to what an application has, and take nothing away."""
    world.inside.admin("POST", "apps", {"name": "both", "roles": ["Sites.Selected", "Files.Read.All"]})
    assert world.ask("both", f"GET {top(world)}")[0] == 200
    assert world.ask("both", f"POST {top(world)}/children", NEW)[0] == 403
    grant_site(world, "both", "write")
    assert world.ask("both", f"POST {top(world)}/children", NEW)[0] == 201


def test_what_is_not_there_yet_is_judged_by_what_is_above_it(world: World) -> None:
    """An upload by path needs writing where the file comes to lie; only the granted are told 404."""
    drive = world.drive
    world.ok("reconciler", f"POST /v1.0{world.at('A')}/permissions", wish(world, "file-app", "write"))
    new, beside = "root:/Reviews/A/new.docx", "root:/Reviews/new.docx"
    assert world.ask("file-app", f"PUT /v1.0/drives/{drive}/{new}:/content")[0] == 201
    assert world.ask("file-app", f"PUT /v1.0/drives/{drive}/{beside}:/content")[0] == 403
    assert world.ask("file-app", f"GET /v1.0/drives/{drive}/root:/Reviews/A/none.docx")[0] == 404
    assert world.ask("file-app", f"GET /v1.0/drives/{drive}/items/none")[0] == 403
    grant_site(world, "site-app", "read")
    assert world.ask("site-app", f"GET /v1.0/drives/{drive}/items/none")[0] == 404
    assert world.ask("site-app", f"PUT /v1.0/drives/{drive}/{beside}:/content")[0] == 403


@pytest.mark.parametrize("role", ["write", "fullcontrol"])
def test_delta_marks_sharing_for_full_control_only(world: World, role: str) -> None:
    """The whole permission scan needs full control of all sites, or full control that was given here.

    Source: graph:api/driveitem-delta
    """
    grant_site(world, "site-app", role)
    caller = world.state.get(Application, app_id(world, "site-app")).principal()
    held = held_for(world.state, caller, {"drive": world.drive, "item": "root"})
    assert (held >= FULL) is (role == "fullcontrol")
    assert world.ask("site-app", f"GET /v1.0/drives/{world.drive}/root/delta")[0] == 200


def test_an_application_cannot_move_things_out_of_its_place(world: World) -> None:
    """The folder that a file is moved to must have been given as well."""
    folder, item = world.at("A"), world.at("A/two.docx")
    world.ok("reconciler", f"POST /v1.0{folder}/permissions", wish(world, "file-app", "write"))
    above = world.ok("reconciler", f"GET /v1.0{folder}")["parentReference"]["id"]
    assert world.ask("file-app", f"PATCH /v1.0{item}", {"parentReference": {"id": above}})[0] == 404
    assert world.ask("file-app", f"PATCH /v1.0{item}", {"name": "renamed.docx"})[0] == 200
