"""A roster file becomes a roster, or every fault at its line."""

from datetime import date
from pathlib import Path

import pytest

from sharepoint_gate.errors import EmptyRosterError, RosterError
from sharepoint_gate.faults import Place
from sharepoint_gate.roster.model import CaseRef, ExceptionId, PersonId
from sharepoint_gate.rosterfiles import read_processes, read_roster
from tests.unit.rosterfiles.files import TODAY, Slip, change, make, read, told, write_all

_CONFIG = Path(__file__).parents[3] / "config"


def test_a_roster_without_faults_is_read_whole(tmp_path: Path) -> None:
    """Every entry is there, with the place of its line and the digest of the file."""
    paths = write_all(tmp_path)
    reading = read(paths)
    roster = reading.roster
    assert reading.warnings == ()
    assert (roster.revision, len(roster.digest), len(roster.people)) == (14, 64, 3)
    assert roster.people[PersonId("u12")].place == Place(str(paths.roster), 20, 3)
    case = roster.cases[CaseRef("RR-2026-001")]
    assert case.stage_place == Place(str(paths.roster), 24, 12)
    assert case.people[PersonId("u12")].place == Place(str(paths.roster), 27, 7)
    assert case.dates == {"aware": date(2026, 3, 5), "notified": date(2026, 3, 10)}
    assert roster.exceptions[ExceptionId("EX-2026-001")].until == date(2026, 4, 30)


def test_the_demo_is_without_faults() -> None:
    """The shipped roster and processes are read as they are."""
    book = read_processes(_CONFIG / "processes.yaml")
    reading = read_roster(_CONFIG / "demo" / "roster.yaml", book, TODAY)
    assert len(reading.roster.people) == 48
    assert len(book.processes) == 6


def test_exceptions_may_be_absent_or_empty(tmp_path: Path) -> None:
    """Most rosters have none."""
    paths = write_all(tmp_path)
    text = paths.roster.read_text(encoding="utf-8")
    for ending in ("", "exceptions:\n", "exceptions: {}\n"):
        paths.roster.write_text(text.partition("exceptions:")[0] + ending, encoding="utf-8")
        assert read(paths).roster.exceptions == {}


SLIPS = (
    Slip("revision: 14", "↓revisionn: 14", "revisionn is not a known key", "did you mean revision?"),
    Slip("revision: 14", "revision: ↓0", "revision: 0 is too small", "write 1 or more"),
    Slip("revision: 14", "revision: ↓true", "revision: true is not a whole number", "write digits"),
    Slip('"1.4"', "↓1.4", "1.4 is not read as it is written", 'write it in quotes: "1.4"'),
    Slip('"1.4"', "↓2", "version: 2 is not a text", 'write it in quotes: version: "2"'),
    Slip('"1.4"', "↓true", "version: true is not a text", 'version: "true"'),
    Slip('"1.4"', "↓[1]", "version: a list is not a text", "write `version: a text`"),
    Slip('"1.4"', "↓2026-03-30", "version: 2026-03-30 is not a text", 'version: "2026-03-30"'),
    Slip("in-force", "↓in-fource", "status: in-fource is not one of the words", "did you mean in-force?"),
    Slip(
        "in-force",
        "↓xyz",
        "status: xyz is not one of the words",
        "write one of: in-force, expired, withdrawn",
    ),
    Slip("2025-11-03", "↓03/04/2026", "03/04/2026 is not a date", "write 2026-04-03 or 2026-03-04"),
    Slip("2025-11-03", "↓25.11.2025", "25.11.2025 is not a date", "did you mean 2025-11-25?"),
    Slip("2025-11-03", "↓2025-11-3", "2025-11-3 is not a date", "did you mean 2025-11-03?"),
    Slip("2025-11-03", "↓2025/13/01", "2025/13/01 is not a date", "write it like signed_on: 2026-03-30"),
    Slip("2025-11-03", "↓soon", "soon is not a date", "write it like signed_on: 2026-03-30"),
    Slip("2025-11-03", '↓"2025-11-03"', "it stands in quotes", "write signed_on: 2025-11-03"),
    Slip("2025-11-03", "↓2025-02-30", "2025-02-30 is no day", "write a day that exists"),
    Slip("[wicb.example]", "↓wicb.example", "domains: wicb.example is not a list", "domains: [wicb.example]"),
    Slip("kind: statutory", "kind:↓", "nothing is written after kind", "complete the line"),
    Slip(
        "stage: panel-meeting",
        "stage: ↓Panel meeting",
        "stage: Panel meeting is not in the form",
        "write panel-meeting",
    ),
    Slip("stage: panel-meeting", "stage: ↓'!!'", "stage: !! is not in the form", "write it in that form"),
    Slip(
        "stage: panel-meeting",
        "stage: ↓panel-meting",
        "has no stage panel-meting",
        "did you mean panel-meeting?",
    ),
    Slip("reason: agenda", "reason: ↓''", "reason is empty", "complete the line"),
    Slip("reason: agenda", "reason: ↓" + "x" * 130, "reason is too long", "shorten it"),
    Slip(
        "people:\n      u12: [panel-member]",
        "people: ↓[u12]",
        "people: a list is not a group of keys",
        "reference",
    ),
    Slip("      u12: [", "      ↓U12: [", "U12: U12 is not in the form", "write u12"),
    Slip(
        "    people:\n",
        "    ↓child_name: Kim\n    people:\n",
        "child_name is not a known key",
        "known here: process,",
    ),
    Slip("kind: tier-1,", "↓knd: x, kind: tier-1,", "knd is not a known key", "did you mean kind?"),
    Slip(
        "n.rahman@wicb", "↓n.rahman@wibc", "is not an address of wicb", "did you mean n.rahman@wicb.example?"
    ),
    Slip(
        "people:\n  u01",
        "people: ↓many\nmore:\n  u01",
        "people: many is not a group of keys",
        "reference page",
    ),
    Slip(
        "  EX-2026-001:\n    person: u12\n",
        "  ↓EX-2026-001:\n",
        "person is missing in EX-2026-001",
        "`person: ...`",
    ),
    Slip("  wicb:\n", "  wicb: ↓4\n  other:\n", "wicb: 4 is not a group of keys", "reference page"),
)


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.what)
def test_each_slip_is_told_at_its_line(tmp_path: Path, slip: Slip) -> None:
    """Place, what and remedy stand in the fault of each slip."""
    paths = write_all(tmp_path)
    place = make(paths.roster, slip)
    with pytest.raises(RosterError) as caught:
        read(paths)
    found = [fault for fault in caught.value.faults if slip.what in fault.what]
    assert [(fault.place.line, fault.place.column) for fault in found] == [place]
    assert slip.mend in found[0].mend


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    """Text, shapes and rules are judged together, and one slip makes one fault."""
    paths = write_all(tmp_path)
    change(paths.roster, "username: n.rahman@wicb.example", "usrname: n.rahman@wicb.example")
    change(paths.roster, "timezone: Europe/London", "timezone: Europe/Londn")
    change(paths.roster, "owners: [u01, u02]", "owners: [u01, no]")
    change(paths.roster, "until: 2026-04-30", "until: 30/4/2026")
    change(paths.roster, "RR-2026-001:", "RR-2026-1:")
    with pytest.raises(RosterError) as caught:
        read(paths)
    assert told(caught.value.faults) == [
        (2, 42, "there is no time zone Europe/Londn"),
        (9, 74, "no is not read as it is written"),
        (20, 3, "username is missing in u12"),
        (20, 29, "usrname is not a known key"),
        (22, 3, "RR-2026-1 is not a reference of a Rapid Review"),
        (35, 12, "until: 30/4/2026 is not a date"),
    ]
    assert "has 6 faults" in caught.value.diagnostics()
    assert f"{paths.roster}:20:29: usrname is not a known key" in caught.value.diagnostics()


@pytest.mark.parametrize("text", ["", "# nothing any more\n", "---\n"])
def test_an_emptied_file_is_an_accident(tmp_path: Path, text: str) -> None:
    """A roster of comments only never takes everybody's access away."""
    paths = write_all(tmp_path)
    paths.roster.write_text(text, encoding="utf-8")
    with pytest.raises(EmptyRosterError) as caught:
        read(paths)
    assert [fault.what for fault in caught.value.faults] == ["the roster holds nothing"]


@pytest.mark.parametrize("section", ["organisations", "people", "cases"])
def test_an_emptied_section_is_an_accident(tmp_path: Path, section: str) -> None:
    """A roster without people, cases or organisations is refused as emptied."""
    paths = write_all(tmp_path)
    text = paths.roster.read_text(encoding="utf-8")
    following = {"organisations": "people:", "people": "cases:", "cases": "exceptions:"}[section]
    before, rest = text.split(f"\n{section}:\n")
    paths.roster.write_text(
        f"{before}\n{section}:\n{following}{rest.split(chr(10) + following)[1]}", encoding="utf-8"
    )
    with pytest.raises(EmptyRosterError) as caught:
        read(paths)
    assert f"the roster holds no {section}" in [fault.what for fault in caught.value.faults]


def test_a_broken_text_has_the_one_fault_of_its_parser(tmp_path: Path) -> None:
    """What cannot be parsed is not called empty."""
    paths = write_all(tmp_path)
    change(paths.roster, "timezone: Europe/London}", "timezone: Europe/London")
    with pytest.raises(RosterError) as caught:
        read(paths)
    assert not isinstance(caught.value, EmptyRosterError)
    assert told(caught.value.faults) == [(2, 14, "a curly bracket is opened and not closed")]


@pytest.mark.parametrize("text", ["just words\n", "- a list\n", "14\n"])
def test_a_file_that_is_no_group_of_keys_is_refused(tmp_path: Path, text: str) -> None:
    """A wrong file is refused as a whole, as one that holds nobody."""
    paths = write_all(tmp_path)
    paths.roster.write_text(text, encoding="utf-8")
    with pytest.raises(EmptyRosterError):
        read(paths)


def test_an_ended_exception_warns_and_stays_in_the_roster(tmp_path: Path) -> None:
    """Judging access must see it, in order to end what it left standing."""
    paths = write_all(tmp_path)
    change(paths.roster, "until: 2026-04-30", "until: 2026-03-29")
    reading = read(paths)
    assert [warning.what for warning in reading.warnings] == ["EX-2026-001 ended on 2026-03-29"]
    assert ExceptionId("EX-2026-001") in reading.roster.exceptions
