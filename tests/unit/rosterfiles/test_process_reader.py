"""A process file becomes a book, or every fault at its line."""

from pathlib import Path

import pytest

from sharepoint_gate.errors import RosterError
from sharepoint_gate.roster.model import FolderId, ProcessId, RoleId, StageId
from sharepoint_gate.roster.process import Scope, Window
from sharepoint_gate.rosterfiles import read_processes
from tests.unit.rosterfiles.files import PROCESSES, Slip, make, told


def test_a_process_is_read_with_its_windows(tmp_path: Path) -> None:
    """Stages keep their order, and each folder has its windows."""
    path = tmp_path / "processes.yaml"
    path.write_text(PROCESSES, encoding="utf-8")
    process = read_processes(path).processes[ProcessId("rapid-review")]
    assert process.stages == ("notified", "panel-meeting")
    stage = StageId("panel-meeting")
    assert process.folders[FolderId("40-panel-pack")].windows == (
        Window(RoleId("panel-member"), stage, stage, Scope.NAMED),
    )


SLIPS = (
    Slip("version: 1", "version: ↓0", "version: 0 is too small", "write 1 or more"),
    Slip("[none, pseudonymised]", "↓[]", "levels is empty", "complete the line"),
    Slip("levels: [none, pseudonymised]\n", "", "levels is missing in the file", "`levels: ...`"),
    Slip(
        "title: Panel member",
        "title: Panel member, writes: ↓'x'",
        "writes: x is not true or false",
        "write true",
    ),
    Slip("ref_prefix: RR", "ref_prefix: ↓rr-", "ref_prefix: rr- is not in the form", "in that form"),
    Slip("src: S", "src: ↓X", "src: X is not one of the words", "write one of: S, C, P"),
    Slip(
        "{from: panel-meeting",
        "{↓form: panel-meeting, from: panel-meeting",
        "form is not a known key",
        "mean from?",
    ),
    Slip("{from: panel-meeting, ", "{", "from is missing in panel-member", "`from: ...`"),
    Slip(
        "to: panel-meeting", "to: ↓panel-meting", "has no stage panel-meting", "did you mean panel-meeting?"
    ),
)


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.what)
def test_each_slip_is_told_at_its_line(tmp_path: Path, slip: Slip) -> None:
    """Place, what and remedy stand in the fault of each slip."""
    path = tmp_path / "processes.yaml"
    path.write_text(PROCESSES, encoding="utf-8")
    place = make(path, slip)
    with pytest.raises(RosterError) as caught:
        read_processes(path)
    (found,) = [fault for fault in caught.value.faults if slip.what in fault.what]
    assert slip.mend in found.mend
    if "↓" in slip.new:
        assert (found.place.line, found.place.column) == place


@pytest.mark.parametrize("text", ["", "# nothing\n"])
def test_an_empty_file_lacks_everything(tmp_path: Path, text: str) -> None:
    """No process means that nobody could read anything, which is no wish."""
    path = tmp_path / "processes.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RosterError) as caught:
        read_processes(path)
    assert [what for _, _, what in told(caught.value.faults)] == [
        f"{key} is missing in the file" for key in ("levels", "processes", "roles", "version")
    ]


def test_a_broken_text_has_the_one_fault_of_its_parser(tmp_path: Path) -> None:
    """Nothing else can be said about it."""
    path = tmp_path / "processes.yaml"
    path.write_text("a: [", encoding="utf-8")
    with pytest.raises(RosterError) as caught:
        read_processes(path)
    assert len(caught.value.faults) == 1
