"""What freezing needs of the gate's own records, and of the tenant beyond sharing and members."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sharepoint_gate.access.freezes import Freeze
from sharepoint_gate.access.observed import ObjectId
from sharepoint_gate.access.permit import WritePermit
from sharepoint_gate.ports.tenant import ChannelWriter, SharingWriter
from sharepoint_gate.trail.events import Event


@dataclass(frozen=True, slots=True)
class Lift:
    """The end of a freeze."""

    key: str
    at: datetime
    by: str
    reason: str


class FreezeStore(Protocol):
    """Append-only: a freeze is added, marked and lifted, and never changed. Every method is durable."""

    def in_force(self) -> Sequence[Freeze]:
        """Return the freezes that nobody lifted, those of the emergency record among them, oldest first."""
        ...

    def freeze(self, new: Freeze, events: Sequence[Event]) -> None:
        """Add a freeze with the events that tell of it, in one commit; no events where the trail is shut."""
        ...

    def mark(self, key: str, marks: Iterable[str]) -> None:
        """Add addresses or object ids by which the frozen person is known too."""
        ...

    def lift(self, lifts: Sequence[Lift], events: Sequence[Event]) -> None:
        """Lift freezes with the events that tell of it, in one commit."""
        ...

    def take_in(self, events_of: Callable[[Freeze], Sequence[Event]]) -> Sequence[Freeze]:
        """Move what the emergency record holds into the database, each once, however often this is cut."""
        ...


class EmergencyRecord(Protocol):
    """Where a freeze is written down while the database takes nothing."""

    def write(self, freeze: Freeze) -> None:
        """Add one line, on the disk when this returns; raise StoreError when it cannot be."""
        ...


class SessionWriter(Protocol):
    """Ends people's sign-ins; the same rules as SharingWriter."""

    async def revoke_sessions(self, account: ObjectId) -> None:
        """End every session of an account; AccessDeniedError where consent for it is missing."""
        ...


class InGroup(Protocol):
    """Somebody in a group of the directory."""

    @property
    def addresses(self) -> tuple[str, ...]:
        """Mail and sign-in name, in lower case."""
        ...


class GroupReader(Protocol):
    """Looks into groups of the directory."""

    async def group_people(self, group: ObjectId) -> Sequence[InGroup]:
        """Return everybody in a group, through groups within it too."""
        ...


@dataclass(frozen=True, slots=True)
class FreezeWriters:
    """Everything that can take access away, behind one door with one permit."""

    sharing: SharingWriter
    channel: ChannelWriter
    sessions: SessionWriter


class OpensFreezeWriters(Protocol):
    """Opens writers for a permit; they are gone when the context ends."""

    def __call__(self, permit: WritePermit) -> AbstractAsyncContextManager[FreezeWriters]:
        """Return a context that holds the writers."""
        ...
