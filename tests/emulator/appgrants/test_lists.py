"""Lists, and permissions of applications on lists and files.

Source: graph:api/list-get
Source: graph:api/list-post-permissions
Source: graph:api/driveitem-post-permissions
Source: graph:concepts/permissions-selected-overview
"""

from typing import Any

import pytest

from tests.emulator.appgrants.test_site_permissions import app_id, grant_site
from tests.emulator.posture.world import World


def wish(world: World, name: str, *roles: str) -> Any:
    """Return the body that gives something to an application."""
    return {"roles": list(roles), "grantedToV2": {"application": {"id": app_id(world, name)}}}


def list_place(world: World) -> str:
    """Return the address of the permissions of the site's library as a list."""
    found = world.ok("reconciler", f"GET /v1.0/sites/{world.site}/lists/Documents")
    return f"/v1.0/sites/{world.site}/lists/{found['id']}/permissions"


def test_a_library_is_a_list(world: World) -> None:
    """A site's libraries are among its lists, found by id or title."""
    rows = world.ok("reconciler", f"GET /v1.0/sites/{world.site}/lists")["value"]
    assert [(row["displayName"], row["list"]["template"]) for row in rows] == [
        ("Documents", "documentLibrary")
    ]
    by_id = world.ok("reconciler", f"GET /v1.0/sites/{world.site}/lists/{rows[0]['id']}?$select=displayName")
    assert set(by_id) == {"@odata.context", "id", "displayName"}
    assert world.ask("reconciler", f"GET /v1.0/sites/{world.site}/lists/Nothing")[0] == 404
    assert world.ask("far", f"GET /v1.0/sites/{world.site}/lists/Documents")[0] == 404
    assert world.ok("far", f"GET /v1.0/sites/{world.site}/lists")["value"] == []


def test_a_list_grant_goes_round(world: World) -> None:
    """A grant on a list answers 201 with the application alone, and is listed, changed and taken back."""
    place = list_place(world)
    made = world.ok("reconciler", f"POST {place}", wish(world, "list-app", "write"))
    application = {"application": {"id": app_id(world, "list-app"), "displayName": "list-app"}}
    assert (made["roles"], made["grantedToV2"]) == (["write"], application)
    rows = world.ok("reconciler", f"GET {place}")["value"]
    assert [row["grantedToIdentitiesV2"] for row in rows] == [[application]]
    one = f"{place}/{made['id']}"
    assert world.ok("reconciler", f"PATCH {one}", {"roles": ["read"]})["roles"] == ["read"]
    assert world.ok("reconciler", f"GET {one}")["roles"] == ["read"]
    assert world.ask("reconciler", f"DELETE {one}")[0] == 204
    assert world.ok("reconciler", f"GET {place}")["value"] == []


def test_grants_below_the_site_break_inheritance(world: World) -> None:
    """A grant on a file gives it permissions of its own, where the application shows."""
    item = world.at("A/two.docx")
    made = world.ok("reconciler", f"POST /v1.0{item}/permissions", wish(world, "file-app", "read"))
    rows = world.ok("reconciler", f"GET /v1.0{item}/permissions")["value"]
    assert all("inheritedFrom" not in row for row in rows)
    mine = next(row for row in rows if row["id"] == made["id"])
    assert mine["grantedToV2"]["application"]["id"] == app_id(world, "file-app")
    assert app_id(world, "file-app") in world.reach("A/two.docx")
    assert app_id(world, "file-app") not in world.reach("A/scan.pdf")


def test_files_take_the_new_property_only(world: World) -> None:
    """On a file the application stands in grantedToV2, and people are invited instead."""
    item = world.at("A/two.docx")
    old = {"roles": ["read"], "grantedTo": {"application": {"id": app_id(world, "file-app")}}}
    assert world.ask("reconciler", f"POST /v1.0{item}/permissions", old)[0] == 400
    person = {"roles": ["read"], "grantedToV2": {"user": {"id": world.user("far")}}}
    assert world.ask("reconciler", f"POST /v1.0{item}/permissions", person)[0] == 400


@pytest.mark.parametrize(("strict", "status"), [(True, 403), (False, 201)])
def test_writing_may_or_may_not_suffice_to_give(world: World, *, strict: bool, status: int) -> None:
    """The overview asks for full control, the operations' pages for writing: a switch."""
    world.quirk(app_grants__need_full_control=strict)
    assert world.ask("writer", f"POST {list_place(world)}", wish(world, "list-app", "read"))[0] == status
    item = world.at("A/two.docx")
    body = wish(world, "file-app", "read")
    assert world.ask("writer", f"POST /v1.0{item}/permissions", body)[0] == status


@pytest.mark.parametrize(("who", "status"), [("own", 201), ("mem", 403), ("far", 404)])
def test_people_give_what_they_own(world: World, who: str, status: int) -> None:
    """An owner may give a list or file to an application, a member may not."""
    place, item = list_place(world), world.at("A/two.docx")
    assert world.ask(who, f"POST {place}", wish(world, "list-app", "read"))[0] == status
    assert world.ask(who, f"POST /v1.0{item}/permissions", wish(world, "file-app", "read"))[0] == status


@pytest.mark.parametrize(
    ("role", "status"), [("read", 403), ("write", 403), ("owner", 201), ("fullcontrol", 201)]
)
def test_a_site_grant_of_an_owner_manages_lists_and_files(world: World, role: str, status: int) -> None:
    """With Sites.Selected and the role owner or fullcontrol an application gives lists and files."""
    grant_site(world, "site-app", role)
    place, item = list_place(world), world.at("A/two.docx")
    assert world.ask("site-app", f"POST {place}", wish(world, "list-app", "read"))[0] == status
    assert (
        world.ask("site-app", f"POST /v1.0{item}/permissions", wish(world, "file-app", "read"))[0] == status
    )


def test_a_list_grant_manages_files_and_not_the_list(world: World) -> None:
    """Lists selected with full control give files in the list, never the list itself."""
    place, item = list_place(world), world.at("A/two.docx")
    world.ok("reconciler", f"POST {place}", wish(world, "list-app", "fullcontrol"))
    assert world.ask("list-app", f"POST {place}", wish(world, "file-app", "read"))[0] == 403
    assert world.ask("list-app", f"POST /v1.0{item}/permissions", wish(world, "file-app", "read"))[0] == 201


def test_a_file_grant_manages_nothing(world: World) -> None:
    """Even full control of one file does not let an application give it on."""
    item = world.at("A/two.docx")
    world.ok("reconciler", f"POST /v1.0{item}/permissions", wish(world, "file-app", "fullcontrol"))
    assert world.ask("file-app", f"POST /v1.0{item}/permissions", wish(world, "list-app", "read"))[0] == 403
