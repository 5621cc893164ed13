"""What the demo shows of long reports on a terminal: what is gravest, and how a plan begins."""

from collections import Counter
from collections.abc import Sequence

from sharepoint_gate.access.findings import Finding
from sharepoint_gate.access.kinds import Severity
from sharepoint_gate.access.observed import Unread
from sharepoint_gate.reports.findings_text import finding_lines, grouped, summary, unread_lines
from sharepoint_gate.reports.plain import count, document, heading, labelled, paragraph

_BLANK = "\n\n"


def findings_in_short(findings: Sequence[Finding], unread: Sequence[Unread], page: str) -> str:
    """Return the critical findings in full, how many there are of every other kind, and where all are told.

    Args:
        findings: What is wrong.
        unread: What could not be read; all of it is told.
        page: The file that tells everything.
    """
    lines = [*paragraph(summary(findings, unread)), *unread_lines(unread), ""]
    for told in grouped([one for one in findings if one.severity is Severity.CRITICAL]):
        lines += finding_lines(told)
    lines += heading("Besides")
    for severity in sorted(set(Severity) - {Severity.CRITICAL}, reverse=True):
        kinds = Counter(str(one.kind) for one in findings if one.severity is severity)
        told_kinds = ", ".join(f"{kind} {number}" for kind, number in sorted(kinds.items()))
        lines += labelled(f"{severity.name}:", told_kinds, 2) if kinds else []
    end = paragraph(f"Each of them, with its reason, its cure and its roster line: {page}.")
    return document([*lines, "", *end], rehearsal=False)


def plan_in_short(text: str, people: int, page: str) -> str:
    """Return a plan's summary, its first people and its digest, and where the whole of it stands.

    Args:
        text: The whole plan, one paragraph a person.
        people: How many of them are shown.
        page: The file that holds the whole.
    """
    blocks = text.strip().split(_BLANK)
    named = [one for one in blocks[1:-1] if "\n  loses " in one or "\n  gains " in one]
    shown, rest = named[:people], named[people:]
    more = [f"... and {count(len(rest), 'more', 'more')}: {page}"] if rest else []
    return _BLANK.join([blocks[0], *shown, *more, blocks[-1]]) + "\n"
