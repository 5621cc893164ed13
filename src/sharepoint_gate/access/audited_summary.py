"""An audit in at most ten plain lines, for somebody who chairs a meeting and not a computer.

Source: ISA §11, ADR-0006
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from sharepoint_gate.access.audited import Access, CoverageLine, Holding
from sharepoint_gate.access.findings import Finding, Handling
from sharepoint_gate.access.kinds import FindingKind, Severity

_TOLD = {
    FindingKind.ANONYMOUS_LINK: "Links that open for anybody, without sign-in",
    FindingKind.ORGANISATION_LINK: "Links that open for everybody in the organisation",
    FindingKind.EVERYONE_CLAIM: "Entries for everyone",
    FindingKind.GROUP_GRANT: "Groups of the directory with access",
    FindingKind.OTHER_AGENCY_FOLDER: "People who can open another agency's folder",
}
_WRITE_WORDS = ("ReadWrite", "FullControl", "Manage", "Selected")


def summary(
    coverage: Sequence[CoverageLine],
    findings: Sequence[Finding],
    holdings: Sequence[Holding],
    declared_not_held: Sequence[Holding],
) -> tuple[str, ...]:
    """Return the lines, what was not read first, since it bears on all the others."""
    lines = [_reading(coverage), *_findings(findings), *_people(holdings)]
    lines += [f"{text}: {count}." for kind, text in _TOLD.items() if (count := _of_kind(findings, kind))]
    if declared_not_held:
        people = len({one.person for one in declared_not_held})
        lines.append(f"{people} of those who should read something cannot.")
    return tuple(lines)


def identity(client_id: str, roles: Iterable[str]) -> str:
    """Tell who looked, and on what its being read-only rests."""
    held = sorted(roles)
    writes = [role for role in held if any(word in role for word in _WRITE_WORDS)]
    told = f"application {client_id} with {', '.join(held) or 'no consent at all'}"
    if not writes:
        return f"{told}: it cannot write"
    return f"{told}: with {', '.join(writes)} it could write; that it does not rests on this program's door"


def _reading(coverage: Sequence[CoverageLine]) -> str:
    unread = [line.what for line in coverage if not line.read and not line.unstated]
    unstated = [line.what for line in coverage if line.unstated]
    if unread:
        told = ", ".join((*unread, *unstated))
        return f"Not everything was read, so this audit cannot say that all is well: {told}."
    if unstated:
        told = ", ".join(unstated)
        return (
            "Everything that a program can read was read. Nobody has stated the rest, so this audit cannot "
            f"say that all is well: {told}."
        )
    return "Everything that this audit looks at was read."


def _findings(findings: Sequence[Finding]) -> list[str]:
    counted = Counter(one.severity for one in findings)
    told = ", ".join(
        f"{one.name.lower()} {counted[one]}" for one in sorted(Severity, reverse=True) if counted[one]
    )
    if not findings:
        return ["Nothing was found to be wrong."]
    needing = sum(one.handling is Handling.PERSON for one in findings)
    return [f"{len(findings)} things are not as they should be: {told}. {needing} of them need a person."]


def _people(holdings: Sequence[Holding]) -> list[str]:
    principals = {one.address or one.principal for one in holdings}
    undeclared = {one.address or one.principal for one in holdings if not one.declared}
    editing = {
        one.address or one.principal
        for one in holdings
        if not one.declared and one.access in {Access.EDIT, Access.OWNER}
    }
    lines = [f"{len(principals)} people, groups and crowds can open something here."]
    if undeclared:
        lines.append(
            f"{len(undeclared)} of them hold something that nobody declared, {len(editing)} to edit."
        )
    return lines


def _of_kind(findings: Sequence[Finding], kind: FindingKind) -> int:
    return sum(one.kind is kind for one in findings)
