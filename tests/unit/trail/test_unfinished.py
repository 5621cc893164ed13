"""What a cut run left open."""

import pytest

from sharepoint_gate.trail.events import Event, EventKind, OutcomeState
from sharepoint_gate.trail.log import Record
from sharepoint_gate.trail.record import record_of
from sharepoint_gate.trail.unfinished import open_intents, unfinished_runs
from tests.fakes.events import RUN, an_event, intent, outcome, run_finished, run_interrupted, run_started


def _log(*events: Event) -> list[Record]:
    return [record_of(event, index) for index, event in enumerate(events)]


def test_complete_run_leaves_nothing_open() -> None:
    """A run that ended, with an outcome for each intent, is done with."""
    log = _log(run_started("r1"), intent("c1", "r1"), outcome("c1", "r1"), run_finished("r1"))
    assert open_intents(log) == {}
    assert unfinished_runs(log) == ()


def test_law_10_change_of_several_steps_is_open_once_with_its_last_step() -> None:
    """A change may write several intents before its one outcome."""
    log = _log(intent("c1", "r1"), intent("c2", "r1"), intent("c1", "r1"))
    assert open_intents(log) == {("r1", "c2"): log[1], ("r1", "c1"): log[2]}


def test_outcome_of_a_change_that_was_never_begun_is_no_fault() -> None:
    """A skipped change has an outcome and no intent."""
    assert open_intents(_log(outcome("c1", "r1"))) == {}


def test_mark_of_a_cut_run_ends_that_run_and_not_its_own() -> None:
    """The run that found another one cut goes on."""
    log = _log(run_started("r1"), run_started("r2"), run_interrupted("r1", found_by="r2"))
    assert unfinished_runs(log) == ("r2",)


@pytest.mark.parametrize("opened", [None, "c1", ["c1"], [{"state": "applied"}]])
def test_mark_that_does_not_name_a_change_closes_none(opened: object) -> None:
    """Only a change that was looked at by name is closed."""
    mark = an_event(EventKind.RUN_INTERRUPTED, "r2", interrupted="r1", open=opened)
    assert list(open_intents(_log(intent("c1", "r1"), mark))) == [("r1", "c1")]


def test_mention_of_an_event_inside_data_is_not_that_event() -> None:
    """A finding that quotes an intent, or an outcome, is still a finding."""
    quoting = an_event(EventKind.FINDING, "r1", kind="outcome", change_id="c1")
    log = _log(intent("c1", "r1"), quoting, an_event(EventKind.FINDING, "r3", kind="run-started"))
    assert list(open_intents(log)) == [("r1", "c1")]
    assert unfinished_runs(log) == ()


def test_record_that_cannot_be_read_hides_no_other() -> None:
    """A damaged record is for verification to report; the open intents beside it are still found."""
    damaged = Record(0, b'"kind":"intent" is not a record', "00")
    assert list(open_intents([damaged, *_log(intent("c1", "r1"))])) == [("r1", "c1")]


def test_law_10_an_outcome_that_is_not_known_for_sure_is_open_to_whoever_asks() -> None:
    """The next run looks at it again; whoever asks for what a run has in hand does not see it."""
    events = (intent("c1"), outcome("c1", state=OutcomeState.UNCERTAIN), intent("c2"), outcome("c2"))
    log = _log(*events)
    assert open_intents(log) == {}
    assert [change for _, change in open_intents(log, doubtful=True)] == ["c1"]
    assert not open_intents(_log(*events, run_interrupted(RUN, "c1")), doubtful=True)


def test_law_10_only_an_outcome_can_be_doubtful() -> None:
    """An intent that carries the word of an outcome is an intent, and stays open."""
    word = an_event(EventKind.INTENT, "r1", change_id="c1", state=OutcomeState.UNCERTAIN)
    assert list(open_intents(_log(word), doubtful=True)) == [("r1", "c1")]
