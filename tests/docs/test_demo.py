"""The demo that the README shows is the demo that runs."""

from pathlib import Path

from tests.docs.blocks import ROOT, blocks
from tests.e2e.harness import Rehearsal


def shown_lines() -> list[str]:
    """Return the lines of the README's demo, without the marks of what is left out."""
    shown = next(
        block.text
        for block in blocks()
        if block.page == ROOT / "README.md" and block.text.startswith("REHEARSAL")
    )
    return [line for line in shown.splitlines() if line.strip() not in {"", "..."}]


def test_the_readme_shows_what_the_demo_prints(tmp_path: Path) -> None:
    """Every line of the README's excerpt is printed, in the same order."""
    rehearsal = Rehearsal(tmp_path)
    rehearsal.prepare()
    printed = iter(rehearsal.gate("demo").out.splitlines())
    missing = [line for line in shown_lines() if line not in printed]
    assert shown_lines()
    assert missing == []
