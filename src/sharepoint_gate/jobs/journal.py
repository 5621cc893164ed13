"""Journal: what a run writes down, in the order that law 10 asks for: intent, write, read-back, outcome.

Source: ADR-0005
"""

from collections.abc import Mapping
from dataclasses import dataclass

import structlog

from sharepoint_gate.access.changes import Change
from sharepoint_gate.jobs.change_data import change_as_data
from sharepoint_gate.ports.clock import Clock
from sharepoint_gate.ports.store import TrailStore
from sharepoint_gate.trail.events import Event, EventKind, OutcomeState

LOG = structlog.get_logger()
# What may be told to whoever watches the machine: counts and states, never a name, a file or a person.
TOLD = frozenset(
    {"change_id", "changes", "digest", "error", "held", "items", "partial", "roster_revision", "state"}
)


@dataclass(frozen=True, slots=True)
class Journal:
    """The trail as one run sees it. Every method is durable when it returns.

    Attributes:
        actor: Operating-system account, and the stated roster id when there is one.
    """

    trail: TrailStore
    clock: Clock
    run_id: str
    actor: str

    def note(self, kind: EventKind, data: Mapping[str, object]) -> None:
        """Append one event of this run."""
        self.trail.append([self._event(kind, data)])
        facts = {key: value for key, value in data.items() if key in TOLD}
        LOG.info("trail.appended", kind=kind.value, run_id=self.run_id, **facts)

    def note_all(self, kind: EventKind, data: list[Mapping[str, object]]) -> None:
        """Append several events of one kind in one commit."""
        if data:
            self.trail.append([self._event(kind, each) for each in data])

    def intent(self, change_id: str, step: str, change: Change) -> None:
        """Write down a step of a change before its request leaves."""
        self.note(EventKind.INTENT, {"change_id": change_id, "step": step, **change_as_data(change)})

    def outcome(self, change_id: str, state: OutcomeState, why: str = "") -> None:
        """Write down how a change ended."""
        self.note(EventKind.OUTCOME, {"change_id": change_id, "state": state.value, "why": why})

    def seal(self) -> str:
        """Record the root of the whole log; return it as hex."""
        return self.trail.seal(self.run_id, self.clock.now()).root_hash

    def _event(self, kind: EventKind, data: Mapping[str, object]) -> Event:
        return Event(kind, self.run_id, self.clock.now(), self.actor, data)
