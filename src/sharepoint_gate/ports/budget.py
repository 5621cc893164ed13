"""What a job needs to know of what runs cost."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sharepoint_gate.access.budget import Cost


@dataclass(frozen=True, slots=True)
class Spent:
    """What one run cost.

    Attributes:
        items: Files and folders that it looked at.
        look: What looking alone cost.
        actual: Everything together.
    """

    run_id: str
    at: datetime
    items: int
    look: Cost
    actual: Cost


class SpendingStore(Protocol):
    """What runs cost, kept for a few days."""

    def last(self) -> Spent | None:
        """Return what the latest run cost that is remembered."""
        ...

    def units_since(self, at: datetime) -> int:
        """Return the units that runs used after an instant."""
        ...

    def note(self, spent: Spent) -> None:
        """Remember what a run cost, and forget what is of no use any more."""
        ...
