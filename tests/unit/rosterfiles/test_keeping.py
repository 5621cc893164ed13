"""Copies of the declared files: used only as they were laid down."""

from dataclasses import replace
from pathlib import Path

import pytest

from sharepoint_gate.errors import StoreError
from sharepoint_gate.roster.filepaths import FilePaths
from sharepoint_gate.rosterfiles.keeping import digest_of, forget_others, gather, lay_down, sound_copy

ROOT = Path(__file__).resolve().parents[3] / "config"
PATHS = FilePaths(
    ROOT / "small" / "roster.yaml",
    ROOT / "processes.yaml",
    ROOT / "agreement" / "versions.yaml",
    ROOT / "small" / "acceptances.yaml",
)


@pytest.mark.parametrize("paths", [PATHS, replace(PATHS, acceptances=None)])
def test_a_copy_holds_what_it_was_made_of(tmp_path: Path, paths: FilePaths) -> None:
    """With or without decisions, the texts that people accept included, for this account alone."""
    files = gather(paths)
    kept = lay_down(tmp_path, files)
    found = sound_copy(tmp_path, digest_of(files))
    assert found is not None
    assert (found.acceptances is None) == (paths.acceptances is None)
    assert found.roster.read_bytes() == paths.roster.read_bytes()
    assert {path.stat().st_mode & 0o077 for path in kept.rglob("*")} == {0}
    assert any(name.endswith((".md", ".txt")) for name in files)


def test_law_13_a_copy_that_somebody_changed_is_not_used(tmp_path: Path) -> None:
    """Whoever edits the copy does not become the author of a roster."""
    digest = digest_of(gather(PATHS))
    kept = lay_down(tmp_path, gather(PATHS))
    with (kept / "roster.yaml").open("a") as file:
        file.write("# one more line\n")
    assert sound_copy(tmp_path, digest) is None


def test_a_copy_that_is_gone_is_not_used(tmp_path: Path) -> None:
    """A folder that was cleaned leaves nothing in force."""
    assert sound_copy(tmp_path, "a" * 64) is None


def test_copies_that_are_in_force_no_more_go(tmp_path: Path) -> None:
    """Old copies name people; one set is kept."""
    old = lay_down(tmp_path, {"roster.yaml": b"old"})
    new = lay_down(tmp_path, gather(PATHS))
    forget_others(tmp_path, new.name)
    assert (old.exists(), new.exists()) == (False, True)


def test_a_folder_that_cannot_be_written_is_told_plainly(tmp_path: Path) -> None:
    """The message says what to do about it."""
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="cannot be copied"):
        lay_down(tmp_path / "file", {"roster.yaml": b"new"})
