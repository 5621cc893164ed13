"""Whatever is done to a sealed trail, it is found."""

from collections.abc import Callable
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from sharepoint_gate.trail.events import Event, EventKind
from sharepoint_gate.trail.log import Record, Root
from sharepoint_gate.trail.merkle import leaf_hash
from sharepoint_gate.trail.verify import verify
from tests.fakes.clock import QUIET_NIGHT
from tests.fakes.trail_store import FakeTrailStore

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=3,
)
_EVENTS = st.builds(
    Event,
    kind=st.sampled_from([EventKind.OBSERVED, EventKind.FINDING, EventKind.PLANNED]),
    run_id=st.text(max_size=8),
    at=st.just(QUIET_NIGHT),
    actor=st.text(max_size=8),
    data=st.dictionaries(st.text(max_size=5), _JSON, max_size=2),
)
_RUNS = st.lists(st.lists(_EVENTS, min_size=1, max_size=4), min_size=1, max_size=3)
_Log = tuple[list[Record], list[Root]]


def _sealed(runs: list[list[Event]]) -> _Log:
    trail = FakeTrailStore()
    for number, events in enumerate(runs):
        trail.append(events)
        trail.seal(f"r{number}", QUIET_NIGHT)
    return list(trail.records()), list(trail.roots())


_LOGS = _RUNS.map(_sealed)


def _place(data: st.DataObject, records: list[Record]) -> int:
    return data.draw(st.integers(0, len(records) - 1), label="place")


def _flipped(data: st.DataObject, body: bytes) -> bytes:
    position = data.draw(st.integers(0, len(body) - 1), label="byte")
    mask = data.draw(st.integers(1, 255), label="mask")
    return body[:position] + bytes([body[position] ^ mask]) + body[position + 1 :]


@given(_LOGS)
def test_law_11_untouched_trail_verifies(log: _Log) -> None:
    """No honest trail is ever called broken, whatever the events hold."""
    records, roots = log
    found = verify(records, roots)
    assert (found.problems, found.size, found.sealed) == ((), len(records), len(records))


@given(_LOGS, st.data())
def test_law_11_any_flipped_byte_is_found(log: _Log, data: st.DataObject) -> None:
    """One changed byte of any record breaks the trail, with or without its roots."""
    records, roots = log
    place = _place(data, records)
    records[place] = replace(records[place], body=_flipped(data, records[place].body))
    assert not verify(records, roots).ok
    assert not verify(records, []).ok


@given(_LOGS, st.data())
def test_law_11_any_flipped_byte_is_found_though_the_hash_was_redone(log: _Log, data: st.DataObject) -> None:
    """Whoever changes a record and its hash is betrayed by every root that covers it."""
    records, roots = log
    place = _place(data, records)
    body = _flipped(data, records[place].body)
    records[place] = replace(records[place], body=body, leaf_hash=leaf_hash(body).hex())
    assert not verify(records, roots).ok


@given(_LOGS, st.data())
def test_law_11_any_dropped_record_is_found(log: _Log, data: st.DataObject) -> None:
    """A record that is not there any more leaves a gap, or a root that covers more than there is."""
    records, roots = log
    del records[_place(data, records)]
    assert not verify(records, roots).ok


@given(_LOGS, st.data())
def test_law_11_any_replayed_record_is_found(log: _Log, data: st.DataObject) -> None:
    """A record that stands in a second place, anywhere, does not pass."""
    records, roots = log
    again = records[_place(data, records)]
    records.insert(data.draw(st.integers(0, len(records)), label="where"), again)
    assert not verify(records, roots).ok


@given(_LOGS.filter(lambda log: len(log[0]) > 1), st.data())
def test_law_11_any_two_swapped_records_are_found(log: _Log, data: st.DataObject) -> None:
    """The order of what happened is part of the trail."""
    records, roots = log
    one = _place(data, records)
    other = data.draw(st.integers(0, len(records) - 1).filter(lambda place: place != one), label="other")
    records[one], records[other] = records[other], records[one]
    assert not verify(records, roots).ok


@given(_LOGS, st.data())
def test_law_11_any_changed_root_is_found(log: _Log, data: st.DataObject) -> None:
    """A root vouches for its records only while it is the one that was sealed."""
    records, roots = log
    place = data.draw(st.integers(0, len(roots) - 1), label="root")
    change: Callable[[Root], Root] = data.draw(
        st.sampled_from(
            [
                lambda root: replace(root, root_hash=root.root_hash[::-1] + "0"),
                lambda root: replace(root, size=root.size + 1),
                lambda root: replace(root, size=root.size - 1),
            ]
        ),
        label="change",
    )
    roots[place] = change(roots[place])
    assert not verify(records, roots).ok
