"""A night in every position of each quirk: right in the end, or said by name; never a green lie.

Source: graph:api/driveitem-createlink, graph:api/driveitem-delta, graph:resources/permission
Source: graph:concepts/permissions-selected-overview, spo:Set-SPOSite
"""

from itertools import combinations

import pytest

from tests.e2e.harness import Rehearsal
from tests.faults.positions import (
    ELSEWHERE,
    IN_SYNC,
    NO_MATTER,
    PACK,
    UNTRIED,
    Position,
    acts,
    spent_on,
    values_of,
)
from tests.faults.test_unkind_faults import DELTA, SMALL_PAGES, check_told
from tests.faults.unkind import able, behave, check_in_sync, expected, harm, spend
from tests.faults.weekends import Weekends

SELECTED = (
    "Sites.Selected",
    "User.Read.All",
    "Team.ReadBasic.All",
    "Channel.ReadBasic.All",
    "ChannelMember.ReadWrite.All",
    "Files.Read.All",
)
NOTHING_SHOWS = Position({name: value for name, (value, _) in NO_MATTER.items()})


def test_no_position_is_left_out() -> None:
    """Each value of each quirk is its own one, spent a night in, or tried where it is said; counts in two."""
    spent = spent_on()
    left = []
    for name, values, own in values_of():
        missing = [one for one in values if one != own and one not in spent.get(name, ())]
        alone = not values and all(one == own for one in spent.get(name, ()))
        if (missing or alone) and name not in {*ELSEWHERE, *UNTRIED}:
            left.append(name)
    assert left == []
    known = {name: own for name, _, own in values_of()}
    assert {*spent, *ELSEWHERE, *UNTRIED} <= set(known)
    assert set(ELSEWHERE).isdisjoint(spent)
    assert [name for name, given in spent.items() if given == {known[name]}] == []


def spend_in(weekends: Weekends, position: Position) -> None:
    """Spend a night in a position, and hold it to what it must end in."""
    small = weekends.again(position.quirks)
    for deed in position.deeds:
        deed(small)
    night = spend(small)
    assert night.spoken.code == 0, night.spoken
    assert night.beside == []
    assert position.shows <= night.answers
    assert position.kinds <= {one["kind"] for one in night.spoken.data["findings"]}
    check_in_sync(small, position.gone)


@pytest.mark.parametrize("name", list(IN_SYNC))
def test_law_6_each_position_ends_in_the_expected_access(weekends: Weekends, name: str) -> None:
    """One night mends all and tells what it met, nobody gains beside the roster, nothing is left to do."""
    spend_in(weekends, IN_SYNC[name])


def test_what_is_no_nights_matter_changes_nothing(weekends: Weekends) -> None:
    """All quirks that cannot show, in another position at once: the night is the usual one."""
    spend_in(weekends, NOTHING_SHOWS)


PAIRS = list(combinations((*IN_SYNC.values(), NOTHING_SHOWS), 2))


@pytest.mark.long
@pytest.mark.parametrize("pair", PAIRS, ids=range(len(PAIRS)))
def test_law_6_two_positions_at_once_end_in_the_expected_access(
    weekends: Weekends, pair: tuple[Position, Position]
) -> None:
    """What is otherwise in two ways is told and mended as well as in one."""
    one, other = pair
    deeds = tuple(dict.fromkeys((*one.deeds, *other.deeds)))
    spend_in(weekends, Position({**one.quirks, **other.quirks}, deeds, one.gone | other.gone))


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


@pytest.mark.parametrize(
    "code",
    [
        "resyncChangesUploadDifferences",
        pytest.param("resyncChangesApplyDifferences", marks=pytest.mark.long),
    ],
)
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
    night = spend(small)
    check_told(night)
    assert [one for one in night.spoken.data["outcomes"] if one["state"] == "failed"]
    check_told(spend(small))
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


def test_law_6_a_link_that_selected_permissions_do_not_reach_is_told(weekends: Weekends) -> None:
    """Where nobody can be given a link, the run says so in 4; the next calm night does it."""
    small = weekends.again({"selected.create_link": "403"})
    selected(small, "fullcontrol")
    night = spend(small)
    check_told(night)
    assert ("createLink", 403) in night.answers
    behave(small, selected__create_link="honour")
    assert spend(small).spoken.code == 0
    check_in_sync(small)


def test_law_6_what_selected_permissions_do_not_reach_is_done_in_another_way_or_told(
    weekends: Weekends,
) -> None:
    """Adding is done by asking for the link again; taking off has no other way that spares the others."""
    small = weekends.again({"selected.grant": "403", "selected.revoke_grants": "403"})
    selected(small, "fullcontrol")
    night = spend(small)
    check_told(night)
    assert {("grant", 403), ("revokeGrants", 403)} <= night.answers
    behave(small, selected__grant="honour", selected__revoke_grants="honour")
    assert spend(small).spoken.code == 0
    check_in_sync(small)
