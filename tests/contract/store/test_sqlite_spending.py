"""What runs cost, kept in the database for a month."""

from datetime import timedelta

from sharepoint_gate.access.budget import Cost
from sharepoint_gate.ports.budget import Spent
from sharepoint_gate.store import Store
from tests.fakes.clock import QUIET_NIGHT

DAY = timedelta(days=1)


def spent(run: str, days: float, units: int) -> Spent:
    """Return what a run cost, so many days after the quiet night."""
    return Spent(run, QUIET_NIGHT + days * DAY, 50, Cost(units // 2, 10), Cost(units, 20))


def test_the_latest_run_is_what_the_next_look_is_foreseen_by(store: Store) -> None:
    """Nothing before the first run; then always the latest, whole."""
    assert store.spending.last() is None
    for one in (spent("r1", 0, 700), spent("r2", 1, 800)):
        store.spending.note(one)
    assert store.spending.last() == spent("r2", 1, 800)


def test_units_are_added_up_over_a_day(store: Store) -> None:
    """Of every run after the instant; a run that is noted twice counts once."""
    for one in (spent("r1", 0, 700), spent("r2", 1, 800), spent("r3", 1.5, 100), spent("r3", 1.5, 90)):
        store.spending.note(one)
    assert store.spending.units_since(QUIET_NIGHT + DAY / 2) == 890
    assert store.spending.units_since(QUIET_NIGHT + 2 * DAY) == 0


def test_what_is_a_month_old_is_forgotten(store: Store) -> None:
    """The table does not grow for ever."""
    for one in (spent("r1", 0, 700), spent("r2", 31, 800)):
        store.spending.note(one)
    assert store.spending.units_since(QUIET_NIGHT - DAY) == 800
