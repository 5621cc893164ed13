"""What later runs need to know, in memory, under the same contract suite as the database."""

from collections.abc import Iterable, Mapping

from sharepoint_gate.access.memory import Memory, Pin, Placement
from sharepoint_gate.access.observed import ItemId, PermissionId
from sharepoint_gate.roster.model import PersonId


class FakeMemoryStore:
    """Implements the MemoryStore port; a test may begin it with what earlier runs left."""

    def __init__(self, begin: Memory | None = None) -> None:
        self._pins: dict[PersonId, Pin] = dict(begin.pins) if begin else {}
        self._placements: dict[ItemId, Placement] = dict(begin.placements) if begin else {}
        self._own_links: dict[ItemId, PermissionId] = dict(begin.own_links) if begin else {}

    def memory(self) -> Memory:
        """Return everything remembered, as of now."""
        return Memory(dict(self._pins), dict(self._placements), dict(self._own_links))

    def remember_pins(self, pins: Mapping[PersonId, Pin]) -> None:
        """Add or replace pins."""
        self._pins.update(pins)

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
