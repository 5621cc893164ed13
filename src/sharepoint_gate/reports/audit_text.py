"""An audit for a terminal: what was read first, then what is wrong, then who holds what nobody declared."""

from collections.abc import Sequence

from sharepoint_gate.access.audited import BEYOND, AuditReport, CoverageLine, Holding
from sharepoint_gate.reports.findings_text import findings_text
from sharepoint_gate.reports.modes_text import exception_lines, mode_sentence
from sharepoint_gate.reports.plain import count, document, heading, labelled, listed, paragraph

_MOST = 40


def audit_text(report: AuditReport) -> str:
    """Return an audit as plain text."""
    lines = paragraph(
        f"{report.partnership}: {report.team}, {report.channel}, {report.at:%-d %B %Y at %H:%M %Z}"
    )
    if report.mode is not None:
        lines += paragraph(mode_sentence(report.mode, report.observed_cases))
    lines += [line for one in report.summary for line in labelled("-", one, 2)]
    lines += coverage_lines(report)
    lines += heading("What is wrong")
    lines += findings_text(report.findings).splitlines() if report.findings else [_nothing(report)]
    lines += exception_lines(report.exceptions)
    lines += _undeclared(report)
    lines += _lacking(report.declared_not_held)
    return document(lines, rehearsal=report.rehearsal)


def coverage_lines(report: AuditReport) -> list[str]:
    """Return what was read and how, and what was not and why."""
    lines = [*heading("What was read"), *paragraph(f"Looked by {report.identity}.", 2)]
    if not report.with_roster:
        lines += paragraph("Held against no roster: what is shared is listed, not judged.", 2)
    lines += [text for one in report.coverage if one.read for text in _read(one)]
    if unread := [one for one in report.coverage if not one.read and not one.unstated]:
        lines += heading("What was not read")
        lines += [text for one in unread for text in labelled("-", f"{one.what}: {one.why}", 2)]
    if report.unstated:
        lines += heading("What nobody has stated")
        lines += [text for one in report.unstated for text in labelled("-", f"{one.what}: {one.why}", 2)]
    return lines + paragraph(f"No program can read {listed(BEYOND)}: ask the administrator.", 2)


def _read(line: CoverageLine) -> list[str]:
    number = f", {line.count}" if line.count is not None else ""
    return labelled("-", f"{line.what}{number}: {line.how}", 2)


def _nothing(report: AuditReport) -> str:
    return "Nothing." if report.whole else "Nothing, in what could be read."


def _undeclared(report: AuditReport) -> list[str]:
    """Tell who holds what nobody declared, each person or group once."""
    by_whom: dict[str, list[Holding]] = {}
    for one in report.holdings:
        if not one.declared:
            by_whom.setdefault(one.address or one.principal, []).append(one)
    title = "Held, and not declared" if report.with_roster else "Held by others than the channel's own people"
    lines = heading(title) if by_whom else []
    for held in list(by_whom.values())[:_MOST]:
        places = [one.item or "the channel's folder" for one in held]
        via = listed(sorted({way for one in held for way in one.via}))
        lines += labelled(
            "-", f"{_whom(held[0])}: {count(len(places), 'place')}, {via}: {listed(places, 3)}", 2
        )
    if len(by_whom) > _MOST:
        lines += paragraph(f"and {len(by_whom) - _MOST} more; the files of --output hold all of them", 2)
    return lines


def _whom(held: Holding) -> str:
    return held.principal if held.address in {"", held.principal} else f"{held.principal} <{held.address}>"


def _lacking(declared: Sequence[Holding]) -> list[str]:
    lines = heading("Declared, and not held") if declared else []
    return lines + [text for one in declared for text in labelled("-", f"{one.principal}: {one.item}", 2)]
