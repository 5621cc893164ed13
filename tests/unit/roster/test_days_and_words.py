"""Days of the partnership's zone, and the words of suggestions."""

from datetime import UTC, date, datetime

import pytest

from sharepoint_gate.roster.days import bank_holidays, is_zone, next_working_day, today_in
from sharepoint_gate.roster.suggest import closest, did_you_mean, listed


def test_a_summer_evening_in_utc_is_the_next_day_in_london() -> None:
    """A last day of access ends at midnight where the partnership is."""
    assert today_in("Europe/London", datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == date(2026, 7, 1)
    assert today_in("Europe/London", datetime(2026, 1, 30, 23, 30, tzinfo=UTC)) == date(2026, 1, 30)


def test_a_moment_without_zone_has_no_day() -> None:
    """A naive moment is refused and never guessed."""
    with pytest.raises(ValueError, match="time zone"):
        today_in("Europe/London", datetime(2026, 6, 30, 23, 30))  # noqa: DTZ001  (the point of the test)


@pytest.mark.parametrize(
    ("name", "known"), [("Europe/London", True), ("Europe", False), ("", False), ("../x", False)]
)
def test_only_names_of_the_zone_database_are_zones(name: str, known: bool) -> None:  # noqa: FBT001
    """Folders, paths and empty names are no zones."""
    assert is_zone(name) is known


def test_the_nearest_word_is_offered_and_a_far_one_is_not() -> None:
    """A suggestion helps only when it is near."""
    assert closest("Panel-Membr", ["panel-member", "executive"]) == "panel-member"
    assert closest("zzz", ["panel-member"]) is None
    assert closest("p1", [f"p{number}" for number in range(501)]) is None
    assert closest("10-terms", ["10-terms-of-reference", "40-panel-pack"]) == "10-terms-of-reference"
    assert closest("panel", ["panel-member-of-the-partnership", "panel-lead-of-the-partnership"]) is None
    assert did_you_mean("zzz", ["a"], f"write one of: {listed(['a', 'b'])}") == "write one of: a, b"


@pytest.mark.parametrize(("word", "options"), [("u13", ["u12", "u31"]), ("RR-2026-003", ["RR-2026-002"])])
def test_another_person_or_case_is_never_offered_for_a_slip(word: str, options: list[str]) -> None:
    """Ids that differ in their digits are two people; whoever took the hint would let the wrong one in."""
    assert closest(word, options) is None


@pytest.mark.parametrize("word", ["RR-2026-1", "rr-2026-01", "RR2026001"])
def test_noughts_before_a_number_make_no_other_case(word: str) -> None:
    """Who leaves the noughts out means the same case, and is told so."""
    assert closest(word, ["RR-2026-001", "RR-2026-010", "RR-2026-002"]) == "RR-2026-001"


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
        (2027, "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28"),
        (2028, "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26"),
        (2038, "01-01 04-23 04-26 05-03 05-31 08-30 12-27 12-28"),
    ],
)
def test_bank_holidays_of_england(year: int, days: str) -> None:
    """As the government publishes them, moved from weekends; single proclaimed days apart."""
    assert bank_holidays(year) == {date.fromisoformat(f"{year}-{day}") for day in days.split()}


def test_a_day_off_is_followed_by_the_next_working_day() -> None:
    """Weekends, bank holidays and declared days off are skipped."""
    assert next_working_day(date(2026, 4, 3)) == date(2026, 4, 7)
    assert next_working_day(date(2026, 4, 3), [date(2026, 4, 7)]) == date(2026, 4, 8)
    assert next_working_day(date(2026, 4, 8)) == date(2026, 4, 8)
