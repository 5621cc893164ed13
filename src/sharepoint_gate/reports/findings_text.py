"""What is wrong, worst first, in plain words."""

from collections import Counter
from collections.abc import Iterable, Sequence

from sharepoint_gate.access.findings import Finding, Handling
from sharepoint_gate.access.kinds import Severity
from sharepoint_gate.access.observed import Unread
from sharepoint_gate.reports.plain import count, document, heading, labelled, listed, paragraph

CLEAN = "Nothing wrong was found: as far as the gate can look, everybody sees what they should and no more."
DOING = {
    Handling.MENDED: "put right:",
    Handling.PERSON: "needs you:",
    Handling.OBSERVED: "observed:",
}


def findings_text(
    findings: Sequence[Finding], unread: Sequence[Unread] = (), *, rehearsal: bool = False
) -> str:
    """Return findings for a terminal: a summary, what could not be read, then each case, worst first."""
    lines = [*paragraph(summary(findings, unread)), *unread_lines(unread)]
    for name, group in by_case(findings):
        lines += heading(f"{name}: {tally(group)}")
        for told in grouped(group):
            lines += finding_lines(told)
    return document(lines, rehearsal=rehearsal)


def summary(findings: Sequence[Finding], unread: Sequence[Unread] = ()) -> str:
    """Return one sentence on all findings; it never says that all is well when something was not read."""
    if not findings and not unread:
        return CLEAN
    if not findings:
        things = count(len(unread), "thing")
        return f"Nothing wrong was found in what could be read, but {things} could not be read."
    persons = sum(finding.handling is Handling.PERSON for finding in findings)
    needing = f"; {count(persons, 'needs', 'need')} a person" if persons else ""
    return f"{count(len(findings), 'finding')}: {tally(findings)}{needing}."


def tally(findings: Iterable[Finding]) -> str:
    """Return how many findings there are of each severity: "critical 3, high 12"."""
    counted = Counter(finding.severity for finding in findings)
    return ", ".join(
        f"{one.name.lower()} {counted[one]}" for one in sorted(Severity, reverse=True) if counted[one]
    )


def unread_lines(unread: Sequence[Unread]) -> list[str]:
    """Return what could not be read, with the reason, under a heading; nothing when all was read."""
    if not unread:
        return []
    told = [line for one in unread for line in labelled("-", f"{one.what}: {one.why}", 2)]
    return [*heading("Could not be read, so nothing is granted there"), *told]


def unseen_lines(unseen: Sequence[Unread]) -> list[str]:
    """Return what is not the gate's to see, under a heading; nothing where there is nothing of the kind."""
    return _listed(unseen, "Not looked at, for want of consent or certificate")


def unstated_lines(unstated: Sequence[Unread]) -> list[str]:
    """Return what only people can tell and nobody has, under a heading; nothing where all is stated."""
    return _listed(unstated, "Not known: the administrator has to look and state it")


def _listed(told: Sequence[Unread], title: str) -> list[str]:
    lines = [line for one in told for line in labelled("-", f"{one.what}: {one.why}", 2)]
    return [*heading(title), *lines] if lines else []


def by_case(findings: Iterable[Finding]) -> list[tuple[str, list[Finding]]]:
    """Return findings grouped by case or other place, the group with the worst finding first."""
    groups: dict[str, list[Finding]] = {}
    for finding in sorted(findings, key=ranked):
        groups.setdefault(place_name(finding.object), []).append(finding)
    return sorted(groups.items(), key=lambda group: (ranked(group[1][0])[0], group[0]))


def place_name(path: str) -> str:
    """Return the case or other place that a finding's object belongs to."""
    return path.split("/", maxsplit=1)[0] or "The channel's folder"


def ranked(finding: Finding) -> tuple[int, str, str, str]:
    """Return where a finding stands among others: the worst first, then by place, kind and person."""
    return (-finding.severity, finding.object, finding.kind, finding.principal)


def alike_findings(findings: Iterable[Finding]) -> list[list[Finding]]:
    """Return findings that say the same of the same person about files of one folder together, in order."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        folder = finding.object.rpartition("/")[0]
        key = (finding.kind, finding.principal, finding.also, finding.sentence, finding.reaches, folder)
        groups.setdefault(key, []).append(finding)
    return list(groups.values())


def grouped(findings: Iterable[Finding]) -> list[list[list[Finding]]]:
    """Return what is told of the same items, and cured in the same way, of one person after another."""
    told: dict[tuple[object, ...], list[list[Finding]]] = {}
    for alike in alike_findings(findings):
        first = alike[0]
        items = tuple(finding.object for finding in alike)
        cure = (first.handling, first.remedy, first.clause)
        told.setdefault((first.kind, first.also, first.reaches, items, *cure), []).append(alike)
    return list(told.values())


def finding_lines(told: Sequence[Sequence[Finding]]) -> list[str]:
    """Return the lines that tell findings of the same items: who, each reason, the cure and its sources."""
    alike = told[0]
    finding = alike[0]
    who = ", ".join(one[0].principal for one in told if one[0].principal)
    title = f"{finding.severity.name} {finding.kind}{f' ({who})' if who else ''}: {_where(alike)}"
    lines = paragraph(title, 2, 4)
    for one in told:
        lines += paragraph(one[0].sentence, 4)
    if finding.reaches:
        lines += paragraph(f"It reaches {count(finding.reaches, 'file')} below.", 4)
    lines += labelled(DOING[finding.handling], finding.remedy, 4)
    return lines + paragraph(_sources([one[0] for one in told]), 4)


def _where(alike: Sequence[Finding]) -> str:
    if len(alike) == 1:
        return alike[0].object or "the channel's folder"
    folder = alike[0].object.rpartition("/")[0]
    names = [finding.object.rpartition("/")[2] for finding in alike]
    return f"{len(alike)} items in {folder or 'the channel'}: {listed(names, most=4)}"


def _sources(told: Sequence[Finding]) -> str:
    also = f"also {listed(list(told[0].also))}" if told[0].also else ""
    places = ", ".join(dict.fromkeys(str(one.place) for one in told if one.place is not None))
    return "; ".join(part for part in (told[0].clause, places, also) if part)
