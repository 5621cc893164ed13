"""The demo's nights with every count beside its floor, at several page sizes.

The gate runs in this process, so that its own meter can be read; the emulator is a process of its own.
"""

import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import anyio

from sharepoint_gate import wiring
from sharepoint_gate.access.changes import AddMember, RemoveMember, SetMemberRole
from sharepoint_gate.jobs.reconcile import reconcile
from sharepoint_gate.trail.events import OutcomeState
from tests.bench.floor import floor_of
from tests.bench.item_by_item import walk
from tests.bench.machine import cpu_of
from tests.e2e.harness import Rehearsal

PAGE_SIZES = (20, 50, 200, 1000)
APP = "reconciler"
Counts = Mapping[str, int]


def measure() -> dict[str, Any]:
    """Return the nights at every page size, and the naive walk through the same tenant."""
    return {f"page_size_{size}": _at(size) for size in PAGE_SIZES}


def _at(page_size: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        scene = Rehearsal(Path(folder))
        scene.prepare()
        _settle(scene, page_size)
        scene.start()
        try:
            scene.admin("PUT", "/quirks", {"pages.delta": page_size, "pages.children": page_size})
            return _nights(scene, page_size)
        finally:
            scene.stop()


def _settle(scene: Rehearsal, page_size: int) -> None:
    """Let the copied settings ask for pages of this size, and keep the state beside them."""
    settings = scene.config / "gate.toml"
    text = settings.read_text()
    text = text.replace('# state_dir = "/var/lib/sharepoint-gate"', f'state_dir = "{_state_dir(scene)}"')
    settings.write_text(text.replace("items_page_size = 200", f"items_page_size = {page_size}"))


def _state_dir(scene: Rehearsal) -> Path:
    return scene.folder / ".sharepoint-gate"


def _nights(scene: Rehearsal, page_size: int) -> dict[str, Any]:
    quiet = _night(scene, page_size)
    peer = walk(scene)
    scene.weekend()
    scene.repair()
    mending = _night(scene, page_size)
    after = _night(scene, page_size)
    return {
        "quiet_night": quiet,
        "item_by_item": {**peer, "gate_takes_fewer_requests": _ratio(peer["requests"], quiet["requests"])},
        "mending_night": mending,
        "night_after": after,
    }


def _night(scene: Rehearsal, page_size: int) -> dict[str, Any]:
    state, before = scene.admin("GET", "/state").body, used_by(scene, APP)
    begin, own, theirs = perf_counter(), process_time(), _emulator_cpu(scene)
    gate, people, applied = anyio.run(partial(_reconcile, scene))
    seconds, own, theirs = perf_counter() - begin, process_time() - own, _emulator_cpu(scene) - theirs
    counts = {name: value - before.get(name, 0) for name, value in used_by(scene, APP).items()}
    floor = floor_of(state, people, page_size, applied)
    return {
        "items": len(next(iter(state["drives"]))["items"]),
        "changes": sum(applied.values()),
        **counts,
        "calls_a_request": _ratio(counts["calls"], counts["requests"]),
        "gate_s_own_meter": gate,
        "floor": floor.shown(),
        "units_by_floor": _ratio(counts["units"], floor.units, digits=3),
        "units_by_floor_without_empty_folders": _ratio(
            counts["units"], floor.units_without_empty_folders, digits=3
        ),
        "seconds": round(seconds, 2),
        "cpu_seconds": {"gate": round(own, 2), "emulator": round(theirs, 2)},
    }


async def _reconcile(scene: Rehearsal) -> tuple[Counts, int, Counts]:
    settings = wiring.read_settings(scene.config / "gate.toml")
    async with wiring.open_gate(settings, "") as gate:
        run = await reconcile(gate.declared, gate.bench)
    meter = gate.meter
    counts = {"units": meter.units, "calls": meter.calls, "requests": meter.requests}
    return counts, len(gate.declared.roster.people), _changed(run.applied)


def _changed(applied: Sequence[Any]) -> Counts:
    """Count what had to be done: what was gone already when its turn came is no change."""
    done = [one.change for one in applied if one.state is OutcomeState.APPLIED]
    about = [
        "member" if isinstance(one, AddMember | RemoveMember | SetMemberRole) else "item" for one in done
    ]
    return Counter(about)


def used_by(scene: Rehearsal, app: str) -> dict[str, int]:
    """Return what the emulator's meter counted for an application so far."""
    usage = scene.admin("GET", "/meter").body.get(app, {})
    names = ("units", "calls", "requests", "sharing_calls", "throttled")
    return {name: usage.get(name, 0) for name in names}


def _emulator_cpu(scene: Rehearsal) -> float:
    assert scene.process is not None
    return cpu_of(scene.process.pid)


def _ratio(one: float, other: float, digits: int = 1) -> float:
    return round(one / other, digits)
