"""How long a person waits: the help text, a plan and the whole demo, as processes of their own."""

import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.bench.machine import timed
from tests.e2e.harness import Rehearsal

_TIMES = 5
_GATE = [sys.executable, "-m", "sharepoint_gate"]


def measure() -> dict[str, Any]:
    """Return seconds beside what Python itself and the command-line library take."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        Rehearsal(folder).prepare()
        return {
            "python_alone": timed([sys.executable, "-c", "pass"], folder, _TIMES),
            "python_and_click": timed([sys.executable, "-c", "import click"], folder, _TIMES),
            "help": timed([*_GATE, "--help"], folder, _TIMES),
            "demo_from_nothing": timed([*_GATE, "demo", "--fresh"], folder),
            "plan": timed([*_GATE, "plan"], folder, 3),
        }
