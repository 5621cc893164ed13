"""A change whose fate nobody knows stays open to later looks, and is told as that once."""

from collections.abc import Sequence

from sharepoint_gate.trail.describe import describe
from sharepoint_gate.trail.events import Event, EventKind, OutcomeState
from sharepoint_gate.trail.log import Record
from sharepoint_gate.trail.record import record_of
from sharepoint_gate.trail.unfinished import open_intents, told_doubts
from tests.fakes.events import RUN, an_event, intent, outcome


def looked_at(change_id: str, state: OutcomeState) -> Event:
    """Return what a later run says of one change."""
    told = [{"change_id": change_id, "state": state.value}]
    return an_event(EventKind.RUN_INTERRUPTED, "later", interrupted=RUN, open=told)


def log(*events: Event) -> Sequence[Record]:
    """Return events as a log."""
    return [record_of(event, index) for index, event in enumerate(events)]


UNSURE, DONE = OutcomeState.UNCERTAIN, OutcomeState.APPLIED


def test_law_10_a_look_that_could_not_tell_leaves_a_change_open_to_the_next_look() -> None:
    """Whoever asks for what is in hand does not see it, for somebody has looked."""
    records = log(intent("c1"), looked_at("c1", UNSURE))
    assert open_intents(records) == {}
    assert list(open_intents(records, doubtful=True)) == [(RUN, "c1")]
    assert told_doubts(records) == {(RUN, "c1")}


def test_law_10_a_later_look_that_can_tell_settles_it() -> None:
    """Whatever was told before."""
    records = log(intent("c1"), outcome("c1", state=UNSURE), looked_at("c1", UNSURE), looked_at("c1", DONE))
    assert open_intents(records, doubtful=True) == {}


def test_only_a_look_that_could_not_tell_is_a_doubt_that_was_told() -> None:
    """An outcome that is not known is of the run itself, and a look that could tell leaves none."""
    assert told_doubts(log(intent("c1"), outcome("c1", state=UNSURE), looked_at("c2", DONE))) == frozenset()


def test_a_run_that_ended_is_not_said_to_be_cut_off() -> None:
    """A later look at what it left in doubt is told as that."""
    told = [{"change_id": "c1", "state": UNSURE.value}]
    late = an_event(EventKind.RUN_INTERRUPTED, "later", interrupted=RUN, open=told, finished=True)
    assert f"Run {RUN} had left changes in doubt; 1 change was" in describe(late)
    assert "was found cut off before its end" in describe(looked_at("c1", UNSURE))
