"""The user acceptance agreement (UAA): versions of its text, recorded decisions, and a person's standing.

Source: ISA §8.8, ISA §8.9
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sharepoint_gate.faults import Place
from sharepoint_gate.roster.model import PersonId


class Decision(StrEnum):
    """What a person said to a version of the text."""

    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class AgreementVersion:
    """One version of the text, bound to its bytes.

    Attributes:
        sha256: Lower-case hex digest of the text file's bytes.
        major: A major version must be accepted anew; a minor one rides on the acceptance of its major.
        grace_days: Days of grace for people marked as existing users; 0 to 30.
    """

    version: str
    sha256: str
    effective_on: date
    major: bool
    grace_days: int


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A recorded decision of one person on one version of the text, with its evidence."""

    person: PersonId
    version: str
    sha256: str
    decision: Decision
    at: datetime
    source: str
    evidence: str
    recorded_by: PersonId
    place: Place


@dataclass(frozen=True, slots=True)
class AgreementRegister:
    """All versions in order of their day, and each person's decisions in order of time."""

    versions: tuple[AgreementVersion, ...]
    decisions: Mapping[PersonId, tuple[Acceptance, ...]]
