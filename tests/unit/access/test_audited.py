"""What an audit found out, as a value: when it is complete, and when all is well."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from sharepoint_gate.access.audited import AuditReport, CoverageLine, is_complete
from sharepoint_gate.access.findings import Finding, Handling
from sharepoint_gate.access.kinds import FindingKind, Severity


def report(severity: Severity | None, *, complete: bool) -> AuditReport:
    """Return a report with at most one finding."""
    found = Finding(
        FindingKind.ISA_REVIEW_DUE,
        Severity.LOW if severity is None else severity,
        "roster",
        "",
        (),
        "",
        "",
        "",
        Handling.PERSON,
    )
    return AuditReport(
        at=datetime(2026, 3, 30, 6, tzinfo=UTC),
        partnership="Westmarsh",
        team="Team",
        channel="Channel",
        rehearsal=False,
        with_roster=True,
        identity="",
        coverage=(),
        complete=complete,
        findings=() if severity is None else (found,),
        holdings=(),
        declared_not_held=(),
        summary=(),
    )


@pytest.mark.parametrize(
    ("severity", "complete", "clean"),
    [
        (None, True, True),
        (Severity.WARNING, True, True),
        (Severity.LOW, True, False),
        (None, False, False),
    ],
)
def test_an_audit_is_clean_only_when_everything_was_read_and_nothing_is_wrong(
    severity: Severity | None, *, complete: bool, clean: bool
) -> None:
    """What was not read cannot be well, and a warning does no harm."""
    assert report(severity, complete=complete).clean is clean


def test_law_7_one_thing_that_was_not_read_makes_an_audit_incomplete() -> None:
    """All lines of the coverage statement have to be read."""
    read = CoverageLine("files", "delta", 3, read=True)
    assert is_complete([read])
    assert not is_complete(
        [read, CoverageLine("site groups", "REST", None, read=False, why="no certificate")]
    )


@pytest.mark.parametrize(
    ("read", "hidden", "failed"), [(True, False, False), (False, True, False), (False, False, True)]
)
def test_a_limit_of_consent_is_no_failure(*, read: bool, hidden: bool, failed: bool) -> None:
    """Both make an audit incomplete, but only one of them went wrong."""
    line = CoverageLine("x", "y", None, read=read, hidden=hidden)
    assert replace(report(None, complete=read), coverage=(line,)).failed is failed


def test_law_7_a_setting_that_nobody_stated_is_no_page_that_was_lost_and_never_clean() -> None:
    """No program can read it, so that the reading is whole; but all is not known to be well."""
    line = CoverageLine("settings of the site", "", None, read=False, unstated=True)
    assert is_complete([line])
    assert not line.failed
    told = replace(report(None, complete=True), coverage=(line,))
    assert (told.failed, told.whole, told.clean) == (False, False, False)
    assert told.unstated == (line,)


def test_law_7_what_failed_is_told_from_what_nobody_may_see() -> None:
    """Only a read that should have worked is a failure."""
    lost = CoverageLine("members", "", None, read=False)
    assert lost.failed
    assert not replace(lost, hidden=True).failed
    assert not replace(lost, read=True).failed
    assert replace(report(None, complete=False), coverage=(lost,)).failed
