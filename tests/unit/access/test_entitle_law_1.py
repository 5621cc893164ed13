"""Who should read each file: what follows from the roster, and nothing more.

Source: ISA §8.3, ISA §8.4, ISA §8.6
"""

from dataclasses import replace
from datetime import date

from sharepoint_gate.access.desired import DesiredFile, World
from sharepoint_gate.access.entitle import desired_access
from sharepoint_gate.access.observed import ObjectId
from sharepoint_gate.roster.model import CaseRef, PersonId, ProcessId
from tests.world import CHANNEL_ID, Scene, direct, item_id, line, object_id, own_link

CASE = "RR-2026-001"
PACK = f"{CASE}/40-panel-pack/pack.docx"
NOTES = f"{CASE}/40-panel-pack/notes.docx"
MINE = f"{CASE}/20-agency-returns/wicb/return.docx"
THEIRS = f"{CASE}/20-agency-returns/wmp/return.docx"


def scene(stage: str = "panel-meeting") -> Scene:
    """Return a case with people of two organisations."""
    made = Scene().case(CASE, stage, u37="review-chair", u12="panel-member agency-author", u19="agency-lead")
    return made.person("u19", organisation="wmp").file(PACK, NOTES, MINE, THEIRS)


def wanted(world: World, path: str) -> DesiredFile:
    """Return what is desired of a file."""
    return desired_access(world).files[item_id(path)]


def readers(world: World, path: str) -> set[ObjectId]:
    """Return who should read a file."""
    return set(wanted(world, path).readers)


def test_law_1_readers_follow_from_role_stage_and_organisation() -> None:
    """Each file is read by exactly those whose conditions all hold."""
    world = scene().world()
    assert readers(world, PACK) == {object_id("u37"), object_id("u12")}
    assert readers(world, THEIRS) == {object_id("u37"), object_id("u19")}
    assert readers(world, MINE) == {object_id("u37")}


def test_each_reader_is_traced_to_a_line_of_the_roster() -> None:
    """The reason names only the roles that open the folder, the stage and the folder."""
    why = wanted(scene().world(), PACK).readers[object_id("u12")]
    assert why.person == "u12"
    assert why.reason == f"panel-member on {CASE}; stage panel-meeting; folder 40-panel-pack"
    assert why.place == line(506)


def test_law_1_who_fails_a_personal_condition_reads_nothing_anywhere() -> None:
    """A person whose agreement is missing is on no file's list; the others stay."""
    world = scene().undecided("u12").world()
    assert readers(world, PACK) == {object_id("u37")}


def test_law_1_a_case_at_its_closed_stage_has_no_readers() -> None:
    """Closing a case takes every reader away."""
    world = scene("closed").world()
    assert all(not file.readers for file in desired_access(world).files.values())


def test_law_1_files_outside_declared_folders_have_no_readers() -> None:
    """Loose files, undeclared cases and what lies above the channel have no readers."""
    base = scene().file(
        "loose.docx", f"{CASE}/loose.docx", "RR-2099-001/40-panel-pack/a.docx", f"{CASE}/41-x/a.docx"
    )
    outside = replace(base.items[item_id(PACK)], id=item_id("outside"), path="elsewhere/a.docx")
    base.items[outside.id] = outside
    files = desired_access(base.world()).files
    for path in (
        "loose.docx",
        f"{CASE}/loose.docx",
        "RR-2099-001/40-panel-pack/a.docx",
        f"{CASE}/41-x/a.docx",
    ):
        assert files[item_id(path)].readers == {}
    assert files[outside.id].readers == {}


def test_law_1_a_case_of_an_unknown_process_has_no_readers() -> None:
    """Without a process there is no window."""
    base = scene()
    key = CaseRef(CASE)
    base.cases[key] = replace(base.cases[key], process=ProcessId("unknown"))
    assert readers(base.world(), PACK) == set()


def test_law_1_without_the_channels_folder_nobody_reads() -> None:
    """Where the channel's folder was not observed no file has a place, so nobody is entitled."""
    base = scene()
    del base.items[CHANNEL_ID]
    assert readers(base.world(), PACK) == set()


def test_law_2_the_business_unit_is_on_no_link() -> None:
    """People of the business unit read in the channel even when a case names them."""
    base = scene().case("RR-2026-002", "panel-meeting", u01="review-chair")
    base.file("RR-2026-002/40-panel-pack/a.docx")
    assert readers(base.world(), "RR-2026-002/40-panel-pack/a.docx") == set()


def test_law_2_a_file_that_cannot_be_shown_has_waiting_people_and_no_readers() -> None:
    """Those who would read a mail file or a notebook are named as waiting, by roster id."""
    base = scene().file(f"{CASE}/40-panel-pack/request.msg", f"{CASE}/90-key/x.zip")
    base.folder(f"{CASE}/40-panel-pack/Notebook")
    base.change_item(f"{CASE}/40-panel-pack/Notebook", package=True)
    world = base.world()
    for path in (f"{CASE}/40-panel-pack/request.msg", f"{CASE}/40-panel-pack/Notebook"):
        assert (wanted(world, path).readers, wanted(world, path).waiting) == ({}, ("u12", "u37"))
    assert wanted(world, f"{CASE}/90-key/x.zip").waiting == ()
    assert wanted(world, PACK).waiting == ()


def test_law_2_whose_exception_stands_is_not_on_the_link_as_well() -> None:
    """A reader holds exactly one thing: the exception's entry, while it stands, instead of the link."""
    base = scene().exception("EX-1", "u12", f"{CASE}/40-panel-pack")
    assert readers(base.world(), PACK) == {object_id("u37"), object_id("u12")}
    world = base.share(PACK, direct("u12", "write")).world()
    assert readers(world, PACK) == {object_id("u37")}
    assert readers(world, NOTES) == {object_id("u37"), object_id("u12")}


def test_the_business_unit_is_given_its_roles_in_the_channel() -> None:
    """Owners and members of the channel follow from the roster, by account."""
    world = scene().world()
    assert desired_access(world).channel == {object_id("u01"): "owner", object_id("u02"): "member"}


def test_law_1_holds_for_the_business_unit_as_well() -> None:
    """Somebody of the business unit past the last day belongs in the channel no more."""
    world = scene().person("u02", ends_on=date(2026, 3, 29)).world()
    assert desired_access(world).channel == {object_id("u01"): "owner"}


def test_files_come_by_path_and_folders_share_their_answer() -> None:
    """The answer does not depend on the order of reading, and equal folders share one list of readers."""
    base = scene()
    base.items = dict(reversed(base.items.items()))
    files = desired_access(base.world()).files
    assert [file.path for file in files.values()] == sorted(file.path for file in files.values())
    assert files[item_id(PACK)].readers is files[item_id(NOTES)].readers


def test_a_scene_in_sync_holds_what_is_desired() -> None:
    """The builder's tenant in sync names exactly the desired readers on one link a file."""
    world = scene().in_sync().world()
    found = world.observation.items[item_id(PACK)].permissions or ()
    assert found[-1] == own_link(["u12", "u37"], f"own-{item_id(PACK)}")
    assert set(world.memory.pins) == {PersonId(name) for name in ("u01", "u02", "u12", "u19", "u37")}
    assert [member.role for member in world.observation.members or ()] == ["owner", "member"]
