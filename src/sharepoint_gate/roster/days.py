"""Days as the partnership counts them: a day begins and ends in its own time zone."""

from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def today_in(zone: str, now: datetime) -> date:
    """Return the day that it is in a zone.

    Args:
        zone: An IANA name, for example ``Europe/London``.
        now: An aware moment.

    Raises:
        ValueError: The moment says no zone, so its day could be another one.
    """
    if now.tzinfo is None:
        raise ValueError("a moment without a time zone has no certain day")
    return now.astimezone(ZoneInfo(zone)).date()


def is_zone(name: str) -> bool:
    """Tell whether a name is a time zone."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
