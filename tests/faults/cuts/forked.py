"""Commands of the gate in a child of this process: real processes that have nothing to import."""

import contextlib
import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from tests.e2e.harness import Rehearsal
from tests.faults.cuts.points import Passing, watched

PATIENCE_S = 120.0
_PAUSE_S = 0.005


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child ended, and which points it passed.

    Attributes:
        killed: Whether it was cut.
        code: Its exit code; meaningless where it was cut.
        passed: How many points of each kind; empty where it was cut.
        writes: What it wrote to the tenant; empty where it was cut.
        labels: What each durable step held; empty where it was cut.
    """

    killed: bool = True
    code: int = -1
    out: str = ""
    passed: dict[str, int] = field(default_factory=dict)
    writes: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()


def run(scene: Rehearsal, passing: Passing, *arguments: str) -> Ended:
    """Run one command in a child, watched."""
    told = scene.folder / "child.json"
    told.unlink(missing_ok=True)
    status = wait_for(start(scene, passing, *arguments))
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL, status
        return Ended()
    said = json.loads(told.read_text())
    return Ended(
        killed=False,
        code=os.WEXITSTATUS(status),
        out=said["out"],
        passed=said["passed"],
        writes=tuple(said["names"]),
        labels=tuple(said["labels"]),
    )


def start(scene: Rehearsal, passing: Passing, *arguments: str) -> int:
    """Start one command in a child; return its process id, for `wait_for`."""
    child = os.fork()
    if child == 0:
        _be_the_child(scene, passing, arguments, scene.folder / "child.json")
    return child


def wait_for(child: int) -> int:
    """Return a child's status once it has ended; one that hangs is killed, and that is a failure."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        found, status = os.waitpid(child, os.WNOHANG)
        if found:
            return status
        time.sleep(_PAUSE_S)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    raise AssertionError("the command hung")


def _be_the_child(scene: Rehearsal, passing: Passing, arguments: Sequence[str], told: Path) -> NoReturn:
    # Nothing of the parent is tidied up here: its sockets, its fixtures and its report are not the child's.
    code = 1
    with contextlib.suppress(BaseException):
        try:
            with watched(passing):
                spoken = scene.gate(*arguments, wanted=None)
            code, out = spoken.code, spoken.out + spoken.err
        except BaseException:  # noqa: BLE001 - whatever it is, the parent is told
            out = traceback.format_exc()
        said = {"passed": passing.passed, "names": passing.names, "labels": passing.labels}
        told.write_text(json.dumps({"out": out, **said}))
    sys.stdout.flush()
    os._exit(code)
