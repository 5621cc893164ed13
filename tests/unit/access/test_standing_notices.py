"""What is told night after night until somebody acts."""

from dataclasses import replace

import pytest

from sharepoint_gate.access.findings import Finding, Handling
from sharepoint_gate.access.kinds import FindingKind, Severity
from sharepoint_gate.access.standing_notices import unknown_folders, waiting_people
from sharepoint_gate.roster.model import CaseRef, PersonId, ProcessId
from tests.world import Scene

CASE = "RR-2026-001"
FILE = f"{CASE}/40-panel-pack/pack.docx"


def scene() -> Scene:
    """Return one open case with a panel member and a file."""
    return Scene().case(CASE, "panel-meeting", u12="panel-member").file(FILE).in_sync()


def waiting(made: Scene) -> list[Finding]:
    """Return who waits."""
    return list(waiting_people(made.world()))


def folders(made: Scene) -> list[tuple[str, str]]:
    """Return the folders that are told, with their sentences."""
    return [(one.object, one.sentence) for one in unknown_folders(made.world())]


def test_nobody_waits_and_every_folder_is_known_in_sync() -> None:
    """A partnership in sync has no standing notices."""
    assert waiting(scene()) == []
    assert folders(scene()) == []


@pytest.mark.parametrize("changes", [{"enabled": False}, {"mail": "other@wicb.example"}])
def test_somebody_whose_account_is_not_as_approved_waits_every_night(changes: dict[str, object]) -> None:
    """Without any entry left to remove, the person is still told, for a person to act on."""
    made = scene().account("u12", **changes)
    for item, kept in list(made.items.items()):
        made.items[item] = replace(kept, permissions=())
    (told,) = waiting(made)
    assert (told.kind, told.principal, told.handling) == (FindingKind.PERSON_WAITS, "u12", Handling.PERSON)
    assert told.severity is Severity.WARNING
    assert told.sentence.startswith("Person u12 reads nothing for now. ")


def test_somebody_named_on_closed_or_unknown_cases_only_waits_for_nothing() -> None:
    """Who would read nothing anyway is not told."""
    closed = scene().account("u12", enabled=False).stage(CASE, "closed")
    assert waiting(closed) == []
    strange = scene().account("u12", enabled=False)
    strange.cases[CaseRef(CASE)] = replace(strange.cases[CaseRef(CASE)], process=ProcessId("gone"))
    assert waiting(strange) == []


def test_a_missing_acceptance_is_no_matter_of_the_account() -> None:
    """Other conditions have registers and answers of their own."""
    assert waiting(scene().undecided("u12")) == []


def test_a_folder_that_the_process_does_not_know_is_told_with_its_files() -> None:
    """A renamed folder takes its papers from everybody; that is said every night."""
    made = scene().file(f"{CASE}/10-orders/order.docx", f"{CASE}/10-orders/deep/annex.docx")
    (told,) = folders(made)
    assert told[0] == f"{CASE}/10-orders"
    assert "“10-orders” is no folder of rapid-review" in told[1]
    assert "the 2 files in it" in told[1]


@pytest.mark.parametrize(
    "path",
    [f"{CASE}/loose.docx", "Elsewhere/other/file.docx", f"{CASE}/40-PANEL-PACK/pack.docx"],
    ids=["straight in the case", "outside the cases", "nearly the right name"],
)
def test_other_places_are_not_told_here(path: str) -> None:
    """A file straight in a case, places outside the cases and slips of spelling are told elsewhere or not."""
    assert folders(scene().file(path)) == []


def test_a_case_whose_process_is_gone_has_no_folders_to_compare() -> None:
    """Without the process nobody can say which folder is missing a name."""
    made = scene().file(f"{CASE}/10-orders/order.docx")
    made.cases[CaseRef(CASE)] = replace(made.cases[CaseRef(CASE)], process=ProcessId("gone"))
    assert folders(made) == []


def test_waiting_people_are_told_in_the_order_of_the_roster_ids() -> None:
    """The same picture is always told in the same order."""
    made = Scene().case(CASE, "panel-meeting", u13="panel-member", u12="panel-member").file(FILE).in_sync()
    made.account("u12", enabled=False).account("u13", enabled=False)
    assert [PersonId(one.principal) for one in waiting(made)] == ["u12", "u13"]
