"""The plan: everything that would change, in the order in which it is applied, with a digest.

Revocations come first (law 5). What is held back is part of the plan, with the reason.
"""

from dataclasses import dataclass

from sharepoint_gate.access.changes import Change
from sharepoint_gate.access.exceptions_standing import StandingException
from sharepoint_gate.access.findings import Finding
from sharepoint_gate.access.observed import Unread
from sharepoint_gate.roster.model import CaseRef, Mode


@dataclass(frozen=True, slots=True)
class Held:
    """A change that the plan would make if it could, and why it does not; a removal only under a rail."""

    change: Change
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
        mode: The installation's: where it observes, nothing is changed.
        observed: What would be changed where the gate only observes; never applied.
        observed_cases: The cases in which it only observes.
        exceptions: The recorded exceptions as they stand: told beside the findings, and counted among none.
        unseen: What is not this application's to see: a limit of its consent or credential.
        unstated: What no program can read, and nobody has stated.
        partial: Something could not be read: grants there are held, revocations go ahead (law 7).
    """

    digest: str
    roster_digest: str
    changes: tuple[Change, ...]
    held: tuple[Held, ...]
    findings: tuple[Finding, ...]
    unread: tuple[Unread, ...] = ()
    partial: bool = False
    mode: Mode = Mode.ENFORCE
    observed: tuple[Change, ...] = ()
    observed_cases: tuple[CaseRef, ...] = ()
    exceptions: tuple[StandingException, ...] = ()
    unseen: tuple[Unread, ...] = ()
    unstated: tuple[Unread, ...] = ()
