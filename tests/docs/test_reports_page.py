"""The page about reports tells the signs, letters and files that reports have."""

import re

from sharepoint_gate.cli.reporting import PAGE
from sharepoint_gate.reports.bundle import report_files
from sharepoint_gate.reports.matrix import Sign
from sharepoint_gate.reports.words import ACCESS, LETTERS
from tests.browser.partnership import partnership
from tests.docs.sources import ROOT
from tests.docs.test_reference import rows

TEXT = (ROOT / "docs" / "reference" / "reports.md").read_text(encoding="utf-8")


def test_every_sign_and_letter_is_told() -> None:
    """Whoever looks a cell up finds each sign, and each letter with its words."""
    told = {row[0].strip("`"): row[1] for row in rows("reports.md")}
    assert {sign.value for sign in Sign} <= set(told)
    assert all(told[letter].startswith(ACCESS[access]) for access, letter in LETTERS.items())


def test_every_file_is_told() -> None:
    """The table of files has each file that a report comes as."""
    told = {name for row in rows("reports.md") for name in re.findall(r"`([\w.-]+\.\w+)`", row[0])}
    assert told == {*report_files(partnership(2, 1), with_masked=True), "report.txt"}
    assert PAGE in told


def test_the_summary_of_the_page_is_in_its_order() -> None:
    """The parts of the page stand in the document as they stand on the page."""
    parts = ("What was read.", "In short.", "Problems found", "Who can see which case", "Case by case")
    places = [TEXT.index(f"**{part}") for part in parts]
    assert places == sorted(places)
