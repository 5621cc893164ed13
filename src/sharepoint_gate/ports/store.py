"""What a job needs of the gate's own database. One writer; every method is durable when it returns."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sharepoint_gate.access.memory import Memory, Pin, Placement
from sharepoint_gate.access.observed import ItemId, PermissionId
from sharepoint_gate.roster.model import PersonId
from sharepoint_gate.trail.events import Event
from sharepoint_gate.trail.log import Record, Root


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

    def records(self, start: int = 0) -> Iterable[Record]:
        """Return the records in order from index ``start``."""
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


class MemoryStore(Protocol):
    """What later runs need to know."""

    def memory(self) -> Memory:
        """Return everything remembered."""
        ...

    def remember_pins(self, pins: Mapping[PersonId, Pin]) -> None:
        """Add or replace pins."""
        ...

    def remember_placements(self, placements: Mapping[ItemId, Placement], gone: Iterable[ItemId]) -> None:
        """Add or replace placements, and forget items that are no more."""
        ...

    def remember_links(self, links: Mapping[ItemId, PermissionId | None]) -> None:
        """Remember the gate's own link on each item, or forget it (None), in one commit."""
        ...


class Lease(Protocol):
    """One run at a time."""

    def hold(self, run_id: str) -> AbstractContextManager[None]:
        """Hold the lease for a run; raise RunInProgressError when another process holds it."""
        ...
