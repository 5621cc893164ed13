"""What a job needs of the record of exposures, and of what is remembered of files that moved."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from sharepoint_gate.access.exposure import ExposureNews, RecordedExposure
from sharepoint_gate.access.memory import Placement
from sharepoint_gate.access.observed import ItemId


class ExposureStore(Protocol):
    """The record of exposures. Rows are only added; their end and the last look are written once known."""

    def exposures(self) -> Sequence[RecordedExposure]:
        """Return every exposure ever recorded, by number."""
        ...

    def record_exposures(self, news: ExposureNews, at: datetime, run: str) -> None:
        """Write down what a look changed, in one commit.

        Args:
            news: What began, what was seen again, and what is over.
            at: The moment of the look.
            run: The run that looked.
        """
        ...

    def note_exposures(self, numbers: Iterable[int]) -> None:
        """Remember that the trail holds the beginning of these."""
        ...

    def remember_gone(self, gone: Mapping[ItemId, Placement]) -> None:
        """Replace what is remembered of files that are no more."""
        ...

    def remember_scopes(self, added: Iterable[ItemId], gone: Iterable[ItemId]) -> None:
        """Add items that have permissions of their own, and forget those that have none any more."""
        ...
