"""What a job needs of the gate's own database. One writer; every method is durable when it returns."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sharepoint_gate.access.freezes import Freeze
from sharepoint_gate.access.memory import Memory, Pin, Placement, SeatSeen, SentInvitation
from sharepoint_gate.access.observed import ItemId, PermissionId
from sharepoint_gate.ports.exposures import ExposureStore
from sharepoint_gate.ports.rails import RailStore
from sharepoint_gate.roster.model import PersonId
from sharepoint_gate.trail.events import Event
from sharepoint_gate.trail.log import Record, Root
from sharepoint_gate.trail.soundness import Evidence


@dataclass(frozen=True, slots=True)
class OpenIntent:
    """An intent that was written down and has no outcome: its run was cut."""

    run_id: str
    change_id: str
    record: Record


class TrailStore(Protocol):
    """The append-only trail."""

    def append(self, events: Sequence[Event]) -> Sequence[Record]:
        """Append events in one commit; return their records in order."""
        ...

    def seal(self, run_id: str, at: datetime) -> Root:
        """Record the root of the whole log after a run."""
        ...

    def begin_anew(self, after: int, events: Sequence[Event]) -> bool:
        """Leave log ``after`` as it is and begin the next with these events; False where that was done."""
        ...

    def sign_off(self, event: Event) -> None:
        """Append what lets a log go on after a break, with the key's signature; raise TrailKeyError."""
        ...

    def records(self, start: int = 0, *, log: int | None = None) -> Iterable[Record]:
        """Return the records in order from index ``start``, of the log of now or of an earlier one."""
        ...

    def evidence(self, *, log: int | None = None) -> Evidence:
        """Return what a log is judged by besides its records."""
        ...

    def before(self) -> int:
        """Return how many records the earlier logs hold."""
        ...

    def roots(self) -> Sequence[Root]:
        """Return every sealed root in order."""
        ...

    def open_intents(self) -> Sequence[OpenIntent]:
        """Return the intents without an outcome, in order."""
        ...

    def unfinished_runs(self) -> Sequence[str]:
        """Return the runs that started and neither finished nor were marked interrupted, in order."""
        ...


class MemoryStore(ExposureStore, RailStore, Protocol):
    """What later runs need to know."""

    def memory(self) -> Memory:
        """Return everything remembered."""
        ...

    def freezes(self) -> Sequence[Freeze]:
        """Return the freezes in force at this very moment."""
        ...

    def remember_pins(self, pins: Mapping[PersonId, Pin]) -> None:
        """Add or replace pins."""
        ...

    def remember_seats(self, seen: Mapping[str, SeatSeen]) -> None:
        """Remember these seats in the channel and no others."""
        ...

    def remember_invitations(self, invitations: Mapping[PersonId, SentInvitation | None]) -> None:
        """Remember that somebody is about to be invited, or forget it (None), in one commit."""
        ...

    def remember_placements(self, placements: Mapping[ItemId, Placement], gone: Iterable[ItemId]) -> None:
        """Add or replace placements, and forget items that are no more."""
        ...

    def remember_links(self, links: Mapping[ItemId, PermissionId | None]) -> None:
        """Remember the gate's own link on each item, or forget it (None), in one commit."""
        ...


class Lease(Protocol):
    """One run at a time, and nothing more from a run that another one has taken over from."""

    def hold(self, run_id: str) -> AbstractContextManager[int]:
        """Hold the lease for a run; raise RunInProgressError when another process holds it.

        The context gives the holder's number, which is larger than every one before it. While the context
        lasts, whatever is written through this store carries the number, and is refused with FencedError
        once there is a larger one.
        """
        ...

    def check(self) -> None:
        """Raise FencedError when a later run has taken over; do nothing where no lease is held."""
        ...
