"""The acceptance agreement's two files become a register, or every fault at its line."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from sharepoint_gate.errors import RosterError
from sharepoint_gate.faults import Place
from sharepoint_gate.roster.agreement import AgreementRegister, AgreementVersion, Decision
from sharepoint_gate.roster.model import PersonId
from sharepoint_gate.rosterfiles import FilePaths, read_processes, read_register, read_roster
from tests.unit.rosterfiles.files import DIGEST, TODAY, Slip, change, make, read, told, write_all

_CONFIG = Path(__file__).parents[3] / "config"


def register(paths: FilePaths) -> AgreementRegister:
    """Read the register of a folder's files."""
    return read_register(paths.agreement_versions, paths.acceptances, read(paths).roster)


def test_decisions_are_in_order_of_time_whatever_the_file_says(tmp_path: Path) -> None:
    """The latest decision is what counts, so order matters."""
    paths = write_all(tmp_path)
    found = register(paths)
    assert found.versions == (AgreementVersion("1", DIGEST, date(2025, 3, 3), major=True, grace_days=14),)
    decisions = found.decisions[PersonId("u12")]
    assert [one.decision for one in decisions] == [Decision.DECLINED, Decision.ACCEPTED]
    assert decisions[1].at == datetime(2026, 3, 4, 10, 12, tzinfo=UTC)
    assert decisions[1].place == Place(str(paths.acceptances), 2, 5)


def test_a_partnership_may_begin_without_decisions(tmp_path: Path) -> None:
    """No file of decisions means that nobody has accepted yet."""
    paths = write_all(tmp_path)
    assert read_register(paths.agreement_versions, None, read(paths).roster).decisions == {}


def test_the_demo_is_without_faults() -> None:
    """The shipped versions and decisions are read as they are."""
    roster = read_roster(
        _CONFIG / "demo" / "roster.yaml", read_processes(_CONFIG / "processes.yaml"), TODAY
    ).roster
    found = read_register(
        _CONFIG / "agreement" / "versions.yaml", _CONFIG / "demo" / "acceptances.yaml", roster
    )
    assert [version.version for version in found.versions] == ["1", "2"]
    assert len(found.decisions) == 46


VERSION_SLIPS = (
    Slip("grace_days: 14", "grace_days: ↓31", "grace_days: 31 is too large", "write 30 or less"),
    Slip("text: uaa-v1.md", "text: ↓../uaa-v1.md", "text: ../uaa-v1.md is not in the form", "in that form"),
    Slip("text: uaa-v1.md", "text: ↓uaa-v9.md", "the text uaa-v9.md cannot be read", "put the file beside"),
    Slip(
        f"sha256: {DIGEST}",
        f"sha256: ↓{'0' * 63}a",
        "uaa-v1.md is not the text of version 1",
        "restore the text",
    ),
    Slip("versions:\n", "version: ↓\nversions:\n", "version is not a known key", "did you mean versions?"),
)


@pytest.mark.parametrize("slip", VERSION_SLIPS, ids=lambda slip: slip.what)
def test_each_slip_of_a_version_is_told_at_its_line(tmp_path: Path, slip: Slip) -> None:
    """Place, what and remedy stand in the fault of each slip."""
    paths = write_all(tmp_path)
    place = make(paths.agreement_versions, slip)
    with pytest.raises(RosterError) as caught:
        register(paths)
    (found,) = [fault for fault in caught.value.faults if slip.what in fault.what]
    assert slip.mend in found.mend
    if not slip.new.startswith("version: "):
        assert (found.place.line, found.place.column) == place


ACCEPTANCE_SLIPS = (
    Slip(
        "T10:12:00Z", "↓", "at: 2026-03-04 is not a date and time", "write it like at: 2026-03-04T10:12:00Z"
    ),
    Slip("decision: accepted", "decision: ↓acceptedd", "is not one of the words", "did you mean accepted?"),
    Slip("evidence: UAA-2", "evidence: ↓UAA 2", "evidence: UAA 2 is not in the form", "in that form"),
    Slip("recorded_by: u02", "recorded_by: ↓u12", "u12 recorded their own decision", "name the colleague"),
    Slip("person: u12", "person: ↓u13", "u13 is not on the roster", "correct the id"),
)


@pytest.mark.parametrize("slip", ACCEPTANCE_SLIPS, ids=lambda slip: slip.what)
def test_each_slip_of_a_decision_is_told_at_its_line(tmp_path: Path, slip: Slip) -> None:
    """Place, what and remedy stand in the fault of each slip."""
    paths = write_all(tmp_path)
    assert paths.acceptances is not None
    line, _ = make(paths.acceptances, slip)
    with pytest.raises(RosterError) as caught:
        register(paths)
    (found,) = [fault for fault in caught.value.faults if slip.what in fault.what]
    assert found.place.line == line
    assert slip.mend in found.mend


def test_a_text_that_was_changed_after_it_was_accepted_is_refused(tmp_path: Path) -> None:
    """An acceptance binds a person to the exact words."""
    paths = write_all(tmp_path)
    (tmp_path / "uaa-v1.md").write_text("Other words.\n", encoding="utf-8")
    with pytest.raises(RosterError) as caught:
        register(paths)
    assert told(caught.value.faults) == [(4, 13, "uaa-v1.md is not the text of version 1")]


def test_both_files_are_judged_at_once(tmp_path: Path) -> None:
    """A fault of the versions does not hide one of the decisions."""
    paths = write_all(tmp_path)
    assert paths.acceptances is not None
    change(paths.agreement_versions, "change: major", "change: minor")
    change(paths.acceptances, "UAA-1", "UAA-2")
    with pytest.raises(RosterError) as caught:
        register(paths)
    assert [Path(fault.place.file).name for fault in caught.value.faults] == [
        "versions.yaml",
        "acceptances.yaml",
    ]
    assert "versions.yaml has 2 faults" in caught.value.what


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("versions.yaml", "versions: []\n", "versions is empty"),
        ("versions.yaml", "# lost\n", "versions is missing in the file"),
        ("versions.yaml", "versions: 3\n", "versions: 3 is not a list"),
        ("versions.yaml", "versions: [1", "a square bracket is opened and not closed"),
        ("acceptances.yaml", "", "acceptances is missing in the file"),
        ("acceptances.yaml", "acceptances:\n", "nothing is written after acceptances"),
        ("acceptances.yaml", "acceptances: [1", "a square bracket is opened and not closed"),
    ],
)
def test_a_lost_register_is_a_fault(tmp_path: Path, name: str, text: str, what: str) -> None:
    """An emptied file is taken for an accident."""
    paths = write_all(tmp_path)
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(RosterError) as caught:
        register(paths)
    assert [fault.what for fault in caught.value.faults] == [what]


def test_a_register_may_be_empty_on_purpose(tmp_path: Path) -> None:
    """An empty list says that nobody has decided yet."""
    paths = write_all(tmp_path)
    (tmp_path / "acceptances.yaml").write_text("acceptances: []\n", encoding="utf-8")
    assert register(paths).decisions == {}
