"""A folder that only resembles a declared one is read by nobody, and somebody is told."""

from dataclasses import replace

import pytest

from sharepoint_gate.access.findings import Handling
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.roster.model import CaseRef, ProcessId
from tests.unit.access.judging import CASE, RETURNS, plan_of, scene


def resembling(path: str) -> list[tuple[str, str]]:
    """Return where a finding tells of a folder's name, and its remedy, once a file lies at a path."""
    plan = plan_of(scene().file(path))
    found = [one for one in plan.findings if one.kind is FindingKind.CASE_FOLDER_MISSING]
    assert all(one.handling is Handling.PERSON for one in found)
    return [(one.object, one.remedy) for one in found]


@pytest.mark.parametrize(
    ("folder", "meant"),
    [
        (f"{RETURNS}/WICB", "wicb"),
        (f"{CASE}/40-Panel-Pack", "40-panel-pack"),
        (f"{CASE}/40-panel-pack ", "40-panel-pack"),
        ("rr-2026-001", "RR-2026-001"),
    ],
)
def test_a_name_that_differs_in_letters_or_blanks_is_told(folder: str, meant: str) -> None:
    """Nobody reads in such a folder: a panel without its papers must not be left to guess why."""
    assert resembling(f"{folder}/a.docx") == [(folder, f"Rename the folder to {meant}.")]


@pytest.mark.parametrize(
    "folder",
    [
        f"{CASE}/40-panel-pack/WICB",
        f"{RETURNS}/wicb/WMP",
        f"{RETURNS}/else",
        f"{CASE}/99-else/WICB",
        "Else/40-Panel-Pack",
    ],
)
def test_other_names_mean_nothing_there(folder: str) -> None:
    """Only where a name would decide who reads does a slip in it matter."""
    assert resembling(f"{folder}/a.docx") == []


def test_an_organisations_part_is_told_as_such() -> None:
    """Others may read in a part that only its own organisation is kept from."""
    plan = plan_of(scene().file(f"{RETURNS}/WICB/a.docx", f"{CASE}/40-Panel-Pack/a.docx"))
    told = {one.sentence for one in plan.findings}
    assert told == {
        "“WICB” is not “wicb”, so that it is not read as that organisation's own part.",
        "“40-Panel-Pack” is not “40-panel-pack”, so that nobody named on RR-2026-001 reads in it.",
    }


def test_a_case_of_an_unknown_process_has_no_folders_to_resemble() -> None:
    """Where the process book does not know the process, no name is right or wrong."""
    made = scene().file(f"{CASE}/40-Panel-Pack/a.docx")
    made.cases[CaseRef(CASE)] = replace(made.cases[CaseRef(CASE)], process=ProcessId("gone"))
    kinds = {one.kind for one in plan_of(made).findings}
    assert FindingKind.CASE_FOLDER_MISSING not in kinds
