"""A journal that never stops a freeze: what cannot be written down is told, and the taking away goes on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sharepoint_gate.access.changes import Change
from sharepoint_gate.errors import StoreError
from sharepoint_gate.jobs.journal import Journal
from sharepoint_gate.trail.events import EventKind, OutcomeState


@dataclass(slots=True)
class TolerantJournal:
    """Writes down what it can.

    Attributes:
        journal: None where there is no trail to write into.
        troubles: Why it stopped writing; each look at a locked database takes seconds that a freeze does not
            have, so that it is tried once.
    """

    journal: Journal | None
    troubles: list[str] = field(default_factory=list)

    def note(self, kind: EventKind, data: Mapping[str, object]) -> None:
        """Append one event."""
        self._try(lambda journal: journal.note(kind, data))

    def intent(self, change_id: str, step: str, change: Change) -> None:
        """Write down a step of a change before its request leaves."""
        self._try(lambda journal: journal.intent(change_id, step, change))

    def outcome(self, change_id: str, state: OutcomeState, why: str = "") -> None:
        """Write down how a change ended."""
        self._try(lambda journal: journal.outcome(change_id, state, why))

    def seal(self) -> None:
        """Record the root of the whole log."""
        self._try(lambda journal: journal.seal())

    def _try(self, act: Callable[[Journal], object]) -> None:
        if self.journal is None:
            return
        try:
            act(self.journal)
        except StoreError as error:
            self.troubles.append(f"{error.what} {error.why}".strip())
            self.journal = None
