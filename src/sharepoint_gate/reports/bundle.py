"""Every file of a report, by name; whoever writes them keeps them private."""

from collections.abc import Mapping

from sharepoint_gate.access.audited import AuditReport
from sharepoint_gate.reports.audit_json import audit_json_text
from sharepoint_gate.reports.csv_files import csv_text
from sharepoint_gate.reports.masking import masked
from sharepoint_gate.reports.page import PERMISSIONS_AUDIT, audit_page
from sharepoint_gate.reports.rows import access_table, findings_table
from sharepoint_gate.reports.workbook import workbook_bytes

PAGE, MASKED_PAGE = "report.html", "report-masked.html"


def report_files(
    report: AuditReport, *, title: str = PERMISSIONS_AUDIT, with_masked: bool = False
) -> Mapping[str, bytes]:
    """Return the files of a report: page, workbook, CSV and JSON.

    Args:
        report: What was found.
        title: What the page and the workbook are headed.
        with_masked: Whether there is a second page too, without names of files, for other readers.
    """
    texts = {
        PAGE: audit_page(report, title=title),
        "report.json": audit_json_text(report),
        "findings.csv": csv_text(findings_table(report)),
        "access.csv": csv_text(access_table(report)),
    }
    if with_masked:
        texts[MASKED_PAGE] = audit_page(masked(report), title=title, is_masked=True)
    files = {name: text.encode() for name, text in texts.items()}
    return {**files, "report.xlsx": workbook_bytes(report, title=title)}
