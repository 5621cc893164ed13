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
from sharepoint_gate.trail.events import Event, EventKind
from sharepoint_gate.trail.log import Record
from sharepoint_gate.trail.record import record_of

_NO_WRITES = ("$batch", "%24batch", "/oauth2/", "__emulator__")
_COLLECTIONS = ("permissions", "members")


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
    """The n-th of its kind in a command.

    Attributes:
        label: Counts those alone that bear it; "" counts all of the kind.
    """

    kind: Kind
    number: int
    label: str = ""


@dataclass
class Passing:
    """Counts the points that a command passes, and ends it at one.

    Attributes:
        at: Where it ends; None to let it pass.
        end: How it ends.
        passed: How many there were of each kind.
        names: Each write, in order, by `name_of`.
        labels: Each durable step, in order, by what it made durable: records of the trail by their kinds.
    """

    at: Point | None = None
    end: Callable[[], None] = lambda: os.kill(os.getpid(), signal.SIGKILL)
    passed: dict[str, int] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    _seen: dict[tuple[Kind, str], int] = field(default_factory=dict)
    _written: list[str] = field(default_factory=list)

    def step(self, kind: Kind, label: str = "") -> None:
        """Pass a point; other threads than the main one only show that the run is alive."""
        if threading.current_thread() is not threading.main_thread():
            return
        self.passed[kind.value] = self.passed.get(kind.value, 0) + 1
        self._seen[kind, label] = self._seen.get((kind, label), 0) + 1
        if kind is Kind.AFTER:
            self.labels.append(label)
        reached = self._seen[kind, label] if self.at and self.at.label else self.passed[kind.value]
        if self.at in {Point(kind, reached, label), Point(kind, reached)}:
            self.end()

    def wrote(self, event: Event) -> None:
        """Remember what the open transaction adds to the trail."""
        if threading.current_thread() is threading.main_thread():
            self._written.append(kind_of(event))

    def written(self) -> str:
        """Return what the transaction that ends here made durable."""
        label = "+".join(dict.fromkeys(self._written)) or "memory"
        self._written.clear()
        return label


def kind_of(event: Event) -> str:
    """Return the kind of a record; an intent with its change, an outcome with its state."""
    more = {EventKind.INTENT: "change", EventKind.OUTCOME: "state", EventKind.MAIL: "state"}.get(event.kind)
    return f"{event.kind.value} {event.data.get(more, '')}" if more else event.kind.value


@contextmanager
def watched(passing: Passing) -> Iterator[None]:
    """Wrap the network and the disk while the block runs."""
    with pytest.MonkeyPatch.context() as patch:
        _watch_network(patch, passing)
        _watch_trail(patch, passing)
        _watch_database(patch, passing)
        for name in ("fsync", "replace", "ftruncate"):
            _watch_files(patch, passing, name)
        yield


def _watch_network(patch: pytest.MonkeyPatch, passing: Passing) -> None:
    send = httpx.AsyncClient.send

    async def counting(self: httpx.AsyncClient, request: httpx.Request, **options: Any) -> httpx.Response:
        response = await send(self, request, **options)
        if is_write(request):
            name = name_of(request)
            passing.names.append(name)
            passing.step(Kind.ANSWER, name)
        else:
            passing.step(Kind.READ)
        return response

    patch.setattr(httpx.AsyncClient, "send", counting)


def name_of(request: httpx.Request) -> str:
    """Return a write's method and what it is about: the last word of its path that is no id."""
    *_, collection, last = request.url.path.split("/")
    return f"{request.method} {collection if collection in _COLLECTIONS else last}"


def is_write(request: httpx.Request) -> bool:
    """Tell whether a request changes the tenant: no read, token, batch of reads or clock of a rehearsal."""
    return request.method != "GET" and not any(part in request.url.path for part in _NO_WRITES)


def _watch_trail(patch: pytest.MonkeyPatch, passing: Passing) -> None:
    def noting(event: Event, index: int) -> Record:
        passing.wrote(event)
        return record_of(event, index)

    for room in ("trail", "trail_rows"):
        patch.setattr(f"sharepoint_gate.store.{room}.record_of", noting)


def _watch_database(patch: pytest.MonkeyPatch, passing: Passing) -> None:
    write = Database.write

    @contextmanager
    def counting(self: Database, **options: Any) -> Iterator[Connection]:
        with write(self, **options) as connection:
            yield connection
            label = passing.written()
            passing.step(Kind.BEFORE, label)
        passing.step(Kind.AFTER, label)

    patch.setattr(Database, "write", counting)


def _watch_files(patch: pytest.MonkeyPatch, passing: Passing, name: str) -> None:
    inner: Callable[..., Any] = getattr(os, name)

    def counting(*arguments: Any, **options: Any) -> Any:
        passing.step(Kind.BEFORE, name)
        result = inner(*arguments, **options)
        passing.step(Kind.AFTER, name)
        return result

    patch.setattr(os, name, counting)
