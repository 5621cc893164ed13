"""Plans and findings put together by hand, so that what a report says does not lean on who plans."""

from dataclasses import replace
from typing import Any

from sharepoint_gate.access.changes import Change, DeletePermission, GrantReaders, Reason
from sharepoint_gate.access.findings import Finding, Handling
from sharepoint_gate.access.kinds import FindingKind, Severity
from sharepoint_gate.access.observed import ItemId, PermissionId
from sharepoint_gate.access.plan import Plan
from tests.world import line, object_id

PACK = "RR-2026-001/40-panel-pack"
CHANNEL = "Case review"
STANDARD = Finding(
    kind=FindingKind.UAA_MISSING,
    severity=Severity.HIGH,
    object=f"{PACK}/a.docx",
    principal="u12",
    also=(),
    sentence="Nadia Rahman has not accepted version 2.",
    remedy="Access is taken away.",
    clause="ISA §8.8",
    handling=Handling.MENDED,
    item_id=ItemId("a"),
    place=line(12),
)


def finding(**changes: Any) -> Finding:
    """Return a finding that differs from the standard one in a few things."""
    return replace(STANDARD, **changes)


def reason(sentence: str, *people: str, kinds: tuple[FindingKind, ...] = (), row: int = 12) -> Reason:
    """Return a reason that one roster line decides."""
    return Reason(sentence, people, kinds, (line(row),))


def deletion(name: str, why: Reason, folder: str = PACK) -> DeletePermission:
    """Return a deletion on a file of the channel."""
    return DeletePermission(ItemId(name), f"{CHANNEL}/{folder}/{name}.docx", PermissionId("p"), why)


def grant(name: str, why: Reason, folder: str = PACK) -> GrantReaders:
    """Return a grant on a file of the channel."""
    people = (object_id("u12"),)
    return GrantReaders(ItemId(name), f"{CHANNEL}/{folder}/{name}.docx", people, None, people, why)


def plan(*changes: Change, **parts: Any) -> Plan:
    """Return a plan of some changes."""
    return replace(Plan("d" * 64, "r" * 64, changes, (), ()), **parts)
