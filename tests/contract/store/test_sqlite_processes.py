"""Several processes, and processes that are killed, on one database."""

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sharepoint_gate.errors import RunInProgressError
from sharepoint_gate.store import Store, open_store
from sharepoint_gate.trail.verify import verify
from tests.fakes.clock import QUIET_NIGHT
from tests.fakes.events import an_event, intent, run_started

_HOLDER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from sharepoint_gate.store import open_store
from sharepoint_gate.trail.events import Event, EventKind

store = open_store(Path(sys.argv[1]))
at = datetime(2026, 3, 27, 22, 0, tzinfo=UTC)
with store.lease.hold("night-1"):
    store.trail.append([Event(EventKind.RUN_STARTED, "night-1", at, "gate", {})])
    store.trail.append([Event(EventKind.INTENT, "night-1", at, "gate", {"change_id": "c0001"})])
    print("holding", flush=True)
    sys.stdin.read()
"""


def _start_holder(path: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "holding\n"
    return process


def _kill(process: subprocess.Popen[str]) -> None:
    with process:
        process.send_signal(signal.SIGKILL)


def test_law_12_run_in_another_process_is_named(database_path: Path) -> None:
    """The person at the terminal is told which run and which process to wait for."""
    process = _start_holder(database_path)
    opened = open_store(database_path)
    try:
        with (
            pytest.raises(RunInProgressError, match="in progress") as refused,
            opened.lease.hold("night-2"),
        ):
            pytest.fail("two runs at once")
    finally:
        _kill(process)
        opened.close()
    assert "night-1" in refused.value.why
    assert str(process.pid) in refused.value.why


def test_law_10_killed_run_blocks_nobody_and_left_its_intent(database_path: Path) -> None:
    """After kill -9 the next run begins at once, and finds what the killed one had set out to do."""
    _kill(_start_holder(database_path))
    opened = open_store(database_path)
    with opened.lease.hold("night-2"):
        assert list(opened.trail.unfinished_runs()) == ["night-1"]
        assert [one.change_id for one in opened.trail.open_intents()] == ["c0001"]
        assert verify(opened.trail.records(), opened.trail.roots()).ok
    opened.close()


def test_holder_that_has_not_said_its_name_yet_is_still_respected(store: Store) -> None:
    """The lock decides; the row is for the message only."""
    with store.lease.hold("r1"):
        with store.database.write() as connection:
            connection.exec_driver_sql("DELETE FROM lease")
        with (
            pytest.raises(RunInProgressError, match="in progress") as refused,
            store.lease.hold("r2"),
        ):
            pytest.fail("two runs at once")
    assert "only just begun" in refused.value.why


def test_trail_and_memory_are_there_after_reopening(database_path: Path) -> None:
    """What one night wrote, the next one reads, and goes on sealing where it left off."""
    first = open_store(database_path)
    first.trail.append([run_started(), intent("c1")])
    first.trail.seal("r1", QUIET_NIGHT)
    first.close()
    second = open_store(database_path)
    second.trail.append([an_event()])
    second.trail.seal("r2", QUIET_NIGHT)
    verification = verify(second.trail.records(), second.trail.roots())
    second.close()
    assert (verification.ok, verification.size, verification.sealed) == (True, 3, 3)


def test_law_11_two_writers_share_one_log(database_path: Path) -> None:
    """Commands that append at the same time get different indexes, and seal the same log."""
    stores = [open_store(database_path), open_store(database_path)]

    def write(store: Store) -> None:
        for _ in range(20):
            store.trail.append([an_event()])
            store.trail.seal("r", QUIET_NIGHT)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(write, stores))
    verification = verify(stores[0].trail.records(), stores[0].trail.roots())
    for store in stores:
        store.close()
    assert (verification.problems, verification.size, verification.sealed) == ((), 40, 40)


def test_new_database_can_be_opened_by_two_at_once(database_path: Path) -> None:
    """Whoever comes second waits for the schema instead of making it again."""
    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(lambda _: open_store(database_path, wait_s=30), range(4)))
    for number, store in enumerate(opened):
        assert [record.index for record in store.trail.append([an_event()])] == [number]
        store.close()
