"""The demo that the README shows is the demo that runs, and the tutorial leads where it says."""

import shutil
from pathlib import Path

import pytest

from tests.docs.blocks import blocks
from tests.docs.pictures import BEFORE, IMAGES, PICTURES, size_of, take
from tests.docs.sources import ROOT
from tests.e2e.harness import Rehearsal

ALIKE = 0.25  # fonts differ from machine to machine


def shown_lines() -> list[str]:
    """Return the lines of the README's demo, without the marks of what is left out."""
    shown = next(
        block.text
        for block in blocks()
        if block.page == ROOT / "README.md" and block.text.startswith("REHEARSAL")
    )
    return [line for line in shown.splitlines() if line.strip() not in {"", "..."}]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Rehearsal, str]:
    """A folder in which the demo was run, and what it printed."""
    rehearsal = Rehearsal(tmp_path_factory.mktemp("demo"), mail=True)
    rehearsal.prepare()
    return rehearsal, rehearsal.gate("demo").out


def test_the_readme_shows_what_the_demo_prints(demo: tuple[Rehearsal, str]) -> None:
    """Every line of the README's excerpt is printed, in the same order."""
    printed = iter(demo[1].splitlines())
    missing = [line for line in shown_lines() if line not in printed]
    assert shown_lines()
    assert missing == []


def test_the_pictures_are_those_of_the_demo(demo: tuple[Rehearsal, str], tmp_path: Path) -> None:
    """A picture taken now has the size of the one that is kept, and about as much in it."""
    take(demo[0].folder / BEFORE, tmp_path)
    for name in PICTURES:
        kept, taken = IMAGES / name, tmp_path / name
        assert size_of(taken) == size_of(kept)
        assert taken.stat().st_size == pytest.approx(kept.stat().st_size, rel=ALIKE), name


def test_the_tutorial_moves_a_case_on_as_it_tells(demo: tuple[Rehearsal, str], tmp_path: Path) -> None:
    """The two edits of the tutorial give the plan that it shows, which is applied once and then refused."""
    rehearsal = Rehearsal(tmp_path / "after", in_process=True)
    shutil.copytree(demo[0].folder, rehearsal.folder)
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
