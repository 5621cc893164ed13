"""An event as a leaf, and back."""

import pytest

from sharepoint_gate.errors import TrailBrokenError
from sharepoint_gate.trail.canonical import canonical
from sharepoint_gate.trail.events import EventKind
from sharepoint_gate.trail.log import Record
from sharepoint_gate.trail.merkle import leaf_hash
from sharepoint_gate.trail.record import event_of, record_of
from tests.fakes.events import an_event


def test_record_holds_the_event_its_index_and_its_hash() -> None:
    """The hashed text says everything, the place in the log included."""
    record = record_of(an_event(EventKind.OBSERVED, "r1", items=3), 7)
    assert record.body == (
        b'{"actor":"gate@night.example","at":"2026-03-27T22:00:00.000000Z","data":{"items":3},'
        b'"index":7,"kind":"observed","run_id":"r1"}'
    )
    assert record.index == 7
    assert record.leaf_hash == leaf_hash(record.body).hex()


def test_event_is_read_back_from_its_record() -> None:
    """Nothing of an event is lost."""
    event = an_event(EventKind.FINDING, also=["a"], place=None, deep={"n": -1})
    assert event_of(record_of(event, 0)) == event


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (EventKind.INTENT, {}),
        (EventKind.INTENT, {"change_id": ""}),
        (EventKind.OUTCOME, {"change_id": "c1"}),
        (EventKind.OUTCOME, {"state": "applied"}),
    ],
)
def test_law_10_intent_and_outcome_name_their_change(kind: EventKind, data: dict[str, str]) -> None:
    """Without its change an intent could never be closed after a cut."""
    with pytest.raises(ValueError, match=f"kind {kind.value}"):
        record_of(an_event(kind, **data), 0)


_GOOD = {
    "actor": "a",
    "at": "2026-03-27T22:00:00.000000Z",
    "data": {},
    "index": 0,
    "kind": "intent",
    "run_id": "r",
}


@pytest.mark.parametrize(
    "body",
    [
        b"not json",
        b"[]",
        canonical({**_GOOD, "kind": "party"}),
        canonical({**_GOOD, "run_id": 1}),
        canonical({**_GOOD, "at": "yesterday"}),
        canonical({**_GOOD, "data": []}),
        canonical({key: value for key, value in _GOOD.items() if key != "actor"}),
    ],
)
def test_record_that_the_gate_did_not_write_is_not_read(body: bytes) -> None:
    """A reader of the trail is told which record is broken, and what to run."""
    with pytest.raises(TrailBrokenError, match="Record 5 of the trail cannot be read") as broken:
        event_of(Record(5, body, leaf_hash(body).hex()))
    assert "trail verify" in broken.value.mend
