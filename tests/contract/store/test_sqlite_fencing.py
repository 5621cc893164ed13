"""A run that was taken over writes nothing more, wherever it goes on.

Source: ADR-0005
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sharepoint_gate.access.letters import MailEntry, MailState
from sharepoint_gate.access.observed import ItemId, PermissionId
from sharepoint_gate.errors import FencedError, RunInProgressError, StoreError
from sharepoint_gate.store import Store, open_store
from sharepoint_gate.store.lease import SqliteLease
from tests.fakes.clock import QUIET_NIGHT
from tests.fakes.events import an_event

HOUR_AGO = "UPDATE lease SET beat = datetime('now', '-1 hour')"
MAIL = MailEntry("ready/u1/c/r", "ready", "u1", MailState.INTENDED, QUIET_NIGHT, "r1", {})
WRITES: dict[str, Callable[[Store], object]] = {
    "the trail": lambda store: store.trail.append([an_event()]),
    "a root": lambda store: store.trail.seal("r1", QUIET_NIGHT),
    "pins": lambda store: store.memory.remember_pins({}),
    "places": lambda store: store.memory.remember_placements({}, ()),
    "links": lambda store: store.memory.remember_links({ItemId("i"): PermissionId("p")}),
    "the ledger": lambda store: store.mails.intend(MAIL),
    "a mail's fate": lambda store: store.mails.settle(MAIL.key, MailState.SENT),
    "rights": lambda store: store.mails.set_rights({}),
}


def by_hand(store: Store, statement: str) -> None:
    """Change the database as no run does."""
    with store.database.write(fenced=False) as connection:
        connection.exec_driver_sql(statement)


@contextmanager
def taken_over(path: Path) -> Iterator[tuple[Store, Store]]:
    """Give a store whose run was stopped for an hour, and the one that took over from it."""
    stopped, other = open_store(path), open_store(path)
    try:
        with stopped.lease.hold("r1"):
            stopped.trail.append([an_event()])
            by_hand(stopped, HOUR_AGO)
            with other.lease.hold("r2"):
                yield stopped, other
    finally:
        stopped.close()
        other.close()


@pytest.mark.parametrize("what", WRITES)
def test_law_12_a_run_that_was_taken_over_writes_nothing(database_path: Path, what: str) -> None:
    """Trail, memory and ledger refuse it in the transaction that would write, and end in 5."""
    with taken_over(database_path) as (stopped, other):
        with pytest.raises(FencedError, match="taken over") as refused:
            WRITES[what](stopped)
        assert "r2" in refused.value.why
        assert refused.value.exit_code == 5
        WRITES[what](other)


def test_law_12_it_stays_fenced_after_the_other_run_has_ended(database_path: Path) -> None:
    """Whoever took over is through; what it did would be undone by a plan of an hour ago."""
    stopped, other = open_store(database_path), open_store(database_path)
    with stopped.lease.hold("r1"):
        by_hand(stopped, HOUR_AGO)
        with other.lease.hold("r2"):
            pass
        with pytest.raises(FencedError):
            stopped.lease.check()
        with pytest.raises(FencedError):
            stopped.trail.append([an_event()])
    with stopped.lease.hold("r3"):
        stopped.trail.append([an_event()])
    for store in (stopped, other):
        store.close()


def test_a_run_that_shows_a_sign_of_life_is_not_taken_over(store: Store, database_path: Path) -> None:
    """A long wait for the tenant is no death."""
    other = open_store(database_path)
    lease = SqliteLease(store.database, beat_s=0.02)
    with lease.hold("r1"):
        by_hand(store, HOUR_AGO)
        deadline = time.monotonic() + 10
        while _age(store) > 600 and time.monotonic() < deadline:
            time.sleep(0.01)
        with pytest.raises(RunInProgressError), other.lease.hold("r2"):
            pytest.fail("a run that goes on was taken over")
        lease.check()
    other.close()


def _age(store: Store) -> float:
    """Return how many seconds ago the holder showed a sign of life."""
    with store.database.read() as connection:
        told = str(connection.exec_driver_sql("SELECT beat FROM lease").scalar_one())
    return (datetime.now(UTC).replace(tzinfo=None) - datetime.fromisoformat(told)).total_seconds()


def test_only_one_run_takes_over(database_path: Path) -> None:
    """The second that comes finds a holder which is well alive, and is refused."""
    third = open_store(database_path)
    with (
        taken_over(database_path),
        pytest.raises(RunInProgressError) as refused,
        third.lease.hold("r3"),
    ):
        pytest.fail("two runs at once")
    assert "r2" in refused.value.why
    third.close()


def test_a_writer_without_a_number_is_never_refused(database_path: Path) -> None:
    """A freeze writes beside whatever run goes on, and beside one that was taken over."""
    freeze = open_store(database_path)
    with taken_over(database_path):
        freeze.lease.check()
        freeze.trail.append([an_event()])
    freeze.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE fences SET number = 9",
        "DELETE FROM fences",
        "INSERT INTO fences VALUES (1, 'r', 'h', '2026-03-27 22:00:00')",
    ],
)
def test_the_numbers_only_grow(store: Store, statement: str) -> None:
    """The database itself refuses what would let a run write that was taken over."""
    with store.lease.hold("r1"), pytest.raises(StoreError):
        by_hand(store, statement)
