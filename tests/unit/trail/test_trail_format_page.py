"""The page on the trail's format is true: its program runs, and it leaves out no kind and no state."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from sharepoint_gate.trail.events import EventKind, OutcomeState
from sharepoint_gate.trail.export import export_lines
from sharepoint_gate.trail.log import Record, Root
from tests.fakes.clock import QUIET_NIGHT
from tests.fakes.events import an_event
from tests.fakes.trail_store import FakeTrailStore

_PAGE = Path(__file__).parents[3] / "docs" / "reference" / "trail-format.md"


def _log() -> tuple[list[Record], list[Root]]:
    trail = FakeTrailStore()
    for count in (3, 4, 1):
        trail.append([an_event(text="Órla's notes", n=n) for n in range(count)])
        trail.seal("r", QUIET_NIGHT)
    return list(trail.records()), list(trail.roots())


def _check(folder: Path, records: list[Record], roots: list[Root]) -> tuple[int, str]:
    program, export = folder / "check.py", folder / "trail.jsonl"
    program.write_text(_PAGE.read_text().split("```python\n")[1].split("```")[0])
    export.write_text("".join(f"{line}\n" for line in export_lines(records, roots)))
    done = subprocess.run(
        [sys.executable, "-I", str(program), str(export)], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout.strip() or done.stderr


def test_law_11_second_program_finds_a_sound_trail_sound(tmp_path: Path) -> None:
    """A program that shares no code with the gate comes to the same roots."""
    assert _check(tmp_path, *_log()) == (0, "8 records, sound")


def test_law_11_second_program_finds_tampering(tmp_path: Path) -> None:
    """A program that shares no code with the gate names what was touched."""
    records, roots = _log()
    records[4] = replace(records[4], body=records[4].body.replace(b"notes", b"n0tes"))
    assert _check(tmp_path, records, roots) == (5, "8 records, record 4; root of size 7; root of size 8")
    records, roots = _log()
    assert _check(tmp_path, records[:-1], roots) == (5, "7 records, root of size 8")


@pytest.mark.parametrize("word", [*EventKind, *OutcomeState])
def test_page_names_every_kind_and_every_state(word: str) -> None:
    """What the trail may hold is all written down."""
    assert f"`{word}`" in _PAGE.read_text()
