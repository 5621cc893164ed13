"""The README's examples on the emulator alone run as they are printed, and print what is shown."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.docs.blocks import blocks
from tests.docs.sources import ROOT
from tests.docs.test_reference import rows_of
from tests.e2e.harness import CLEAN


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[dict[str, object]]:
    """Start the emulator with the README's own words in a folder that has the shipped configuration."""
    (tmp_path / "config").symlink_to(ROOT / "config")
    line = next(text for _, text in readme() if text.startswith("python -m graph_emulator"))
    words = [sys.executable, *line.split()[1:]]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=tmp_path, env=CLEAN) as emulator:
        assert emulator.stdout is not None
        try:
            yield json.loads(emulator.stdout.readline())
        finally:
            emulator.terminate()


def readme() -> list[tuple[str, str]]:
    """Return language and text of the README's blocks, in order."""
    return [(block.language, block.text) for block in blocks() if block.page == ROOT / "README.md"]


def example(language: str) -> tuple[str, str]:
    """Return the example in a language, and the block after it, which shows what it prints."""
    shown = readme()
    number = next(
        n for n, (kind, text) in enumerate(shown) if kind == language and "tenant/ready.json" in text
    )
    return shown[number][1], shown[number + 1][1]


def printed(command: Sequence[str], folder: Path) -> str:
    """Return what a program prints; it has to end well and say nothing else."""
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder, env=CLEAN, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.mark.usefixtures("serving")
def test_the_curl_example_prints_what_is_shown(tmp_path: Path) -> None:
    """The shell example shares a file, and is refused for a property that Graph does not know."""
    program, shown = example("bash")
    assert printed(["bash", "-e", "-c", program], tmp_path) == shown


@pytest.mark.usefixtures("serving")
def test_the_python_example_prints_what_is_shown(tmp_path: Path) -> None:
    """The Python example signs in, shares with everybody, and sees that strangers may download."""
    program, shown = example("python")
    assert printed([sys.executable, "-c", program], tmp_path) == shown
    assert "stranger read may download" in shown


def test_what_the_first_line_holds_is_told(serving: dict[str, object]) -> None:
    """Each key of the first line has a row on the emulator's page, and no other has."""
    page = (ROOT / "docs" / "reference" / "emulator.md").read_text(encoding="utf-8")
    start = page.partition("## Start")[2].partition("\n## ")[0]
    assert {row[0].strip("`") for row in rows_of(start) if re.fullmatch(r"`\w+`", row[0])} == set(serving)
