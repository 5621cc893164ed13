"""What commands share when they present: text or JSON, and the first line of a rehearsal."""

import json
import os
import shlex
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from sharepoint_gate.errors import StoreError

as_json = click.option("--json", "wants_json", is_flag=True, help="Print JSON for programs.")


def mark(*, rehearsal: bool) -> str:
    """Return the line that every output about a rehearsal tenant begins with; empty for a real one."""
    return "REHEARSAL\n" if rehearsal else ""


def said_before(config: Path | None) -> str:
    """Return what stood before a command's name: whoever copies a line needs the same settings."""
    return f"--config {shlex.quote(str(config))}" if config is not None else ""


def show(text: str) -> None:
    """Print a finished text; letters that the terminal does not have are written as numbers.

    Raises:
        StoreError: Standard output takes no more, for its disk is full.
    """
    try:
        click.echo(_printable(text), nl=not text.endswith("\n") and bool(text))
    except BrokenPipeError:
        raise
    except OSError as error:
        raise StoreError(
            "What the program found could not be printed to its end.",
            why=error.strerror or "",
            mend="Make room where its output is sent, and run again.",
        ) from error


def show_json(data: Mapping[str, Any]) -> None:
    """Print JSON."""
    show(json.dumps(data, indent=2, ensure_ascii=_is_narrow()))


def _printable(text: str) -> str:
    encoding = _encoding()
    return text.encode(encoding, "backslashreplace").decode(encoding)


def _is_narrow() -> bool:
    return not _encoding().replace("-", "").replace("_", "").lower().startswith("utf")


def _encoding() -> str:
    return getattr(sys.stdout, "encoding", None) or "utf-8"


def window_columns() -> int:
    """Return how wide the window is that standard output goes to; 0 for a file, a pipe or nothing at all."""
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError):
        return 0
