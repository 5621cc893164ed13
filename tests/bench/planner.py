"""The planner at the size of a large council: pure work, in a process of its own so that memory is its own.

Usage: ``python -m tests.bench.planner GRANTS`` prints one JSON object. People grow with the grants.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from sharepoint_gate.access.changes import GrantReaders
from sharepoint_gate.access.desired import World
from sharepoint_gate.access.entitle import desired_access
from sharepoint_gate.access.plan import Plan
from sharepoint_gate.access.planner import plan_changes
from tests.world import Scene

PEOPLE, GRANTS = 15_000, 200_000
READERS, FILES = 25, 8
"""Of each case: people named on it, and files that all of them read."""
_KIB_A_MIB = 1024


def scene_of(people: int, cases: int) -> Scene:
    """Return a partnership whose cases each have their own readers and files; nobody reads anything yet."""
    scene = Scene()
    scene.member("u01", "owner").member("u02")
    for number in range(cases):
        named = {f"p{(number * READERS + one) % people:05d}": "panel-member" for one in range(READERS)}
        ref = f"RR-2026-{number:05d}"
        scene.case(ref, "panel-meeting", **named)
        scene.file(*(f"{ref}/40-panel-pack/paper-{one}.docx" for one in range(FILES)))
    return scene


def measure(grants: int) -> dict[str, Any]:
    """Plan from nothing, so that every grant is a change; in sync; and with every case closed at once."""
    people, cases = PEOPLE * grants // GRANTS, grants // (READERS * FILES)
    scene = scene_of(people, cases)
    before = _peak_mib()
    first = _planned(scene.world())
    assert sum(len(one.people) for one in first["changes"] if isinstance(one, GrantReaders)) == grants
    quiet = _planned(scene.in_sync().world())
    assert not quiet["changes"], "a partnership in sync needs nothing"
    for ref in scene.cases:
        scene.stage(ref, "closed")
    last = _planned(scene.world())
    assert len(last["changes"]) == cases * FILES, "every link goes"
    return {
        "people": people,
        "grants": grants,
        "files": cases * FILES,
        "first_plan": {key: first[key] for key in ("seconds", "cpu_seconds")},
        "quiet_plan": {key: quiet[key] for key in ("seconds", "cpu_seconds")},
        "last_plan": {key: last[key] for key in ("seconds", "cpu_seconds")},
        "peak_mib_of_the_world": before,
        "peak_mib": _peak_mib(),
    }


def _planned(world: World) -> dict[str, Any]:
    begin, used = perf_counter(), process_time()
    plan = _work(world)()
    seconds, cpu = perf_counter() - begin, process_time() - used
    return {"changes": plan.changes, "seconds": round(seconds, 2), "cpu_seconds": round(cpu, 2)}


def _work(world: World) -> Callable[[], Plan]:
    return lambda: plan_changes(world, desired_access(world))


def _peak_mib() -> float:
    """Return this program's own peak: the usual counter would begin with that of whoever started it."""
    lines = Path("/proc/self/status").read_text().splitlines()
    peak = next(line for line in lines if line.startswith("VmHWM:"))
    return round(int(peak.split()[1]) / _KIB_A_MIB, 1)


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]) if len(sys.argv) > 1 else GRANTS)))
