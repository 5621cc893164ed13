"""A clock that a test sets, and that only passes when somebody sleeps."""

from datetime import UTC, datetime, timedelta

QUIET_NIGHT = datetime(2026, 3, 27, 22, 0, tzinfo=UTC)


class FakeClock:
    """Implements the Clock port.

    Attributes:
        at: What the clock shows; a test may set it.
        slept: Every wait that was asked for, in seconds, in order.
    """

    def __init__(self, at: datetime = QUIET_NIGHT) -> None:
        self.at = at
        self.slept: list[float] = []

    def now(self) -> datetime:
        """Return the time that the clock shows."""
        return self.at

    async def sleep(self, seconds: float) -> None:
        """Let the time pass at once."""
        self.slept.append(seconds)
        self.at += timedelta(seconds=seconds)
