"""What is seen on an item, where one condition alone decides what becomes of it (laws 1, 2 and 7)."""

from dataclasses import replace

import pytest

from sharepoint_gate.access.changes import GrantReaders
from sharepoint_gate.access.classify import backdrop_of, classify, own_link_on
from sharepoint_gate.access.directory import directory_of
from sharepoint_gate.access.names_found import is_nhs_number
from sharepoint_gate.access.observed import Grantee, GranteeKind, ObservedPermission, PermissionId, Unread
from sharepoint_gate.access.principals import DirectoryGroup, SiteGroup, Someone, recognise
from sharepoint_gate.access.shapes import ExpectedSiteGroup, PeopleLink
from tests.unit.access.judging import FILE, plan_of, scene
from tests.world import CHANNEL, Scene, direct, item_id, item_of, object_id, own_link, people_link, user

OWN = PermissionId(f"own-{item_id(FILE)}")
STRANGE = replace(people_link(["u12"], permission="strange"), roles=("owner", "sp.full"))


def _lacking() -> Scene:
    """Return a case in which one file has no link yet."""
    return scene().unshare(FILE, OWN)


def _granted(made: Scene) -> list[str]:
    return [one.path for one in plan_of(made).changes if isinstance(one, GrantReaders)]


@pytest.mark.parametrize("turned", [False, True])
def test_law_1_an_entry_of_unknown_shape_blocks_grants_wherever_it_stands(*, turned: bool) -> None:
    """What comes after it on the same file is known, and does not make it forgotten."""
    assert _granted(_lacking())
    entries = (STRANGE, direct("u13", "read"))
    made = _lacking().share(FILE, *(entries[::-1] if turned else entries))
    assert _granted(made) == []


def test_law_7_members_left_unread_excuse_no_second_thing_that_was_not_read() -> None:
    """Where only the members are unread files may be given; where anything else is, nothing is."""
    made = _lacking()
    made.members, made.unread = None, (Unread("channel members", "timeout"),)
    assert _granted(made)
    made.unread = (*made.unread, Unread("site groups", "timeout"))
    assert _granted(made) == []


def test_a_link_that_reads_and_writes_is_one_that_edits() -> None:
    """Both roles on one link are told as the wider one."""
    backdrop = backdrop_of(scene().world())
    link = replace(people_link(["u12"], kind="edit"), roles=("read", "write"))
    found = classify(link, backdrop, None, ())
    assert isinstance(found, PeopleLink)
    assert found.edits


def test_of_several_own_links_the_one_that_names_most_readers_is_kept() -> None:
    """People without an object id, and people who are no readers, count for nothing."""
    made = scene().unshare(FILE, OWN)
    nobody = replace(user("u12"), object_id=None)
    crowd = replace(own_link(["u70", "u71"], "a-crowd"), people=(user("u70"), user("u71"), nobody))
    made.share(FILE, crowd, own_link(["u12"], "b-reader"))
    item, readers = item_of(made.world(), FILE), frozenset({object_id("u12"), object_id("u13")})
    assert own_link_on(item, None, readers, frozenset()) == "b-reader"


def test_the_sites_own_groups_are_known_by_the_teams_or_the_channels_name() -> None:
    """Each of the two titles is that of the site; another title before the same word is not."""
    made = backdrop_of(scene().world())
    groups = {**(made.site_groups or {}), "77": frozenset({"write"})}
    backdrop = replace(made, team="westmarsh safeguarding", channel=CHANNEL.casefold(), site_groups=groups)
    for title, expected in (
        ("Westmarsh Safeguarding", True),
        (CHANNEL, True),
        (f"Westmarsh Safeguarding - {CHANNEL}", True),
        ("Panel", False),
    ):
        who = Grantee(GranteeKind.SITE_GROUP, None, "77", f"{title} Members", f"{title} Members", "")
        seen = classify(ObservedPermission(PermissionId("g"), ("write",), who), backdrop, None, ())
        assert isinstance(seen, ExpectedSiteGroup) is expected
    numbered = Grantee(GranteeKind.SITE_GROUP, None, "5", "Mitglieder", "Mitglieder", "")
    seen = classify(ObservedPermission(PermissionId("g"), ("write",), numbered), backdrop, None, ())
    assert isinstance(seen, ExpectedSiteGroup)


def test_somebody_known_by_an_address_is_known_in_any_letter_case() -> None:
    """Blanks and capitals in what SharePoint shows do not make a stranger of a person."""
    directory = directory_of(scene().world())
    found = recognise(Grantee(GranteeKind.USER, None, None, "", "", " U12@WICB.example "), directory)
    assert isinstance(found, Someone)
    assert (found.named, found.address) == ("u12", "u12@wicb.example")


def test_a_group_is_the_same_one_by_its_id_its_login_or_its_name() -> None:
    """Two sightings of one group have one key, whichever of these is shown; a number goes before a name."""
    directory = directory_of(scene().world())
    login = recognise(Grantee(GranteeKind.GROUP, None, None, "Panel", "c:0t.c|tenant|9", ""), directory)
    named = recognise(Grantee(GranteeKind.GROUP, None, None, "Panel", "", ""), directory)
    assert isinstance(login, DirectoryGroup)
    assert isinstance(named, DirectoryGroup)
    assert (login.key, named.key) == ("c:0t.c|tenant|9", "Panel")
    numbered = recognise(Grantee(GranteeKind.SITE_GROUP, None, "12", "Panel", "", ""), directory)
    assert isinstance(numbered, SiteGroup)
    assert numbered.key == "12"


@pytest.mark.parametrize(
    ("digits", "valid"),
    [("9434765919", True), ("9434765918", False), ("1111111111", False), ("4000000004", True)],
)
def test_law_14_an_nhs_number_is_known_by_its_check_digit(digits: str, *, valid: bool) -> None:
    """Two different digits are enough for one; ten times the same is somebody's filler."""
    assert is_nhs_number(digits) is valid


def test_law_7_a_person_who_was_looked_up_holds_no_account_of_another() -> None:
    """Only somebody whose own look-up failed may stand behind any account that bears the username."""
    made = scene()
    made.account("u13", other_mails=("u12@wicb.example",))
    assert made.world().holders[object_id("u13")] == ("u13",)
    del made.accounts[made.people["u12"].id]  # type: ignore[index]  # a roster id is a text
    assert made.world().holders[object_id("u13")] == ("u12", "u13")
