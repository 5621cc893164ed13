"""`serve` as a process of its own, and what it left behind."""

import fcntl
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

from tests.e2e.harness import CLEAN, Rehearsal

PATIENCE_S = 60.0


def prepare(scene: Rehearsal) -> None:
    """Copy the small partnership's configuration: no letters, health on any free port."""
    scene.prepare()
    settings = scene.config / "gate.toml"
    text = settings.read_text().replace("port = 8765", "port = 0").replace('mode = "graph"', 'mode = "off"')
    settings.write_text(text)


@dataclass
class Serving:
    """A service that runs, or has run."""

    process: "subprocess.Popen[str]"
    err: Any

    def line(self) -> str:
        """Return the next line that it says."""
        assert self.process.stdout is not None
        return self.process.stdout.readline()

    def hear(self, words: str) -> str:
        """Return the first line with these words."""
        for line in iter(self.line, ""):
            if words in line:
                return line
        raise AssertionError(f"it ended without saying {words!r}: {self.told()}")

    def tell(self, number: signal.Signals) -> None:
        """Send it a signal."""
        self.process.send_signal(number)

    def end(self) -> tuple[int, str]:
        """Wait for its end; return its exit code and what it had left to say."""
        out, _ = self.process.communicate(timeout=PATIENCE_S)
        return self.process.returncode, out

    def told(self) -> str:
        """Return its log."""
        self.err.seek(0)
        return str(self.err.read())


@contextmanager
def serving(scene: Rehearsal, *words: str) -> Iterator[Serving]:
    """Start `serve`; whatever is left of it at the end is killed by its handle."""
    with (scene.folder / "serve.log").open("w+") as err:
        process = subprocess.Popen(
            [sys.executable, "-m", "sharepoint_gate", "serve", *words],
            stdout=subprocess.PIPE,
            stderr=err,
            text=True,
            env=CLEAN,
            cwd=scene.folder,
        )
        try:
            yield Serving(process, err)
        finally:
            if process.poll() is None:
                process.kill()
            process.wait(PATIENCE_S)
            if process.stdout is not None:
                process.stdout.close()


def nights(scene: Rehearsal) -> list[tuple[str, str, str]]:
    """Return day, state and reason of every night that the schedule remembers."""
    with closing(sqlite3.connect(scene.folder / ".sharepoint-gate" / "rehearsal.sqlite")) as database:
        return list(database.execute("SELECT day, state, why FROM nights ORDER BY day"))


def events(scene: Rehearsal) -> list[Mapping[str, Any]]:
    """Return the records of the trail."""
    with closing(sqlite3.connect(scene.folder / ".sharepoint-gate" / "rehearsal.sqlite")) as database:
        rows = database.execute("SELECT body FROM records ORDER BY leaf_index")
        return [json.loads(bytes(body)) for (body,) in rows]


def writes(scene: Rehearsal) -> list[tuple[str, str]]:
    """Return every request that changed something in the tenant."""
    return [
        (one["method"], one["path"]) for one in scene.journal() if one["write"] and "token" not in one["path"]
    ]


def wait_for_write(scene: Rehearsal, before: int) -> None:
    """Wait until the gate has sent one more write."""
    until = time.monotonic() + PATIENCE_S
    while len(writes(scene)) <= before:
        assert time.monotonic() < until, "no write came"
        time.sleep(0.02)


@contextmanager
def lease_held(scene: Rehearsal) -> Iterator[None]:
    """Hold the lease, as another run would."""
    path = scene.folder / ".sharepoint-gate" / "rehearsal.sqlite.lock"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
