"""Nights: one for each day, also when the clocks change."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from sharepoint_gate.roster.nights import next_night, night_of, nights_between

LONDON = "Europe/London"


@pytest.mark.parametrize(
    ("day", "at", "due"),
    [
        (date(2026, 3, 28), time(2, 15), datetime(2026, 3, 28, 2, 15, tzinfo=UTC)),
        (date(2026, 3, 29), time(2, 15), datetime(2026, 3, 29, 1, 15, tzinfo=UTC)),
        (date(2026, 3, 29), time(1, 30), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        (date(2026, 3, 29), time(1, 0), datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
        (date(2026, 10, 25), time(1, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (date(2026, 10, 25), time(2, 15), datetime(2026, 10, 25, 2, 15, tzinfo=UTC)),
    ],
)
def test_a_night_is_due_at_one_instant(day: date, at: time, due: datetime) -> None:
    """A skipped time comes as long after midnight as ever; of a time that comes twice, the first counts."""
    assert night_of(day, at, LONDON) == due


@pytest.mark.parametrize(
    "at", [time(0, 0), time(1, 0), time(1, 30), time(1, 59), time(2, 0), time(2, 15), time(23, 59)]
)
@pytest.mark.parametrize("change", [date(2026, 3, 29), date(2026, 10, 25)])
def test_each_day_around_a_change_of_the_clocks_has_one_night(change: date, at: time) -> None:
    """Over a change of the clocks no day is left out and none comes twice, whatever the time."""
    first = datetime.combine(change - timedelta(days=3), time(0), tzinfo=UTC) - timedelta(hours=2)
    due = list(nights_between(first, first + timedelta(days=6, hours=1), at, LONDON))
    wanted = [night_of(change + timedelta(days=offset), at, LONDON) for offset in range(-5, 6)]
    assert due == [one for one in wanted if first < one <= first + timedelta(days=6, hours=1)]
    assert len(due) >= 6


def test_the_next_night_is_later_than_now() -> None:
    """A night that is due this instant is not the next one."""
    due = datetime(2026, 3, 28, 2, 15, tzinfo=UTC)
    assert next_night(due, time(2, 15), LONDON) == datetime(2026, 3, 29, 1, 15, tzinfo=UTC)
    assert next_night(due - timedelta(seconds=1), time(2, 15), LONDON) == due
