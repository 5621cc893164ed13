"""Freezes in memory, under the same contract suite as those in the database."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from sharepoint_gate.access.freezes import Freeze
from sharepoint_gate.errors import StoreError
from sharepoint_gate.ports.freezes import Lift
from sharepoint_gate.trail.events import Event
from tests.fakes.memory_store import FakeMemoryStore
from tests.fakes.trail_store import FakeTrailStore


@dataclass
class FakeFreezeStore:
    """Implements the FreezeStore port on a memory and a trail.

    Attributes:
        shut: It takes nothing, as a locked database does.
        emergency: What the emergency record holds.
    """

    memory: FakeMemoryStore
    trail: FakeTrailStore
    shut: bool = False
    emergency: list[Freeze] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)

    def in_force(self) -> Sequence[Freeze]:
        """Return the freezes that nobody lifted, those of the emergency record among them."""
        return (*self.memory.frozen, *(one for one in self.emergency if one.key not in self.keys))

    def freeze(self, new: Freeze, events: Sequence[Event]) -> None:
        """Add a freeze with the events that tell of it."""
        self._write()
        self.keys.add(new.key)
        self.memory.frozen.append(new)
        self.trail.append(events)

    def mark(self, key: str, marks: Iterable[str]) -> None:
        """Add addresses or object ids by which the frozen person is known too."""
        self._write()
        more = frozenset(one.casefold() for one in marks)
        self.memory.frozen = [
            replace(one, marks=one.marks | more) if one.key == key else one for one in self.memory.frozen
        ]

    def lift(self, lifts: Sequence[Lift], events: Sequence[Event]) -> None:
        """Lift freezes with the events that tell of it."""
        self._write()
        gone = {one.key for one in lifts}
        self.memory.frozen = [one for one in self.memory.frozen if one.key not in gone]
        self.trail.append(events)

    def take_in(self, events_of: Callable[[Freeze], Sequence[Event]]) -> Sequence[Freeze]:
        """Move what the emergency record holds into the memory, each once."""
        taken = [one for one in self.emergency if one.key not in self.keys]
        for one in taken:
            self.freeze(one, events_of(one))
        self.emergency.clear()
        return taken

    def _write(self) -> None:
        if self.shut:
            raise StoreError("The database is locked.")


@dataclass
class FakeEmergency:
    """Implements the EmergencyRecord port."""

    kept: list[Freeze] = field(default_factory=list)
    shut: bool = False

    def write(self, freeze: Freeze) -> None:
        """Keep one."""
        if self.shut:
            raise StoreError("The disk is full.")
        self.kept.append(freeze)
