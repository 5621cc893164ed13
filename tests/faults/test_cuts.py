"""kill -9 after every write's answer: the next run ends where an undisturbed one does, each change once.

Source: ADR-0005
"""

import json
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.harness import CLEAN, ROOT, Rehearsal

Signature = tuple[str, str, str]


# How many writes the small weekend needs; a test holds it to the truth.
WRITES = 18


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two cases and twelve files after a quiet night and a weekend that needs every kind of change once."""
    scene = Rehearsal(tmp_path_factory.mktemp("snapshot"), "small", in_process=True)
    scene.prepare()
    scene.start()
    try:
        scene.gate("reconcile")
        scene.weekend()
    finally:
        scene.stop()
    return scene.folder


@pytest.fixture
def small(snapshot: Path, tmp_path: Path) -> Iterator[Rehearsal]:
    """The snapshot, come alive in a folder of its own."""
    scene = Rehearsal(tmp_path / "small", "small", in_process=True)
    shutil.copytree(snapshot, scene.folder)
    scene.start()
    try:
        yield scene
    finally:
        scene.stop()


@dataclass(frozen=True, slots=True)
class Undisturbed:
    """What a night without a cut does: its writes, its changes, and the tenant after it."""

    writes: int
    shape: Any
    changes: Counter[Signature]


@pytest.fixture(scope="module")
def undisturbed(snapshot: Path, tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    """One night that nobody cuts."""
    scene = Rehearsal(tmp_path_factory.mktemp("undisturbed") / "small", "small", in_process=True)
    shutil.copytree(snapshot, scene.folder)
    scene.start()
    try:
        before = writes(scene)
        scene.gate("reconcile")
        return Undisturbed(writes(scene) - before, shape(scene), applied(scene))
    finally:
        scene.stop()


def cut(scene: Rehearsal, write: int) -> int:
    """Run a night that is killed after a write; return how the process ended."""
    command = [sys.executable, "-m", "tests.faults.cut_after_write", str(write), "reconcile"]
    environment = {**CLEAN, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
    done = subprocess.run(
        command, cwd=scene.folder, env=environment, capture_output=True, check=False, timeout=300
    )
    return done.returncode


def shape(scene: Rehearsal) -> dict[str, Any]:
    """Return what the tenant shows, without the ids that a different order of requests would change."""
    state = scene.admin("GET", "/state").body
    items = {
        item["path"]: sorted(_shape(one) for one in item["permissions"])
        for drive in state["drives"]
        for item in drive["items"]
    }
    members = sorted(
        (one["key"], tuple(one["roles"])) for channel in state["channels"] for one in channel["members"]
    )
    return {"items": items, "members": members}


def _shape(permission: dict[str, Any]) -> str:
    link = permission.get("link", {})
    people = sorted(one["user"]["id"] for one in permission.get("grantedToIdentitiesV2", []) if "user" in one)
    granted = permission.get("grantedToV2", {})
    names = sorted(str(value.get("displayName")) for value in granted.values())
    facts = [permission["roles"], link.get("scope"), link.get("type"), link.get("preventsDownload"), people]
    structural = any("SharingLinks." in str(value.get("loginName")) for value in granted.values())
    return json.dumps([*facts, "limited access" if structural else names])


def applied(scene: Rehearsal) -> Counter[Signature]:
    """Return how often the trail says that each change was applied, the quiet night apart."""
    told: Counter[Signature] = Counter()
    targets: dict[tuple[str, str], Signature] = {}
    for event in events(scene):
        run, data = event["run_id"], event["data"]
        if event["kind"] == "intent":
            who = ",".join(data.get("who", []))
            place = str(data.get("path") or data.get("object_id"))
            targets[run, data["change_id"]] = (data["change"], place, who)
        elif event["kind"] == "outcome" and data["state"] == "applied":
            told[targets[run, data["change_id"]]] += 1
        elif event["kind"] == "run-interrupted":
            for one in data["open"]:
                told[targets[data["interrupted"], one["change_id"]]] += one["state"] == "applied"
    return +told


def events(scene: Rehearsal) -> list[dict[str, Any]]:
    """Return the trail's events, in order, as anybody can read them from the database."""
    database = scene.folder / ".sharepoint-gate" / "rehearsal.sqlite"
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute("SELECT body FROM records ORDER BY 1").fetchall()
    found = [json.loads(body) for (body,) in rows]
    return sorted(found, key=lambda event: event["index"])


def writes(scene: Rehearsal) -> int:
    """Count the writes that the gate has sent so far."""
    return sum(1 for one in scene.journal() if one["write"] and one["app"] == "reconciler")


def test_the_small_weekend_needs_every_kind_of_change(undisturbed: Undisturbed) -> None:
    """The cuts below stand for all changes, and each is told as applied once."""
    assert undisturbed.writes == WRITES
    kinds = {change for change, _, _ in undisturbed.changes}
    assert kinds >= {"delete-permission", "revoke-people", "grant-readers", "remove-member", "add-member"}
    assert set(undisturbed.changes.values()) == {1}


@pytest.mark.parametrize("write", range(1, WRITES + 1))
def test_law_12_a_run_killed_after_a_write_is_completed_by_the_next_each_change_once(
    small: Rehearsal, undisturbed: Undisturbed, write: int
) -> None:
    """Kill after the answer to a write, run again, and compare with the night that nobody cut."""
    assert cut(small, write) == -signal.SIGKILL
    again = small.gate("reconcile", "--json").data
    assert len(again["interrupted"]) == 1
    assert [event["kind"] for event in events(small)].count("run-interrupted") == 1
    assert shape(small) == undisturbed.shape
    assert applied(small) == undisturbed.changes


def test_law_12_after_a_cut_and_its_completion_nothing_is_left_to_do(small: Rehearsal) -> None:
    """The plan is empty, and the trail verifies and names the cut."""
    cut(small, WRITES // 2)
    small.gate("reconcile")
    small.gate("plan", "--exit-code")
    small.gate("trail", "verify")
    assert "was found cut off before its end" in small.gate("trail", "show", "--last", "500").out


def test_a_killed_emulator_loses_no_acknowledged_write(small: Rehearsal) -> None:
    """What the tenant answered stands after kill -9 and a restart."""
    small.gate("reconcile")
    wanted = shape(small)
    small.kill()
    small.start()
    assert shape(small) == wanted
    small.gate("plan", "--exit-code")
