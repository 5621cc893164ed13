"""The page of an audit says first what was not read, and trusts no name."""

import re
from dataclasses import replace

from sharepoint_gate.access.audited import Access, AuditReport
from sharepoint_gate.access.kinds import Severity
from sharepoint_gate.reports.audit_view import SHOWN_EXPOSURES
from sharepoint_gate.reports.masking import masked
from sharepoint_gate.reports.page import audit_page
from tests.browser.partnership import (
    COVERAGE,
    FOLDERS,
    FORMULA,
    HOSTILE,
    LONG,
    SCRIPT,
    SECRET,
    TURNED,
    case_name,
    holding,
    partnership,
)

REPORT = partnership(people=12, cases=4)
PAGE = audit_page(REPORT)
LIMIT = 3_000_000


def text_of(page: str) -> str:
    """Return a page's words."""
    body = page[page.index("<body") :].partition("<script>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def well(report: AuditReport) -> AuditReport:
    """Return a report with nothing wrong and nothing unread."""
    coverage = tuple(replace(line, read=True, why="", hidden=False, unstated=False) for line in COVERAGE)
    held = tuple(one for one in report.holdings if one.declared)
    return replace(report, coverage=coverage, complete=True, findings=(), holdings=held, declared_not_held=())


def test_what_was_not_read_comes_before_everything_else() -> None:
    """The statement on coverage stands above the summary, with each thing that was not read."""
    text = text_of(PAGE)
    assert text.index("Not everything was read") < text.index("the page was lost") < text.index("In short")
    assert "This report cannot say that all is well." in text
    assert "this application may not look; no certificate" in text


def test_only_a_whole_reading_can_find_nothing_wrong() -> None:
    """Where something was not read, the page never says that nothing was found, without its limit."""
    clean = well(REPORT)
    assert "Nothing wrong was found." in text_of(audit_page(clean))
    assert "Everything was read" in text_of(audit_page(clean))
    partly = text_of(audit_page(replace(clean, complete=False, coverage=COVERAGE)))
    assert "Nothing wrong was found in what could be read." in partly
    assert "Nothing wrong was found. " not in partly


def test_law_7_what_nobody_stated_is_told_from_what_could_not_be_read() -> None:
    """The page says that the reading is whole, names what people have to state, and calls nothing well."""
    lines = tuple(one for one in COVERAGE if one.read or one.unstated)
    text = text_of(audit_page(replace(well(REPORT), coverage=lines, summary=())))
    assert "Not everything was read" not in text
    assert "Everything that a program can read was read" in text
    assert "This report cannot say that all is well." in text
    assert "settings of the site: default_link: not stated; nobody said" in text
    assert "Nothing wrong was found in what could be read." in text
    assert " Not stated " in text


def test_exposures_stand_on_the_page_with_their_window_and_evidence() -> None:
    """What, who, when at the earliest and the latest, how, what is kept of it, and whether it is over."""
    section = text_of(PAGE)
    assert "EXP-0002 direct-grant, guest-not-in-roster" in section
    assert "and 3 files below" in section
    assert "before the first look stood at 30 March 2026, 02:15 UTC" in section
    assert "Open: nobody has seen the end of it." in section
    assert "2 entries as read, in the record" in section
    assert "EXP-0001" in section
    assert "the site itself" in section
    ended = (
        "Over at 30 March 2026, 02:15 UTC: the gate took the access away, and a fresh read showed it gone."
    )
    assert ended in section
    assert section.index("EXP-0002") < section.index("EXP-0001")


def test_exposures_are_masked_like_the_rest() -> None:
    """No name of a file stands in a masked report's exposures."""
    hidden = audit_page(masked(REPORT), is_masked=True)
    assert LONG in PAGE
    assert LONG not in hidden
    assert "EXP-0002" in hidden


def test_a_long_record_is_cut_and_says_so() -> None:
    """Everything that is open is shown, and of the rest the latest."""
    over = [one for one in REPORT.exposures if not one.open]
    text = text_of(audit_page(replace(REPORT, exposures=(REPORT.exposures[0], *over * 203))))
    assert "Over (203 exposures)" in text
    assert "And 3 earlier ones: sharepoint-gate exposures --all tells them all." in text
    assert text.count("EXP-0001") == SHOWN_EXPOSURES


def test_without_a_record_the_page_says_so_and_without_a_roster_nothing() -> None:
    """Nobody takes a section that is not there for a good sign."""
    assert "None is on record." in text_of(audit_page(replace(REPORT, exposures=())))
    assert "Exposures" not in text_of(audit_page(replace(REPORT, exposures=(), with_roster=False)))


def test_a_chair_gets_ten_lines_and_the_numbers() -> None:
    """Each line of the summary is there, and each severity with its count."""
    text = text_of(PAGE)
    assert all(line in text for line in REPORT.summary)
    for severity in Severity:
        number = sum(one.severity is severity for one in REPORT.findings)
        assert f"{severity.name.capitalize()} {number} " in text


def test_every_finding_tells_clause_remedy_and_who_must() -> None:
    """No problem stands there without what to do, who must, and the clause it touches."""
    problems = re.findall(r"<article.*?</article>", PAGE, re.DOTALL)
    assert len(problems) >= len({one.kind for one in REPORT.findings})
    for label in ("What to do", "Who must", "Clause"):
        assert all(f"<dt>{label}</dt>" in problem for problem in problems)
    assert {one.clause for one in REPORT.findings} <= set(re.findall(r"ISA §[\d., §]*\d", PAGE))


def test_a_finding_that_the_gate_mends_is_not_asked_of_a_person() -> None:
    """With a roster the gate mends what it can; without one everything is the business unit's."""
    assert "The gate, when it next runs" in PAGE
    assert "The business unit, with the tenant&#39;s administrator" in PAGE
    bare = audit_page(replace(REPORT, with_roster=False))
    assert "The gate, when it next runs" not in bare
    assert "with no roster to compare it with" in bare


def test_no_name_becomes_markup_or_turns_the_line() -> None:
    """Names are shown letter by letter; letters that cannot be seen are shown as a mark."""
    assert SCRIPT not in PAGE
    assert "&lt;script&gt;" in PAGE
    assert TURNED not in PAGE
    assert "agenda\ufffdxcod.exe" in PAGE
    assert "<b>" not in PAGE
    assert "Visi\ufffdtor" in PAGE


def test_signs_tell_declared_undeclared_and_missing_without_colour() -> None:
    """Each mark has a sign and, for whoever does not see it, words."""
    missing = holding(1, 0, 5, "never-given.docx")
    told = replace(REPORT, holdings=(holding(0, 0, 5, "a.docx"),), declared_not_held=(missing,), findings=())
    page = audit_page(told)
    assert '<span class="m ok">✓ V1<i>, as declared, reads, download blocked</i></span>' in page
    assert '<span class="m less">\N{MINUS SIGN} 1<i>, declared, but missing</i></span>' in page
    drifted = replace(told.holdings[0], declared=False, access=Access.EDIT)
    page = audit_page(replace(told, holdings=(drifted,)))
    assert '<span class="m more">! E1<i>, not declared, can change</i></span>' in page
    page = audit_page(replace(told, holdings=(drifted,), with_roster=False))
    assert '<span class="m found">• E1<i>, found, can change</i></span>' in page


def test_nothing_is_fetched_and_nothing_may_be() -> None:
    """The page names no other address, and its own policy forbids all but its own style and script."""
    markup = PAGE.replace(FORMULA.split('"')[1], "")
    assert re.findall(r"(?:src|href)=\"(?!#)", markup) == []
    assert re.findall(r"url\(|@import|https?://", markup) == []
    assert "default-src &#39;none&#39;" in PAGE


def test_a_rehearsal_says_so_first() -> None:
    """The title, the first words and the last ones say REHEARSAL; on a real tenant none do."""
    text = text_of(PAGE)
    assert "<title>REHEARSAL: " in PAGE
    assert text.index("REHEARSAL") < text.index("Who can see what")
    real = audit_page(replace(REPORT, rehearsal=False))
    assert "REHEARSAL" not in real[: real.index("<style>")] + text_of(real)
    assert "rehearsing" not in real[real.index("<body") :]


def test_a_masked_page_names_no_file() -> None:
    """Files, and folders that no process declares, are numbers everywhere; cases, folders and people stay."""
    page = audit_page(masked(REPORT), is_masked=True)
    for name in (*HOSTILE, SECRET, "Loose/", "paper-1.docx", LONG.partition(".")[0]):
        assert name not in page
        assert name.replace("<", "&lt;") not in page
    assert f"{case_name(0)}/{FOLDERS[0]}/file 1" in page
    assert "folder 1/file 1" in page
    assert "Ada Ashby-0" in page
    assert "leaves out the names of files" in page


def test_a_large_partnership_fits_a_page() -> None:
    """500 people and 40 cases take less than 3 MB."""
    page = audit_page(partnership(people=500, cases=40))
    assert len(page.encode()) < LIMIT
    assert page.count('<tr class="person') > 500
