"""What lies around the library, seen by the night: strangers, a late site, orphan groups, unfit settings.

Source: ISA §8.2, ISA §8.7, spo:teams-connected-sites
"""

from collections.abc import Iterator

import pytest

from tests.e2e.site_scene import FIT_SITE, SiteScene

FILE = "RR-2026-001/10-notification/notification-copy.pdf"
OTHER = "RR-2026-001/00-admin/timetable.xlsx"
STRANGER = {"LoginName": "i:0#.f|membership|i.vane@saltmere.example"}
VANE = "i.vane@saltmere.example"


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SiteScene]:
    """The small partnership after a quiet night, on a site that is set up well."""
    made = SiteScene(tmp_path_factory.mktemp("site"))
    try:
        made.ward.gate("reconcile")
        yield made
    finally:
        made.ward.stop()


def test_who_is_put_into_the_site_past_the_channel_is_found_and_nothing_else_is(scene: SiteScene) -> None:
    """By REST into a group, by an administrator as another: each is named with its witness."""
    before = scene.told()
    scene.quirk("rest.channel_site_permissions", "allow")
    scene.rest("POST", "/sitegroups(5)/users", STRANGER)
    site = next(one for one in scene.ward.admin("GET", "/state").body["drives"] if one["id"] == scene.drive)
    scene.ward.admin("POST", "/admins", {"people": ["colleague"], "site": site["site_id"]})
    found = {("site-group-stranger", VANE), ("site-admin-unexpected", VANE)}
    assert found.isdisjoint(before)
    assert scene.told() == before | found


def test_a_site_that_is_late_is_waited_for_and_then_told(scene: SiteScene) -> None:
    """Who left the channel stays in the site's group: pending at first, past the limit a finding."""
    before = scene.told()
    scene.quirk("teams.site_sync_delay", "P9D")
    member = scene.ward.admin("GET", "/state").body["channels"][0]
    (leaver,) = (one for one in member["members"] if one["key"] == "s03")
    where = f"/v1.0/teams/{member['team_id']}/channels/{member['id']}/members/{leaver['id']}"
    assert scene.ward.as_person("s01", "DELETE", where).status < 300
    assert scene.told() - before == {("site-group-late", "c.doyle@saltmere.example")}
    scene.pass_time("PT37H")
    assert ("site-group-stranger", "c.doyle@saltmere.example") in scene.told()
    scene.quirk("teams.site_sync_delay", "PT0S")
    scene.ward.gate("reconcile", wanted=None)


def groups_left(scene: SiteScene) -> int:
    """Return how many groups of links are told that stand behind no link any more."""
    told = [name for kind, name in scene.told() if kind == "orphan-link-group"]
    return sum(int(name.split()[0]) if name[0].isdecimal() and " group" in name else 1 for name in told)


def test_a_link_group_that_outlives_its_link_is_told(scene: SiteScene) -> None:
    """SharePoint leaves the group behind, with whoever is in it."""
    groups = scene.rest("GET", "/sitegroups?$expand=Users")["value"]
    own = next(one["id"] for one in scene.item(OTHER)["permissions"] if "link" in one)
    assert any(one["Title"].endswith(own) for one in groups)
    before = groups_left(scene)
    scene.take_link(OTHER)
    assert groups_left(scene) == before + 1
    scene.ward.gate("reconcile", wanted=None)


def test_law_1_grants_wait_for_a_site_that_opened_and_revocations_do_not(scene: SiteScene) -> None:
    """The site is set open: what must go goes, what is due waits and says why; closed again, it is given."""
    scene.take_link(OTHER)
    scene.posture(site={**FIT_SITE, "members_can_share": True})
    scene.share(FILE, "view", "organization")
    night = scene.ward.gate("reconcile", "--json", wanted=None).data
    assert "GrantReaders" not in {one["change"] for one in night["changes"]}
    assert [one["change"] for one in night["changes"] if one["path"].endswith(FILE)] == ["DeletePermission"]
    (held,) = (one for one in night["held"] if one["path"].endswith(OTHER))
    assert "members_can_share" in held["why"]
    assert not [one for one in scene.item(OTHER)["permissions"] if "link" in one]
    scene.set_well()
    healed = scene.ward.gate("reconcile", "--json", wanted=None).data
    assert [one["change"] for one in healed["changes"] if one["path"].endswith(OTHER)] == ["GrantReaders"]
    assert [one for one in scene.item(OTHER)["permissions"] if "link" in one]
