"""kill -9 after every write's answer: the next run ends where an undisturbed one does, each change once.

Source: ADR-0005
"""

import json
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.harness import CLEAN, ROOT, Rehearsal

Signature = tuple[str, str, str]


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Rehearsal]:
    """Two cases and twelve files, after a quiet night and a weekend that needs every kind of change once."""
    scene = Rehearsal(tmp_path, "small")
    scene.prepare()
    scene.start()
    try:
        scene.gate("reconcile")
        scene.weekend()
        yield scene
    finally:
        scene.stop()


def restart(scene: Rehearsal) -> None:
    """Begin again: an empty database and the tenant as it was on the quiet night, with its weekend."""
    scene.stop()
    for path in (scene.folder / ".sharepoint-gate").rglob("*"):
        if path.is_file():
            path.unlink()
    scene.start()
    scene.gate("reconcile")
    scene.weekend()


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
    export = scene.folder / "trail.jsonl"
    scene.gate("trail", "export", str(export))
    for line in export.read_text().splitlines():
        fields = json.loads(line)
        if "body" not in fields:
            continue
        event = json.loads(fields["body"])
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
    export.unlink()
    return +told


def writes(scene: Rehearsal) -> int:
    """Count the writes that the gate has sent so far."""
    return sum(1 for one in scene.journal() if one["write"] and one["app"] == "reconciler")


def test_law_12_a_run_killed_after_any_write_is_completed_by_the_next_each_change_once(
    small: Rehearsal,
) -> None:
    """For every write of the night: kill after its answer, run again, compare with an undisturbed night."""
    before = writes(small)
    small.gate("reconcile")
    count = writes(small) - before
    assert count >= 8, "the small weekend must need every kind of change"
    wanted, wanted_changes = shape(small), applied(small)
    assert set(wanted_changes.values()) == {1}
    for write in range(1, count + 1):
        restart(small)
        assert cut(small, write) == -signal.SIGKILL
        small.gate("reconcile")
        assert shape(small) == wanted, f"cut after write {write}"
        assert applied(small) == wanted_changes, f"cut after write {write}"
        assert "interrupted" in small.gate("trail", "show").out
        small.gate("plan", "--exit-code")
        small.gate("trail", "verify")


def test_a_killed_emulator_loses_no_acknowledged_write(small: Rehearsal) -> None:
    """What the tenant answered stands after kill -9 and a restart."""
    small.gate("reconcile")
    wanted = shape(small)
    small.kill()
    small.start()
    assert shape(small) == wanted
    small.gate("plan", "--exit-code")
