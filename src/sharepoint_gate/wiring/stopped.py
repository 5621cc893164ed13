"""Writes down what a door stopped, whichever command it was: a terminal is soon forgotten (laws 3, 4, 11)."""

from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from sharepoint_gate.errors import LawError, StoreError
from sharepoint_gate.ports.clock import Clock
from sharepoint_gate.ports.store import TrailStore
from sharepoint_gate.settings import Settings
from sharepoint_gate.trail.events import Event, EventKind
from sharepoint_gate.wiring.places import database_path
from sharepoint_gate.wiring.signing import open_signed_store

LOG = structlog.get_logger()


@contextmanager
def told_when_stopped(trail: TrailStore, clock: Clock, actor: str) -> Iterator[None]:
    """Write down every violation that ends this context; a record that takes nothing hides none of them.

    Args:
        trail: The record.
        clock: The gate's.
        actor: Operating-system account, and the stated roster id when there is one.
    """
    try:
        yield
    except BaseException as error:
        stopped = list(_stopped(error))
        if stopped:
            _write_down(trail, clock, actor, stopped)
        raise


@contextmanager
def told_where_there_is_a_record(settings: Settings, clock: Clock, actor: str) -> Iterator[None]:
    """Do the same for a command that opens no database; without one there is nothing to write into."""
    try:
        yield
    except BaseException as error:
        stopped = list(_stopped(error))
        if stopped and database_path(settings).exists():
            _write_beside(settings, clock, actor, stopped)
        raise


def _stopped(error: BaseException) -> Iterator[LawError]:
    if isinstance(error, LawError):
        yield error
    elif isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from _stopped(inner)


def _write_beside(settings: Settings, clock: Clock, actor: str, stopped: list[LawError]) -> None:
    try:
        store = open_signed_store(settings)
    except StoreError as error:
        LOG.warning("stopped.not_written_down", error=type(error).__name__)
        return
    try:
        _write_down(store.trail, clock, actor, stopped)
    finally:
        store.close()


def _write_down(trail: TrailStore, clock: Clock, actor: str, stopped: list[LawError]) -> None:
    now = clock.now()
    run_id = f"stopped-{now:%Y%m%dT%H%M%SZ}"
    told = [
        Event(EventKind.STOPPED_AT_DOOR, run_id, now, actor, {"what": one.what, "why": one.why})
        for one in stopped
    ]
    try:
        trail.append(told)
    except StoreError as error:
        LOG.warning("stopped.not_written_down", error=type(error).__name__)
