"""The desired state as it was last applied: what a later run weighs today's roster and directory against.

Only what a run saw to be right is in it: links that named exactly their readers, members with their role.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sharepoint_gate.access.observed import ItemId, ObjectId
from sharepoint_gate.roster.model import (
    CaseRef,
    ExceptionAccess,
    ExceptionId,
    OrganisationId,
    PersonId,
    ProcessId,
    RoleId,
    StageId,
)


@dataclass(frozen=True, slots=True)
class AppliedFile:
    """Who read a file through the gate's own link.

    Attributes:
        case: The case in whose folder it lay.
        readers: The person behind each object id.
    """

    case: CaseRef
    readers: Mapping[ObjectId, PersonId]


@dataclass(frozen=True, slots=True)
class AppliedCase:
    """A case as it stood.

    Attributes:
        closed: Its stage opened nothing to anybody.
        people: The roles of everybody named on it.
        windows: What stood in its process: which roles opened which folders at which stages, as one digest.
    """

    process: ProcessId
    stage: StageId
    closed: bool = False
    people: Mapping[PersonId, tuple[RoleId, ...]] = field(default_factory=dict)
    windows: str = ""


@dataclass(frozen=True, slots=True)
class AppliedPerson:
    """A person as the roster and the directory gave them.

    Attributes:
        username: As typed in the roster.
        ended: Their last day of access had passed.
        object_id: The account that was taken; None where there was no single one.
    """

    username: str
    organisation: OrganisationId
    ended: bool = False
    object_id: ObjectId | None = None


@dataclass(frozen=True, slots=True)
class AppliedException:
    """A recorded exception that had not run out; ``folder`` is the path below the channel's folder."""

    person: PersonId
    object_id: ObjectId | None
    folder: str
    until: date
    access: ExceptionAccess


@dataclass(frozen=True, slots=True)
class Applied:
    """The desired state as last applied; empty before the first run.

    Attributes:
        at: When the run looked that applied it; None before the first one.
        channel: The person behind each member's object id.
        owners: Those of them who owned the channel.
    """

    at: datetime | None = None
    files: Mapping[ItemId, AppliedFile] = field(default_factory=dict)
    cases: Mapping[CaseRef, AppliedCase] = field(default_factory=dict)
    people: Mapping[PersonId, AppliedPerson] = field(default_factory=dict)
    channel: Mapping[ObjectId, PersonId] = field(default_factory=dict)
    owners: frozenset[ObjectId] = frozenset()
    exceptions: Mapping[ExceptionId, AppliedException] = field(default_factory=dict)

    @property
    def known(self) -> bool:
        """Whether anything was ever applied."""
        return self.at is not None
