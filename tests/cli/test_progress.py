"""How far a command has come."""

import io
import sys

import pytest

from sharepoint_gate.cli.progress import shown_progress


class Terminal(io.StringIO):
    """Standard error at which somebody looks."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def test_a_terminal_is_told_and_left_clean(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line for each thing that is read, the end where it is known, and nothing of it left at the end."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    with shown_progress() as progress:
        progress("the listing", 320, None)
        progress("files", 1, 2)
        progress("files", 2, 2)
    shown = terminal.getvalue()
    assert all(words in shown for words in ("the listing", "320/?", "files", "2/2"))
    assert shown.rindex("\x1b[2K") > shown.rindex("files")


def test_a_name_is_shown_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Brackets in what is read are no instructions to the terminal."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with shown_progress() as progress:
        progress("[red]files[/red]", 1, 2)
    assert "[red]files[/red]" in terminal.getvalue()


def test_a_file_or_a_pipe_is_told_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody reads a log that is full of bars."""
    pipe = io.StringIO()
    monkeypatch.setattr(sys, "stderr", pipe)
    with shown_progress() as progress:
        progress("files", 1, 2)
    assert pipe.getvalue() == ""
