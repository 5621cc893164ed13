"""Files that cannot be read at all are told with their path and the remedy."""

import os
from pathlib import Path

import pytest

from sharepoint_gate.errors import RosterError
from sharepoint_gate.faults import Place
from sharepoint_gate.rosterfiles import read_processes, reading
from tests.unit.rosterfiles.files import PROCESSES


def told_by(path: Path) -> RosterError:
    """Return the error of reading a process file."""
    with pytest.raises(RosterError) as caught:
        read_processes(path)
    return caught.value


def test_a_missing_file_is_told_with_the_place_where_it_is_looked_for(tmp_path: Path) -> None:
    """A person must see which path was meant."""
    error = told_by(tmp_path / "processes.yaml")
    assert error.what.endswith("processes.yaml does not exist")
    assert str(tmp_path) in error.why
    assert error.faults[0].place == Place(str(tmp_path / "processes.yaml"), 1, 1)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    """Naming the folder is a common slip."""
    assert told_by(tmp_path).what.endswith("is a folder")


def test_a_file_that_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The remedy is a right of the account; the superuser may read all, so the refusal is made by hand."""
    path = tmp_path / "processes.yaml"
    path.write_text(PROCESSES, encoding="utf-8")
    path.chmod(0)
    if os.geteuid() == 0:
        monkeypatch.setattr(Path, "read_bytes", _refuse)
    assert told_by(path).what.endswith("may not be read")


def _refuse(_path: Path) -> bytes:
    raise PermissionError(13, "Permission denied")


def test_any_other_failure_of_the_disk_is_told_in_its_words(tmp_path: Path) -> None:
    """A path through a file is neither missing nor a folder."""
    path = tmp_path / "file"
    path.write_text("", encoding="utf-8")
    error = told_by(path / "processes.yaml")
    assert error.what.endswith("cannot be read")
    assert error.why == "Not a directory"


def test_a_file_of_a_wild_size_is_not_read(tmp_path: Path) -> None:
    """A wrong file named by mistake must not fill the memory."""
    path = tmp_path / "processes.yaml"
    with path.open("wb") as file:
        file.truncate(reading._LARGEST_BYTES + 1)
    assert told_by(path).what.endswith("is larger than 32 MB")
