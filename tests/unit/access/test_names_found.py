"""What names give away: identifiers, material in the wrong folder, folders of no case, folders that lack."""

from dataclasses import replace

import pytest

from sharepoint_gate.access.findings import Finding, Handling
from sharepoint_gate.access.kinds import FindingKind, Severity
from sharepoint_gate.access.names_found import holds_identifier, is_nhs_number, name_notices
from sharepoint_gate.roster.model import CaseRef, FolderId, ProcessId
from tests.unit.access.judging import CASE, FILE, FOLDER, scene
from tests.world import BOOK, CHANNEL, Scene, item_id, rapid_review

LEVELS = ("none", "anonymised", "pseudonymised", "identifiable")
KIND = FindingKind


def found(made: Scene) -> list[Finding]:
    """Return what is told."""
    return list(name_notices(made.world()))


def at_level(made: Scene, level: str) -> Scene:
    """Let the folder of the panel pack hold material of a level."""
    process = rapid_review()
    name = FolderId("40-panel-pack")
    folders = {**process.folders, name: replace(process.folders[name], level=level)}
    made.book = replace(
        BOOK, processes={ProcessId("rapid-review"): replace(process, folders=folders)}, levels=LEVELS
    )
    return made


def test_a_partnership_in_sync_has_nothing_in_its_names() -> None:
    """Every folder is there and called as it should be."""
    assert found(scene()) == []


@pytest.mark.parametrize("number", ["9434765919", "9434765870", "4010232137"])
def test_numbers_with_a_right_check_digit_are_nhs_numbers(number: str) -> None:
    """The published dummy number and others whose digits add up."""
    assert is_nhs_number(number)


@pytest.mark.parametrize("number", ["9434765918", "1234567890", "0000000000", "1111111111", "2026033010"])
def test_numbers_with_a_wrong_check_digit_are_not(number: str) -> None:
    """A date with an hour, a counted number, or one digit over and over."""
    assert not is_nhs_number(number)


@pytest.mark.parametrize(
    "name", ["chronology 943 476 5919.docx", "9434765919.pdf", "x-943-476-5919-y.docx", "943.476.5919.pdf"]
)
def test_an_identifier_is_found_however_it_is_written(name: str) -> None:
    """In one piece, or in groups of three, three and four."""
    assert holds_identifier(name)


@pytest.mark.parametrize("name", ["943 476 5918.docx", "19434765919.docx", "94347 65919.docx", "pack.docx"])
def test_decoy_ten_digits_that_fail_the_check_are_quiet(name: str) -> None:
    """Nor is a part of a longer number one."""
    assert not holds_identifier(name)


def test_an_identifier_in_the_name_of_a_file_or_folder_is_told() -> None:
    """Names are seen where the document itself is not."""
    file = f"{FOLDER}/chronology 943 476 5919.docx"
    (one,) = found(scene().file(file))
    assert (one.kind, one.object, one.principal, one.severity) == (
        KIND.IDENTIFIER_IN_NAME,
        file,
        "",
        Severity.MEDIUM,
    )
    assert (one.handling, one.item_id, one.clause) == (Handling.PERSON, item_id(file), "ISA §7.2")
    (loose,) = found(scene().folder("Templates 943 476 5919"))
    assert loose.object == "Templates 943 476 5919"


@pytest.mark.parametrize(
    "name",
    ["statistics identifiable.xlsx", "UNREDACTED notes.docx", "not-anonymised.docx", "943 476 5919.xlsx"],
)
def test_telling_material_in_an_anonymised_folder_breaks_the_level(name: str) -> None:
    """As far as a name tells: nothing opens the document."""
    (one,) = found(at_level(scene(), "anonymised").file(f"{FOLDER}/{name}"))
    assert (one.kind, one.severity) == (KIND.LEVEL_CAP_BREACH, Severity.CRITICAL)
    assert one.also == ((KIND.IDENTIFIER_IN_NAME,) if name.startswith("943") else ())


@pytest.mark.parametrize("name", ["unidentifiable counts.xlsx", "anonymised.docx", "identity-of-panel.docx"])
def test_words_that_only_resemble_are_quiet(name: str) -> None:
    """A word within another word says nothing."""
    assert found(at_level(scene(), "anonymised").file(f"{FOLDER}/{name}")) == []


def test_each_level_is_held_to_what_it_may_hold() -> None:
    """Behind a pseudonym only a number tells; where all may be told, a number is a slip of naming only."""
    word, number = f"{FOLDER}/identifiable.docx", f"{FOLDER}/943 476 5919.docx"
    assert found(at_level(scene(), "pseudonymised").file(word)) == []
    assert found(at_level(scene(), "pseudonymised").file(number))[0].kind is KIND.LEVEL_CAP_BREACH
    assert found(at_level(scene(), "identifiable").file(number))[0].kind is KIND.IDENTIFIER_IN_NAME
    assert found(at_level(scene(), "secret").file(word)) == []
    made = at_level(scene(), "none")
    made.book = replace(made.book, levels=("none", "all"))
    assert found(made.file(word)) == []


def test_a_folder_that_is_called_like_a_case_and_is_none_is_told() -> None:
    """Whatever process it may have been meant for; a folder of another kind is not."""
    made = scene().folder("RR-2026-099").folder("Templates").folder("RR-2026-099/40-panel-pack")
    (one,) = found(made)
    assert (one.kind, one.object, one.severity) == (KIND.ORPHAN_CASE_FOLDER, "RR-2026-099", Severity.MEDIUM)


def test_a_misspelt_case_is_told_as_such_and_not_as_an_orphan() -> None:
    """And the folders of the case are not missed besides."""
    made = scene()
    for item, kept in list(made.items.items()):
        made.items[item] = replace(
            kept,
            name=kept.name.replace(CASE, CASE.lower()),
            path=kept.path.replace(f"{CHANNEL}/{CASE}", f"{CHANNEL}/{CASE.lower()}"),
        )
    assert found(made) == []


def test_a_folder_that_an_open_case_lacks_is_told() -> None:
    """Papers for it may be put where others read."""
    made = scene()
    del made.items[item_id(f"{CASE}/60-final-report")]
    (one,) = found(made)
    assert (one.kind, one.object, one.severity) == (
        KIND.MISSING_FOLDER,
        f"{CASE}/60-final-report",
        Severity.LOW,
    )
    assert found(made.stage(CASE, "closed")) == []


def test_a_misspelt_folder_is_not_missing_besides() -> None:
    """Nor are the folders of a case without any folder, or of a process that nobody declared."""
    made = scene().change_item(f"{CASE}/60-final-report", path=f"{CHANNEL}/{CASE}/60-FINAL-REPORT")
    made.change_item(f"{CASE}/60-final-report", name="60-FINAL-REPORT")
    assert found(made) == []
    strange = scene()
    strange.cases[CaseRef(CASE)] = replace(strange.cases[CaseRef(CASE)], process=ProcessId("gone"))
    assert found(strange.file(FILE)) == []
    bare = scene()
    bare.cases[CaseRef("RR-2026-002")] = replace(bare.cases[CaseRef(CASE)], ref=CaseRef("RR-2026-002"))
    assert found(bare) == []
