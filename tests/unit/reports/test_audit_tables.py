"""The workbook and the CSV files: what people sort and filter, and what no spreadsheet may run."""

import csv
import io
from datetime import datetime
from functools import cache

import pytest
from openpyxl import Workbook, load_workbook

from sharepoint_gate.reports.bundle import report_files
from sharepoint_gate.reports.csv_files import MARK, csv_text, harmless
from sharepoint_gate.reports.rows import access_table, findings_table
from sharepoint_gate.reports.workbook import workbook_bytes
from tests.browser.partnership import AT, partnership

REPORT = partnership(people=12, cases=4)
SHEETS = ["Summary", "Findings", "Access", "People", "Cases", "Coverage"]


@cache
def book() -> Workbook:
    """Return the workbook as a spreadsheet reads it."""
    return load_workbook(io.BytesIO(workbook_bytes(REPORT, title="Who can see what")))


def test_each_sheet_has_its_rows() -> None:
    """Findings, rights, people and coverage are all there, under their headings."""
    sheets = book()
    assert sheets.sheetnames == SHEETS
    rights = len(REPORT.holdings) + len(REPORT.declared_not_held)
    assert sheets["Findings"].max_row == len(REPORT.findings) + 1
    assert sheets["Access"].max_row == rights + 1
    assert sheets["Coverage"].max_row == len(REPORT.coverage) + 1
    counted = [row[4:7] for row in sheets["People"].iter_rows(min_row=2, values_only=True)]
    assert sum(int(str(number)) for row in counted for number in row) == rights
    counted = [row[3:6] for row in sheets["Cases"].iter_rows(min_row=2, values_only=True)]
    assert sum(int(str(number)) for row in counted for number in row) == rights


@pytest.mark.parametrize("name", SHEETS[1:])
def test_headings_stay_and_columns_filter(name: str) -> None:
    """The first row is frozen, every column has a filter and a width that is not Excel's own."""
    sheet = book()[name]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == sheet.dimensions
    assert all(one.width for one in sheet.column_dimensions.values())
    assert sheet.print_title_rows == "$1:$1"


def test_the_time_is_a_date() -> None:
    """The moment of looking is a date that Excel can reckon with."""
    cells = {row[0].value: row[1] for row in book()["Summary"].iter_rows()}
    assert cells["Looked at"].data_type == "d"
    assert cells["Looked at"].value == datetime(AT.year, AT.month, AT.day, AT.hour, AT.minute)  # noqa: DTZ001 - Excel knows no zones
    assert cells["Clock"].value == "UTC"
    assert str(cells["Everything was read"].value).startswith("NO")


def test_no_cell_is_a_formula() -> None:
    """A file called like a formula stays a text, and is marked so that editing does not wake it."""
    cells = [cell for sheet in book() for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"inlineStr", "s", "n", "d"}
    dangerous = [cell for cell in cells if str(cell.value).startswith("=")]
    assert dangerous
    assert all(cell.quotePrefix for cell in dangerous)


def test_csv_opens_as_utf_8_with_one_row_each() -> None:
    """Excel knows the letters by the mark; programs read as many rows as there are rights and findings."""
    for table in (findings_table, access_table):
        text = csv_text(table(REPORT))
        assert text.startswith(MARK)
        assert "\r\n" in text
        rows = list(csv.reader(io.StringIO(text.removeprefix(MARK))))
        assert {len(row) for row in rows} == {len(table(REPORT).columns)}
        assert len(rows) == 1 + len(list(table(REPORT).rows))
        assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\uff1d1", "\N{MINUS SIGN}1"]
)
def test_what_begins_like_a_formula_is_made_harmless(text: str) -> None:
    """A quote before it keeps every spreadsheet from reckoning."""
    assert harmless(text) == f"'{text}"


def test_what_is_no_formula_stays_as_it_is() -> None:
    """Names, numbers and nothing are written plainly."""
    assert [harmless(one) for one in ("Ada", 3, None, "a=b")] == ["Ada", "3", "", "a=b"]


def test_a_report_comes_in_every_form() -> None:
    """One look gives a page, a workbook, two CSV files and JSON; a second page only where it is asked for."""
    names = {"report.html", "report.xlsx", "report.json", "findings.csv", "access.csv"}
    assert set(report_files(REPORT)) == names
    assert set(report_files(REPORT, with_masked=True)) == names | {"report-masked.html"}
