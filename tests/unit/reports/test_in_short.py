"""What a terminal shows of long reports: the gravest in full, the rest counted, and where all of it is."""

from sharepoint_gate.access.kinds import FindingKind, Severity
from sharepoint_gate.access.observed import Unread
from sharepoint_gate.reports.in_short import findings_in_short, plan_in_short
from tests.unit.reports.report_values import finding

PLAN = """\
3 changes: 3 people or groups lose something.

Ann
---
  loses a.docx

Ben
---
  gains b.docx

Cat
---
  loses c.docx

Recorded exceptions
-------------------
  none

Plan 12ab
"""


def test_the_gravest_are_told_and_the_rest_are_counted() -> None:
    """Critical findings keep their cure; of the others the kinds are named, so that none goes unmentioned."""
    grave = finding(severity=Severity.CRITICAL, kind=FindingKind.ANONYMOUS_LINK)
    others = (finding(), finding(principal="u13"), finding(severity=Severity.LOW))
    text = findings_in_short((grave, *others), (), "report.txt")
    assert text.startswith("4 findings: critical 1, high 2, low 1.")
    assert "  CRITICAL anonymous-link (u12): " in text
    assert text.count("put right:") == 1
    assert "  HIGH: uaa-missing 2\n  LOW: uaa-missing 1\n" in text
    assert text.endswith("report.txt.\n")


def test_law_7_what_could_not_be_read_is_never_left_out() -> None:
    """However short, the text names what was not read and does not say that all is well."""
    text = findings_in_short((), (Unread("Case review/x.docx", "403 accessDenied"),), "report.txt")
    assert "1 thing could not be read" in text
    assert "Case review/x.docx: 403 accessDenied" in text


def test_a_plan_keeps_its_summary_its_first_people_and_its_digest() -> None:
    """Whoever is left out is counted, and the file with the whole plan is named."""
    text = plan_in_short(PLAN, 2, "plan.txt")
    assert text.startswith("3 changes: ")
    assert "Ann\n" in text
    assert "Ben\n" in text
    assert "Cat" not in text
    assert "... and 1 more: plan.txt" in text
    assert text.endswith("Plan 12ab\n")
    assert "more:" not in plan_in_short(PLAN, 3, "plan.txt")
