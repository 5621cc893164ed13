"""Findings that the plan would put right and does not, since the change waits: told as they are.

A report that says that access is taken away while a rail keeps it is a lie, and nobody would look.

Source: ISA §11
"""

from collections.abc import Iterable
from dataclasses import replace

from sharepoint_gate.access.changes import Change, GrantReaders, ItemChange, RevokePeople
from sharepoint_gate.access.findings import Finding, Handling
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.plan import Held


def tell_waiting(findings: Iterable[Finding], held: Iterable[Held]) -> tuple[Finding, ...]:
    """Return findings, those of them for a person whose cure is held back.

    Args:
        findings: Those of a plan.
        held: What was just taken out of the same plan.
    """
    waiting = tuple(held)
    return tuple(_told(one, waiting) for one in findings)


def _told(finding: Finding, held: tuple[Held, ...]) -> Finding:
    if finding.handling is not Handling.MENDED:
        return finding
    why = next((one.why for one in held if _cures(one.change, finding)), None)
    if why is None:
        return finding
    remedy = f"It waits. {why.rstrip('.')}. Then: {finding.remedy}"
    return replace(finding, handling=Handling.PERSON, remedy=remedy)


def _cures(change: Change, finding: Finding) -> bool:
    """Tell whether a change is what would put a finding right."""
    if finding.kind is FindingKind.INHERITANCE_RESTORED:
        # The finding is the folder's, and its cure is every link that is made below it.
        return isinstance(change, GrantReaders) and f"/{finding.object}/" in f"/{change.path}"
    if isinstance(change, ItemChange):
        return finding.item_id == change.item_id and _cures_on_item(change, finding)
    who = getattr(change, "object_id", None)
    same = finding.object_id == who if finding.object_id is not None else True
    return finding.item_id is None and same and finding.kind in change.reason.kinds


def _cures_on_item(change: ItemChange, finding: Finding) -> bool:
    if isinstance(change, GrantReaders):
        return finding.kind is FindingKind.MISSING_GRANT
    if isinstance(change, RevokePeople) and finding.object_id not in {None, *change.people}:
        return False
    return finding.permission_id == change.permission_id
