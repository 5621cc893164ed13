"""What the ledger knows, read for the letters: what was announced, which steps went, what is in trouble.

Source: ISA §8.4, ISA §8.9
"""

from collections.abc import Iterable
from datetime import datetime

from sharepoint_gate.access.facts import KINDS
from sharepoint_gate.access.findings import Finding, Handling
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.letters import Letter, LetterKind, MailEntry, MailState


def may_have_gone(ledger: Iterable[MailEntry]) -> tuple[MailEntry, ...]:
    """Return the lines that forbid a second mail (law 12)."""
    return tuple(one for one in ledger if one.state is not MailState.REFUSED)


def announced_in(ledger: Iterable[MailEntry]) -> dict[tuple[str, str], int]:
    """Return the highest trail index of a grant that a letter told of, by person and item."""
    told: dict[tuple[str, str], int] = {}
    for line in may_have_gone(ledger):
        for item, index in line.covers.items():
            told[line.person, item] = max(index, told.get((line.person, item), index))
    return told


def steps_in(ledger: Iterable[MailEntry]) -> dict[str, datetime]:
    """Return when each letter went, or may have gone, by key: what the agreement's ladder goes by."""
    return {line.key: line.at for line in may_have_gone(ledger)}


def still_due(letters: Iterable[Letter], ledger: Iterable[MailEntry]) -> tuple[Letter, ...]:
    """Return the letters that no mail may have carried yet, each key once."""
    gone = {line.key for line in may_have_gone(ledger)}
    return tuple({one.key: one for one in letters if one.key not in gone}.values())


def mail_findings(ledger: Iterable[MailEntry], run: str) -> tuple[Finding, ...]:
    """Return what is wrong with mails: of unknown fate, returned, or refused in this run."""
    return tuple(finding for line in ledger if (finding := _finding(line, run)) is not None)


_SENTENCES = {
    MailState.INTENDED: "was about to be sent when its run was cut, and has not been found in the Sent Items",
    MailState.UNCERTAIN: "was sent without an answer, and has not been found in the Sent Items yet",
    MailState.NOT_FOUND: "was sent without an answer, and is not in the Sent Items",
    MailState.RETURNED: "came back: the address does not take it",
    MailState.REFUSED: "was refused, and was surely not sent; the next run tries again",
}
_KINDS = {MailState.RETURNED: FindingKind.UAA_UNDELIVERABLE, MailState.REFUSED: FindingKind.MAIL_REFUSED}


def _finding(line: MailEntry, run: str) -> Finding | None:
    old = line.state is MailState.REFUSED and line.run != run
    if line.state is MailState.SENT or old:
        return None
    kind = _KINDS.get(line.state, FindingKind.MAIL_UNCERTAIN)
    facts = KINDS[kind]
    return Finding(
        kind=kind,
        severity=facts.severity,
        object=f"mail {line.key}",
        principal=line.person,
        also=(),
        sentence=f"The letter {LetterKind(line.kind).value} {_SENTENCES[line.state]}.",
        remedy=facts.remedy,
        clause=facts.clause,
        handling=Handling.PERSON,
    )
