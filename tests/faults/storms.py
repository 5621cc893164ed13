"""What the weather does to a night: at which request it breaks, and what must hold in it and after it."""

import errno
import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from sharepoint_gate.graph.wire import DoorTransport
from tests.e2e.harness import Rehearsal
from tests.faults.cut_after_write import is_write
from tests.faults.unkind import CLEAN, UnkindNight, check_in_sync, spend

_full: list[Path] = []
_hooked: list[bool] = []
_FOR_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def now(scene: Rehearsal) -> datetime:
    """Return the tenant's instant."""
    return datetime.fromisoformat(scene.admin("GET", "/clock").body["now"])


def brew(scene: Rehearsal, route: str, kind: str, *, hours: float = 1, **more: int) -> None:
    """Let every request on a route be hit until so many hours of the tenant have passed."""
    until = (now(scene) + timedelta(hours=hours)).isoformat().replace("+00:00", "Z")
    answer = scene.admin("POST", "/faults", {"route": route, "kind": kind, "until": until, **more})
    assert answer.status < 300, answer


def check_no_harm(night: UnkindNight) -> None:
    """Check that nobody gained beside the roster, nothing was done twice, and nothing is glossed over."""
    assert night.beside == []
    done = [(one["method"], one["path"], str(one["gained"])) for one in night.writes if one["gained"]]
    assert len(done) == len(set(done))
    if night.spoken.code:
        assert not any(words in night.spoken.out for words in CLEAN)


def check_calm(scene: Rehearsal) -> None:
    """Check that the next calm night repairs everything, and that the record is whole."""
    scene.admin("DELETE", "/faults")
    night = spend(scene)
    assert night.spoken.code == 0, night.spoken
    check_no_harm(night)
    check_in_sync(scene)
    scene.gate("trail", "verify")


@contextmanager
def at_write(patch: pytest.MonkeyPatch, nth: int, act: Callable[[], None]) -> Iterator[None]:
    """Let something happen right before the gate's n-th write leaves."""
    sent = 0
    inner = DoorTransport.handle_async_request

    async def counting(self: DoorTransport, request: httpx.Request) -> httpx.Response:
        nonlocal sent
        sent += is_write(request)
        if is_write(request) and sent == nth:
            act()
        return await inner(self, request)

    with patch.context() as patched:
        patched.setattr(DoorTransport, "handle_async_request", counting)
        yield
    assert sent >= nth, f"only {sent} writes left"


@contextmanager
def full_below(folder: Path) -> Iterator[None]:
    """Let no file below a folder be opened for writing, as on a disk that is full."""
    if not _hooked:
        sys.addaudithook(_refuse_when_full)
        _hooked.append(True)
    _full.append(folder)
    try:
        yield
    finally:
        _full.remove(folder)


def _refuse_when_full(event: str, arguments: tuple[Any, ...]) -> None:
    if not _full or event not in {"open", "os.mkdir"}:
        return
    path = arguments[0]
    if not isinstance(path, str | os.PathLike):
        return
    writing = event == "os.mkdir" or bool(arguments[2] & _FOR_WRITING)
    here = Path(os.path.abspath(path))  # noqa: PTH100 - resolving would open folders
    if writing and any(here.is_relative_to(folder) for folder in _full):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))


def database_of(scene: Rehearsal) -> Path:
    """Return where the gate's database lies."""
    return scene.state / "rehearsal.sqlite"


class Locksmith:
    """Another program that holds the database."""

    def __init__(self, scene: Rehearsal) -> None:
        self._connection = sqlite3.connect(database_of(scene), isolation_level=None, check_same_thread=False)

    def lock(self) -> None:
        """Take the only right to write."""
        self._connection.execute("BEGIN IMMEDIATE")

    def go(self) -> None:
        """Let go."""
        self._connection.close()


def pages_of(scene: Rehearsal) -> int:
    """Return how many pages the database has."""
    with closing(sqlite3.connect(database_of(scene))) as database:
        return int(database.execute("PRAGMA page_count").fetchone()[0])
