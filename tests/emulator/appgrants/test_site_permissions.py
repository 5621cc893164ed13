"""Permissions of applications on a site.

Source: graph:api/site-list-permissions
Source: graph:api/site-post-permissions
Source: graph:api/site-update-permission
Source: graph:api/site-delete-permission
"""

from typing import Any

import pytest

from tests.emulator.posture.world import World


def app_id(world: World, name: str) -> str:
    """Return an application's client id."""
    return str(world.state.ids.derived("application", name))


def grant_site(world: World, name: str, *roles: str) -> Any:
    """Give the site to an application."""
    application = {"application": {"id": app_id(world, name), "displayName": name}}
    body = {"roles": list(roles), "grantedToIdentities": [application]}
    return world.ok("reconciler", f"POST /v1.0/sites/{world.site}/permissions", body)


def test_a_grant_is_created_read_changed_and_taken_back(world: World) -> None:
    """A grant answers 201 with the application in a list, can be read, changed and deleted with 204."""
    made = grant_site(world, "site-app", "write")
    application = [{"application": {"id": app_id(world, "site-app"), "displayName": "site-app"}}]
    assert (made["roles"], made["grantedToIdentitiesV2"], made["grantedToIdentities"]) == (
        ["write"],
        application,
        application,
    )
    place = f"/v1.0/sites/{world.site}/permissions/{made['id']}"
    assert world.ok("reconciler", f"PATCH {place}", {"roles": ["read"]})["roles"] == ["read"]
    assert world.ok("reconciler", f"GET {place}")["roles"] == ["read"]
    assert world.ask("reconciler", f"DELETE {place}") == (204, None)
    assert world.ask("reconciler", f"GET {place}")[0] == 404
    assert world.ask("reconciler", f"DELETE {place}")[0] == 404


def test_only_applications_are_listed(world: World) -> None:
    """Neither people nor the site's groups show among a site's permissions."""
    path = f"GET /v1.0/sites/{world.site}/permissions"
    assert world.ok("reconciler", path)["value"] == []
    grant_site(world, "site-app", "read")
    grant_site(world, "list-app", "fullcontrol")
    rows = world.ok("reconciler", path)["value"]
    assert [row["roles"] for row in rows] == [["read"], ["fullcontrol"]]


def test_a_second_grant_takes_the_place_of_the_first(world: World) -> None:
    """An application has one permission on a site: giving it again changes its roles."""
    first, second = grant_site(world, "site-app", "fullcontrol"), grant_site(world, "site-app", "read")
    assert first["id"] == second["id"]
    rows = world.ok("reconciler", f"GET /v1.0/sites/{world.site}/permissions")["value"]
    assert [row["roles"] for row in rows] == [["read"]]


@pytest.mark.parametrize("shown", [True, False])
def test_a_list_may_leave_the_roles_out(world: World, *, shown: bool) -> None:
    """Clients in the field read each permission, since the list lacked roles: a switch."""
    world.quirk(app_grants__list_roles=shown)
    made = grant_site(world, "site-app", "write")
    row = world.ok("reconciler", f"GET /v1.0/sites/{world.site}/permissions")["value"][0]
    assert ("roles" in row) is shown
    one = world.ok("reconciler", f"GET /v1.0/sites/{world.site}/permissions/{made['id']}")
    assert one["roles"] == ["write"]


def test_a_site_grant_breaks_no_inheritance(world: World) -> None:
    """Items keep inheriting, and show nothing of it."""
    before = world.ok("reconciler", f"GET /v1.0{world.at('A/two.docx')}/permissions")["value"]
    grant_site(world, "site-app", "fullcontrol")
    assert world.ok("reconciler", f"GET /v1.0{world.at('A/two.docx')}/permissions")["value"] == before


@pytest.mark.parametrize("who", ["writer", "site-app", "outsider", "own", "mem"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nobody_without_full_control_manages_them(world: World, who: str, method: str) -> None:
    """Only full control of all sites suffices: not writing, not a grant on the site itself, no person."""
    grant_site(world, "site-app", "fullcontrol")
    body = {"roles": ["read"], "grantedToIdentities": []} if method == "POST" else None
    status, answer = world.ask(who, f"{method} /v1.0/sites/{world.site}/permissions", body)
    assert (status, answer["error"]["code"]) == (403, "accessDenied")


@pytest.mark.parametrize(
    "change",
    [
        {"roles": []},
        {"roles": ["sp.full control"]},
        {"roles": ["read"], "grantedToIdentities": []},
        {"grantedToIdentities": [{"user": {"id": "x"}}]},
        {"grantedToIdentities": [{"application": {"id": "no-such-application"}}]},
        {"link": {}},
    ],
)
def test_impossible_grants_are_refused(world: World, change: Any) -> None:
    """Unknown roles, people, unknown applications and properties are 400."""
    application = {"application": {"id": app_id(world, "site-app")}}
    body = {"roles": ["read"], "grantedToIdentities": [application], **change}
    status, answer = world.ask("reconciler", f"POST /v1.0/sites/{world.site}/permissions", body)
    assert (status, answer["error"]["code"]) == (400, "invalidRequest")


def test_an_unknown_site_is_not_found(world: World) -> None:
    """A grant needs a site that is there."""
    assert world.ask("reconciler", "GET /v1.0/sites/fen.sharepoint.example,a,b/permissions")[0] == 404
