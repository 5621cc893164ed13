"""Nights: one instant for each day of the calendar, also on the two days on which the clocks change.

A time that does not exist on a day, since the clocks go forward over it, comes as long after midnight as it
would have without the change; of a time that comes twice, the first one counts.

Source: rfc:5545
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)


def night_of(day: date, at: time, zone: str) -> datetime:
    """Return the one instant, in UTC, at which a day's night is due.

    Args:
        day: A day of the calendar in the zone.
        at: The time that clocks show there.
        zone: An IANA name.
    """
    return datetime.combine(day, at, tzinfo=ZoneInfo(zone)).replace(fold=0).astimezone(UTC)


def next_night(after: datetime, at: time, zone: str) -> datetime:
    """Return the first night that is due later than an instant."""
    day = after.astimezone(ZoneInfo(zone)).date() - _DAY
    while night_of(day, at, zone) <= after:
        day += _DAY
    return night_of(day, at, zone)


def nights_between(after: datetime, until: datetime, at: time, zone: str) -> Iterator[datetime]:
    """Yield every night due later than one instant and not later than another, in order."""
    due = next_night(after, at, zone)
    while due <= until:
        yield due
        due = next_night(due, at, zone)
