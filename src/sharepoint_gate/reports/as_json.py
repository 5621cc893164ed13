"""JSON for programs; keys are added over time, never renamed or dropped.

A plan
    ``rehearsal`` (bool), ``summary`` (see below), and what `plan_as_data` gives: ``digest``,
    ``roster_digest``, ``partial``, ``changes``, ``held``, ``findings``, ``unread``.
Findings
    ``rehearsal``, ``summary``, ``findings`` and ``unread`` as in a plan.
An answer
    ``rehearsal``, ``question``, ``sentence``, ``person`` (roster id or null), ``checks`` (``condition``,
    ``holds``, ``sentence``, ``place``, ``kind``), ``folders`` (``folder``, ``open``, ``sentence``,
    ``should_see``, ``sees``, ``files``), ``ways``, ``next_step``.
A summary
    ``findings`` (count by severity, every severity present), ``needs_a_person`` (count), ``clean`` (bool:
    no finding but warnings, and everything was read).
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sharepoint_gate.access.desired import Check
from sharepoint_gate.access.digest import plan_as_data
from sharepoint_gate.access.explain import Answer, FolderAnswer
from sharepoint_gate.access.findings import Finding, Handling
from sharepoint_gate.access.kinds import Severity
from sharepoint_gate.access.plan import Plan

Data = Mapping[str, Any]


def plan_json(plan: Plan, *, rehearsal: bool = False) -> Data:
    """Return a plan with its findings as JSON values."""
    return {"rehearsal": rehearsal, "summary": _summary(plan), **plan_as_data(plan)}


def answer_json(answer: Answer, *, rehearsal: bool = False) -> Data:
    """Return the answer to a question about one person as JSON values."""
    return {
        "rehearsal": rehearsal,
        "question": answer.question,
        "sentence": answer.sentence,
        "person": answer.person.id if answer.person is not None else None,
        "checks": [_check(check) for check in answer.checks],
        "folders": [_folder(folder) for folder in answer.folders],
        "ways": [way.value for way in answer.ways],
        "next_step": answer.next_step,
    }


def as_text(data: Data) -> str:
    """Return JSON values as text: indented, keys in the documented order, ending in a newline."""
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _summary(plan: Plan) -> Data:
    wrong = any(finding.severity > Severity.WARNING for finding in plan.findings)
    return {
        "findings": {one.name.lower(): _count(plan.findings, one) for one in sorted(Severity, reverse=True)},
        "needs_a_person": sum(finding.handling is Handling.PERSON for finding in plan.findings),
        "clean": not wrong and not plan.partial and not plan.unread,
    }


def _count(findings: Sequence[Finding], severity: Severity) -> int:
    return sum(finding.severity is severity for finding in findings)


def _check(check: Check) -> Data:
    return {
        "condition": check.condition.value,
        "holds": check.holds,
        "sentence": check.sentence,
        "place": str(check.place) if check.place is not None else None,
        "kind": check.kind.value if check.kind is not None else None,
    }


def _folder(folder: FolderAnswer) -> Data:
    return {
        "folder": folder.folder,
        "open": folder.check.holds,
        "sentence": folder.check.sentence,
        "should_see": folder.should_see,
        "sees": folder.sees,
        "files": folder.files,
    }
