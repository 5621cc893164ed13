"""What is judged by where it stands: folders, copies below them, loose files, exceptions."""

from dataclasses import replace

import pytest

from sharepoint_gate.access.changes import DeletePermission, GrantReaders, RevokePeople
from sharepoint_gate.access.findings import Handling
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.memory import Memory
from sharepoint_gate.access.observed import (
    Grantee,
    GranteeKind,
    ObjectId,
    ObservedPermission,
    PermissionId,
)
from tests.unit.access.judging import CASE, FILE, FOLDER, RETURNS, deleted, only, plan_of, scene, told
from tests.world import (
    CHANNEL_ID,
    ROOT_ID,
    Scene,
    direct,
    item_id,
    object_id,
    own_link,
    people_link,
    site_group,
    wide_link,
)

KIND = FindingKind


@pytest.mark.parametrize("folder", [FOLDER, CASE, ""])
def test_entries_on_folders_go(folder: str) -> None:
    """Links and direct grants on a folder go, since a folder cannot block downloads."""
    made = scene().share(folder, people_link(["u12"])) if folder else _on_channel(people_link(["u12"]))
    plan = plan_of(made)
    assert KIND.FOLDER_GRANT in (only(plan).kind, *only(plan).also)
    assert only(plan).object == folder
    assert len(plan.changes) == 1


def _on_channel(permission: ObservedPermission) -> Scene:
    made = scene()
    top = made.items[CHANNEL_ID]
    made.items[CHANNEL_ID] = replace(top, permissions=(*(top.permissions or ()), permission))
    return made


@pytest.mark.parametrize(
    ("permission", "kinds"),
    [
        (direct("u12"), (KIND.FOLDER_GRANT,)),
        (direct("u12", "write"), (KIND.EDIT_GRANT_WITHOUT_EXCEPTION, KIND.FOLDER_GRANT)),
        (people_link(["u12"], "edit"), (KIND.EDIT_LINK, KIND.FOLDER_GRANT)),
        (own_link(["u12"], "blocks"), (KIND.FOLDER_GRANT,)),
        (direct("u19"), (KIND.GRANT_OUTSIDE_STAGE, KIND.FOLDER_GRANT)),
        (wide_link("organization"), (KIND.ORGANISATION_LINK,)),
    ],
)
def test_folder_entries_keep_their_worse_kind(
    permission: ObservedPermission, kinds: tuple[FindingKind, ...]
) -> None:
    """An entry on a folder is a folder grant, after whatever is worse about it."""
    found = only(plan_of(scene().share(FOLDER, permission)))
    assert (found.kind, *found.also) == kinds


def test_the_whole_of_a_divided_folder_is_nobodys() -> None:
    """A folder that is divided by organisation reaches other agencies, so that a grant on it crosses them."""
    found = only(plan_of(scene().share(RETURNS, direct("u19"))))
    assert found.kind is KIND.OTHER_AGENCY_FOLDER


def test_copies_of_an_entry_above_are_counted_and_not_told_again() -> None:
    """What shows again below is a consequence: counted above, taken away below after that."""
    made = scene().share(FOLDER, direct("u19"), people_link(["u12"]))
    made.share(FILE, replace(direct("u19"), inherited=None), replace(people_link(["u12"]), inherited=True))
    plan = plan_of(made)
    assert [(one.object, one.reaches) for one in plan.findings] == [(FOLDER, 1), (FOLDER, 1)]
    copies = [one for one in plan.changes if isinstance(one, DeletePermission) and one.copied]
    assert [one.item_id for one in copies] == [item_id(FILE)] * 2
    assert list(plan.changes[2:]) == copies
    assert copies[0].reason.sentence.startswith(f"It comes from “{FOLDER}”: ")


def test_a_folders_link_is_not_taken_for_the_files_own() -> None:
    """A link of the gate's make on a folder goes with its copies, and the file gets a link of its own."""
    above = own_link(["u12"], "above")
    made = scene().unshare(FILE, f"own-item:{FILE}").share(FOLDER, above).share(FILE, above)
    plan = plan_of(made)
    assert deleted(plan) == [(item_id(FOLDER), "above"), (item_id(FILE), "above")]
    grant = plan.changes[-1]
    assert isinstance(grant, GrantReaders)
    assert (grant.item_id, grant.permission_id) == (item_id(FILE), None)


def test_only_files_are_counted_as_reached() -> None:
    """A folder between counts for nothing: what matters is how many files an entry lays open."""
    made = scene().share(CASE, wide_link("anonymous")).share(FOLDER, wide_link("anonymous"))
    plan = plan_of(made.share(FILE, wide_link("anonymous")))
    assert [(one.object, one.reaches) for one in plan.findings] == [(CASE, 1)]
    assert len(plan.changes) == 3


def test_an_odd_group_on_the_root_is_told_once_and_never_removed() -> None:
    """A group of the site beside its first three is told on the root, with the files that it reaches."""
    made = scene()
    panel = ObservedPermission(PermissionId("g"), ("read",), site_group("Panel", "17"))
    root = made.items[ROOT_ID]
    made.items[ROOT_ID] = replace(root, permissions=(*(root.permissions or ()), panel))
    plan = plan_of(made.share(FILE, panel))
    found = only(plan)
    assert (found.kind, found.object, found.reaches) == (KIND.SITE_GROUP_UNEXPECTED, "library root", 1)
    assert (found.handling, plan.changes) == (Handling.PERSON, ())


def test_a_wider_role_below_is_a_finding_of_its_own() -> None:
    """The same person with a wider role further down is no consequence of the entry above."""
    plan = plan_of(scene().share(FOLDER, direct("u19")).share(FILE, direct("u19", "write")))
    assert {one.object for one in plan.findings} == {FOLDER, FILE}


def test_outside_the_cases_only_what_is_open_to_all_goes() -> None:
    """In a folder of no declared case the gate removes open links, and tells a person of the rest."""
    path = "notes/agenda.docx"
    made = scene().file(path).share(path, wide_link("anonymous"), direct("u12"), own_link(["u12"], "x"))
    plan = plan_of(made)
    assert deleted(plan) == [(item_id(path), "wide-link")]
    by_hand = [one for one in plan.findings if one.handling is Handling.PERSON]
    assert {one.kind for one in by_hand} == {KIND.GRANT_OUTSIDE_STAGE, KIND.LINK_OUTSIDE_STAGE}
    assert all("outside the declared cases" in one.remedy for one in by_hand)


def test_the_gates_own_link_goes_wherever_its_file_was_moved() -> None:
    """A link that the gate made is the gate's to take away, also on a file moved out of its case."""
    path = "notes/agenda.docx"
    made = scene().file(path).share(path, own_link(["u12"], "mine"))
    own = {**made.memory.own_links, item_id(path): PermissionId("mine")}
    made.memory = Memory(made.memory.pins, made.memory.placements, own)
    plan = plan_of(made)
    assert told(plan) == {(KIND.LINK_OUTSIDE_STAGE, path, "u12", ())}
    assert deleted(plan) == [(item_id(path), "mine")]


@pytest.mark.parametrize(("inherited", "removed"), [(True, 0), (None, 1), (False, 1)])
def test_what_only_shines_through_is_not_deleted_in_vain(*, inherited: bool | None, removed: int) -> None:
    """An entry on the library's root is a person's to mend; below it only a file's own copies can go."""
    made = scene()
    root = made.items[ROOT_ID]
    made.items[ROOT_ID] = replace(root, permissions=(*(root.permissions or ()), direct("u19")))
    plan = plan_of(made.share(FILE, replace(direct("u19"), inherited=inherited)))
    assert (only(plan).object, only(plan).handling, only(plan).reaches) == (
        "library root",
        Handling.PERSON,
        1,
    )
    assert len(plan.changes) == removed


def test_what_lies_beside_the_channel_is_named_from_the_root() -> None:
    """An item outside the channel's folder is named by its path from the library's root."""
    made = scene()
    other = replace(made.items[CHANNEL_ID], id=item_id("other"), name="Forms", path="Forms")
    made.items[other.id] = replace(other, permissions=(*(other.permissions or ()), direct("u19")))
    assert only(plan_of(made)).object == "/Forms"


def test_a_recorded_exception_is_left_alone_until_its_day() -> None:
    """An entry that an exception covers stays, is no finding, and is the person's only way in."""
    made = scene().exception("EX-1", "u12", FOLDER).share(FILE, direct("u12", "write"))
    plan = plan_of(made)
    assert told(plan) == {(KIND.SECOND_WAY_IN, FILE, "u12", ())}
    (change,) = plan.changes
    assert isinstance(change, RevokePeople)
    assert change.people == (object_id("u12"),)


def test_an_expired_exception_is_told_as_such() -> None:
    """Once an exception has run out its entry goes; who may read gets the gate's link."""
    made = scene()
    made.exception("EX-1", "u12", FOLDER, until=made.today.replace(day=29)).share(
        FILE, direct("u12", "write")
    )
    plan = plan_of(made)
    assert told(plan) == {(KIND.EXCEPTION_EXPIRED, FILE, "u12", ())}
    assert deleted(plan) == [(item_id(FILE), "direct-u12")]


def test_a_newer_exception_makes_the_expired_one_idle() -> None:
    """While one exception reaches an item, an older one that ran out is not held against the entry."""
    made = scene().exception("EX-1", "u12", CASE, until=scene().today.replace(day=29))
    made.exception("EX-2", "u12", FOLDER, access="read").share(FILE, direct("u12", "write"))
    assert (KIND.EDIT_GRANT_WITHOUT_EXCEPTION, FILE, "u12", ()) in told(plan_of(made))


def test_the_channel_folder_is_in_no_exception() -> None:
    """An exception for a case does not reach the channel's own folder above it."""
    made = _on_channel(direct("u12", "write")).exception("EX-1", "u12", CASE)
    assert only(plan_of(made)).also == (KIND.EDIT_GRANT_WITHOUT_EXCEPTION, KIND.FOLDER_GRANT)


def test_an_unread_item_is_a_finding() -> None:
    """An item whose permissions could not be read is told, with the reason."""
    made = scene().change_item(f"{CASE}/90-key", permissions=None, unread="503")
    found = only(plan_of(made))
    assert (found.kind, found.object) == (KIND.UNREAD, f"{CASE}/90-key")
    assert "503" in found.sentence


def test_law_2_a_second_group_of_the_same_name_is_told_apart() -> None:
    """A group's name is no proof that it is the one further up: each has a finding of its own."""
    above, below = (Grantee(GranteeKind.GROUP, ObjectId(one), None, "Panel", "", "") for one in ("a", "b"))
    made = scene().share("", ObservedPermission(PermissionId("a"), ("read",), above))
    made.share(FILE, ObservedPermission(PermissionId("b"), ("read",), below))
    plan = plan_of(made)
    assert {(one.object, one.principal) for one in plan.findings} == {("", "Panel"), (FILE, "Panel")}
    assert deleted(plan) == [(CHANNEL_ID, "a"), (item_id(FILE), "b")]


def test_law_1_everybody_on_a_link_is_told_beside_a_pending_invitation() -> None:
    """An invitation that is still open hides nobody who is on the same link already."""
    for blocks, kind in ((False, KIND.DOWNLOAD_ALLOWED_LINK), (True, KIND.FOREIGN_LINK)):
        shared = people_link(["x91", "u12"])
        facet = replace(shared.link, prevents_download=blocks) if shared.link is not None else None
        made = scene().share(FILE, replace(shared, link=facet, invitation_email="new@wicb.example"))
        plan = plan_of(made)
        assert {one.principal for one in plan.findings} == {"x91@wicb.example", "u12", "new@wicb.example"}
        assert all(kind in (one.kind, *one.also) for one in plan.findings)
        assert deleted(plan) == [(item_id(FILE), "people-link")]


def test_an_invitation_that_names_its_own_recipient_is_still_one() -> None:
    """Graph may list the invited address among the link's people: that is nobody else."""
    shared = people_link(["new"])
    plan = plan_of(scene().share(FILE, replace(shared, invitation_email="NEW@wicb.example")))
    assert KIND.PENDING_INVITATION in (only(plan).kind, *only(plan).also)


@pytest.mark.parametrize("top", [CASE, ""])
def test_law_2_what_goes_above_an_exception_takes_no_reader_off_the_link(top: str) -> None:
    """An entry from above the excepted folder goes there: its person stays on the gate's link meanwhile."""
    made = scene().exception("EX-1", "u12", FOLDER)
    for at in (top, FOLDER, FILE):
        made.share(at, direct("u12", "write"))
    plan = plan_of(made)
    assert [one.path for one in plan.changes if isinstance(one, RevokePeople)] == []
    assert (item_id(top), "direct-u12") in deleted(plan)


def test_law_2_two_entries_that_name_nobody_are_never_one() -> None:
    """What cannot be read on a folder says nothing about what cannot be read on a file below it."""
    made = scene().share(FOLDER, ObservedPermission(PermissionId("a"), ("read",)))
    made.share(FILE, ObservedPermission(PermissionId("b"), ("read",)))
    assert [one.object for one in plan_of(made).findings] == [FOLDER, FILE]
