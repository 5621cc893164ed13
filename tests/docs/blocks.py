"""Fenced blocks of the documents; `python -m tests.docs.blocks` writes the help texts into them anew."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
from click.testing import CliRunner

from sharepoint_gate.cli.group import COMMANDS, gate
from tests.docs.sources import ROOT, files_below

PROGRAM = "sharepoint-gate"
HELPED = ("README.md", "docs/reference/commands.md")
_WIDTH = 100
_HELP = re.compile(
    r"(?<=^```text\n)\$ sharepoint-gate (?P<words>(?:[a-z-]+[a-z] )*)--help\n.*?(?=^```$)",
    re.MULTILINE | re.DOTALL,
)
_FENCE = re.compile(r"^ *```(?P<language>[a-z]*)\n(?P<text>.*?)^ *```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: where it stands, its language ("" for none), and its text."""

    page: Path
    language: str
    text: str


def pages() -> list[Path]:
    """Return every Markdown file of the project, in order."""
    rooms = ("docs", "src", "tests", "config")
    below = [path for room in rooms for path in files_below(ROOT / room) if path.suffix == ".md"]
    return sorted([*ROOT.glob("*.md"), *below])


def blocks() -> Iterator[Block]:
    """Return every fenced block of every page."""
    for page in pages():
        for found in _FENCE.finditer(page.read_text(encoding="utf-8")):
            yield Block(page, found["language"], found["text"])


def commands() -> dict[tuple[str, ...], click.Command]:
    """Return the program and every command of it, by the words that call it."""
    found: dict[tuple[str, ...], click.Command] = {(): gate}
    context = click.Context(gate)
    for name in COMMANDS:
        command = gate.get_command(context, name)
        assert command is not None, name
        found[name,] = command
        if isinstance(command, click.Group):
            found |= {(name, below): one for below, one in command.commands.items()}
    return found


def helped(words: tuple[str, ...]) -> str:
    """Return what a command prints for `--help`, under the line that asks for it."""
    arguments = [*words, "--help"]
    result = CliRunner().invoke(gate, arguments, prog_name=PROGRAM, terminal_width=_WIDTH)
    assert result.exit_code == 0, result.output
    return f"$ {PROGRAM} {' '.join(arguments)}\n{result.output}"


def help_blocks(text: str) -> dict[tuple[str, ...], str]:
    """Return the help texts that a page holds, by the words of the command."""
    return {tuple(found["words"].split()): found[0] for found in _HELP.finditer(text)}


def with_help(text: str) -> str:
    """Return a page with its help texts as they are now."""
    return _HELP.sub(lambda found: helped(tuple(found["words"].split())), text)


if __name__ == "__main__":
    for name in HELPED:
        path = ROOT / name
        path.write_text(with_help(path.read_text(encoding="utf-8")), encoding="utf-8")
