"""Answers that fail, are lost or are half there: nobody gains, the report says so, the next night is in sync.

Source: graph:concepts/errors, graph:concepts/throttling, ADR-0005
"""

import pytest

from tests.e2e.harness import Rehearsal
from tests.faults.unkind import CLEAN, UNIT, UnkindNight, check_in_sync, harm, spend

ITEM = "/drives/{drive}/items/{item}"
LINK, DELETE = f"POST {ITEM}/createLink", f"DELETE {ITEM}/permissions/{{permission}}"
GRANT, REVOKE = (
    "POST /shares/{share}/permission/grant",
    f"POST {ITEM}/permissions/{{permission}}/revokeGrants",
)
MEMBERS = "/teams/{team}/channels/{channel}/members"
JOIN, LEAVE = f"POST {MEMBERS}", f"DELETE {MEMBERS}/{{membership}}"
READ, BATCH, DELTA, USERS = f"GET {ITEM}/permissions", "POST /$batch", f"GET {ITEM}/delta", "GET /users"
WRITES = (LINK, DELETE, GRANT, REVOKE, JOIN, LEAVE)
READS = (READ, DELTA, USERS, f"GET {MEMBERS}")
SMALL_PAGES = {"SHAREPOINT_GATE_SHARING__ITEMS_PAGE_SIZE": "10"}


def check_next_night(scene: Rehearsal) -> None:
    """Check that the night after the fault is in sync."""
    assert spend(scene).spoken.code == 0
    check_in_sync(scene)


def check_told(night: UnkindNight) -> None:
    """Check that a night which did not see or do everything says so, and gave nobody too much."""
    assert night.spoken.code == 4, night.spoken
    assert night.beside == []
    assert not any(words in night.spoken.out for words in CLEAN)


@pytest.mark.parametrize(
    ("kind", "nth"),
    [
        ("half-page", 2),
        ("status:404", 2),
        *(pytest.param(kind, 1, marks=pytest.mark.long) for kind in ("malformed", "half-page", "status:403")),
    ],
)
def test_law_7_without_the_whole_library_nothing_is_done(small: Rehearsal, kind: str, nth: int) -> None:
    """A page of the listing that is lost, cut or unreadable ends the run before its first write."""
    harm(small, DELTA, kind, nth, count=20)
    night = spend(small, json=False, env=SMALL_PAGES)
    check_told(night)
    assert night.writes == []


def test_law_7_half_a_listing_that_looks_whole_is_healed_by_a_second_look(small: Rehearsal) -> None:
    """Where rows are missing without a sign, files that were there before are looked for once more."""
    harm(small, DELTA, "half-page")
    night = spend(small)
    assert night.spoken.code == 0, night.spoken
    check_in_sync(small)


@pytest.mark.parametrize("nth", [20, *(pytest.param(other, marks=pytest.mark.long) for other in (1, 38))])
def test_law_7_a_file_that_could_not_be_read_gets_no_grant_and_the_others_go_on(
    small: Rehearsal, nth: int
) -> None:
    """One part of a batch that is refused: its item is named, held back, and the rest is mended."""
    harm(small, READ, "status:403", nth)
    night = spend(small)
    check_told(night)
    (unread,) = [one for one in night.spoken.data["findings"] if one["kind"] == "unread"]
    assert unread["handling"] == "person"
    where = unread["object"]
    given = [path for who, path, _role in night.gained if who not in UNIT]
    assert not [path for path in given if f"{path}/".startswith(f"{where}/")]
    assert night.writes, "what was read whole is mended"
    assert not [one for one in night.spoken.data["changes"] if one.get("path", "").endswith(f"/{where}")]
    check_next_night(small)


def test_law_7_batches_that_fail_as_a_whole_hold_all_grants_and_say_what_was_not_read(
    small: Rehearsal,
) -> None:
    """Where folders above could not be read nothing below them is granted; what was read is tidied."""
    harm(small, BATCH, "malformed", count=12)
    night = spend(small, json=False)
    check_told(night)
    assert [one for one in night.gained if one[0] not in UNIT] == []
    assert "ould not be read" in night.spoken.out + night.spoken.err
    small.admin("DELETE", "/faults")
    check_next_night(small)


def test_law_7_members_that_could_not_be_read_are_neither_added_nor_removed(small: Rehearsal) -> None:
    """The channel's own list is a picture of its own: without it nobody joins and nobody leaves."""
    harm(small, f"GET {MEMBERS}", "status:403")
    night = spend(small)
    check_told(night)
    assert not [entry for entry in night.writes if "/members" in entry["path"]]
    assert night.writes
    check_next_night(small)


def test_law_7_an_account_that_could_not_be_looked_up_is_neither_given_nor_taken(small: Rehearsal) -> None:
    """Nothing is known against the person, so nothing is taken; nothing is proved, so nothing is given."""
    harm(small, USERS, "status:403", count=2)
    night = spend(small)
    check_told(night)
    assert [one["kind"] for one in night.spoken.data["findings"]].count("unread") == 2
    check_next_night(small)
