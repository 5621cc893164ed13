"""How a command ends when it does not end well: one plain message, one exit code, never a traceback.

Source: ADR-0002
"""

import os
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import click

from sharepoint_gate.errors import GateError
from sharepoint_gate.timekeeping import SystemClock

BUG = 1
STOPPED = 130
"""What shells expect of a program that Ctrl-C ended."""
UNHEARD = 141
"""What shells expect of a program whose reader has gone, as with ``| head``."""
_FOREMOST = (7, 5, 4, 6, 3, 10, 2, 1)


def end_of(error: BaseException, folders: Callable[[], Iterable[Path]]) -> int:
    """Tell what ended a command and return its exit code.

    Args:
        error: Anything but a wish to exit.
        folders: Asked where the traceback of a bug may be kept, the best place first.
    """
    _let_go_of_output()
    if isinstance(error, KeyboardInterrupt):
        return _stopped()
    if isinstance(error, BrokenPipeError):
        return UNHEARD
    known = foremost(error)
    if known is not None:
        _say(known.diagnostics())
        return known.exit_code
    return _bug(error, folders())


def foremost(error: BaseException) -> GateError | None:
    """Return the gate's own error in a group of errors; of several the one whose exit code goes first.

    None when the group holds anything that nobody foresaw: that is a bug, whatever else happened.
    """
    leaves = list(_leaves(error))
    known = [leaf for leaf in leaves if isinstance(leaf, GateError)]
    if len(known) < len(leaves):
        return None
    return min(known, key=lambda one: _FOREMOST.index(one.exit_code))


def keep_traceback(error: BaseException, folders: Iterable[Path]) -> Path | None:
    """Write a traceback where only this account can read it, since it may hold names.

    Args:
        error: What nobody foresaw.
        folders: Tried in turn, and the system's folder for temporary files after them.

    Returns:
        The file, or None when no folder takes it.
    """
    text = "".join(traceback.format_exception(error))
    name = f"crash-{SystemClock().now():%Y%m%dT%H%M%SZ}"
    for folder in (*folders, Path(tempfile.gettempdir())):
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor, path = tempfile.mkstemp(".txt", f"{name}-", folder)
            with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
                file.write(text)
        except OSError:
            continue
        return Path(path)
    return None


def _leaves(error: BaseException) -> Iterator[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from _leaves(inner)
    else:
        yield error


def _let_go_of_output() -> None:
    """Drop what standard output does not take: the interpreter would complain of it once more at its end."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _stopped() -> int:
    _say(
        "Stopped before the end.\n"
        "  do:  Run it again when you are ready: the next run first looks at what this one left open."
    )
    return STOPPED


def _bug(error: BaseException, folders: Iterable[Path]) -> int:
    kept = keep_traceback(error, folders)
    where = f"The details are in {kept}" if kept else "The details could not be written anywhere"
    _say(
        f"The program met something that it was not made for ({type(error).__name__}). "
        "This is a bug of the program, not a mistake of yours.\n"
        "  do:  Give the file named below to whoever maintains the gate, by a safe way: it may hold names.\n"
        f"  {where}."
    )
    return BUG


def _say(text: str) -> None:
    click.echo(text, err=True)
