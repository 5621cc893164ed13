"""A trail in memory, under the same contract suite as the one in the database."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sharepoint_gate.ports.store import OpenIntent
from sharepoint_gate.trail import unfinished
from sharepoint_gate.trail.events import Event, EventKind
from sharepoint_gate.trail.log import Record, Root
from sharepoint_gate.trail.merkle import Frontier
from sharepoint_gate.trail.record import event_of, record_of
from sharepoint_gate.trail.soundness import Evidence


class FakeTrailStore:
    """Implements the TrailStore port.

    Attributes:
        commits: How many records each append made durable at once, in order.
    """

    def __init__(self) -> None:
        self.commits: list[int] = []
        self.earlier: list[tuple[list[Record], list[Root]]] = []
        self._records: list[Record] = []
        self._roots: list[Root] = []

    @property
    def events(self) -> list[Event]:
        """Every event so far, as read back from its record."""
        return [event_of(record) for record in self._records]

    @property
    def kinds(self) -> list[EventKind]:
        """The kind of every event so far."""
        return [event.kind for event in self.events]

    def append(self, events: Sequence[Event]) -> Sequence[Record]:
        """Append events in one commit; return their records in order."""
        start = len(self._records)
        new = [record_of(event, start + offset) for offset, event in enumerate(events)]
        self._records += new
        self.commits += [len(new)] if new else []
        return tuple(new)

    def seal(self, run_id: str, at: datetime) -> Root:
        """Record the root of the whole log; where nothing was added since the last root, return that one."""
        if self._roots and self._roots[-1].size == len(self._records):
            return self._roots[-1]
        frontier = Frontier()
        for record in self._records:
            frontier.append(bytes.fromhex(record.leaf_hash))
        self._roots.append(Root(frontier.size, frontier.root().hex(), run_id, at))
        return self._roots[-1]

    def begin_anew(self, after: int, events: Sequence[Event]) -> bool:
        """Leave the log as it is and begin the next one."""
        if after != len(self.earlier) + 1 or not events:
            return False
        self.earlier.append((self._records, self._roots))
        self._records, self._roots = [], []
        self.append(events)
        return True

    def sign_off(self, event: Event) -> None:
        """Append what lets the log go on after a break."""
        self.append([event])

    def records(self, start: int = 0, *, log: int | None = None) -> Iterator[Record]:
        """Return the records in order from index ``start``."""
        return iter(self._log(log)[0][start:])

    def evidence(self, *, log: int | None = None) -> Evidence:
        """Return what a log is judged by besides its records: nothing is signed here."""
        return Evidence(log or len(self.earlier) + 1, roots=tuple(self._log(log)[1]))

    def before(self) -> int:
        """Return how many records the earlier logs hold."""
        return sum(len(records) for records, _ in self.earlier)

    def roots(self) -> Sequence[Root]:
        """Return every sealed root in order."""
        return tuple(self._roots)

    def open_intents(self) -> Sequence[OpenIntent]:
        """Return the intents without an outcome, in order."""
        found = unfinished.open_intents(self._records)
        return [OpenIntent(run_id, change_id, record) for (run_id, change_id), record in found.items()]

    def unfinished_runs(self) -> Sequence[str]:
        """Return the runs that started and neither finished nor were marked interrupted, in order."""
        return unfinished.unfinished_runs(self._records)

    def _log(self, number: int | None) -> tuple[list[Record], list[Root]]:
        return [*self.earlier, (self._records, self._roots)][-1 if number is None else number - 1]
