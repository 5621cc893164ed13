"""An audit as an Excel workbook: frozen headings, filters, and texts that stay texts."""

import io
from collections.abc import Iterable, Iterator
from copy import copy
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, NamedStyle, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from sharepoint_gate.access.audited import AuditReport
from sharepoint_gate.access.kinds import Severity
from sharepoint_gate.reports.plain import REHEARSAL
from sharepoint_gate.reports.rows import (
    Table,
    Value,
    access_table,
    cases_table,
    coverage_table,
    findings_table,
    people_table,
)
from sharepoint_gate.reports.words import moment, seen, severity_word

_A4 = "9"
DATE_FORMAT = "dd mmm yyyy hh:mm"
_LABELS, _WORDS = 26, 100  # widths of the summary, in letters
_LONGEST = 32_767  # what one cell of Excel takes
_WAKING = frozenset("=+-@#")  # what a spreadsheet may take for a formula or an error
_LINE = 15.0  # points
_TALLEST = 400.0  # points; Excel takes 409
_BOLD = Font(name="Calibri", size=11, bold=True)
_HEAD = PatternFill("solid", fgColor="E7E9EA")
_WRAPPED = NamedStyle("wrapped", alignment=Alignment(horizontal="left", vertical="top", wrap_text=True))


def workbook_bytes(report: AuditReport, *, title: str, is_masked: bool = False) -> bytes:
    """Return the workbook's bytes."""
    book = Workbook(write_only=True)
    book.add_named_style(copy(_WRAPPED))
    _summary(book, report, title, is_masked=is_masked)
    tables = (findings_table, access_table, people_table, cases_table, coverage_table)
    for table_of in tables:
        _sheet(book, table_of(report), rehearsal=report.rehearsal)
    book.properties.title = f"{title}: {report.partnership}"
    book.properties.creator = "sharepoint-gate"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _summary(book: Workbook, report: AuditReport, title: str, *, is_masked: bool) -> None:
    sheet = book.create_sheet("Summary")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = _LABELS, _WORDS
    _set_page(sheet, rehearsal=report.rehearsal, repeat=False)
    lines = _summary_lines(report, title, is_masked=is_masked)
    for number, (label, value) in enumerate(lines, start=1):
        sheet.row_dimensions[number].height = _height((label, value), (_LABELS, _WORDS))
        sheet.append([_cell(sheet, label, _BOLD), _cell(sheet, value)])


def _summary_lines(report: AuditReport, title: str, *, is_masked: bool) -> Iterator[tuple[str, Value]]:
    if report.rehearsal:
        yield "REHEARSAL", REHEARSAL
    yield "Report", title
    yield "Partnership", report.partnership
    yield "Channel", f"{report.team}, {report.channel}"
    yield "Looked at", report.at
    yield "Clock", moment(report.at).rpartition(" ")[2]
    yield "Everything was read", _read(report)
    yield "Looked with", report.identity
    yield "Names of files", "left out: numbers instead" if is_masked else "shown: for the business unit only"
    for number, line in enumerate(report.summary, start=1):
        yield "In short" if number == 1 else "", line
    for severity in sorted(Severity, reverse=True):
        yield severity_word(severity), sum(one.severity is severity for one in report.findings)


def _read(report: AuditReport) -> str:
    if report.whole:
        return "yes"
    if report.complete:
        return (
            "all that a program can read; what nobody stated keeps it from saying that all is well (Coverage)"
        )
    return "NO: it cannot say that all is well (Coverage)"


def _sheet(book: Workbook, table: Table, *, rehearsal: bool) -> None:
    sheet = book.create_sheet(table.name)
    for number, column in enumerate(table.columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.freeze_panes = "A2"
    _set_page(sheet, rehearsal=rehearsal, repeat=True)
    sheet.row_dimensions[1].height = 2 * _LINE
    sheet.append([_cell(sheet, column.title, _BOLD, _HEAD) for column in table.columns])
    rows, widths = 1, [column.width for column in table.columns]
    for row in table.rows:
        rows += 1
        sheet.row_dimensions[rows].height = _height(row, widths)
        is_plain = sheet.row_dimensions[rows].height == _LINE
        sheet.append([value if is_plain and _is_safe(value) else _cell(sheet, value) for value in row])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{rows}"


def _set_page(sheet: Any, *, rehearsal: bool, repeat: bool) -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.oddFooter.left.text = "REHEARSAL" if rehearsal else "sharepoint-gate"
    sheet.oddFooter.right.text = "&A, page &P of &N"
    if repeat:
        sheet.print_title_rows = "1:1"


def _height(row: Iterable[Value], widths: Iterable[int]) -> float:
    """Return how high a row must be to show its texts; not every spreadsheet works that out by itself."""
    lines = max(-(-len(str(value)) // (width - 1)) for value, width in zip(row, widths, strict=True))
    return min(_TALLEST, _LINE * max(1, lines))


def _is_safe(value: Value) -> bool:
    """Tell whether a value can be written as it is, which is ten times as fast as a cell with a style."""
    return not isinstance(value, str) or value[:1] not in _WAKING


def _cell(sheet: Any, value: Value, font: Font | None = None, fill: PatternFill | None = None) -> Cell:
    """Return a cell; a text is always a text, whatever letter it begins with."""
    cell: Cell = WriteOnlyCell(sheet)
    cell.style = _WRAPPED.name
    if isinstance(value, datetime):
        cell.value, cell.number_format = value.replace(tzinfo=None), DATE_FORMAT
    elif isinstance(value, str):
        cell.value = seen(value)[:_LONGEST]
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in _WAKING and value != ""
    else:
        cell.value = value
    if font is not None:
        cell.font = font
    if fill is not None:
        cell.fill = fill
    return cell
