"""The demo that the README shows is the demo that runs, and the tutorial leads where it says."""

from pathlib import Path

from tests.docs.blocks import blocks
from tests.docs.sources import ROOT
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
    rehearsal = Rehearsal(tmp_path, mail=True)
    rehearsal.prepare()
    printed = iter(rehearsal.gate("demo").out.splitlines())
    missing = [line for line in shown_lines() if line not in printed]
    assert shown_lines()
    assert missing == []


def test_the_tutorial_moves_a_case_on_as_it_tells(tmp_path: Path) -> None:
    """The two edits of the tutorial give the plan that it shows, which is applied once and then refused."""
    rehearsal = Rehearsal(tmp_path)
    rehearsal.prepare()
    rehearsal.gate("demo")
    move_the_case_on(rehearsal.files / "roster.yaml")
    planned = rehearsal.gate("plan", "--out", "plan.json").out
    rehearsal.gate("--actor", "u01", "reconcile", "--plan", "plan.json")
    after = rehearsal.gate("plan").out
    rehearsal.gate("reconcile", "--plan", "plan.json", wanted=3)
    first, second = [
        block.text.strip()
        for block in blocks()
        if block.page.name == "first-night.md" and block.language == "text"
    ]
    assert first in planned
    assert second in after


def move_the_case_on(roster: Path) -> None:
    """Make the tutorial's two edits: the revision, and the stage of one case."""
    before, mark, case = roster.read_text(encoding="utf-8").partition("  RR-2026-001:")
    assert mark
    moved = case.replace("stage: executive-sign-off", "stage: submitted", 1)
    roster.write_text(before.replace("revision: 14", "revision: 15") + mark + moved, encoding="utf-8")
