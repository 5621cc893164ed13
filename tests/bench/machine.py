"""What the machine tells of processes: seconds on the clock and on the processor."""

import os
import resource
import subprocess
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

from tests.e2e.harness import CLEAN

_TICKS = os.sysconf("SC_CLK_TCK")


def cpu_of(process_id: int) -> float:
    """Return the processor seconds that a running process has used."""
    words = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / _TICKS


def timed(command: Sequence[str], folder: Path, times: int = 1) -> dict[str, Any]:
    """Run a command several times; return the best seconds and the processor seconds of that run.

    The processor seconds hold those of every process that the command started and waited for.
    """
    runs = [_once(command, folder) for _ in range(times)]
    seconds, cpu = min(runs)
    return {"seconds": round(seconds, 3), "cpu_seconds": round(cpu, 3)}


def _once(command: Sequence[str], folder: Path) -> tuple[float, float]:
    before, begin = _children(), perf_counter()
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, capture_output=True, cwd=folder, env=CLEAN)
    return perf_counter() - begin, _children() - before


def _children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def memory_of(process_id: int, *, peak: bool = False) -> float:
    """Return how much memory a running process has, or had at most (MiB)."""
    wanted = "VmHWM:" if peak else "VmRSS:"
    lines = Path(f"/proc/{process_id}/status").read_text().splitlines()
    words = next(line for line in lines if line.startswith(wanted)).split()
    return round(int(words[1]) / 1024, 1)
