"""What later runs need to know, in memory, under the same contract suite as the database."""

from collections.abc import Iterable, Mapping, Sequence

from sharepoint_gate.access.freezes import Freeze
from sharepoint_gate.access.memory import Memory, Pin, Placement, SeatSeen, SentInvitation
from sharepoint_gate.access.observed import ItemId, PermissionId
from sharepoint_gate.roster.model import PersonId
from tests.fakes.exposure_store import FakeExposureStore
from tests.fakes.rail_store import FakeRailStore


class FakeMemoryStore(FakeExposureStore, FakeRailStore):
    """Implements the MemoryStore port; a test may begin it with what earlier runs left."""

    def __init__(self, begin: Memory | None = None) -> None:
        FakeExposureStore.__init__(self, begin)
        FakeRailStore.__init__(self, begin)
        self._pins: dict[PersonId, Pin] = dict(begin.pins) if begin else {}
        self._placements: dict[ItemId, Placement] = dict(begin.placements) if begin else {}
        self._own_links: dict[ItemId, PermissionId] = dict(begin.own_links) if begin else {}
        self.frozen: list[Freeze] = list(begin.freezes) if begin else []
        self.seats: dict[str, SeatSeen] = dict(begin.seats) if begin else {}
        self._invitations: dict[PersonId, SentInvitation] = dict(begin.invitations) if begin else {}

    def memory(self) -> Memory:
        """Return everything remembered, as of now."""
        return Memory(
            dict(self._pins),
            dict(self._placements),
            dict(self._own_links),
            **self.kept(),
            invitations=dict(self._invitations),
            freezes=tuple(self.frozen),
            applied=self.applied,
            releases=tuple(self.released),
            seats=dict(self.seats),
        )

    def freezes(self) -> Sequence[Freeze]:
        """Return the freezes in force at this moment; a test may add one at any other."""
        return tuple(self.frozen)

    def remember_pins(self, pins: Mapping[PersonId, Pin]) -> None:
        """Add or replace pins."""
        self._pins.update(pins)

    def remember_seats(self, seen: Mapping[str, SeatSeen]) -> None:
        """Remember these seats and no others."""
        self.seats = dict(seen)

    def remember_invitations(self, invitations: Mapping[PersonId, SentInvitation | None]) -> None:
        """Remember that somebody is about to be invited, or forget it (None), in one commit."""
        for person, sent in invitations.items():
            self._invitations.pop(person, None)
            if sent is not None:
                self._invitations[person] = sent

    def remember_placements(self, placements: Mapping[ItemId, Placement], gone: Iterable[ItemId]) -> None:
        """Add or replace placements, and forget items that are no more."""
        for item in gone:
            self._placements.pop(item, None)
        self._placements.update(placements)

    def remember_links(self, links: Mapping[ItemId, PermissionId | None]) -> None:
        """Remember the gate's own link on each item, or forget it (None), in one commit."""
        for item, permission in links.items():
            self._own_links.pop(item, None)
            if permission is not None:
                self._own_links[item] = permission
