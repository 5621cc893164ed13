"""Where a command of the gate can be cut: each write's answer, each durable record, each read's answer.

The gate is wrapped from outside, and only where it meets the network and the disk.
"""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import httpx
import pytest
from sqlalchemy import Connection

from sharepoint_gate.store.database import Database

_NO_WRITES = ("$batch", "%24batch", "/oauth2/", "__emulator__")


class Kind(StrEnum):
    """What stands on either side of a cut."""

    ANSWER = "the answer to a write"
    BEFORE = "before something becomes durable"
    AFTER = "after something became durable"
    READ = "the answer to a read"


class Cut(BaseException):
    """A cut within this process."""


@dataclass(frozen=True, slots=True)
class Point:
    """The n-th of its kind in a command."""

    kind: Kind
    number: int


@dataclass
class Passing:
    """Counts the points that a command passes, and ends it at one.

    Attributes:
        at: Where it ends; None to let it pass.
        end: How it ends.
        passed: How many there were of each kind.
        names: Each write, in order, as method and last words of its path.
    """

    at: Point | None = None
    end: Callable[[], None] = lambda: os.kill(os.getpid(), signal.SIGKILL)
    passed: dict[str, int] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)

    def step(self, kind: Kind) -> None:
        """Pass a point; other threads than the main one only show that the run is alive."""
        if threading.current_thread() is not threading.main_thread():
            return
        self.passed[kind.value] = self.passed.get(kind.value, 0) + 1
        if self.at == Point(kind, self.passed[kind.value]):
            self.end()


@contextmanager
def watched(passing: Passing) -> Iterator[None]:
    """Wrap the network and the disk while the block runs."""
    with pytest.MonkeyPatch.context() as patch:
        _watch_network(patch, passing)
        _watch_database(patch, passing)
        for name in ("fsync", "replace", "ftruncate"):
            _watch_files(patch, passing, name)
        yield


def _watch_network(patch: pytest.MonkeyPatch, passing: Passing) -> None:
    send = httpx.AsyncClient.send

    async def counting(self: httpx.AsyncClient, request: httpx.Request, **options: Any) -> httpx.Response:
        response = await send(self, request, **options)
        if is_write(request):
            passing.names.append(f"{request.method} {request.url.path.rpartition('/')[2]}")
        passing.step(Kind.ANSWER if is_write(request) else Kind.READ)
        return response

    patch.setattr(httpx.AsyncClient, "send", counting)


def is_write(request: httpx.Request) -> bool:
    """Tell whether a request changes the tenant: no read, token, batch of reads or clock of a rehearsal."""
    return request.method != "GET" and not any(part in request.url.path for part in _NO_WRITES)


def _watch_database(patch: pytest.MonkeyPatch, passing: Passing) -> None:
    write = Database.write

    @contextmanager
    def counting(self: Database, **options: Any) -> Iterator[Connection]:
        with write(self, **options) as connection:
            yield connection
            passing.step(Kind.BEFORE)
        passing.step(Kind.AFTER)

    patch.setattr(Database, "write", counting)


def _watch_files(patch: pytest.MonkeyPatch, passing: Passing, name: str) -> None:
    inner: Callable[..., Any] = getattr(os, name)

    def counting(*arguments: Any, **options: Any) -> Any:
        passing.step(Kind.BEFORE)
        result = inner(*arguments, **options)
        passing.step(Kind.AFTER)
        return result

    patch.setattr(os, name, counting)
