"""Where Microsoft's documents are silent or contested, either behaviour ends in the same access.

Source: graph:api/driveitem-createlink, graph:api/permission-grant, graph:api/permission-revokegrants
Source: graph:api/permission-delete, graph:resources/permission
"""

import pytest

from tests.e2e.harness import Rehearsal
from tests.faults.test_unkind_faults import LINK
from tests.faults.unkind import able, behave, check_in_sync, expected, harm, spend

V1 = {"SHAREPOINT_GATE_SHARING__CREATE_LINK_VERSION": "v1.0"}
LESS = [
    "Files.ReadWrite.All",
    "Sites.ReadWrite.All",
    "User.Read.All",
    "Team.ReadBasic.All",
    "Channel.ReadBasic.All",
    "ChannelMember.ReadWrite.All",
]


@pytest.mark.parametrize("adds", [False, pytest.param(True, marks=pytest.mark.long)])
def test_where_nobody_can_be_added_to_a_link_it_is_made_anew(small: Rehearsal, adds: bool) -> None:  # noqa: FBT001 - a parameter
    """Without full control grant is refused; asking for the link again, or anew, takes its place."""
    answer = small.admin("POST", "/apps", {"name": "reconciler", "roles": LESS})
    assert answer.status < 300
    behave(small, createLink__existing_adds_recipients=adds)
    night = spend(small)
    assert night.spoken.code == 0, night.spoken
    assert ("grant", 403) in night.answers
    assert night.beside == []
    check_in_sync(small)


def test_law_3_a_version_that_ignores_what_was_asked_gives_nobody_anything(small: Rehearsal) -> None:
    """On the wrong version the wider link is deleted again, the failure told, and nobody gains."""
    night = spend(small, env=V1)
    assert night.spoken.code == 4
    assert night.beside == []
    assert "failed" in night.states
    told = [one["why"] for one in night.spoken.data["outcomes"] if one["state"] == "failed"]
    assert any("wider than asked" in why for why in told), told
    meant = expected()
    assert all(names <= meant.get(path, set()) for path, names in able(small).items())
    assert spend(small).spoken.code == 0
    check_in_sync(small)


def test_law_10_a_wider_link_whose_answer_was_lost_is_deleted_in_the_same_night(small: Rehearsal) -> None:
    """Nobody was told of the link, and it stands: it is found, taken away again, and nothing stays behind."""
    harm(small, LINK, "cut-after")
    night = spend(small, env=V1)
    assert night.spoken.code == 4
    assert night.beside == []
    told = [one["why"] for one in night.spoken.data["outcomes"] if one["state"] == "failed"]
    assert any("wider than asked" in why and "deleted again" in why for why in told), told
    assert night.spoken.data["exposures"] == [] or night.beside == []
    meant = expected()
    assert all(names <= meant.get(path, set()) for path, names in able(small).items())
    state = small.admin("GET", "/state").body
    links = [
        one["link"]
        for drive in state["drives"]
        for item in drive["items"]
        for one in item["permissions"]
        if "link" in one
    ]
    assert {(link["scope"], link["type"], link["preventsDownload"]) for link in links} == {
        ("users", "view", True)
    }


def test_a_version_that_refuses_is_told_and_gives_nobody_anything(small: Rehearsal) -> None:
    """A refusal of every link ends in 4, and says so."""
    behave(small, createLink__v1_blocksDownload="reject400")
    night = spend(small, env=V1)
    assert night.spoken.code == 4
    assert night.beside == []


def test_a_version_that_honours_what_was_asked_will_do(small: Rehearsal) -> None:
    """Where v1.0 makes the link as asked, nothing else is needed."""
    behave(small, createLink__v1_blocksDownload="honour")
    night = spend(small, env=V1)
    assert night.spoken.code == 0, night.spoken
    check_in_sync(small)


def test_somebody_who_never_redeemed_is_taken_off_by_making_the_link_anew(small: Rehearsal) -> None:
    """Where one recipient cannot be revoked, the link goes and comes back for those who stay."""
    small.plant([{"id": "p", "directory": "s07", "set": {"external_state": "PendingAcceptance"}}])
    behave(small, revokeGrants__pending_external="reject400")
    night = spend(small)
    assert night.spoken.code == 0, night.spoken
    assert ("revokeGrants", 400) in night.answers
    assert night.beside == []
    check_in_sync(small)


def test_law_2_a_block_download_link_on_a_folder_goes_even_where_the_tenant_allows_it(
    small: Rehearsal,
) -> None:
    """A folder's link reaches files that nobody decided about, whatever it blocks."""
    behave(small, createLink__folder_blocksDownload="honour")
    call = "POST /beta/drives/{drive}/root:/Reviews/RR-2026-001/40-panel-pack:/createLink"
    body = {"type": "blocksDownload", "scope": "users", "recipients": [{"objectId": "{user:s05}"}]}
    small.plant([{"id": "f", "as": "s02", "call": call, "body": {**body, "sendNotification": False}}])
    night = spend(small)
    assert night.spoken.code == 0, night.spoken
    found = {(one["kind"], one["object"]) for one in night.spoken.data["findings"]}
    assert ("folder-grant", "RR-2026-001/40-panel-pack") in found
    check_in_sync(small)


def test_an_owners_entry_that_outlives_its_deletion_is_told_every_night(small: Rehearsal) -> None:
    """SharePoint keeps an owner's entry whatever it answers: grants there wait, and a person is told."""
    pack = "RR-2026-001/40-panel-pack/pack.docx"
    small.plant([{"id": "o", "entry": pack, "user": "s05", "roles": ["owner"]}])
    for _ in range(2):
        night = spend(small)
        assert night.spoken.code == 4
        assert night.beside == []
        told = {
            (one["kind"], one["principal"]) for one in night.spoken.data["findings"] if one["object"] == pack
        }
        assert ("edit-grant-without-exception", "s05") in told
        failed = [one["why"] for one in night.spoken.data["outcomes"] if one["state"] == "failed"]
        assert len(failed) == 1
        assert "by hand" in failed[0]
