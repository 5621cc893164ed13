"""The page on the trail's format: the program that follows it runs, and no kind or state is left out."""

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

_ROOT = Path(__file__).parents[3]
_PAGE = _ROOT / "docs" / "reference" / "trail-format.md"
_PROGRAM = _ROOT / "tools" / "verify_trail.py"


def _log() -> tuple[list[Record], list[Root]]:
    trail = FakeTrailStore()
    for count in (3, 4, 1):
        trail.append([an_event(text="Órla's notes", n=n) for n in range(count)])
        trail.seal("r", QUIET_NIGHT)
    return list(trail.records()), list(trail.roots())


def _check(folder: Path, records: list[Record], roots: list[Root]) -> tuple[int, str]:
    export = folder / "trail.jsonl"
    export.write_text("".join(f"{line}\n" for line in export_lines(records, roots)), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(_PROGRAM), str(export)], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout.strip() or done.stderr


def test_law_11_second_program_finds_a_sound_trail_sound(tmp_path: Path) -> None:
    """A program that shares no code with the gate, and needs no package, comes to the same roots."""
    records, roots = _log()
    code, said = _check(tmp_path, records, roots)
    assert code == 0
    assert said.splitlines()[-1] == f"sound: log 1, 8 records, head {roots[-1].root_hash}"


def test_law_11_second_program_finds_tampering(tmp_path: Path) -> None:
    """A program that shares no code with the gate names what was touched."""
    records, roots = _log()
    records[4] = replace(records[4], body=records[4].body.replace(b"notes", b"n0tes"))
    code, said = _check(tmp_path, records, roots)
    assert code == 5
    assert "WRONG  Record 4: its text and its hash do not agree." in said
    assert [size for size in (3, 7, 8) if f"The first {size} records are not" in said] == [7, 8]
    records, roots = _log()
    code, said = _check(tmp_path, records[:-1], roots)
    assert (code, "The end is missing" in said) == (5, True)


def test_second_program_takes_what_it_is_called_with_at_its_word(tmp_path: Path) -> None:
    """Who calls it wrongly gets 2 and a sentence, and a file that is no export is no sound trail."""
    export = tmp_path / "trail.jsonl"
    export.write_text("{}\n", encoding="utf-8")
    ends = [
        [str(tmp_path / "none")],
        [str(export)],
        [str(export), "--key", "x"],
        [str(export), "--checkpoint", str(export)],
    ]
    for words, code in zip(ends, (2, 5, 2, 2), strict=True):
        call = [sys.executable, "-I", "-S", str(_PROGRAM), *words]
        done = subprocess.run(call, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (code, "")
        assert len(done.stdout.splitlines()) == 1


@pytest.mark.parametrize("word", [*EventKind, *OutcomeState])
def test_page_names_every_kind_and_every_state(word: str) -> None:
    """What the trail may hold is all written down."""
    assert f"`{word}`" in _PAGE.read_text()
