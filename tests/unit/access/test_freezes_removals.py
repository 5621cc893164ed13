"""What a freeze takes away, and what it leaves to a person."""

from dataclasses import replace

from sharepoint_gate.access.changes import DeletePermission, RevokePeople
from sharepoint_gate.access.freezes_removals import Sought, Target, seek, without_copies
from sharepoint_gate.access.freezes_who import subject_named
from sharepoint_gate.access.observed import Grantee, GranteeKind, ObjectId, ObservedPermission, PermissionId
from tests.unit.access.freezing import CASE, PACK, panel
from tests.world import Scene, direct, object_id, people_link, site_group, user, wide_link

FOLDER = f"{CASE}/40-panel-pack"
GROUP = ObservedPermission(
    PermissionId("group"),
    ("read",),
    Grantee(GranteeKind.GROUP, ObjectId("oid-staff"), None, "All Staff", "", ""),
)
STRANGE_GROUP = ObservedPermission(PermissionId("odd"), ("read",), site_group("Helpers", "99"))
STRANGE = ObservedPermission(PermissionId("strange"), ("read",), strange=("new",))
INVITED = ObservedPermission(PermissionId("invited"), ("read",), invitation_email="U12@wicb.example")


def sought(scene: Scene, name: str = "u12") -> Sought:
    """Return what a freeze of somebody finds in a scene."""
    world = scene.world()
    subject = subject_named(world.roster, name)
    accounts = frozenset({object_id(name)}) if subject.person is not None else frozenset()
    return seek(world, Target(subject, accounts, subject.marks))


def removed(found: Sought) -> dict[str, type]:
    """Return what is taken away: the permission, and whether whole or one person of it."""
    return {one.permission_id: type(one) for one in found.removals}


def test_one_person_is_taken_off_a_link_that_others_stay_on() -> None:
    """The others keep it, and are told as remaining."""
    found = sought(panel())
    told = [(one.people, one.remaining) for one in found.removals if isinstance(one, RevokePeople)]
    assert told == [((object_id("u12"),), (object_id("u19"),))]


def test_whatever_names_the_person_alone_goes_whole() -> None:
    """A direct entry, a link of their own, a pending invitation and a folder's entry."""
    scene = panel().share(PACK, direct("u12"), people_link(["u12"]), INVITED)
    scene.share(FOLDER, direct("u12", permission="above"))
    told = removed(sought(scene))
    whole = {"direct-u12", "people-link", "invited", "above"}
    assert {name for name, kind in told.items() if kind is DeletePermission} == whole


def test_somebody_without_an_object_id_is_known_by_address_or_login() -> None:
    """A link that cannot be relieved of one such person goes as a whole."""
    nameless = replace(user("u12"), object_id=None, email="")
    other = replace(user("u19"), object_id=None)
    link = replace(people_link(["u19"]), people=(nameless, other))
    scene = panel().share(PACK, link)
    assert removed(sought(scene))["people-link"] is DeletePermission


def test_a_link_that_somebody_else_is_invited_to_loses_one_person_only() -> None:
    """Whoever else waits on the link keeps waiting."""
    link = replace(people_link(["u12"]), invitation_email="eve@far.example")
    assert removed(sought(panel().share(PACK, link)))["people-link"] is RevokePeople


def test_what_is_open_to_more_than_named_people_is_left_to_the_next_run() -> None:
    """Groups are asked; wide links, unknown groups of the site and unknown shapes are told."""
    scene = panel().share(PACK, wide_link("anonymous"), GROUP, STRANGE_GROUP, STRANGE)
    found = sought(scene)
    assert [one.name for one in found.groups] == ["All Staff"]
    assert len(found.left) == 3
    assert {one.where for one in found.left} == {PACK}


def test_what_cannot_be_read_is_named() -> None:
    """Nobody calls a freeze done while an item was not looked at."""
    scene = panel().change_item(PACK, permissions=None, unread="no answer")
    assert "no answer" in sought(scene).left[0].what
    silent = panel().change_item(PACK, permissions=None)
    assert "no reason was given" in sought(silent).left[0].what


def test_memberships_of_the_channel_go_with_the_person() -> None:
    """By account, or by address where the membership is of another account."""
    assert [one.membership_id for one in sought(panel(), "u02").members] == ["m-u02"]
    scene = panel()
    scene.members = (replace((scene.members or ())[0], email="U12@wicb.example"),)
    assert len(sought(scene).members) == 1
    scene.members = None
    assert sought(scene).members == []


def test_a_frozen_case_loses_everything_below_its_folder_and_nothing_elsewhere() -> None:
    """Links, entries, groups and invitations go; the channel's own groups and other cases stay."""
    scene = panel().case("RR-2026-002", "panel-meeting", u12="panel-member")
    scene.file("RR-2026-002/40-panel-pack/pack.docx").in_sync()
    scene.share(FOLDER, GROUP).share(PACK, wide_link("anonymous"), INVITED, direct("u19", "write"))
    found = sought(scene, CASE)
    assert {one.permission_id for one in found.removals} >= {"group", "wide-link", "invited", "direct-u19"}
    assert all(one.path.startswith(f"Case review/{CASE}") for one in found.removals)
    assert found.members == []
    assert found.left == []


def test_what_a_case_freeze_does_not_take_away_is_told() -> None:
    """A shape that nobody knows, and an entry above the case that reaches into others too."""
    scene = panel().share(PACK, STRANGE).share("", direct("u19", permission="high"))
    found = sought(scene, CASE)
    assert {one.where for one in found.left} == {PACK, "the channel's folder"}
    assert "high" not in removed(found)


def test_an_item_above_a_case_that_is_as_it_should_be_is_nothing_to_tell() -> None:
    """The channel's own groups stand on every folder."""
    unknown_above = panel().share("", STRANGE)
    assert sought(panel(), CASE).left == []
    assert sought(unknown_above, CASE).left == []


def test_an_entry_from_above_is_taken_away_where_it_stands() -> None:
    """What only shows again below is left to the next look."""
    entry = direct("u12", permission="shared")
    scene = panel().share(FOLDER, entry).share(PACK, entry)
    world = scene.world()
    found = sought(scene)
    chosen = without_copies(world, found.removals)
    assert [one.path for one in chosen if one.permission_id == "shared"] == [f"Case review/{FOLDER}"]
    assert len(chosen) == len(found.removals) - 1
