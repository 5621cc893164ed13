"""What takes access away although the permissions stand.

Source: spo:restricted-access-control
Source: spo:block-download-from-sites
"""

from typing import Any

from tests.emulator.posture.test_levels import invite, link
from tests.emulator.posture.world import World


def role(world: World, key: str, path: str = "A/one.docx") -> Any:
    """Return a person's role on a file."""
    return world.access(key, path)["role"]


def test_a_guests_days_end(world: World) -> None:
    """A guest has access for so many days after it was given; people of the organisation for good."""
    world.posture(site={"guest_expiration_days": 30})
    world.inside.advance("P10D")
    assert invite(world, {"objectId": world.user("pat")}, {"objectId": world.user("far")})[0] == 200
    world.inside.advance("P19DT23H59M59S")
    assert (role(world, "gil"), role(world, "pat", "A/two.docx")) == ("read", "read")
    world.inside.advance("PT1S")
    assert (role(world, "gil"), role(world, "pat", "A/two.docx")) == (None, "read")
    assert world.user("gil") not in world.reach("A/one.docx")
    world.inside.advance("P10D")
    assert (role(world, "pat", "A/two.docx"), role(world, "far", "A/two.docx")) == (None, "read")


def test_sharing_again_gives_new_days_only_after_the_end(world: World) -> None:
    """While access lasts, sharing once more does not prolong it; when it is over, it begins anew."""
    world.posture(site={"guest_expiration_days": 30})
    world.inside.advance("P20D")
    invite(world, {"objectId": world.user("gil")})
    world.inside.advance("P10D")
    assert role(world, "gil") is None
    invite(world, {"objectId": world.user("gil")})
    assert role(world, "gil") == "read"
    world.inside.advance("P30D")
    assert role(world, "gil") is None


def test_an_administrator_prolongs_a_guest(world: World) -> None:
    """The site's administrator lets the days begin again."""
    world.posture(site={"guest_expiration_days": 30})
    world.inside.advance("P30D")
    world.posture(prolong=[world.user("gil")], site_id=world.site)
    assert role(world, "gil") == "read"


def test_nobody_outside_the_groups_has_access_under_restricted_access_control(world: World) -> None:
    """People outside the named groups get nothing, by membership, link or grant; inside all stays."""
    invite(world, {"objectId": world.user("far")})
    assert (role(world, "far", "A/two.docx"), role(world, "mem"), role(world, "gil")) == (
        "read",
        "write",
        "read",
    )
    world.posture(site={"restricted_to_groups": ["panel"]})
    assert (role(world, "far", "A/two.docx"), role(world, "mem"), role(world, "gil")) == (None, None, "read")
    assert role(world, "own") == "owner"
    assert {row["key"] for row in world.everybody("A/one.docx")} <= {"own", "gil", ""}
    assert world.ask("mem", f"GET /v1.0/drives/{world.drive}/root")[0] == 404
    world.posture(site={"restricted_to_groups": []})
    assert role(world, "mem") == "write"


def test_what_everybody_has_is_the_groups_only_under_restricted_access_control(world: World) -> None:
    """A link for the whole organisation or for anyone reaches nobody but the groups' people."""
    link(world, type="view", scope="organization")
    world.posture(site={"restricted_to_groups": ["panel"]})
    names = world.reach("A/two.docx")
    assert not {"organisation", "anyone", "everyone"} & set(names)
    assert world.user("own") in names
    assert (world.user("gil") in names) is (role(world, "gil", "A/two.docx") is not None) is False


def test_a_site_can_forbid_downloads_to_everybody(world: World) -> None:
    """Under the policy nobody downloads, members and owners included, unless owners are spared."""
    assert world.access("mem", "A/two.docx")["can_download"] is True
    world.posture(site={"block_download": True})
    assert [world.access(key, "A/two.docx")["can_download"] for key in ("mem", "own")] == [False, False]
    assert role(world, "mem", "A/two.docx") == "write"
    world.posture(site={"block_download_spares_owners": True})
    assert [world.access(key, "A/two.docx")["can_download"] for key in ("mem", "own")] == [False, True]


def test_applications_are_never_barred(world: World) -> None:
    """Policies about people leave applications alone: they read everything as before."""
    world.posture(site={"block_download": True, "restricted_to_groups": ["panel"], "sharing": "disabled"})
    assert world.ask("reconciler", f"GET /v1.0/drives/{world.drive}/root")[0] == 200
    assert link(world, type="blocksDownload", scope="users")[0] == 201


def test_seeds_may_begin_with_settings(world: World) -> None:
    """A restart keeps the settings, a reset brings the seed's back."""
    world.posture(site={"members_can_share": False}, tenant={"sharingCapability": "disabled"})
    world.inside.tenant.reload()
    kept = world.inside.admin("GET", "posture")
    assert (kept["site"]["members_can_share"], kept["tenant"]["sharingCapability"]) == (False, "disabled")
    world.begin()
    fresh = world.inside.admin("GET", "posture")
    assert (fresh["site"]["members_can_share"], fresh["sites"]) == (True, {})


def test_the_journal_tells_what_a_setting_took(world: World) -> None:
    """Changing a setting is journalled with everybody who lost or gained access by it."""
    world.ok("settings", "PATCH /v1.0/admin/sharepoint/settings", {"sharingCapability": "disabled"})
    lost = world.inside.admin("GET", "journal")[-1]["lost"]
    assert {change["person"] for change in lost} == {world.user("gil")}
    world.posture(tenant={"sharingCapability": "externalUserSharingOnly"})
    gained = world.inside.admin("GET", "journal")[-1]["gained"]
    assert {change["person"] for change in gained} == {world.user("gil")}
