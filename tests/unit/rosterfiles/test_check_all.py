"""All files are judged at once, each as far as the others allow."""

from dataclasses import replace
from pathlib import Path

from sharepoint_gate.rosterfiles import check_all
from tests.unit.rosterfiles.files import TODAY, change, write_all


def test_files_without_faults_have_none(tmp_path: Path) -> None:
    """The files that the other tests change are themselves clean."""
    report = check_all(write_all(tmp_path), TODAY)
    assert (report.faults, report.warnings) == ((), ())


def test_a_fault_in_each_file_is_told_in_one_go(tmp_path: Path) -> None:
    """Nobody has to run the check four times."""
    paths = write_all(tmp_path)
    assert paths.acceptances is not None
    change(paths.processes, "level: pseudonymised}", "level: secret}")
    change(paths.roster, "RR-2026-001:", "RR-2026-1:")
    change(paths.roster, "until: 2026-04-30", "until: 2026-03-01")
    change(paths.agreement_versions, "change: major", "change: minor")
    change(paths.acceptances, "person: u12", "person: u13")
    report = check_all(paths, TODAY)
    assert [(Path(fault.place.file).name, fault.what) for fault in report.faults] == [
        ("processes.yaml", "secret is not a known level"),
        ("roster.yaml", "RR-2026-1 is not a reference of a case"),
        ("versions.yaml", "the first version is called minor"),
        ("acceptances.yaml", "u13 is not on the roster"),
    ]
    assert [warning.what for warning in report.warnings] == ["EX-2026-001 ended on 2026-03-01"]


def test_files_that_are_missing_are_told_like_other_faults(tmp_path: Path) -> None:
    """One lost file does not hide the state of the others."""
    paths = write_all(tmp_path)
    for path in (paths.roster, paths.processes, paths.agreement_versions):
        path.unlink()
    report = check_all(paths, TODAY)
    assert [fault.what for fault in report.faults] == [
        "processes.yaml does not exist",
        "roster.yaml does not exist",
        "versions.yaml does not exist",
    ]
    lost = check_all(replace(write_all(tmp_path), acceptances=tmp_path / "lost.yaml"), TODAY)
    assert [fault.what for fault in lost.faults] == ["lost.yaml does not exist"]


def test_a_shared_mailbox_is_told_by_the_words_of_the_settings(tmp_path: Path) -> None:
    """The words that mark a stranger's address as shared hold for the roster's own people, too."""
    paths = write_all(tmp_path)
    change(paths.roster, "n.rahman@wicb.example", "duty.desk@wicb.example")
    assert check_all(paths, TODAY).faults == ()
    (found,) = check_all(paths, TODAY, frozenset({"duty"})).faults
    assert found.what == "duty.desk@wicb.example looks like a shared mailbox"


def test_decisions_may_be_absent(tmp_path: Path) -> None:
    """A new partnership has no file of decisions."""
    assert check_all(replace(write_all(tmp_path), acceptances=None), TODAY).faults == ()
