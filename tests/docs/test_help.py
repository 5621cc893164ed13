"""What the documents say of the command line is what the command line says."""

import re
import shlex
from collections.abc import Iterator

import click
import pytest

from tests.docs.blocks import HELPED, PROGRAM, blocks, commands, help_blocks, helped, pages
from tests.docs.sources import ROOT

COMMANDS = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
_INLINE = re.compile(rf"`(?:\.venv/bin/)?({PROGRAM}(?: [^`\n]+)?)`")


def command_lines() -> Iterator[tuple[str, list[str]]]:
    """Return every call of the program in a document, as page and words after the program's name."""
    for page in pages():
        where = str(page.relative_to(ROOT))
        for found in _INLINE.finditer(page.read_text(encoding="utf-8")):
            yield where, shlex.split(found[1])[1:]
    for block in blocks():
        where = str(block.page.relative_to(ROOT))
        for line in block.text.splitlines():
            if block.language in {"bash", "text"} and line.strip().startswith(f"{PROGRAM} "):
                yield where, shlex.split(line.strip(), comments=True)[1:]


def parse(words: list[str]) -> None:
    """Read words as the program would, without running anything.

    Raises:
        click.UsageError: The program would refuse them.
    """
    context: click.Context | None = None
    path: tuple[str, ...] = ()
    while isinstance(command := commands()[path], click.Group):
        name = path[-1] if path else PROGRAM
        # with the program's own settings: click keeps the first --help it makes for all who ask later
        context = click.Context(command, parent=context, info_name=name, **command.context_settings)
        _, rest, _ = command.make_parser(context).parse_args(list(words))
        if not rest:
            return
        path, words = (*path, rest[0]), rest[1:]
        if path not in commands():
            raise click.UsageError(f"there is no command {rest[0]}")
    command.make_context(path[-1], list(words), parent=context)


@pytest.mark.parametrize("name", HELPED)
def test_help_in_the_documents_is_what_the_program_prints(name: str) -> None:
    """A help text in a document is the program's own, word for word."""
    shown = help_blocks((ROOT / name).read_text(encoding="utf-8"))
    assert shown
    assert shown == {words: helped(words) for words in shown}, "run python -m tests.docs.blocks"


def test_every_command_is_on_the_page_of_commands() -> None:
    """Each command, below other commands too, has its help text on the page."""
    assert set(help_blocks(COMMANDS)) == set(commands())


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_option_is_on_the_page_of_commands(words: tuple[str, ...]) -> None:
    """Each option of a command stands in that command's help text on the page."""
    options = [one for one in commands()[words].params if isinstance(one, click.Option)]
    shown = help_blocks(COMMANDS)[words]
    assert all(name in shown for option in options for name in option.opts)


def test_every_command_line_in_the_documents_is_one_that_the_program_takes() -> None:
    """What a reader copies from a document is not refused for its spelling."""
    refused = []
    for page, words in command_lines():
        try:
            parse(words)
        except click.exceptions.Exit:
            continue  # --help and --version answer at once
        except click.UsageError as error:
            refused.append(f"{page}: {' '.join(words)}: {error.format_message()}")
    assert refused == []


def test_documents_hold_command_lines_to_be_tried() -> None:
    """The search for command lines finds those of the tutorial: it is no search that finds nothing."""
    tutorial = [words for page, words in command_lines() if page.endswith("first-night.md")]
    assert ["plan", "--out", "plan.json"] in tutorial
