"""What an audit found out: who holds what, how it was read, and what was not. Writers of reports render it.

Source: ISA §8.3, ADR-0006
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sharepoint_gate.access.audited_exposures import ToldExposure
from sharepoint_gate.access.exceptions_standing import StandingException
from sharepoint_gate.access.findings import Finding
from sharepoint_gate.access.kinds import Severity
from sharepoint_gate.roster.model import CaseRef, ExceptionId, FolderId, Mode, PersonId

BEYOND = (
    "whether Entra treats guests of SharePoint as its own (B2B integration)",
    "the default kind of link",
    "the file types that the block-download policy leaves out",
    "who stood on the site before today",
)
"""What bears on who can read and is shown neither by Microsoft Graph nor by SharePoint's REST interface."""


class Access(StrEnum):
    """What somebody can do with a file, narrowest first."""

    LIMITED = "limited"
    VIEW_NO_DOWNLOAD = "view-no-download"
    VIEW = "view"
    EDIT = "edit"
    OWNER = "owner"


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """One thing that an audit looks at.

    Attributes:
        how: By which request it is read, in words.
        count: How many were read; None where there is nothing to count.
        read: Whether all of it was read.
        why: Why not; empty when it was.
        hidden: Not read because this application may not: a limit that its consent sets, and no failure.
        unstated: No program can read it, and nobody has stated it: a question to people, and no failure.
    """

    what: str
    how: str
    count: int | None
    read: bool
    why: str = ""
    hidden: bool = False
    unstated: bool = False

    @property
    def failed(self) -> bool:
        """Whether it should have been read and was not."""
        return not (self.read or self.hidden or self.unstated)


@dataclass(frozen=True, slots=True)
class Holding:
    """What one principal can do with one file.

    Attributes:
        principal: The name that is shown.
        address: Sign-in name or mail, in lower case; "" for what has none.
        organisation: The roster's name of it, else the domain of the address, else "".
        person: The roster id, for a proven person.
        item: The file's path from the channel's folder, as in `Finding.object`.
        folder: The case's folder below the case, or None outside every case.
        via: Every way by which it comes, the widest first.
        declared: Whether the roster says so; always False without a roster but for the channel's own people.
        exception: The recorded exception by which it stands, or None.
    """

    principal: str
    address: str
    organisation: str
    person: PersonId | None
    item: str
    case: CaseRef | None
    folder: FolderId | None
    access: Access
    via: tuple[str, ...]
    declared: bool
    exception: ExceptionId | None = None


@dataclass(frozen=True, slots=True)
class AuditReport:
    """An audit of one channel.

    Attributes:
        with_roster: Whether what was found was held against a roster.
        identity: Which application looked, and what its consent hides.
        complete: Whether everything that a program can read, and this audit had to, was read.
        declared_not_held: What the roster says somebody should read and nobody gave.
        summary: At most ten plain lines for a chair.
        mode: Whether the gate puts right what it finds; None without a roster.
        observed_cases: The cases in which it only observes.
        exceptions: The recorded exceptions as they stand: no findings.
        exposures: What is on record as having been open to somebody, what is still open first.
    """

    at: datetime
    partnership: str
    team: str
    channel: str
    rehearsal: bool
    with_roster: bool
    identity: str
    coverage: tuple[CoverageLine, ...]
    complete: bool
    findings: tuple[Finding, ...]
    holdings: tuple[Holding, ...]
    declared_not_held: tuple[Holding, ...]
    summary: tuple[str, ...]
    mode: Mode | None = None
    observed_cases: tuple[CaseRef, ...] = ()
    exceptions: tuple[StandingException, ...] = ()
    exposures: tuple[ToldExposure, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether something could not be read for another reason than a limit of consent."""
        return any(line.failed for line in self.coverage)

    @property
    def unstated(self) -> tuple[CoverageLine, ...]:
        """What no program can read and nobody has stated."""
        return tuple(line for line in self.coverage if line.unstated)

    @property
    def whole(self) -> bool:
        """Whether nothing is left that nobody knows: everything was read, or stated by somebody."""
        return self.complete and not self.unstated

    @property
    def clean(self) -> bool:
        """Whether all is well: everything is known, and nothing but warnings was found (law 7)."""
        return self.whole and not any(one.severity > Severity.WARNING for one in self.findings)


def is_complete(coverage: Iterable[CoverageLine]) -> bool:
    """Tell whether everything that a program can read, and an audit had to, was read."""
    return all(line.read or line.unstated for line in coverage)
