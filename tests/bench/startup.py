"""How long a person waits: the help text, a plan and the whole demo, as processes of their own."""

import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.bench.machine import timed
from tests.e2e.harness import Rehearsal

_TIMES = 5
_TENANT = [sys.executable, "-m", "graph_emulator", "--until-stdin-closes"]
_GATE = [sys.executable, "-m", "sharepoint_gate"]


def measure() -> dict[str, Any]:
    """Return seconds beside what Python itself and the command-line library take."""
    with tempfile.TemporaryDirectory() as name:
        folder, scene = Path(name), Rehearsal(Path(name))
        scene.prepare()
        seed = next(scene.files.glob("*-tenant.yaml"))
        tenant = [*_TENANT, "--data", str(folder / "tenant"), "--seed", str(seed)]
        return {
            "python_alone": timed([sys.executable, "-c", "pass"], folder, _TIMES),
            "python_and_click": timed([sys.executable, "-c", "import click"], folder, _TIMES),
            "help": timed([*_GATE, "--help"], folder, _TIMES),
            "tenant_begins_and_ends": timed(tenant, folder),
            "tenant_goes_on_and_ends": timed(tenant, folder, 3),
            "demo_from_nothing": timed([*_GATE, "demo", "--fresh"], folder),
            "plan": timed([*_GATE, "plan"], folder, 3),
        }
