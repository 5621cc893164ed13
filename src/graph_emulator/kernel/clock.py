"""The tenant's clock: it stands still until the admin API moves it, and never goes back."""

import re
from datetime import UTC, datetime, timedelta

_DURATION = re.compile(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?")

# Far enough from the ends of Python's own time that what is reckoned from the clock stays within it.
_LONGEST_DAYS = 36_525
_END = datetime(9000, 1, 1, tzinfo=UTC)


class ClockError(ValueError):
    """The clock was asked to do what a clock cannot do."""


class TenantClock:
    """Every timestamp of the tenant comes from here; TLS and tokens use the wall clock instead."""

    def __init__(self, instant: datetime) -> None:
        self._instant = instant.astimezone(UTC)
        self._stamp = stamp(self._instant)

    def now(self) -> datetime:
        """Return the tenant's instant, aware, in UTC."""
        return self._instant

    def stamp(self) -> str:
        """Return the tenant's instant as Graph writes it, to the second."""
        return self._stamp

    def advance(self, duration: timedelta) -> None:
        """Move forward by a duration of zero or more."""
        if duration < timedelta(0):
            raise ClockError("the tenant clock does not go back")
        if duration > _END - self._instant:
            raise ClockError("the tenant clock ends with the year 9000")
        self._instant += duration
        self._stamp = stamp(self._instant)

    def set(self, instant: datetime) -> None:
        """Move forward to an instant."""
        if instant.tzinfo is None:
            raise ClockError("an instant needs its zone, for example 2026-03-30T08:00:00Z")
        self.advance(instant.astimezone(UTC) - self._instant)


def stamp(instant: datetime) -> str:
    """Write an instant as Graph does: UTC, ending in Z, to the second."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def parse_instant(text: str) -> datetime:
    """Read an ISO 8601 instant that names its zone."""
    try:
        instant = datetime.fromisoformat(text)
        if instant.tzinfo is None:
            raise ClockError(f"{text!r} names no zone")
        return instant.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        if isinstance(error, ClockError):
            raise
        raise ClockError(f"{text!r} is not an ISO 8601 instant") from error


def parse_duration(text: str) -> timedelta:
    """Read an ISO 8601 duration of weeks, days, hours, minutes and seconds, for example PT1H."""
    match = _DURATION.fullmatch(text)
    if match is None or text.endswith(("P", "T")):
        raise ClockError(f"{text!r} is not an ISO 8601 duration such as PT1H")
    weeks, days, hours, minutes, seconds = (float(part or 0) for part in match.groups())
    if weeks * 7 + days + hours / 24 + minutes / 1440 + seconds / 86_400 > _LONGEST_DAYS:
        raise ClockError(f"{text!r} is longer than a hundred years")
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
