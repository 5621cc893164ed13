"""Law 1 for one person and one item: named, stage, own organisation, viewable.

Source: ISA §8.3, ISA §8.5, ISA §8.6
"""

from dataclasses import replace

import pytest

from sharepoint_gate.access.checks import all_hold, crossed_kinds, first_failure, is_only_unread
from sharepoint_gate.access.conditions import check_file, check_stage, is_viewable
from sharepoint_gate.access.desired import Check, Condition, World
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.observed import ObservedItem
from sharepoint_gate.access.paths import CasePath, case_path, place_of
from sharepoint_gate.roster.model import CaseRef, FolderId, OrganisationId, ProcessId
from tests.world import CHANNEL_ID, ROOT_ID, RULES, Scene, item_of, line, person_of

CASE = "RR-2026-001"
PACK = f"{CASE}/40-panel-pack/pack.docx"
RETURN = f"{CASE}/20-agency-returns/wicb/summary.docx"
OTHERS = f"{CASE}/20-agency-returns/wmp/summary.docx"
LOOSE = f"{CASE}/20-agency-returns/summary.docx"


def scene(stage: str = "panel-meeting") -> Scene:
    """Return one case with a chair, a panel member, a lead and an author, all of one organisation."""
    people = {"u37": "review-chair", "u12": "panel-member", "u22": "agency-lead", "u14": "agency-author"}
    return Scene().case(CASE, stage, **people).file(PACK, RETURN, OTHERS, LOOSE)


def checks(world: World, person: str, path: str) -> tuple[Check, ...]:
    """Return the checks of one person and one path."""
    return check_file(world, person_of(world, person), item_of(world, path))


def kinds(world: World, person: str, path: str) -> tuple[FindingKind, ...]:
    """Return the crossed kinds of one person and one path."""
    return crossed_kinds(checks(world, person, path))


def test_law_1_a_right_person_has_every_condition_ticked() -> None:
    """Somebody named, in the right role, at the right stage may read; all conditions are told."""
    told = checks(scene().world(), "u12", PACK)
    assert all_hold(told)
    assert {check.condition for check in told} == set(Condition)


def test_law_1_every_condition_is_evaluated_when_several_fail() -> None:
    """Nothing stops at the first failure: each crossed condition is told."""
    base = scene("notified").undecided("u12").organisation("wicb", agreement=None)
    base.file(f"{CASE}/40-panel-pack/bundle.zip")
    told = checks(base.world(), "u12", f"{CASE}/40-panel-pack/bundle.zip")
    assert {check.condition for check in told} == set(Condition)
    assert crossed_kinds(told) == (
        FindingKind.AGREEMENT_MISSING,
        FindingKind.UAA_MISSING,
        FindingKind.LINK_OUTSIDE_STAGE,
        FindingKind.NOT_VIEWABLE,
    )
    first = first_failure(told)
    assert first is not None
    assert first.kind is FindingKind.AGREEMENT_MISSING


def test_law_1_naming_on_the_case_is_always_required() -> None:
    """A person in good standing who is not named on the case reads nothing of it."""
    base = scene().person("u50")
    told = checks(base.world(), "u50", PACK)
    assert crossed_kinds(told) == (FindingKind.NOT_NAMED_ON_CASE,)
    assert [check.place for check in told if not check.holds] == [line(500)]
    assert kinds(base.world(), "u50", OTHERS) == (FindingKind.NOT_NAMED_ON_CASE,)


def test_law_1_the_business_unit_never_reads_through_links() -> None:
    """The business unit reads in the channel, so that a link naming one of them is not right either."""
    base = scene().case("RR-2026-002", "panel-meeting", u01="panel-member")
    base.file("RR-2026-002/40-panel-pack/a.docx")
    told = checks(base.world(), "u01", "RR-2026-002/40-panel-pack/a.docx")
    assert crossed_kinds(told) == (FindingKind.NOT_NAMED_ON_CASE,)
    assert any("business unit" in check.sentence for check in told if not check.holds)


@pytest.mark.parametrize(
    ("stage", "person", "path", "wanted"),
    [
        ("information-gathering", "u12", PACK, FindingKind.LINK_OUTSIDE_STAGE),
        ("panel-meeting", "u12", PACK, None),
        ("executive-sign-off", "u12", PACK, FindingKind.LINK_OUTSIDE_STAGE),
        ("executive-sign-off", "u37", PACK, None),
        ("closed", "u37", PACK, FindingKind.ACCESS_ON_CLOSED_CASE),
        ("panel-meeting", "u14", PACK, FindingKind.LINK_OUTSIDE_STAGE),
        ("information-gathering", "u14", RETURN, None),
        ("information-gathering", "u14", OTHERS, FindingKind.OTHER_AGENCY_FOLDER),
        ("information-gathering", "u14", LOOSE, FindingKind.OTHER_AGENCY_FOLDER),
        ("panel-meeting", "u14", OTHERS, FindingKind.LINK_OUTSIDE_STAGE),
        ("panel-meeting", "u37", OTHERS, None),
        ("panel-meeting", "u37", LOOSE, None),
    ],
)
def test_law_1_role_stage_and_own_organisation_decide(
    stage: str, person: str, path: str, wanted: FindingKind | None
) -> None:
    """Access is a window of stages, and a folder divided by organisation is closed to the others."""
    assert kinds(scene(stage).world(), person, path) == (() if wanted is None else (wanted,))


def test_law_1_a_person_with_two_roles_has_the_union_of_their_windows() -> None:
    """Either role opens the folder; the wider scope wins."""
    base = scene("information-gathering").case(CASE, "panel-meeting", u14="agency-author review-chair")
    assert kinds(base.world(), "u14", OTHERS) == ()


def test_law_1_the_organisation_on_the_roster_counts_not_the_domain() -> None:
    """Somebody on another organisation's mail domain reads in their own organisation's part only."""
    base = scene().person("u22", organisation="wmp", username="u22@wicb.example")
    assert kinds(base.world(), "u22", OTHERS) == ()
    assert kinds(base.world(), "u22", RETURN) == (FindingKind.OTHER_AGENCY_FOLDER,)


@pytest.mark.parametrize("path", [f"{CASE}/note.docx", f"{CASE}/41-other/note.docx"])
def test_law_1_files_outside_the_process_folders_are_the_business_units(path: str) -> None:
    """A file straight in a case's folder, or in an unknown folder, is nobody else's."""
    base = scene().file(path)
    assert kinds(base.world(), "u12", path) == (FindingKind.LINK_OUTSIDE_STAGE,)


@pytest.mark.parametrize(
    "path", ["RR-2099-001/40-panel-pack/a.docx", "loose.docx", "rr-2026-001/40-panel-pack/a.docx"]
)
def test_law_1_files_outside_declared_cases_are_the_business_units(path: str) -> None:
    """A folder that no case declares, or whose name only resembles a case's, opens to nobody."""
    base = scene().file(path)
    assert kinds(base.world(), "u12", path) == (FindingKind.LINK_OUTSIDE_STAGE,)


def test_law_1_a_case_of_an_unknown_process_denies() -> None:
    """A case whose process is not known opens no folder."""
    base = scene()
    key = CaseRef(CASE)
    base.cases[key] = replace(base.cases[key], process=ProcessId("unknown"))
    assert kinds(base.world(), "u12", PACK) == (FindingKind.LINK_OUTSIDE_STAGE,)


def test_a_folder_is_told_to_be_no_seat_of_links() -> None:
    """A right person on a folder is crossed for the folder alone."""
    assert kinds(scene().world(), "u12", f"{CASE}/40-panel-pack") == (FindingKind.FOLDER_GRANT,)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("a.docx", True),
        ("A.DOCX", True),
        ("a.tar.pdf", True),
        ("a.msg", False),
        ("a.zip", False),
        ("docx", False),
        (".docx", False),
        ("a.", False),
        ("a.docx ", False),
    ],
)
def test_law_2_only_listed_types_can_be_shown(name: str, *, wanted: bool) -> None:
    """A file is viewable by the ending of its name, in any letter case, and by nothing else."""
    item = replace(item_of(scene().world(), PACK), name=name)
    assert is_viewable(RULES, item) is wanted


def test_law_2_a_package_cannot_be_shown_whatever_its_name() -> None:
    """A notebook is no file, even when its name ends like one."""
    item = replace(item_of(scene().world(), PACK), package=True)
    assert not is_viewable(RULES, item)
    base = scene().change_item(PACK, package=True, is_folder=True)
    assert kinds(base.world(), "u12", PACK) == (FindingKind.NOT_VIEWABLE,)


def test_law_7_only_unread_is_told_from_every_other_failure() -> None:
    """An unread account alone is nothing against a person; together with anything else it is no shield."""
    base = scene()
    del base.accounts[person_of(base.world(), "u12").id]
    assert is_only_unread(checks(base.world(), "u12", PACK))
    assert not is_only_unread(checks(base.stage(CASE, "notified").world(), "u12", PACK))
    assert not is_only_unread(checks(scene().world(), "u12", PACK))


def test_windows_are_told_in_words() -> None:
    """The sentence on a closed folder says when it opens, or that it never does for these roles."""
    world = scene("notified").world()
    case = world.roster.cases[CaseRef(CASE)]

    def told(person: str, folder: str) -> str:
        place = case_path(f"{CASE}/{folder}", is_folder=True)
        return check_stage(world, person_of(world, person), case, place).sentence

    head = f"{CASE} is at stage notified; "
    assert told("u12", "40-panel-pack") == f"{head}40-panel-pack is open for panel-member at panel-meeting."
    assert told("u12", "90-key") == f"{head}90-key is open to none of these roles at any stage."
    assert told("u22", "20-agency-returns") == (
        f"{head}20-agency-returns is open for agency-lead from information-gathering to panel-meeting."
    )


def _path(case: str, folder: str, organisation: str, rest: str) -> CasePath:
    return CasePath(CaseRef(case), FolderId(folder), OrganisationId(organisation), rest)


def test_paths_are_split_below_the_channels_folder() -> None:
    """Case, folder and organisation come from folders alone, never from a file's own name."""
    assert case_path("C/F/o/sub/x.docx", is_folder=False) == _path("C", "F", "o", "sub/x.docx")
    assert case_path("C/F/x.docx", is_folder=False) == _path("C", "F", "", "x.docx")
    assert case_path("C/x.docx", is_folder=False) == _path("C", "", "", "x.docx")
    assert case_path("x.docx", is_folder=False) == _path("", "", "", "x.docx")
    assert case_path("C/F/o", is_folder=True) == _path("C", "F", "o", "")


def test_items_outside_the_channels_folder_have_no_place() -> None:
    """The library's root, the channel's folder and its neighbours lie in no case."""
    base = scene()
    neighbour = replace(
        item_of(base.world(), PACK), path="Case review old/RR-2026-001/40-panel-pack/pack.docx"
    )
    world = base.world()
    for item in (world.observation.items[ROOT_ID], world.observation.items[CHANNEL_ID], neighbour):
        assert place_of(world.observation, item) is None
        assert (
            crossed_kinds(check_file(world, person_of(world, "u12"), item))[0]
            is FindingKind.LINK_OUTSIDE_STAGE
        )


def test_a_channel_without_its_folder_places_nothing_and_one_at_the_root_everything() -> None:
    """Where the channel's folder was not observed nothing has a place; it may also be the library's root."""
    base = scene()
    item: ObservedItem = item_of(base.world(), PACK)
    del base.items[CHANNEL_ID]
    assert place_of(base.world().observation, item) is None
    rooted = replace(scene().world().observation, channel_folder=ROOT_ID)
    found = place_of(rooted, item)
    assert found is not None
    assert found.case == "Case review"
