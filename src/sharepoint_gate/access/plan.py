"""The plan: everything that would change, in the order in which it is applied, with a digest.

Revocations come first (law 5). What is held back is part of the plan, with the reason.
"""

from dataclasses import dataclass

from sharepoint_gate.access.changes import Change, Grant
from sharepoint_gate.access.findings import Finding
from sharepoint_gate.access.observed import Unread


@dataclass(frozen=True, slots=True)
class Held:
    """A grant that the plan would make if it could, and why it does not."""

    change: Grant
    why: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run would do.

    Attributes:
        digest: SHA-256 over the canonical form of changes, held grants and the roster's digest; lower-case
            hex. Two runs that would do the same have the same digest, whatever the order of reading.
        changes: In the order of application: revocations of ancestors before those of what lies below,
            channel members among them, then grants.
        findings: All of them, worst first, then by object.
        partial: Something could not be read: grants there are held, revocations go ahead (law 7).
    """

    digest: str
    roster_digest: str
    changes: tuple[Change, ...]
    held: tuple[Held, ...]
    findings: tuple[Finding, ...]
    unread: tuple[Unread, ...] = ()
    partial: bool = False
