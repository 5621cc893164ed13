"""Nights that are disturbed while they run: by Ctrl-C, by a second run, by a tenant that dies.

Each is a process of its own against a small tenant with a weekend of drift in it, so that there is something
to write; each night after it must find its way.

Source: ADR-0005; laws 9, 10 and 12
"""

import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.scene import writes
from tests.e2e.harness import CLEAN, Rehearsal
from tests.e2e.journey import gains


@pytest.fixture(scope="module")
def drifted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small tenant after a quiet night and its weekend."""
    night = Rehearsal(tmp_path_factory.mktemp("drifted"), "small", in_process=True)
    night.prepare()
    night.start()
    try:
        night.gate("reconcile")
        night.weekend()
    finally:
        night.stop()
    return night.folder


@pytest.fixture
def night(drifted: Path, tmp_path: Path) -> Iterator[Rehearsal]:
    """The drifted tenant, come alive in a folder of its own."""
    copy = Rehearsal(tmp_path / "night", "small", in_process=True)
    shutil.copytree(drifted, copy.folder)
    copy.start()
    try:
        yield copy
    finally:
        if copy.process is not None:
            copy.stop()


def begin(night: Rehearsal, *words: str) -> subprocess.Popen[str]:
    """Start a command without waiting for it."""
    return subprocess.Popen(
        [sys.executable, "-m", "sharepoint_gate", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=CLEAN,
        cwd=night.folder,
    )


def until(condition: Callable[[], bool], what: str) -> None:
    """Wait, but not for ever."""
    end = time.monotonic() + 40
    while not condition():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.05)


def holder(night: Rehearsal) -> int | None:
    """Return the process that says of itself that it holds the lease."""
    path = night.folder / ".sharepoint-gate" / "rehearsal.sqlite"
    with closing(sqlite3.connect(path, timeout=10)) as connection:
        row = connection.execute("SELECT pid FROM lease").fetchone()
    return None if row is None else int(row[0])


def slow_down(night: Rehearsal) -> None:
    """Let the tenant take its time over the second write."""
    fault = {
        "route": "DELETE /drives/{drive}/items/{item}/permissions/{permission}",
        "nth": 2,
        "kind": "delay:30",
    }
    assert night.admin("POST", "/faults", fault).status < 300


def test_a_night_stopped_by_hand_while_another_waits_is_taken_up_by_the_next(night: Rehearsal) -> None:
    """The second run ends in 5 and names the first; Ctrl-C ends the first in 130; the third mends all."""
    slow_down(night)
    before = writes(night)
    first = begin(night, "reconcile")
    try:
        until(lambda: writes(night) > before and holder(night) is not None, "the first run's write")
        second = night.gate("reconcile", wanted=5)
        assert "Another run is in progress." in second.err
        assert f"process {first.pid}, since " in second.err
        first.send_signal(signal.SIGINT)
        out, err = first.communicate(timeout=40)
    finally:
        first.kill()
        first.wait()
    assert (first.returncode, out) == (130, "")
    assert err.startswith("Stopped before the end.")
    assert "Traceback" not in err
    assert holder(night) is None
    night.admin("DELETE", "/faults")
    third = night.gate("reconcile", "--json").data
    assert len(third["interrupted"]) == 1
    assert night.gate("plan", "--json").data["changes"] == []
    assert night.gate("trail", "verify").out.startswith("REHEARSAL\n")


def test_a_tenant_that_dies_in_the_middle_of_a_night_is_told(night: Rehearsal) -> None:
    """Exit 4, plain words, no traceback; the next night, with the tenant back, mends the rest."""
    slow_down(night)
    before = writes(night)
    first = begin(night, "reconcile")
    try:
        until(lambda: writes(night) > before, "the first write")
        night.kill()
        _, err = first.communicate(timeout=60)
    finally:
        first.kill()
        first.wait()
    assert first.returncode == 4, err
    assert "Traceback" not in err
    assert not [*(night.folder / ".sharepoint-gate").glob("crash-*")]
    night.start()
    night.gate("reconcile")
    assert night.gate("plan", "--json").data["changes"] == []
    night.gate("trail", "verify")


def test_law_9_of_a_plan_that_is_no_longer_that_of_now_only_what_never_waits_is_done(
    night: Rehearsal,
) -> None:
    """The roster changed between review and night: exit 3, what is wide open is shut, nobody is let in."""
    night.gate("plan", "--out", "reviewed.json")
    assert (night.folder / "reviewed.json").stat().st_mode & 0o777 == 0o600
    roster = night.files / "roster.yaml"
    text = roster.read_text(encoding="utf-8")
    roster.write_text(text.replace("revision: 3", "revision: 4"), encoding="utf-8")
    mark = max(entry["n"] for entry in night.journal())
    refused = night.gate("reconcile", "--plan", "reviewed.json", wanted=3)
    assert "Only what never waits was taken away." in refused.err
    sent = night.journal(mark)
    assert any(entry["lost"] for entry in sent)
    assert gains(night.admin("GET", "/state").body, sent) == []
    assert night.gate("plan", "--exit-code", "--json", wanted=10).data["changes"]


def test_an_exception_past_its_day_is_warned_of_and_its_access_ends(night: Rehearsal) -> None:
    """EX-2026-001 ended on the Saturday: the file says so, and who could edit reads like the panel again."""
    told = night.gate("check").out
    assert told.startswith("REHEARSAL\n")
    assert "warning: config/small/roster.yaml:" in told
    assert "EX-2026-001 ended on 2026-03-28" in told
    assert hold_of(night, "s08") == ("write", True)
    night.gate("reconcile")
    assert hold_of(night, "s08") == ("read", False)


def hold_of(night: Rehearsal, person: str) -> tuple[str, bool]:
    """Return a role on the merged chronology, and whether copies can be taken, as the emulator reckons."""
    item = "Reviews/RR-2026-001/30-merged-chronology/merged-chronology.xlsx"
    (found,) = [one for one in night.access(item) if one["key"] == person]
    return found["role"], found["can_download"]
