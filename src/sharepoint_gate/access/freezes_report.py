"""What a freeze, or the lifting of one, did: values that a command can tell.

Source: ISA §8.3, ISA §11
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sharepoint_gate.access.freezes import Freeze
from sharepoint_gate.access.freezes_removals import Left
from sharepoint_gate.access.freezes_who import Subject

# Microsoft names no end of a view that is open. The longest that its documents give for a document in the
# browser is the ten hours for which Office's own viewers ask to be let in; docs/how-to/freeze.md says more.
OPEN_VIEW = timedelta(hours=10)
DONE, INCOMPLETE, UNRECORDED = 0, 4, 5


@dataclass(slots=True)
class FreezeReport:
    """What a freeze did.

    Attributes:
        earlier: The freeze of the same subject that was in force already; None for a first one.
        removed: How many accesses and memberships a fresh read shows to be gone.
        told: What is good to know and leaves nothing to do.
        left: What still may give access.
        troubles: What could not be written down.
        clear_from: The beginning of the last read, when it found nothing; None when something is left.
        accounts: How many accounts were found.
    """

    subject: Subject
    freeze: Freeze
    earlier: Freeze | None = None
    removed: int = 0
    told: list[str] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    clear_from: datetime | None = None
    accounts: int = 0

    @property
    def view_until(self) -> datetime | None:
        """Until when a page that was open before may go on showing what it shows."""
        return self.clear_from + OPEN_VIEW if self.clear_from is not None else None

    @property
    def exit_code(self) -> int:
        """What could not be written down goes before what is left."""
        if self.troubles:
            return UNRECORDED
        return INCOMPLETE if self.left else DONE


@dataclass(frozen=True, slots=True)
class Unfrozen:
    """What was lifted."""

    subject: Subject
    lifted: Sequence[Freeze]
