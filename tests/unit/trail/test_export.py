"""The trail as lines of JSON, and back."""

from dataclasses import replace

import pytest

from sharepoint_gate.errors import TrailBrokenError
from sharepoint_gate.trail.export import FORMAT, Export, export_lines, read_export
from sharepoint_gate.trail.verify import verify
from tests.fakes.clock import QUIET_NIGHT
from tests.fakes.events import an_event
from tests.fakes.trail_store import FakeTrailStore


def _trail() -> FakeTrailStore:
    trail = FakeTrailStore()
    for run in ("r1", "r2"):
        trail.append([an_event(text='Órla\'s "notes"\n'), an_event()])
        trail.seal(run, QUIET_NIGHT)
    return trail


def test_law_11_export_holds_everything_and_verifies_elsewhere() -> None:
    """Whoever has the export needs nothing else of the gate to check it."""
    trail = _trail()
    lines = list(export_lines(trail.records(), trail.roots()))
    exported = read_export(lines)
    assert exported == Export(tuple(trail.records()), tuple(trail.roots()))
    assert len(lines) == 1 + 4 + 2
    assert all("\n" not in line for line in lines)
    assert verify(exported.records, exported.roots).ok


def test_law_11_export_holds_the_checkpoints_and_says_which_log_it_is() -> None:
    """Format 2; what format 1 left out is empty."""
    exported = read_export(export_lines(_trail().records(), [], ["a note\n"], log=2))
    assert (exported.checkpoints, exported.log) == (("a note\n",), 2)
    older = read_export(
        ['{"format":"sharepoint-gate-trail/1"}', *list(export_lines(_trail().records(), []))[1:]]
    )
    assert (len(older.records), older.checkpoints, older.log) == (4, (), 1)


def test_law_11_damaged_record_is_exported_as_it_is() -> None:
    """Evidence is not put right on its way out, even when it is no text any more."""
    damaged = replace(next(_trail().records()), body=b"\xff\x00{")
    exported = read_export(export_lines([damaged], []))
    assert exported.records == (damaged,)


_HEAD = f'{{"format":"{FORMAT}"}}'


@pytest.mark.parametrize(
    ("lines", "number"),
    [
        (['{"format":"something-else"}'], 1),
        (["{}"], 1),
        (["[]"], 1),
        ([_HEAD, "not json"], 2),
        ([_HEAD, "7"], 2),
        ([_HEAD, '{"index":0,"leaf_hash":"a"}'], 2),
        ([_HEAD, '{"index":"0","leaf_hash":"a","body":""}'], 2),
        ([_HEAD, '{"at":"yesterday","root_hash":"a","run_id":"r","size":1}'], 2),
        ([_HEAD, '{"at":"2026-03-27T22:00:00.000000Z","root_hash":"a","run_id":"r","size":true}'], 2),
    ],
)
def test_line_that_is_not_of_an_export_is_named(lines: list[str], number: int) -> None:
    """A file that was edited or is another one is not half read."""
    with pytest.raises(TrailBrokenError, match=f"Line {number} of the export cannot be read"):
        read_export(lines)


def test_an_empty_file_is_no_export() -> None:
    """Half a copy that lost everything must not pass for a trail without records."""
    with pytest.raises(TrailBrokenError, match="is empty"):
        read_export([])
    assert read_export(export_lines([], [])).records == ()
