"""What became of a night's letters, in plain words: kinds and numbers, no address and no word of them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from sharepoint_gate.access.findings import Finding
from sharepoint_gate.access.letters import Letter, LetterKind
from sharepoint_gate.reports.plain import count, document, heading, labelled
from sharepoint_gate.roster.model import PersonId

TOLD: Mapping[LetterKind, str] = {
    LetterKind.UAA_ASK: "please answer the acceptance agreement",
    LetterKind.UAA_REMINDER: "reminder of the acceptance agreement",
    LetterKind.UAA_LEAD: "copy to an organisation's contact",
    LetterKind.UAA_SUSPENDED: "access has stopped: the agreement was not accepted",
    LetterKind.UAA_DECLINED: "access has stopped: the agreement was declined",
    LetterKind.UAA_RESTORED: "access is back",
    LetterKind.READY: "documents are ready, with the links",
    LetterKind.ENDED: "access to a case has ended",
    LetterKind.RECONFIRM_ASK: "an organisation is asked to confirm its people",
    LetterKind.SUMMARY: "morning summary",
    LetterKind.CHECKPOINT: "checkpoints of the record to those who keep them",
    LetterKind.EXPOSURE: "notice that something was open",
}


def mail_text(sent: Sequence[Letter], later: Sequence[Letter], trouble: "Trouble") -> str:
    """Return what went, what waits and what is in doubt."""
    lines = heading("Letters")
    lines += counted(sent) or ["No letter was due."]
    if later:
        lines += [f"{count(len(later), 'letter')} for the next night."]
    for why in trouble.why:
        lines += labelled("-", why, 2)
    for finding in trouble.findings:
        lines += labelled("-", f"{finding.object}: {finding.sentence} {finding.remedy}", 2)
    return document(lines, rehearsal=False)


class Trouble:
    """What went wrong with letters.

    Args:
        why: What was refused, a sentence each.
        findings: What needs a person.
    """

    def __init__(self, why: Sequence[str], findings: Sequence[Finding]) -> None:
        self.why = tuple(why)
        self.findings = tuple(findings)


def counted(letters: Iterable[Letter]) -> list[str]:
    """Return how many letters there are of each kind, a line each."""
    kinds = Counter(letter.kind for letter in letters)
    return [f"  {kinds[kind]:4d}  {TOLD[kind]}" for kind in LetterKind if kinds[kind]]


def would_go(letters: Sequence[Letter], names: Mapping[PersonId, str]) -> str:
    """Return which letters would go to whom."""
    lines = heading("Letters that would go")
    for letter in letters:
        about = names.get(letter.person, "") if letter.person is not None else ""
        lines += labelled("-", f"{about}: {TOLD[letter.kind]} ({letter.key})", 2)
    return document(lines if letters else [*lines, "No letter is due."], rehearsal=False)


def mail_json(sent: Sequence[Letter], later: Sequence[Letter], trouble: Trouble) -> dict[str, object]:
    """Return the same for programs: keys, kinds and people."""
    return {
        "sent": [_letter(one) for one in sent],
        "later": [_letter(one) for one in later],
        "why": list(trouble.why),
        "findings": [
            {"kind": one.kind.value, "object": one.object, "person": one.principal, "sentence": one.sentence}
            for one in trouble.findings
        ],
    }


def _letter(letter: Letter) -> dict[str, str]:
    return {"key": letter.key, "kind": letter.kind.value, "person": str(letter.person or "")}
