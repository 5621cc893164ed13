"""An audit as tables of plain values, from which the workbook and the CSV files are written."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sharepoint_gate.access.audited import AuditReport, CoverageLine, Holding
from sharepoint_gate.access.findings import Finding, Handling
from sharepoint_gate.reports.matrix import (
    MEANING,
    Mark,
    Matrix,
    Sign,
    by_case,
    by_folder,
    place_order,
    sign_of,
)
from sharepoint_gate.reports.words import (
    ACCESS,
    folder_of,
    names_in_findings,
    place_of,
    roster_line,
    seen,
    severity_word,
    where,
    who_must,
)

Value = str | int | datetime | None
Cells = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, and its width in characters."""

    title: str
    width: int


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet or file; the rows are made while they are written."""

    name: str
    columns: tuple[Column, ...]
    rows: Iterable[Cells]


def findings_table(report: AuditReport) -> Table:
    """Return one row for each finding, the worst first."""
    columns = _columns(
        "Severity:10", "Problem:22", "Where:36", "Who:24", "What is wrong:46", "What to do:36",
        "Who must:22", "Clause:12", "Files reached:9", "Also:18", "Roster line:17", "Gate mends it:9",
    )  # fmt: skip
    ordered = sorted(report.findings, key=lambda one: (-one.severity, one.object, one.kind, one.principal))
    names = {str(one.person): one.principal for one in report.holdings if one.person}
    return Table("Findings", columns, (_finding(one, names, report) for one in ordered))


def access_table(report: AuditReport) -> Table:
    """Return one row for each right to a file, held or missing."""
    columns = _columns(
        "Compared with the roster:16", "Who:22", "Address:30", "Organisation:26", "Roster id:8", "Case:16",
        "Folder:22", "File:46", "Access:22", "How it comes:32",
    )  # fmt: skip
    return Table("Access", columns, _access(report))


def people_table(report: AuditReport) -> Table:
    """Return one row for each person, link or group, with numbers of files by how they compare."""
    columns = _columns(
        "Organisation:36", "Who:30", "Address:36", "Roster id:10", "As declared:12", "Not declared:13",
        "Missing:10", "Cases:8", "Problems:10",
    )  # fmt: skip
    return Table("People", columns, _people(report))


def cases_table(report: AuditReport) -> Table:
    """Return one row for each folder of each case."""
    columns = _columns("Case:16", "Folder:28", "People:9", "As declared:12", "Not declared:13", "Missing:10")
    return Table("Cases", columns, _cases(report))


def coverage_table(report: AuditReport) -> Table:
    """Return one row for each thing that was to be read."""
    columns = _columns("What:48", "How:56", "How many:10", "Read:20", "Why not:60")
    return Table("Coverage", columns, _coverage(report))


def _columns(*told: str) -> tuple[Column, ...]:
    return tuple(Column(title, int(width)) for title, _, width in (one.rpartition(":") for one in told))


def _finding(finding: Finding, names: dict[str, str], report: AuditReport) -> Cells:
    principal = finding.principal
    return (
        severity_word(finding.severity),
        finding.kind.value,
        where(finding),
        seen(f"{names[principal]} ({principal})" if principal in names else principal),
        seen(finding.sentence),
        seen(finding.remedy),
        who_must(finding, with_roster=report.with_roster),
        finding.clause,
        finding.reaches or None,
        ", ".join(one.value for one in finding.also),
        roster_line(finding),
        "yes" if finding.handling is Handling.MENDED and report.with_roster else "no",
    )


def _access(report: AuditReport) -> Iterator[Cells]:
    for one in report.holdings:
        yield _holding(one, sign_of(one, with_roster=report.with_roster))
    for one in report.declared_not_held:
        yield _holding(one, Sign.MISSING)


def _holding(holding: Holding, sign: Sign) -> Cells:
    missing = sign is Sign.MISSING
    return (
        MEANING[sign],
        seen(holding.principal),
        seen(holding.address),
        seen(holding.organisation),
        holding.person or "",
        place_of(holding),
        seen(folder_of(holding)),
        seen(holding.item),
        "none" if missing else ACCESS[holding.access],
        seen("; ".join(holding.via)),
    )


def _people(report: AuditReport) -> Iterator[Cells]:
    problems: dict[str, int] = {}
    for one in report.findings:
        problems[one.principal] = problems.get(one.principal, 0) + 1
    for row in by_case(report).rows:
        who = row.who
        keys = {who.person, who.address, *names_in_findings(who.name)} - {""}
        told = {sign: _files(row.cells.values(), sign) for sign in Sign}
        yield (
            who.organisation,
            who.name,
            who.address,
            who.person,
            told[Sign.AS_DECLARED] + told[Sign.EXCEPTED],
            told[Sign.BEYOND] + told[Sign.FOUND],
            told[Sign.MISSING],
            len(row.cells),
            sum(problems.get(key, 0) for key in keys),
        )


def _files(cells: Iterable[Iterable[Mark]], sign: Sign) -> int:
    return sum(mark.files for marks in cells for mark in marks if mark.sign is sign)


def _cases(report: AuditReport) -> Iterator[Cells]:
    matrices = by_folder(report)
    for place in sorted(matrices, key=place_order):
        for folder in matrices[place].columns:
            yield (place, seen(folder), *_folder(matrices[place], folder))


def _folder(matrix: Matrix, folder: str) -> tuple[int, int, int, int]:
    cells = [row.cells[folder] for row in matrix.rows if folder in row.cells]
    told = {sign: _files(cells, sign) for sign in Sign}
    return (
        len(cells),
        told[Sign.AS_DECLARED] + told[Sign.EXCEPTED],
        told[Sign.BEYOND] + told[Sign.FOUND],
        told[Sign.MISSING],
    )


def _coverage(report: AuditReport) -> Iterator[Cells]:
    for line in report.coverage:
        yield (seen(line.what), seen(line.how), line.count, _read(line), seen(line.why))


def _read(line: CoverageLine) -> str:
    if line.read:
        return "yes"
    if line.unstated:
        return "nobody stated it"
    return "NO: may not look" if line.hidden else "NO"
