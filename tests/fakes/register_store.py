"""A register in memory, under the same contract suite as the one in the database."""

from collections.abc import Sequence
from datetime import datetime

from sharepoint_gate.access.register import Proposal, Recorded
from sharepoint_gate.ports.store import TrailStore
from sharepoint_gate.trail.events import Event


class FakeRegisterStore:
    """Implements the RegisterStore port."""

    def __init__(self, trail: TrailStore, *begin: Recorded) -> None:
        self._trail = trail
        self._decisions = list(begin)
        self._proposals: dict[int, Proposal] = {}
        self._harvested_at: datetime | None = None

    def decisions(self) -> Sequence[Recorded]:
        """Return every decision in the order of recording."""
        return tuple(self._decisions)

    def record(self, new: Sequence[Recorded], events: Sequence[Event], settles: int | None = None) -> None:
        """Add decisions, and take away the proposal that they settle."""
        self._trail.append(events)
        self._decisions += new
        if settles is not None:
            self._proposals.pop(settles, None)

    def proposals(self) -> Sequence[Proposal]:
        """Return what waits for a second name, oldest first."""
        return [proposal for _, proposal in sorted(self._proposals.items())]

    def propose(self, proposal: Proposal, events: Sequence[Event]) -> None:
        """Keep a proposal under its number."""
        self._trail.append(events)
        self._proposals[proposal.number] = proposal

    def withdraw(self, number: int, events: Sequence[Event]) -> None:
        """Take a proposal away unsettled."""
        self._trail.append(events)
        self._proposals.pop(number, None)

    def harvested_at(self) -> datetime | None:
        """Return until when the tenant's log was read; None before the first time."""
        return self._harvested_at

    def remember_harvest(self, at: datetime) -> None:
        """Remember until when the tenant's log was read."""
        self._harvested_at = at
