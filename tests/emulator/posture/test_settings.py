"""The tenant's SharePoint settings over Graph.

Source: graph:api/sharepointsettings-get
Source: graph:api/sharepointsettings-update
"""

import json
from typing import Any

import pytest

from graph_emulator.kernel.wire import Request
from tests.emulator.posture.world import World

SETTINGS = "/v1.0/admin/sharepoint/settings"


def test_all_documented_settings_are_told(world: World) -> None:
    """The settings of a new tenant are told with every documented property."""
    told = world.ok("reader", f"GET {SETTINGS}")
    assert len(told) == 30
    assert told["sharingCapability"] == "externalUserAndGuestSharing"
    assert told["sharingDomainRestrictionMode"] == "none"
    assert told["idleSessionSignOut"] == {
        "isEnabled": False,
        "warnAfterInSeconds": 0,
        "signOutAfterInSeconds": 0,
    }


def test_a_change_is_kept_and_answers_with_all_settings(world: World) -> None:
    """PATCH changes what it names, leaves the rest, and answers 200 with everything."""
    body = {
        "sharingCapability": "existingExternalUserSharingOnly",
        "sharingDomainRestrictionMode": "allowList",
        "sharingAllowedDomainList": ["nhs.example"],
        "excludedFileExtensionsForSyncApp": [".mp3"],
        "deletedUserPersonalSiteRetentionPeriodInDays": 365,
        "idleSessionSignOut": {"isEnabled": True},
    }
    changed = world.ok("settings", f"PATCH {SETTINGS}", body)
    assert world.ok("reader", f"GET {SETTINGS}") == changed
    assert {name: changed[name] for name in body} == body | {
        "idleSessionSignOut": {"isEnabled": True, "warnAfterInSeconds": 0, "signOutAfterInSeconds": 0}
    }
    assert changed["isLoopEnabled"] is True


@pytest.mark.parametrize(
    "body",
    [
        {"availableManagedPathsForSiteCreation": ["/x/"]},
        {"sharingCapability": "everybody"},
        {"isLoopEnabled": "yes"},
        {"idleSessionSignOut": {"never": True}},
        {"defaultLinkType": "view"},
    ],
)
def test_what_is_not_documented_is_refused(world: World, body: dict[str, Any]) -> None:
    """Read-only and unknown properties, and values outside an enumeration, are 400."""
    status, answer = world.ask("settings", f"PATCH {SETTINGS}", body)
    assert (status, answer["error"]["code"]) == (400, "invalidRequest")


@pytest.mark.parametrize(
    ("who", "line", "status"),
    [
        ("reader", "GET", 200),
        ("reader", "PATCH", 403),
        ("reconciler", "GET", 403),
        ("own", "GET", 403),
        ("own", "PATCH", 403),
    ],
)
def test_settings_need_their_own_permission(world: World, who: str, line: str, status: int) -> None:
    """Full control of all sites does not show the settings; people would need an administrator's role."""
    assert world.ask(who, f"{line} {SETTINGS}", {} if line == "PATCH" else None)[0] == status


def test_the_admin_api_has_what_graph_has_not(world: World) -> None:
    """A site's own level is no setting of Graph: the admin API changes it for one site or for all."""
    world.posture(site={"members_can_share": False}, tenant={"isLoopEnabled": False})
    told = world.posture(site={"sharing": "disabled"}, site_id=world.site)
    assert told["sites"][world.site]["sharing"] == "disabled"
    assert told["sites"][world.site]["members_can_share"] is False
    assert (told["site"]["sharing"], told["tenant"]["isLoopEnabled"]) == (None, False)
    assert world.inside.admin("GET", "posture") == told


@pytest.mark.parametrize(
    "body",
    [{"site": {"unknown": 1}}, {"site": {"sharing": "all"}}, {"sight": {}}, {"site": {}, "site_id": "none"}],
)
def test_the_admin_api_is_strict(world: World, body: dict[str, Any]) -> None:
    """Unknown keys, values and sites are refused, and nothing changes."""
    before = world.inside.admin("GET", "posture")
    request = Request(method="PUT", path="/__emulator__/posture", body=json.dumps(body).encode())
    assert world.inside.doors.respond(request).status == 400
    assert world.inside.admin("GET", "posture") == before
