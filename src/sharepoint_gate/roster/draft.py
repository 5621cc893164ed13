"""What the checks look at: a roster, a process book or a register as far as the file could be read.

An entry of a wrong shape is left out of a draft, but its id still counts as written, so that one slip does
not make a fault of every line that names it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from sharepoint_gate.faults import Fault, Place
from sharepoint_gate.roster.agreement import Acceptance, AgreementVersion
from sharepoint_gate.roster.model import (
    Case,
    CaseRef,
    Channel,
    ExceptionId,
    IsaRecord,
    Organisation,
    OrganisationId,
    Partnership,
    Person,
    PersonId,
    ProcessId,
    RecordedException,
    RoleId,
)
from sharepoint_gate.roster.process import Clock, ProcessBook


class Where(Protocol):
    """Tells the place of a value, or of its key; of the nearest thing above when it is absent."""

    def __call__(self, *path: str | int, key: bool = False) -> Place:
        """Return the place."""
        ...


@dataclass(frozen=True, slots=True)
class Written:
    """All ids that a roster writes, those of faulty entries included."""

    organisations: frozenset[str]
    people: frozenset[str]
    cases: frozenset[str]
    exceptions: frozenset[str]


@dataclass(frozen=True, slots=True)
class RosterDraft:
    """A roster as far as it could be read; None for a part that could not."""

    partnership: Partnership | None
    agreement: IsaRecord | None
    channel: Channel | None
    organisations: Mapping[OrganisationId, Organisation]
    people: Mapping[PersonId, Person]
    cases: Mapping[CaseRef, Case]
    exceptions: Mapping[ExceptionId, RecordedException]
    written: Written
    where: Where


@dataclass(frozen=True, slots=True)
class Context:
    """What a roster is judged against.

    Attributes:
        book: None when the process file itself has faults.
        today: The day in the partnership's zone.
        generic_words: Words that mark an address as a shared mailbox.
    """

    book: ProcessBook | None
    today: date
    generic_words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class WindowDraft:
    """A window as written: nothing in it is known to exist."""

    folder: str
    role: str
    first: str
    last: str
    scope: str


@dataclass(frozen=True, slots=True)
class FolderDraft:
    """A folder as written."""

    id: str
    level: str
    partitioned: bool


@dataclass(frozen=True, slots=True)
class ProcessDraft:
    """A process as written."""

    id: ProcessId
    title: str
    ref_prefix: str
    level_cap: str
    stages: tuple[str, ...]
    folders: tuple[FolderDraft, ...]
    windows: tuple[WindowDraft, ...]
    clocks: tuple[Clock, ...] = ()


@dataclass(frozen=True, slots=True)
class BookDraft:
    """A process file as written.

    Attributes:
        levels: Least sensitive first.
        writers: Roles that write as members of the channel and so stand in no window.
    """

    levels: tuple[str, ...]
    roles: Mapping[RoleId, str]
    writers: frozenset[str]
    processes: tuple[ProcessDraft, ...]
    where: Where


@dataclass(frozen=True, slots=True)
class VersionDraft:
    """A version of the acceptance text as written, with the digest of the text that lies there.

    Attributes:
        text: The name of the text file.
        found_sha256: The digest of its bytes; None when it cannot be read.
        index: The entry's number in the file, from 0.
    """

    version: AgreementVersion
    text: str
    found_sha256: str | None
    index: int


@dataclass(frozen=True, slots=True)
class AcceptanceDraft:
    """A decision as written, with its number in the file from 0."""

    acceptance: Acceptance
    index: int


@dataclass(slots=True)
class Findings:
    """What the checks found: faults stop, warnings do not."""

    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
