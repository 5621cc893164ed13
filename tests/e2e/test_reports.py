"""The night and the audit as files: they tell the tenant as it is, and lie open to their owner only."""

import csv
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from sharepoint_gate.access.audited import AuditReport
from sharepoint_gate.access.findings import Handling
from sharepoint_gate.reports.audit_json import read_audit_json
from tests.e2e.harness import Rehearsal

EXPECTED = Path(__file__).parent / "small_expected_access.csv"
FILES = {"report.html", "report.txt", "report.json", "report.xlsx", "findings.csv", "access.csv"}
IN_THE_CHANNEL = "as a member of the channel"


@pytest.fixture(scope="module")
def rehearsal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsal]:
    """The small partnership after its weekend, with reports of the night and of an audit after it."""
    running = Rehearsal(tmp_path_factory.mktemp("small"), name="small", in_process=True)
    running.prepare()
    running.start()
    running.gate("reconcile", "--report", "quiet")
    running.weekend()
    running.gate("reconcile", "--report", "night")
    running.gate("audit", "--output", "audit", "--masked")
    yield running
    running.stop()


def report_in(rehearsal: Rehearsal, folder: str) -> AuditReport:
    """Return the report that lies in a folder."""
    return read_audit_json((rehearsal.folder / folder / "report.json").read_bytes())


def readers(report: AuditReport) -> set[tuple[str, str]]:
    """Return who of the roster reads which file, the channel's members apart."""
    return {
        (one.item, str(one.person)) for one in report.holdings if one.person and IN_THE_CHANNEL not in one.via
    }


@pytest.mark.parametrize("folder", ["night", "audit"])
def test_after_the_night_the_report_shows_what_is_expected(rehearsal: Rehearsal, folder: str) -> None:
    """Who reads which file is what the domain tables say, set against set; nothing else is left."""
    with EXPECTED.open(encoding="utf-8", newline="") as rows:
        expected = {(row["file"], row["reader"]) for row in csv.DictReader(rows)}
    report = report_in(rehearsal, folder)
    assert readers(report) == expected
    assert [one for one in report.holdings if not one.declared] == []
    assert [one for one in report.findings if one.handling is Handling.MENDED] == []


def test_a_night_tells_what_it_did(rehearsal: Rehearsal) -> None:
    """The first line says how many changes there were; on a quiet night none."""
    assert report_in(rehearsal, "quiet").summary[0] == "The night had nothing to change."
    assert report_in(rehearsal, "night").summary[0].startswith("The night made ")
    assert "were seen to work" in report_in(rehearsal, "night").summary[0]


@pytest.mark.parametrize("folder", ["quiet", "night", "audit"])
def test_only_the_owner_can_read_a_report(rehearsal: Rehearsal, folder: str) -> None:
    """Every form is there, and neither folder nor file is open to others."""
    place = rehearsal.folder / folder
    more = {"report-masked.html"} if folder == "audit" else set()
    assert {one.name for one in place.iterdir()} == FILES | more
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert {stat.S_IMODE(one.stat().st_mode) for one in place.iterdir()} == {0o600}


def test_the_masked_page_names_no_file_of_the_tenant(rehearsal: Rehearsal) -> None:
    """Not one name of a file that stands on the business unit's page stands on the other."""
    report = report_in(rehearsal, "audit")
    names = {one.item.rpartition("/")[2] for one in report.holdings} - {""}
    masked = (rehearsal.folder / "audit" / "report-masked.html").read_text(encoding="utf-8")
    assert names
    assert [name for name in sorted(names) if name in masked] == []


def test_masked_goes_with_a_folder(rehearsal: Rehearsal) -> None:
    """A page needs somewhere to go."""
    assert "--masked goes with --output" in rehearsal.gate("audit", "--masked", wanted=2).err
