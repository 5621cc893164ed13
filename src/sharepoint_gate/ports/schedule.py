"""What the schedule remembers from one night to the next. Every method is durable when it returns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol


class NightState(StrEnum):
    """How a night went. The values stand in the database: they never change.

    Attributes:
        BEGUN: Its run began; found so later, it was cut.
        WAITING: Another run held the lease when it was due.
        STOPPED: The service was asked to stop, and some changes were not begun.
        DONE: The run ended well.
        UNWELL: The run ended, and something in it did not end well, or the declared files had a fault.
        FAILED: The run stopped with an error.
        MISSED: No run in its time; a later one made up for it.
    """

    BEGUN = "begun"
    WAITING = "waiting"
    STOPPED = "stopped"
    DONE = "done"
    UNWELL = "unwell"
    FAILED = "failed"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Night:
    """One night.

    Attributes:
        day: The day of the calendar that it belongs to, in the partnership's zone.
        due: When it was to begin.
        at: When this was written down.
        why: Why it is not done; "" when it is.
    """

    day: date
    due: datetime
    state: NightState
    at: datetime
    why: str = ""


class Schedule(Protocol):
    """The nights so far, and the digest of the declared files that were last found valid."""

    def last(self) -> Night | None:
        """Return the night with the latest day; None before the first."""
        ...

    def nights(self) -> Sequence[Night]:
        """Return every night in order."""
        ...

    def put(self, nights: Sequence[Night]) -> None:
        """Add or replace nights, all of them or none."""
        ...

    def kept_files(self) -> str | None:
        """Return the digest of the last valid files; None before the first."""
        ...

    def keep_files(self, digest: str, at: datetime) -> None:
        """Remember which files are the last valid ones."""
        ...
