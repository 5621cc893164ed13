"""How far a command has come."""

import io
import sys

import pytest

from sharepoint_gate.cli.progress import shown_progress, told


class Terminal(io.StringIO):
    """Standard error at which somebody looks."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def test_a_bar_shows_where_the_end_is_known() -> None:
    """And a number where it is not."""
    assert told("files", 50, 100) == "[###############...............] 50 of 100  files"
    assert told("the listing", 320, None) == "the listing: 320"


def test_a_terminal_is_told_and_left_clean(monkeypatch: pytest.MonkeyPatch) -> None:
    """The line is empty again when the work is done, or has failed."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with shown_progress() as progress:
        progress("files", 1, 2)
    assert "1 of 2" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_a_file_or_a_pipe_is_told_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody reads a log that is full of bars."""
    pipe = io.StringIO()
    monkeypatch.setattr(sys, "stderr", pipe)
    with shown_progress() as progress:
        progress("files", 1, 2)
    assert pipe.getvalue() == ""
