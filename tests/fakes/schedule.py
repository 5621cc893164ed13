"""The schedule's memory without a database, under the same contract suite as the one in it."""

from collections.abc import Sequence
from datetime import date, datetime

from sharepoint_gate.ports.schedule import Night


class FakeSchedule:
    """Implements the Schedule port."""

    def __init__(self) -> None:
        self._nights: dict[date, Night] = {}
        self._kept: str | None = None

    def last(self) -> Night | None:
        """Return the night with the latest day; None before the first."""
        return self._nights[max(self._nights)] if self._nights else None

    def nights(self) -> Sequence[Night]:
        """Return every night in order."""
        return [self._nights[day] for day in sorted(self._nights)]

    def put(self, nights: Sequence[Night]) -> None:
        """Add or replace nights."""
        self._nights.update({one.day: one for one in nights})

    def kept_files(self) -> str | None:
        """Return the digest of the last valid files; None before the first."""
        return self._kept

    def keep_files(self, digest: str, _at: datetime) -> None:
        """Remember which files are the last valid ones."""
        self._kept = digest
