"""Days as the partnership counts them: a day begins and ends in its own time zone."""

from calendar import MONDAY
from collections.abc import Collection
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_SATURDAY = 5


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


def is_working_day(day: date, days_off: Collection[date] = ()) -> bool:
    """Tell whether offices work on a day: no weekend, no bank holiday of England, no declared day off."""
    return not _is_weekend(day) and day not in days_off and day not in bank_holidays(day.year)


def next_working_day(day: date, days_off: Collection[date] = ()) -> date:
    """Return a day itself when offices work on it, else the first day after it on which they do."""
    while not is_working_day(day, days_off):
        day += timedelta(days=1)
    return day


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """Return the bank holidays of England in a year, days moved from a weekend at their new place.

    Proclaimed single days are not known here: they are declared in the settings.

    They follow the Banking and Financial Dealings Act 1971, schedule 1.
    """
    easter = _easter(year)
    christmas = _on_or_after_weekend(date(year, 12, 25), ())
    fixed = {
        _on_or_after_weekend(date(year, 1, 1), ()),
        easter - timedelta(days=2),
        easter + timedelta(days=1),
        _monday_from(date(year, 5, 1)),
        _monday_from(date(year, 5, 25)),
        _monday_from(date(year, 8, 25)),
    }
    boxing = _on_or_after_weekend(date(year, 12, 26), (christmas,))
    return frozenset({*fixed, christmas, boxing})


def _is_weekend(day: date) -> bool:
    return day.weekday() >= _SATURDAY


def _on_or_after_weekend(day: date, taken: Collection[date]) -> date:
    while _is_weekend(day) or day in taken:
        day += timedelta(days=1)
    return day


def _monday_from(day: date) -> date:
    return day + timedelta(days=(MONDAY - day.weekday()) % 7)


def _easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar by the anonymous computus."""
    century, rest = divmod(year, 100)
    golden = year % 19
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
