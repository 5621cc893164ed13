"""An item's own address is a link for those who have access already.

Source: graph:api/permission-grant
Source: graph:resources/sharinglink
"""

import base64

import pytest

from tests.emulator.posture.world import World


def own_share(world: World, path: str = "A/two.docx") -> str:
    """Return the share id of an item's own address."""
    address = world.ok("reconciler", f"GET /v1.0{world.at(path)}")["webUrl"]
    return "u!" + base64.urlsafe_b64encode(address.encode()).decode().rstrip("=")


def test_the_own_address_reads_as_a_link_for_existing_access(world: World) -> None:
    """Its permission has the id of zeroes, the scope existingAccess and the caller's own role."""
    share = own_share(world)
    told = world.ok("reconciler", f"GET /v1.0/shares/{share}/permission")
    assert told["id"] == "00000000-0000-0000-0000-000000000000"
    assert (told["link"]["scope"], told["roles"], told["shareId"]) == ("existingAccess", ["write"], share)
    assert world.ok("mem", f"GET /v1.0/shares/{share}/driveItem")["name"] == "two.docx"
    assert world.ok("mem", f"GET /v1.0/shares/{share}")["id"] == share
    shown = world.ok("reconciler", f"GET /v1.0{world.at('A/two.docx')}/permissions")["value"]
    assert told["id"] not in [row["id"] for row in shown]


def test_it_gives_nobody_anything(world: World) -> None:
    """Whoever has no access is told that there is nothing."""
    share = own_share(world)
    for end in ("", "/permission", "/driveItem"):
        assert world.ask("far", f"GET /v1.0/shares/{share}{end}")[0] == 404


def test_granting_on_it_gives_the_item_directly(world: World) -> None:
    """The role is the caller's choice, and the answer has the link first and then each person."""
    share = own_share(world)
    body = {"recipients": [{"objectId": world.user("far")}], "roles": ["write"]}
    rows = world.ok("reconciler", f"POST /v1.0/shares/{share}/permission/grant", body)["value"]
    assert rows[0]["link"]["scope"] == "existingAccess"
    assert rows[1]["grantedToV2"]["user"]["id"] == world.user("far")
    assert world.access("far", "A/two.docx")["role"] == "write"
    gained = [entry for entry in world.inside.admin("GET", "journal") if entry["write"]][-1]["gained"]
    assert world.user("far") in [change["person"] for change in gained]


def test_settings_bind_it_as_any_sharing(world: World) -> None:
    """Outsiders come in by it only where the level lets them."""
    share = own_share(world)
    world.posture(site={"sharing": "disabled"})
    body = {"recipients": [{"objectId": world.user("gil")}], "roles": ["read"]}
    assert world.ask("reconciler", f"POST /v1.0/shares/{share}/permission/grant", body)[0] == 403


@pytest.mark.parametrize("address", ["https://other.example/sites/x/a.docx", "https://", "nonsense"])
def test_foreign_addresses_lead_nowhere(world: World, address: str) -> None:
    """An address of another host, or none at all, is not found."""
    share = "u!" + base64.urlsafe_b64encode(address.encode()).decode().rstrip("=")
    assert world.ask("reconciler", f"GET /v1.0/shares/{share}/permission")[0] == 404
