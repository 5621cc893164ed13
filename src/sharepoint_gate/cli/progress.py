"""How far a command has come, on standard error, where somebody looks at a terminal; else nothing."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from sharepoint_gate.ports.audit import Progress

_BAR = 30
_BACK, _CLEAR = "\r", "\x1b[K"


@contextmanager
def shown_progress() -> Iterator[Progress]:
    """Show progress while the context lasts, and leave the line empty after it."""
    if not sys.stderr.isatty():
        yield _nothing
        return
    try:
        yield _bar
    finally:
        sys.stderr.write(f"{_BACK}{_CLEAR}")
        sys.stderr.flush()


def _nothing(what: str, done: int, total: int | None) -> None:
    """Show nothing: nobody is there to see it."""


def _bar(what: str, done: int, total: int | None) -> None:
    sys.stderr.write(f"{_BACK}{_CLEAR}{told(what, done, total)}")
    sys.stderr.flush()


def told(what: str, done: int, total: int | None) -> str:
    """Return progress as one line: a bar where the end is known, else a number."""
    if not total:
        return f"{what}: {done}"
    full = _BAR * done // total
    return f"[{'#' * full}{'.' * (_BAR - full)}] {done} of {total}  {what}"
