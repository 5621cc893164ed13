"""Workbooks and CSV files opened by an office program that had no part in writing them."""

import subprocess
from pathlib import Path

from openpyxl import load_workbook

from sharepoint_gate.reports.bundle import report_files
from tests.browser.partnership import partnership

REPORT = partnership(people=12, cases=4)
_WITHIN_S = 60


def converted(folder: Path, *names: str) -> list[Path]:
    """Return what LibreOffice makes of the report's files: each as a workbook of its own."""
    for name, content in report_files(REPORT).items():
        (folder / name).write_bytes(content)
    profile = (folder / "profile").as_uri()
    target = folder / "opened"
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
            target,
            *(folder / name for name in names),
        ],
        check=True,
        capture_output=True,
        timeout=_WITHIN_S,
    )
    return [target / Path(name).with_suffix(".xlsx") for name in names]


def test_an_office_program_opens_the_workbook_and_the_csv(tmp_path: Path) -> None:
    """LibreOffice finds every sheet and every row, and no formula in any of them."""
    workbook, findings = (load_workbook(path) for path in converted(tmp_path, "report.xlsx", "findings.csv"))
    assert workbook.sheetnames == ["Summary", "Findings", "Access", "People", "Cases", "Coverage"]
    assert workbook["Findings"].max_row == len(REPORT.findings) + 1
    assert workbook["Access"].max_row == len(REPORT.holdings) + len(REPORT.declared_not_held) + 1
    assert workbook["Access"].auto_filter.ref
    assert findings.worksheets[0].max_row == len(REPORT.findings) + 1
    cells = [
        cell for book in (workbook, findings) for sheet in book for row in sheet.iter_rows() for cell in row
    ]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
