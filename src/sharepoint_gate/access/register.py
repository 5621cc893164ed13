"""The register of decisions that the gate keeps itself, and how it is joined with a declared file.

Source: ISA §8.8, ISA §8.9
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sharepoint_gate.faults import Place
from sharepoint_gate.roster.agreement import Acceptance, AgreementRegister, Decision
from sharepoint_gate.roster.model import PersonId

# The file that a recorded decision is told to stand in; its line is the decision's number.
REGISTER = "register"
TENANT = PersonId("tenant")
"""Who recorded what the tenant's own log says."""


@dataclass(frozen=True, slots=True)
class Recorder:
    """Who is at the keyboard: the operating system's account, and the roster id that was stated."""

    account: str
    person: PersonId


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody says that a person decided, with its evidence; not yet anybody's record.

    Attributes:
        source: ``paper``, ``reply``, ``link``, ``entra-audit`` or ``import``.
    """

    person: PersonId
    version: str
    sha256: str
    decision: Decision
    at: datetime
    source: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """A decision in the register.

    Attributes:
        recorder: Who recorded it, or whom an imported file names.
        second: The second name; None where none is asked for.
    """

    statement: Statement
    recorder: Recorder
    second: Recorder | None
    recorded_at: datetime

    def as_acceptance(self, number: int) -> Acceptance:
        """Return the decision as the gate judges by it.

        Args:
            number: Its number in the register, from 1.
        """
        told = self.statement
        return Acceptance(
            person=told.person,
            version=told.version,
            sha256=told.sha256,
            decision=told.decision,
            at=told.at,
            source=told.source,
            evidence=told.evidence,
            recorded_by=self.recorder.person,
            place=Place(REGISTER, number, 1),
        )


@dataclass(frozen=True, slots=True)
class Proposal:
    """A statement that waits for a second name.

    Attributes:
        number: Given by the register, from 1, never twice.
    """

    number: int
    statement: Statement
    recorder: Recorder
    proposed_at: datetime


@dataclass(frozen=True, slots=True)
class Merged:
    """One register out of two sources; ``conflicts`` are whole sentences."""

    register: AgreementRegister
    conflicts: tuple[str, ...]


def statement_of(acceptance: Acceptance) -> Statement:
    """Return what a declared decision says."""
    return Statement(
        acceptance.person,
        acceptance.version,
        acceptance.sha256,
        acceptance.decision,
        acceptance.at,
        acceptance.source,
        acceptance.evidence,
    )


def merge(declared: AgreementRegister, recorded: Sequence[Recorded]) -> Merged:
    """Join the declared decisions with those of the register; joining twice changes nothing.

    Where the two say the opposite of one another for one instant, the refusal wins and it is told.
    """
    found: dict[PersonId, dict[tuple[object, ...], Acceptance]] = {}
    kept = [one.as_acceptance(number) for number, one in enumerate(recorded, 1)]
    for acceptance in (*(each for all_of in declared.decisions.values() for each in all_of), *kept):
        found.setdefault(acceptance.person, {}).setdefault(_same(acceptance), acceptance)
    decisions = {person: tuple(sorted(each.values(), key=_in_time)) for person, each in sorted(found.items())}
    conflicts = tuple(told for each in decisions.values() for told in _opposites(each))
    return Merged(replace(declared, decisions=decisions), conflicts)


def _same(one: Acceptance) -> tuple[object, ...]:
    return (one.version, one.sha256, one.decision, one.at)


def _in_time(one: Acceptance) -> tuple[datetime, bool]:
    return (one.at, one.decision is Decision.DECLINED)


def _opposites(decisions: Iterable[Acceptance]) -> list[str]:
    said: dict[datetime, Acceptance] = {}
    told = []
    for one in decisions:
        other = said.setdefault(one.at, one)
        if other.decision is not one.decision:
            told.append(
                f"{one.person} is said to have accepted ({other.place}) and declined ({one.place}) "
                "at the same instant: the refusal counts."
            )
    return told
