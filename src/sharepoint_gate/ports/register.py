"""What a job needs of the register of decisions on the acceptance agreement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sharepoint_gate.access.observed import ObjectId
from sharepoint_gate.access.register import Proposal, Recorded
from sharepoint_gate.roster.agreement import Decision
from sharepoint_gate.trail.events import Event


class RegisterStore(Protocol):
    """The append-only register. What is recorded and the events that tell of it become durable together."""

    def decisions(self) -> Sequence[Recorded]:
        """Return every decision in the order of recording."""
        ...

    def record(self, new: Sequence[Recorded], events: Sequence[Event], settles: int | None = None) -> None:
        """Add decisions, and take away the proposal that they settle."""
        ...

    def proposals(self) -> Sequence[Proposal]:
        """Return what waits for a second name, oldest first."""
        ...

    def propose(self, proposal: Proposal, events: Sequence[Event]) -> None:
        """Keep a proposal under its number."""
        ...

    def withdraw(self, number: int, events: Sequence[Event]) -> None:
        """Take a proposal away unsettled."""
        ...

    def harvested_at(self) -> datetime | None:
        """Return until when the tenant's log was read; None before the first time."""
        ...

    def remember_harvest(self, at: datetime) -> None:
        """Remember until when the tenant's log was read."""
        ...


@dataclass(frozen=True, slots=True)
class TermsEvent:
    """A decision on terms of use, as the tenant's log tells it.

    Attributes:
        id: The log's own id of the event.
        terms: Names and ids of what was decided on.
    """

    id: str
    at: datetime
    object_id: ObjectId
    decision: Decision
    terms: tuple[str, ...]


class TermsReader(Protocol):
    """Reads decisions on terms of use from the tenant's log."""

    async def decisions_since(self, since: datetime) -> Sequence[TermsEvent]:
        """Return every decision since an instant, oldest first; raise GraphError when it cannot be read."""
        ...
