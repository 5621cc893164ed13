"""Moved and restored files, places with permissions of their own, and inheritance that was restored."""

from dataclasses import replace
from datetime import timedelta

from sharepoint_gate.access.applied import Applied, AppliedFile
from sharepoint_gate.access.changes import GrantReaders
from sharepoint_gate.access.findings import Handling
from sharepoint_gate.access.inheritance import inheritance_notices
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.lane import removals_only
from sharepoint_gate.access.memory import Placement
from sharepoint_gate.access.moves import KEPT_FOR, gone_since, has_moved
from sharepoint_gate.access.observed import ObservedPermission, PermissionId, Unread
from sharepoint_gate.access.plan import Held
from sharepoint_gate.access.posture import Fitness, SettingFitness
from sharepoint_gate.access.posture_hold import hold_for_posture
from sharepoint_gate.access.scopes import (
    places_of_their_own,
    scope_count,
    scope_notices,
    scopes_to_give_back,
)
from sharepoint_gate.access.waiting import tell_waiting
from sharepoint_gate.roster.model import CaseRef, PersonId
from sharepoint_gate.roster.posture import PostureKey
from sharepoint_gate.roster.rules import ScopeRules
from tests.unit.access.judging import CASE, FILE, FOLDER, plan_of, scene, told
from tests.world import (
    NOW,
    SITE_GROUPS,
    Scene,
    direct,
    item_id,
    item_of,
    object_id,
    own_link,
    user,
    wide_link,
)

SECOND = f"{FOLDER}/second.docx"
KIND = FindingKind


def test_a_new_name_in_the_same_folder_is_no_move() -> None:
    """The same people read there."""
    made = scene().change_item(FILE, path=f"Case review/{FOLDER}/renamed.docx", name="renamed.docx")
    assert not has_moved(made.memory, item_of(made.world(), FILE))


def test_another_folder_is_a_move_and_so_is_a_folder_that_was_moved_whole() -> None:
    """Where its folder goes, a file goes."""
    made = scene().change_item(FILE, path="Case review/Elsewhere/40-panel-pack/pack.docx")
    assert has_moved(made.memory, item_of(made.world(), FILE))


def test_a_file_that_nobody_has_seen_before_has_not_moved() -> None:
    """A copy is another item, without a past and without a link."""
    made = scene().file(f"{CASE}/90-key/copy.docx")
    assert not has_moved(made.memory, item_of(made.world(), f"{CASE}/90-key/copy.docx"))
    assert not [one for one in plan_of(made).findings if one.kind is KIND.MOVED_WITH_READERS]


def test_a_restored_file_is_judged_as_moved_where_its_old_people_have_no_right() -> None:
    """A recycle bin gives the old people back."""
    made = scene()
    places = {key: one for key, one in made.memory.placements.items() if key != item_id(FILE)}
    gone = {item_id(FILE): Placement(f"Case review/{FILE}", NOW - timedelta(days=9))}
    made.memory = replace(made.memory, placements=places, gone=gone)
    assert plan_of(made).changes == ()
    link = own_link(["u12", "u13", "u19"], f"own-item:{FILE}")
    plan = plan_of(made.unshare(FILE, link.id).share(FILE, link))
    assert told(plan) == {(KIND.MOVED_WITH_READERS, FILE, "u19", (KIND.LINK_OUTSIDE_STAGE,))}


def test_gone_files_are_remembered_until_no_bin_gives_them_back() -> None:
    """One that came back counts as gone until its people are right."""
    made = scene()
    one, other, late = item_id(FILE), item_id("other"), item_id("late")
    old = Placement("x/y.docx", NOW - KEPT_FOR - timedelta(days=1))
    made.memory = replace(
        made.memory, placements={one: Placement(FILE, NOW)}, gone={other: Placement("a/b", NOW), late: old}
    )
    assert set(gone_since(made.memory, {other}, (), NOW)) == {one, other}
    assert set(gone_since(made.memory, {one, other}, {one, other}, NOW)) == set()


def test_a_link_or_an_entry_of_its_own_makes_a_place() -> None:
    """What comes from the folder above does not, nor what cannot be read."""
    made = scene().file(f"{CASE}/90-key/plain.docx")
    own = {item_id(FILE)}
    assert places_of_their_own(made.observation()) == own
    wide = wide_link("organization")
    made.share(CASE, wide).share(f"{CASE}/90-key", wide, replace(wide, id=PermissionId("w2"), inherited=True))
    assert places_of_their_own(made.observation()) == own | {item_id(CASE)}
    made.share(CASE, direct("u12")).change_item(FILE, permissions=None)
    assert item_id(FILE) not in places_of_their_own(made.observation())
    made.change_item(CASE, permissions=None)
    assert item_id(f"{CASE}/90-key") not in places_of_their_own(made.observation())


def test_scopes_are_told_from_the_declared_number_on() -> None:
    """A scope stays when its link is gone, so that what was seen once still counts."""
    made = scene()
    made.memory = replace(made.memory, scopes=frozenset({item_id(FILE), item_id(CASE), item_id("gone")}))
    assert scope_count(made.world()) == 2
    assert list(scope_notices(made.world())) == []
    made.rules = replace(made.rules, scopes=ScopeRules(warn_at=2, advised=4))
    (found,) = scope_notices(made.world())
    assert (found.kind, found.object, found.handling) == (KIND.MANY_SCOPES, "library", Handling.PERSON)
    assert found.sentence.startswith("2 files and folders have permissions of their own; 4 are advised")


def closed() -> Scene:
    """Return a closed case whose links are gone and whose scopes are remembered."""
    made = scene().unshare(FILE, f"own-item:{FILE}").stage(CASE, "closed")
    made.memory = replace(made.memory, scopes=frozenset({item_id(FILE), item_id("gone")}))
    return made


def test_scopes_of_closed_cases_are_given_back_once_the_list_is_that_of_the_folder() -> None:
    """Limited Access leads no further than through, and does not count."""
    through = ObservedPermission(PermissionId("l"), ("Limited Access",), user("u12"))
    made = closed().share(FILE, through)
    assert [one.id for one in scopes_to_give_back(made.world())] == [item_id(FILE)]


def test_scopes_that_are_needed_or_unclear_are_not_given_back() -> None:
    """An open case, a list that differs, a list that could not be read, a place in no case."""
    assert scopes_to_give_back(closed().stage(CASE, "panel-meeting").world()) == ()
    assert scopes_to_give_back(closed().share(FILE, direct("u12")).world()) == ()
    assert scopes_to_give_back(closed().change_item(FILE, permissions=None).world()) == ()
    assert scopes_to_give_back(closed().change_item(FOLDER, permissions=None).world()) == ()
    made = closed()
    made.memory = replace(made.memory, scopes=frozenset({item_id("")}))
    assert scopes_to_give_back(made.world()) == ()


def shared_two() -> Scene:
    """Return two files of one folder that were right when the roster was last applied."""
    made = Scene().case(CASE, "panel-meeting", u12="panel-member").file(FILE, SECOND).in_sync()
    given = AppliedFile(CaseRef(CASE), {object_id("u12"): PersonId("u12")})
    files = {item_id(FILE): given, item_id(SECOND): given, item_id("gone"): given}
    made.memory = replace(made.memory, applied=Applied(at=NOW, files=files))
    return made


def test_inheritance_that_was_restored_is_told_once_at_the_top() -> None:
    """All files of the folder have its list at once; the gate makes its links again."""
    made = shared_two()
    assert list(inheritance_notices(made.world())) == []
    for path in (FILE, SECOND):
        made.change_item(path, permissions=SITE_GROUPS)
    (found,) = inheritance_notices(made.world())
    assert (found.kind, found.object, found.handling) == (KIND.INHERITANCE_RESTORED, FOLDER, Handling.MENDED)
    assert found.item_id == item_id(FOLDER)
    assert KIND.INHERITANCE_RESTORED in {one.kind for one in plan_of(made).findings}


def test_inheritance_that_was_restored_waits_where_its_links_wait() -> None:
    """Nobody reads that it is put right while a setting of the site, or a half picture, holds it back."""
    made = shared_two()
    for path in (FILE, SECOND):
        made.change_item(path, permissions=SITE_GROUPS)
    plan = plan_of(made)
    unfit = SettingFitness(PostureKey.SHARING_LEVEL, Fitness.UNFIT, "Too open.", holds=True)
    made.unread = (Unread("a page of the library", "lost"),)
    blind = plan_of(made)
    for held in (hold_for_posture(plan, [unfit]), removals_only(plan, "The record is broken."), blind):
        (found,) = [one for one in held.findings if one.kind is KIND.INHERITANCE_RESTORED]
        assert found.handling is Handling.PERSON
        assert found.remedy.startswith("It waits. ")
        assert held.held[0].why.rstrip(".") in found.remedy
    (found,) = [one for one in plan.findings if one.kind is KIND.INHERITANCE_RESTORED]
    assert found.handling is Handling.MENDED
    # Links that wait in another folder, and removals, say nothing of this one.
    (grant, *_) = [one for one in plan.changes if isinstance(one, GrantReaders)]
    others = (Held(replace(grant, path=f"Case review/{CASE}/60-final-report/a.docx"), "why"),)
    assert tell_waiting([found], others) == (found,)


def test_one_file_without_its_link_is_a_missing_grant_and_no_more() -> None:
    """Somebody may have stopped sharing it by hand."""
    made = shared_two().change_item(FILE, permissions=SITE_GROUPS)
    assert list(inheritance_notices(made.world())) == []
    made = shared_two()
    for path in (FILE, SECOND):
        made.change_item(path, permissions=SITE_GROUPS)
    made.change_item(FOLDER, permissions=None)
    assert list(inheritance_notices(made.world())) == []


def test_inheritance_of_subfolders_is_told_at_the_folder_of_the_process() -> None:
    """And not again for each subfolder."""
    deep = (f"{FOLDER}/a/one.docx", f"{FOLDER}/a/two.docx", f"{FOLDER}/b/three.docx")
    made = Scene().case(CASE, "panel-meeting", u12="panel-member").file(*deep).in_sync()
    given = AppliedFile(CaseRef(CASE), {object_id("u12"): PersonId("u12")})
    empty = AppliedFile(CaseRef(CASE), {})
    files = {item_id(path): given for path in deep} | {item_id(FOLDER): empty}
    made.memory = replace(made.memory, applied=Applied(at=NOW, files=files))
    for path in deep:
        made.change_item(path, permissions=SITE_GROUPS)
    assert [one.object for one in inheritance_notices(made.world())] == [FOLDER]
