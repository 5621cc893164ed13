"""How wide a report is: as wide as the window, and never wider than a page."""

import os
import pty
import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import ioctl
from termios import TIOCSWINSZ

import pytest

from sharepoint_gate.cli.present import window_columns
from sharepoint_gate.reports.plain import NARROWEST, WIDTH, fit_to, paragraph, width


@pytest.fixture(autouse=True)
def a_page() -> Iterator[None]:
    """Leave the usual width to other tests."""
    yield
    fit_to(0)


@contextmanager
def _window(columns: int) -> Iterator[int]:
    """Open a terminal of so many columns; yield the end that a program writes to."""
    reader, writer = pty.openpty()
    ioctl(writer, TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    try:
        yield writer
    finally:
        os.close(reader)
        os.close(writer)


@pytest.mark.parametrize(("columns", "wide"), [(80, 80), (200, WIDTH), (10, NARROWEST), (0, WIDTH)])
def test_lines_fit_the_window(monkeypatch: pytest.MonkeyPatch, columns: int, wide: int) -> None:
    """A line that the window breaks loses its indent; a window that tells no width is taken for a page."""
    with _window(columns) as terminal, os.fdopen(os.dup(terminal), "w") as screen:
        monkeypatch.setattr(sys, "stdout", screen)
        fit_to(window_columns())
        assert width() == wide
        assert max(len(line) for line in paragraph("word " * 100)) <= wide


def test_a_file_or_a_pipe_gets_the_usual_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """A report that is kept reads the same wherever it was made."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as pipe:
        monkeypatch.setattr(sys, "stdout", pipe)
        fit_to(window_columns())
        assert width() == WIDTH
