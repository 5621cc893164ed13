"""The contract of the TrailStore port."""

from datetime import timedelta

import pytest

from sharepoint_gate.ports.store import TrailStore
from sharepoint_gate.trail.events import EventKind
from sharepoint_gate.trail.record import event_of
from sharepoint_gate.trail.verify import verify
from tests.fakes.clock import QUIET_NIGHT
from tests.fakes.events import an_event, intent, outcome, run_finished, run_interrupted, run_started


def test_new_trail_is_empty_and_verifies(trail: TrailStore) -> None:
    """A trail that nobody wrote to holds nothing, and nothing is wrong with it."""
    assert list(trail.records()) == []
    assert list(trail.roots()) == []
    assert verify(trail.records(), trail.roots()).ok


def test_appended_events_get_the_next_indexes(trail: TrailStore) -> None:
    """Records are numbered from 0 without a gap, across commits."""
    trail.append([an_event(), an_event()])
    later = trail.append([an_event()])
    assert [record.index for record in later] == [2]
    assert [record.index for record in trail.records()] == [0, 1, 2]


def test_appended_event_is_read_back_as_it_was(trail: TrailStore) -> None:
    """What was written down is what is read, nested data and rare letters included."""
    event = an_event(EventKind.FINDING, object="Órlas case/📄.docx", also=["a", {"n": 1, "none": None}])
    (record,) = trail.append([event])
    (read,) = trail.records()
    assert read == record
    assert event_of(read) == event


def test_appending_nothing_changes_nothing(trail: TrailStore) -> None:
    """An empty commit leaves no mark."""
    assert list(trail.append([])) == []
    assert list(trail.records()) == []


def test_event_that_cannot_be_written_leaves_nothing_of_its_commit(trail: TrailStore) -> None:
    """A commit is whole or not at all."""
    with pytest.raises(ValueError, match="change_id"):
        trail.append([an_event(), an_event(EventKind.INTENT)])
    assert list(trail.records()) == []


def test_records_can_be_read_from_an_index(trail: TrailStore) -> None:
    """A reader that knows the beginning asks for the rest."""
    trail.append([an_event() for _ in range(5)])
    assert [record.index for record in trail.records(3)] == [3, 4]
    assert list(trail.records(5)) == []


def test_long_trail_is_read_whole_and_in_order(trail: TrailStore) -> None:
    """No record is lost or repeated where one page of rows ends and the next begins."""
    trail.append([an_event(n=n) for n in range(2_000)])
    assert [record.index for record in trail.records()] == list(range(2_000))


def test_trail_can_grow_while_it_is_read(trail: TrailStore) -> None:
    """A reader that stopped midway does not keep the run from writing."""
    trail.append([an_event() for _ in range(3)])
    reading = iter(trail.records())
    assert next(reading).index == 0
    trail.append([an_event()])
    assert len(list(trail.records())) == 4


def test_law_11_each_seal_covers_the_whole_log_and_verifies(trail: TrailStore) -> None:
    """A root after each run covers everything so far, and the whole verifies."""
    for run in ("r1", "r2", "r3"):
        trail.append([run_started(run), run_finished(run)])
        trail.seal(run, QUIET_NIGHT)
    assert [(root.size, root.run_id) for root in trail.roots()] == [(2, "r1"), (4, "r2"), (6, "r3")]
    verification = verify(trail.records(), trail.roots())
    assert (verification.ok, verification.size, verification.sealed) == (True, 6, 6)


def test_seal_returns_what_is_kept(trail: TrailStore) -> None:
    """The root that the run reports is the one that is stored, its time included."""
    trail.append([an_event()])
    at = QUIET_NIGHT + timedelta(minutes=1, microseconds=5)
    sealed = trail.seal("r1", at)
    assert list(trail.roots()) == [sealed]
    assert (sealed.run_id, sealed.at, sealed.size) == ("r1", at, 1)


def test_law_12_sealing_twice_adds_one_root(trail: TrailStore) -> None:
    """A log that did not grow has one head, whoever asks again."""
    trail.append([an_event()])
    assert trail.seal("r1", QUIET_NIGHT) == trail.seal("r2", QUIET_NIGHT)
    assert len(trail.roots()) == 1


def test_law_10_intent_without_outcome_is_open(trail: TrailStore) -> None:
    """A change that was begun and not ended is found again, in the order of the log."""
    written = trail.append([intent("c1"), intent("c2"), intent("c3"), outcome("c2")])
    assert [(one.change_id, one.record) for one in trail.open_intents()] == [
        ("c1", written[0]),
        ("c3", written[2]),
    ]


def test_law_10_outcome_of_another_run_closes_nothing(trail: TrailStore) -> None:
    """Change ids begin anew in each run, so an outcome counts for its own run only."""
    trail.append([intent("c1", "r1"), intent("c1", "r2"), outcome("c1", "r2")])
    assert [(one.run_id, one.change_id) for one in trail.open_intents()] == [("r1", "c1")]


def test_law_10_change_that_a_later_run_looked_at_is_closed(trail: TrailStore) -> None:
    """The run that found a cut one closes the changes that it names, and no others."""
    trail.append([run_started("r1"), intent("c1", "r1"), intent("c2", "r1")])
    trail.append([run_interrupted("r1", "c1", found_by="r2")])
    assert [(one.run_id, one.change_id) for one in trail.open_intents()] == [("r1", "c2")]


def test_law_10_run_without_an_end_is_unfinished(trail: TrailStore) -> None:
    """A run that neither finished nor was marked interrupted is named, oldest first."""
    trail.append([run_started("r1"), run_started("r2"), run_finished("r2"), run_started("r3")])
    assert list(trail.unfinished_runs()) == ["r1", "r3"]
    trail.append([run_interrupted("r1", found_by="r4")])
    assert list(trail.unfinished_runs()) == ["r3"]
