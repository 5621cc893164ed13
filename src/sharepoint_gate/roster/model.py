"""The roster as values: who is approved, in which cases, at which stage.

Every value remembers the place in the file that declared it, so that each grant can be traced to a line.

Source: ISA §8.3, ISA §8.6, ISA §8.7
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NewType

from sharepoint_gate.faults import Place

PersonId = NewType("PersonId", str)
OrganisationId = NewType("OrganisationId", str)
CaseRef = NewType("CaseRef", str)
ProcessId = NewType("ProcessId", str)
RoleId = NewType("RoleId", str)
StageId = NewType("StageId", str)
FolderId = NewType("FolderId", str)
ExceptionId = NewType("ExceptionId", str)


class Mode(StrEnum):
    """Whether the gate puts right what it finds, or only tells it."""

    OBSERVE = "observe"
    ENFORCE = "enforce"


class IsaStatus(StrEnum):
    """Standing of the Information Sharing Arrangement itself (ISA §12)."""

    IN_FORCE = "in-force"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class OrganisationKind(StrEnum):
    """What an organisation is to the partnership; ``NONE`` is kept for those that have left it."""

    STATUTORY = "statutory"
    RELEVANT = "relevant"
    CONTRACTOR = "contractor"
    NONE = "none"


class ExceptionAccess(StrEnum):
    """How far a recorded exception goes."""

    READ = "read"
    EDIT = "edit"


@dataclass(frozen=True, slots=True)
class Partnership:
    """The partnership's name and its IANA time zone, in which days begin and end."""

    name: str
    timezone: str


@dataclass(frozen=True, slots=True)
class IsaRecord:
    """The Information Sharing Arrangement in force (ISA §12)."""

    reference: str
    version: str
    signed_on: date
    review_due: date
    status: IsaStatus
    place: Place


@dataclass(frozen=True, slots=True)
class Channel:
    """The locked-down channel; owners and members together are the business unit (ISA §8.7)."""

    team: str
    name: str
    owners: tuple[PersonId, ...]
    members: tuple[PersonId, ...]
    place: Place

    @property
    def business_unit(self) -> frozenset[PersonId]:
        """The people who may be members of the channel."""
        return frozenset(self.owners) | frozenset(self.members)


@dataclass(frozen=True, slots=True)
class OrganisationAgreement:
    """How an organisation is bound: ``kind`` is tier-1, protocol or contract; ``ended_on`` the last day."""

    kind: str
    signed_on: date
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class PolicyDocument:
    """An organisation's appropriate policy document, or the reason why none is required (ISA §9.1).

    Attributes:
        reference: Empty when not required.
        review_by: A passed day warns.
        valid_until: A passed day blocks.
        not_required: The recorded reason; None when the document is required.
    """

    reference: str
    review_by: date | None
    valid_until: date | None
    not_required: str | None


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation; ``agreement`` or ``policy_document`` None means that none is recorded.

    Attributes:
        lead: The address of whoever answers for the organisation's people.
        people_confirmed_on: The day on which they last said that all of them still need access.
    """

    id: OrganisationId
    name: str
    kind: OrganisationKind
    domains: tuple[str, ...]
    agreement: OrganisationAgreement | None
    policy_document: PolicyDocument | None
    breach_contact: str | None
    place: Place
    lead: str | None = None
    people_confirmed_on: date | None = None

    @property
    def asked_at(self) -> str | None:
        """Where the organisation is asked about its own people: its lead, else its breach contact."""
        return self.lead or self.breach_contact


@dataclass(frozen=True, slots=True)
class Person:
    """A subject: a person on the roster, before any look-up in a directory.

    Attributes:
        username: The address under which the account is found, as typed.
        existing_since: Set for somebody who had access before the agreement came (ISA §8.9).
        starts_on: First day of access; None means from the beginning.
        ends_on: Last day of access; None means open.
        confirmed_on: Day on which the business unit confirmed that the account still belongs to this person.
        invite_on: Day from which the person is to be invited as a guest, once; a later day asks once more.
    """

    id: PersonId
    name: str
    username: str
    organisation: OrganisationId
    existing_since: date | None
    starts_on: date | None
    ends_on: date | None
    confirmed_on: date | None
    place: Place
    invite_on: date | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """One person's roles on one case, with the line that says so."""

    person: PersonId
    roles: tuple[RoleId, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Case:
    """A case: its process, its stage today and the people named on it.

    Attributes:
        mode: In a case that is observed nothing is changed; the installation's own mode is the other limit.
    """

    ref: CaseRef
    process: ProcessId
    stage: StageId
    dates: Mapping[str, date]
    people: Mapping[PersonId, Assignment]
    place: Place
    stage_place: Place
    mode: Mode = Mode.ENFORCE


@dataclass(frozen=True, slots=True)
class RecordedException:
    """Access that is left alone until a day, because somebody approved it (law 2)."""

    id: ExceptionId
    person: PersonId
    folder: str
    access: ExceptionAccess
    reason: str
    approved_by: PersonId
    until: date
    place: Place


@dataclass(frozen=True, slots=True)
class Roster:
    """The whole declared roster, free of faults.

    Attributes:
        digest: SHA-256 of the file's bytes, lower-case hex.
    """

    revision: int
    partnership: Partnership
    agreement: IsaRecord
    channel: Channel
    organisations: Mapping[OrganisationId, Organisation]
    people: Mapping[PersonId, Person]
    cases: Mapping[CaseRef, Case]
    exceptions: Mapping[ExceptionId, RecordedException] = field(default_factory=dict)
    digest: str = ""
