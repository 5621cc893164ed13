"""A night in every position of each quirk that it meets: nobody gains too much, the next has nothing to do.

Source: graph:api/driveitem-createlink, graph:api/driveitem-delta, graph:resources/permission
Source: graph:concepts/permissions-selected-overview, spo:Set-SPOSite
"""

from typing import Any

import pytest

from tests.e2e.harness import Rehearsal
from tests.faults.positions import ELSEWHERE, IN_SYNC, NO_MATTER, PACK, Position, acts
from tests.faults.test_unkind_faults import DELTA, SMALL_PAGES
from tests.faults.unkind import CLEAN, UNIT, UnkindNight, able, behave, check_in_sync, expected, harm, spend
from tests.faults.weekends import Weekends

SELECTED = (
    "Sites.Selected",
    "User.Read.All",
    "Team.ReadBasic.All",
    "Channel.ReadBasic.All",
    "ChannelMember.ReadWrite.All",
    "Files.Read.All",
)


def check_told(night: UnkindNight) -> None:
    """Check that a night which could not do everything says so, and gave nobody too much."""
    assert night.spoken.code == 4, night.spoken
    assert night.beside == []
    assert not any(words in night.spoken.out for words in CLEAN)


def is_no_matter(name: str) -> bool:
    """Tell whether a quirk cannot show in a night."""
    return any(name.startswith(start) for start in NO_MATTER)


def test_no_quirk_is_left_out(weekends: Weekends) -> None:
    """Each quirk is spent a night in, or it is said where, or why it cannot show in one."""
    known = weekends.scene.admin("GET", "/quirks").body
    spent = {name for position in IN_SYNC.values() for name in position.quirks}
    told = spent | set(ELSEWHERE)
    assert {name for name in known if not is_no_matter(name)} == told
    assert not [name for name in told if is_no_matter(name)]
    assert all(any(name.startswith(start) for name in known) for start in NO_MATTER)


@pytest.mark.parametrize("name", list(IN_SYNC))
def test_law_6_each_position_ends_in_the_expected_access(weekends: Weekends, name: str) -> None:
    """One night mends everything, nobody gains beside the roster, and the next writes nothing."""
    position: Position = IN_SYNC[name]
    small = weekends.again(position.quirks)
    position.deed(small)
    night = spend(small)
    assert night.spoken.code == 0, night.spoken
    assert night.beside == []
    assert {path: names - position.gone for path, names in expected().items()} == able(small)
    second = spend(small)
    assert second.spoken.code == 0, second.spoken
    assert second.writes == []
    check_members(small)


def check_members(scene: Rehearsal) -> None:
    """Check that the business unit alone is in the channel."""
    channels = scene.admin("GET", "/state").body["channels"]
    private = [one for one in channels if one.get("membership", "private") == "private"]
    assert {one["key"] for channel in private for one in channel["members"]} == UNIT


@pytest.mark.parametrize("known", [True, False])
def test_a_deleted_account_is_told_by_its_person(weekends: Weekends, *, known: bool) -> None:
    """Whether the site remembers the id or only the name: the finding names the person of the roster."""
    small = weekends.again({"permission.stale_ids": known})
    acts({"directory": "s08", "set": {"deleted": True}})(small)
    told = small.gate("plan", "--json", wanted=None).data["findings"]
    found = {one["object"] for one in told if (one["kind"], one["principal"]) == ("account-not-found", "s08")}
    assert {f"{PACK}/agenda.docx", f"{PACK}/reference-list.xlsx"} & found
    assert "unknown-shape" not in {one["kind"] for one in told}


@pytest.mark.parametrize("code", ["resyncChangesApplyDifferences", "resyncChangesUploadDifferences"])
def test_a_place_that_is_lost_between_two_pages_is_taken_up_again(weekends: Weekends, code: str) -> None:
    """410 names where to begin anew, whatever its code."""
    small = weekends.again({"delta.resync_code": code})
    harm(small, DELTA, "status:410", nth=2)
    assert spend(small, env=SMALL_PAGES).spoken.code == 0
    walked = [one["status"] for one in small.journal() if "/delta" in one["path"]]
    assert 410 in walked
    check_in_sync(small)


@pytest.mark.parametrize("code", ["resyncChangesApplyDifferences", "resyncChangesUploadDifferences"])
def test_law_7_a_place_that_is_always_lost_is_no_picture(weekends: Weekends, code: str) -> None:
    """A listing that never comes to its end is none, so that nothing is done and the run says so."""
    small = weekends.again({"delta.resync_code": code, "delta.token_lifetime": "PT0S"})
    night = spend(small, json=False, env=SMALL_PAGES)
    check_told(night)
    assert night.writes == []


def test_a_library_that_takes_no_further_link_is_told_every_night(weekends: Weekends) -> None:
    """At SharePoint's limit of scopes the rest is mended, and the file without a link is named."""
    small = weekends.again()
    behave(small, scopes__limit=1)
    for _ in range(2):
        night = spend(small)
        check_told(night)
        waits = [one for one in night.spoken.data["outcomes"] if one["state"] == "failed"]
        assert waits
    meant = expected()
    assert all(names <= meant[path] for path, names in able(small).items())


@pytest.mark.parametrize("form", ["reject400", "plain-view"])
def test_law_3_a_type_that_the_site_does_not_show_gets_no_plain_link(weekends: Weekends, form: str) -> None:
    """Where Graph makes a plain link of it, that is deleted again at once; either way the run says so."""
    small = weekends.again({"createLink.not_viewable": form})
    answer = small.admin(
        "PUT", "/posture", {"site": {"block_download_file_types": "ServerRenderedFilesOnly"}}
    )
    assert answer.status < 300, answer
    acts(
        {
            "as": "s02",
            "call": f"PUT /drives/{{drive}}/root:/Reviews/{PACK}/scan.pdf:/content",
        }
    )(small)
    night = spend(small)
    assert night.spoken.code == 4, night.spoken
    beside = {path for _who, path, _role in night.beside}
    assert beside <= ({f"{PACK}/scan.pdf"} if form == "plain-view" else set())
    assert not able(small).get(f"{PACK}/scan.pdf")


def selected(small: Rehearsal, *roles: str) -> None:
    """Let the gate's application have its site only."""
    state = small.admin("GET", "/state").body
    site = state["drives"][0]["site_id"]
    asking = {"name": "administrator", "roles": ["Sites.FullControl.All"]}
    assert small.admin("POST", "/apps", asking).status < 300
    token = small.admin("POST", "/token", {"app": "administrator"}).body["access_token"]
    whom = {"application": {"id": small.ready["apps"]["reconciler"]["client_id"], "displayName": "Gate"}}
    body = {"roles": list(roles), "grantedToIdentities": [whom]}
    answer = small.bearing(token, "POST", f"/v1.0/sites/{site}/permissions", body)
    assert answer.status < 300, answer
    assert small.admin("POST", "/apps", {"name": "reconciler", "roles": list(SELECTED)}).status < 300


def test_an_application_with_its_site_only_does_the_whole_night(weekends: Weekends) -> None:
    """Selected permissions with full control are enough, as documented."""
    small = weekends.again()
    selected(small, "fullcontrol")
    night = spend(small)
    assert night.spoken.code == 0, night.spoken
    assert night.beside == []
    check_in_sync(small)


@pytest.mark.parametrize("refused", ["selected.create_link", "selected.grant", "selected.revoke_grants"])
def test_what_selected_permissions_do_not_reach_is_told(weekends: Weekends, refused: str) -> None:
    """Where a sharing call does not take them, nobody gains too much, and the run does it or says so."""
    small = weekends.again({refused: "403"})
    selected(small, "fullcontrol")
    night = spend(small)
    assert night.beside == []
    if night.spoken.code:
        check_told(night)
        behave(small, **{refused.replace(".", "__"): "honour"})
        assert spend(small).spoken.code == 0
    check_in_sync(small)


def positions_of(name: str) -> list[Any]:
    """Return the values that a quirk is given above."""
    return [one.quirks[name] for one in IN_SYNC.values() if name in one.quirks]


def test_the_positions_are_other_ones(weekends: Weekends) -> None:
    """What is set above is not only what the tenant does by itself."""
    weekends.scene.admin("POST", "/reset")
    usual = weekends.scene.admin("GET", "/quirks").body
    same = [
        name for name, value in usual.items() if positions_of(name) and set(positions_of(name)) == {value}
    ]
    assert same == []
