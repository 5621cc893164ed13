"""A starter roster: valid but for exactly what people must decide, and nothing in it can be misread."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
import yaml

from sharepoint_gate.access.adopted import Adopted, AdoptedException, AdoptedPerson
from sharepoint_gate.access.observed import ObjectId, Unread
from sharepoint_gate.faults import Fault
from sharepoint_gate.roster.model import CaseRef, ExceptionAccess, FolderId
from sharepoint_gate.rosterfiles import read_processes
from sharepoint_gate.rosterfiles.roster_reader import judge_roster
from sharepoint_gate.rosterfiles.starter import Starter
from tests.unit.rosterfiles.files import PROCESSES

DAY = date(2026, 3, 30)
OWNER = AdoptedPerson(ObjectId("o-1"), "Priya Nandakumar", "p.nandakumar@westmarsh.example", "owner")
MEMBER = AdoptedPerson(ObjectId("o-2"), "Tom Ashworth", "t.ashworth@westmarsh.example", "member")
READER = AdoptedPerson(ObjectId("o-3"), "Nadia Rahman", "n.rahman@wicb.example")
CASE = CaseRef("RR-2026-001")
FOLDER = FolderId("40-panel-pack")


def _adopted(
    *people: AdoptedPerson,
    cases: Iterable[CaseRef] = (CASE,),
    exceptions: tuple[AdoptedException, ...] = (),
    **rest: object,
) -> Adopted:
    readers = {one.object_id: frozenset({FOLDER}) for one in people if not one.seat}
    left_out = {"groups of the directory": 2} if rest.get("left_out") else {}
    unread = (Unread("one item", "no answer"),) if rest.get("unread") else ()
    return Adopted(
        on=DAY,
        team="Westmarsh Safeguarding",
        channel="Case review",
        people=people,
        cases=dict.fromkeys(cases, readers),
        exceptions=exceptions,
        left_out=left_out,
        unread=unread,
    )


def _written(folder: Path, found: Adopted) -> tuple[Starter, str, list[Fault]]:
    """Return a starter, its text, and what the check says of it."""
    processes, path = folder / "processes.yaml", folder / "roster.yaml"
    processes.write_text(PROCESSES)
    book = read_processes(processes)
    starter = Starter(found, book)
    text = starter.text()
    path.write_text(text, encoding="utf-8")
    return starter, text, judge_roster(path, book, DAY).findings.faults


@pytest.mark.parametrize(
    "found",
    [
        _adopted(OWNER, MEMBER, READER),
        _adopted(
            OWNER,
            READER,
            exceptions=(AdoptedException(READER.object_id, CASE, FOLDER, ExceptionAccess.EDIT),),
        ),
        _adopted(MEMBER, READER),
        _adopted(OWNER, READER, cases=(CASE, CaseRef("XYZ-2026-001"))),
        _adopted(OWNER, READER, cases=()),
        _adopted(),
    ],
    ids=["whole", "exception", "no-owner", "no-process", "no-case", "nobody"],
)
def test_check_tells_exactly_what_is_left_to_people(tmp_path: Path, found: Adopted) -> None:
    """One fault for each line with DECIDE, in whatever state the channel was."""
    starter, text, faults = _written(tmp_path, found)
    assert len(faults) == len(starter.decisions) == text.count("# DECIDE"), faults
    assert f"DECIDE: {len(starter.decisions)} of them" in text


def test_what_stands_is_written_and_nothing_is_approved(tmp_path: Path) -> None:
    """People with the day of adoption, an exception with its end and a plain reason, and no approval."""
    exception = AdoptedException(READER.object_id, CASE, FolderId(""), ExceptionAccess.READ)
    _, text, _ = _written(tmp_path, _adopted(OWNER, MEMBER, READER, exceptions=(exception,)))
    roster = yaml.safe_load(text)
    assert roster["channel"]["owners"] == ["u01"]
    assert roster["channel"]["members"] == ["u02"]
    assert roster["people"]["u03"] == {
        "name": "Nadia Rahman",
        "username": "n.rahman@wicb.example",
        "organisation": "wicb",
        "existing_since": DAY,
    }
    assert roster["exceptions"]["EX-2026-001"] == {
        "person": "u03",
        "folder": CASE,
        "access": "read",
        "reason": "found at adoption",
        "until": date(2026, 4, 29),
    }
    assert "agreement" not in roster


def test_every_case_begins_observed(tmp_path: Path) -> None:
    """Whoever switches the installation to enforce has not switched a single case by that."""
    cases = (CASE, CaseRef("XYZ-2026-001"))
    _, text, faults = _written(tmp_path, _adopted(OWNER, READER, cases=cases))
    assert {ref: one["mode"] for ref, one in yaml.safe_load(text)["cases"].items()} == dict.fromkeys(
        cases, "observe"
    )
    assert not [one for one in faults if "mode" in one.what]


def test_whoever_decides_is_told_what_fits(tmp_path: Path) -> None:
    """The stages of the process, the folders that a person reads, and the roles that open them."""
    _, text, _ = _written(tmp_path, _adopted(OWNER, READER))
    assert "stage: notified, panel-meeting" in text
    assert (
        "u02: # DECIDE: roles of u02, like [panel-member]; reads 40-panel-pack; opened by panel-member"
        in text
    )


def test_a_person_who_reads_in_no_folder_is_asked_about_without_one(tmp_path: Path) -> None:
    """An entry for a whole case says nothing about roles."""
    found = _adopted(OWNER, READER)
    found = Adopted(DAY, "T", "C", found.people, {CASE: {READER.object_id: frozenset()}}, (), {}, ())
    _, text, _ = _written(tmp_path, found)
    assert "u02: # DECIDE: roles of u02, like [panel-member]\n" in text


def test_what_is_not_taken_over_and_what_was_not_read_stand_at_the_top(tmp_path: Path) -> None:
    """Whoever reads the file knows that it is not everything."""
    _, text, _ = _written(tmp_path, _adopted(OWNER, READER, left_out=True, unread=True))
    assert "#   - 2 groups of the directory" in text
    assert "# NOT WHOLE: 1 things could not be read" in text


@pytest.mark.parametrize(
    "name", ["No", "O'Brien, Sam", "Anna: office", "# Anna", "Zoë Noël", "{Anna}", "12:30", "Anna \\ Ben"]
)
def test_no_name_can_be_misread(tmp_path: Path, name: str) -> None:
    """A name that YAML would read as something else stands in quotes and comes back as it is."""
    person = AdoptedPerson(ObjectId("o-9"), name, "n.rahman@wicb.example")
    _, text, _ = _written(tmp_path, _adopted(OWNER, person))
    assert yaml.safe_load(text)["people"]["u02"]["name"] == name


@pytest.mark.parametrize("name", ["", "n.rahman@wicb.example", " Nadia", "N" * 121])
def test_a_name_that_cannot_stand_in_a_roster_gives_way_to_the_address(tmp_path: Path, name: str) -> None:
    """The part before the sign at stands in its place, for somebody to correct."""
    person = AdoptedPerson(ObjectId("o-9"), name, "n.rahman@wicb.example")
    _, text, _ = _written(tmp_path, _adopted(OWNER, person))
    assert yaml.safe_load(text)["people"]["u02"]["name"] == "n.rahman"


def test_domains_that_begin_alike_get_ids_of_their_own(tmp_path: Path) -> None:
    """Two organisations never share an id, and one whose domain begins with a digit gets one all the same."""
    people = [
        AdoptedPerson(ObjectId(f"o-{number}"), "", f"someone@{domain}")
        for number, domain in enumerate(["nhs.example", "nhs.org.example", "3rd-sector.example"])
    ]
    _, text, _ = _written(tmp_path, _adopted(OWNER, *people))
    homes = yaml.safe_load(text)["organisations"]
    assert {key: one["domains"] for key, one in homes.items()} == {
        "o-1": ["3rd-sector.example"],
        "nhs": ["nhs.example"],
        "nhs-2": ["nhs.org.example"],
        "westmarsh": ["westmarsh.example"],
    }
