"""A run that was stopped for an hour and goes on when another one has finished: it writes nothing.

Source: ADR-0005
"""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.harness import CLEAN, ROOT, Rehearsal
from tests.faults.unkind import UNIT, check_in_sync, spend


def stopped(scene: Rehearsal, write: int) -> subprocess.Popen[str]:
    """Start a night that is stopped right before one of its writes, and wait until it is."""
    command = [sys.executable, "-m", "tests.faults.stop_before_write", str(write), "reconcile"]
    night = subprocess.Popen(
        command,
        cwd=scene.folder,
        env={**CLEAN, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    _, status = os.waitpid(night.pid, os.WUNTRACED)
    assert os.WIFSTOPPED(status), night.communicate()
    return night


def database_of(scene: Rehearsal) -> Path:
    """Return where the gate's database lies."""
    return scene.folder / ".sharepoint-gate" / "rehearsal.sqlite"


def records(scene: Rehearsal) -> list[tuple[int, str]]:
    """Return the trail, each record by its hash."""
    with closing(sqlite3.connect(database_of(scene))) as database:
        return database.execute("SELECT leaf_index, leaf_hash FROM records ORDER BY leaf_index").fetchall()


def pass_an_hour(scene: Rehearsal) -> None:
    """Let the stopped run's last sign of life be an hour old, as it is when a machine has slept."""
    with closing(sqlite3.connect(database_of(scene))) as database:
        assert database.execute("UPDATE lease SET beat = datetime('now', '-1 hour')").rowcount == 1
        database.commit()


def go_on(night: subprocess.Popen[str]) -> tuple[int, str]:
    """Let a stopped night go on; return how it ended and what it said."""
    night.send_signal(signal.SIGCONT)
    _, told = night.communicate(timeout=120)
    return night.returncode, told


def writes(scene: Rehearsal) -> list[Any]:
    """Return the gate's writes so far."""
    return [one for one in scene.journal() if one["write"] and one["app"] == "reconciler"]


@pytest.mark.parametrize("write", [1, 9])
def test_law_12_a_run_that_was_taken_over_sends_no_write_and_records_nothing(
    small: Rehearsal, write: int
) -> None:
    """It ends in 5, the tenant stays as the other run left it, and the trail still verifies."""
    night = stopped(small, write)
    try:
        small.gate("reconcile", wanted=5)
        pass_an_hour(small)
        other = spend(small)
        assert other.spoken.code == 0, other.spoken
        assert len(other.spoken.data["interrupted"]) == 1
        before, trail = len(writes(small)), records(small)
    finally:
        code, told = go_on(night)
    assert code == 5, told
    assert "taken over" in told
    assert len(writes(small)) == before
    assert records(small) == trail
    small.gate("trail", "verify")
    assert [one for one in other.beside if one[0] not in UNIT] == []
    check_in_sync(small)
