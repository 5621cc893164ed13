"""Findings as people read them: worst first, grouped by case."""

from sharepoint_gate.access.findings import Handling
from sharepoint_gate.access.kinds import FindingKind, Severity
from sharepoint_gate.access.observed import Unread
from sharepoint_gate.reports.findings_text import by_case, findings_text, place_name, summary, tally
from tests.unit.reports.report_values import PACK, finding

UNREAD = (Unread("Case review/x.docx", "403 accessDenied"),)


def test_nothing_wrong_is_one_sentence() -> None:
    """A clean look is told in one line."""
    told = (
        "Nothing wrong was found: as far as the gate can look, everybody sees what they should and no more."
    )
    assert findings_text(()) == f"{told}\n"


def test_law_7_nothing_found_is_not_clean_when_something_was_not_read() -> None:
    """What could not be read is named, and the report does not say that nothing is wrong."""
    text = findings_text((), UNREAD, rehearsal=True)
    assert text.startswith("REHEARSAL")
    assert "Nothing wrong was found in what could be read, but 1 thing could not be read." in text
    assert "  - Case review/x.docx: 403 accessDenied" in text
    assert "everybody sees what they should" not in text


def test_a_finding_is_told_with_cause_remedy_clause_and_line() -> None:
    """Each finding says what, who, where, why, what is done, and where it comes from."""
    one = finding(also=(FindingKind.DIRECT_GRANT, FindingKind.FOLDER_GRANT), reaches=3)
    assert (
        findings_text((one,))
        == f"""\
1 finding: high 1.

RR-2026-001: high 1
-------------------
  HIGH uaa-missing (u12): {PACK}/a.docx
    Nadia Rahman has not accepted version 2.
    It reaches 3 files below.
    put right: Access is taken away.
    ISA §8.8; roster.yaml:12:3; also direct-grant and folder-grant
"""
    )


def test_people_in_the_same_plight_share_one_remedy() -> None:
    """What holds of several people on the same file is told of each, and how it is cured is told once."""
    other = finding(principal="u22", sentence="Olu Adeyemi has not accepted version 2.", place=None)
    text = findings_text((finding(), other, finding(principal="u23", handling=Handling.PERSON)))
    assert (
        f"""\
  HIGH uaa-missing (u12, u22): {PACK}/a.docx
    Nadia Rahman has not accepted version 2.
    Olu Adeyemi has not accepted version 2.
    put right: Access is taken away.
    ISA §8.8; roster.yaml:12:3
  HIGH uaa-missing (u23): {PACK}/a.docx
"""
        in text
    )


def test_findings_that_need_a_person_are_counted() -> None:
    """The summary says how many wait for somebody, and each of them is marked."""
    one = finding(
        kind=FindingKind.NOT_VIEWABLE, principal="", handling=Handling.PERSON, place=None, clause=""
    )
    text = findings_text((one, finding(severity=Severity.CRITICAL)))
    assert text.startswith("2 findings: critical 1, high 1; 1 needs a person.")
    assert "HIGH not-viewable: " in text
    assert "needs you: Access is taken away." in text
    assert summary((one, one)).endswith("2 need a person.")


def test_the_case_with_the_worst_finding_comes_first() -> None:
    """Groups are in order of their worst finding, then by name; so are the findings in each."""
    findings = (
        finding(object="RR-2026-002/x.docx", severity=Severity.LOW),
        finding(object="RR-2026-001/y.docx", severity=Severity.MEDIUM),
        finding(object="RR-2026-001/z.docx", severity=Severity.CRITICAL),
        finding(object="RR-2026-000/y.docx", severity=Severity.CRITICAL),
        finding(object="channel", severity=Severity.HIGH),
    )
    groups = by_case(findings)
    assert [name for name, _ in groups] == ["RR-2026-000", "RR-2026-001", "channel", "RR-2026-002"]
    assert [one.severity for one in groups[1][1]] == [Severity.CRITICAL, Severity.MEDIUM]
    assert tally(findings) == "critical 2, high 1, medium 1, low 1"


def test_the_channels_folder_has_a_name() -> None:
    """The folder itself, whose path is empty, is told in words."""
    assert place_name("") == "The channel's folder"
    assert "HIGH uaa-missing (u12): the channel's folder" in findings_text((finding(object=""),))


def test_findings_that_say_the_same_of_one_person_are_told_once() -> None:
    """Many files of one folder make one entry with their number and the first names."""
    alike = [finding(object=f"{PACK}/{name}.docx") for name in "abcdef"]
    text = findings_text((*alike, finding(object=f"{PACK}/g.docx", principal="u13")))
    assert text.startswith("7 findings: high 7.")
    assert (
        f"HIGH uaa-missing (u12): 6 items in {PACK}: a.docx, b.docx, c.docx, d.docx and 2 more"
        in " ".join(text.split())
    )
    assert f"HIGH uaa-missing (u13): {PACK}/g.docx" in text


def test_members_of_the_channel_that_are_alike_are_told_once() -> None:
    """Findings without a folder are told to lie in the channel."""
    text = findings_text((finding(object="channel"), finding(object="channel")))
    assert "2 items in the channel: channel and channel" in text
