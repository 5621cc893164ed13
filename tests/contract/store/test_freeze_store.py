"""The contract of the FreezeStore port, and the emergency record beside a database that takes nothing."""

import os
import sqlite3
import stat
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from sharepoint_gate.access.freezes import Freeze, FreezeKind
from sharepoint_gate.errors import StoreError
from sharepoint_gate.ports.freezes import FreezeStore, Lift
from sharepoint_gate.ports.store import MemoryStore, TrailStore
from sharepoint_gate.store import Store, open_store
from sharepoint_gate.store.emergency import EmergencyFile, emergency_path
from sharepoint_gate.trail.events import Event, EventKind
from tests.fakes.clock import QUIET_NIGHT
from tests.fakes.freeze_store import FakeFreezeStore
from tests.fakes.memory_store import FakeMemoryStore
from tests.fakes.trail_store import FakeTrailStore

Kept = tuple[FreezeStore, MemoryStore, TrailStore]
LATER = QUIET_NIGHT + timedelta(minutes=1)
ONE = Freeze("k1", FreezeKind.PERSON, "u12", frozenset({"u12@wicb.example"}), QUIET_NIGHT, "me", "lost")
TWO = Freeze("k2", FreezeKind.CASE, "RR-1", frozenset(), LATER, "me", "wrong", date(2026, 3, 27))


@pytest.fixture(params=["fake", "sqlite"])
def kept(request: pytest.FixtureRequest, database_path: Path) -> Iterator[Kept]:
    """Each implementation, empty, with the memory and the trail that it shares."""
    if request.param == "fake":
        memory, trail = FakeMemoryStore(), FakeTrailStore()
        yield FakeFreezeStore(memory, trail), memory, trail
        return
    opened = open_store(database_path)
    try:
        yield opened.freezes, opened.memory, opened.trail
    finally:
        opened.close()


def event(kind: EventKind = EventKind.FROZEN) -> Event:
    """Return an event that tells of a freeze."""
    return Event(kind, "run", QUIET_NIGHT, "me", {})


def told(freeze: Freeze) -> Sequence[Event]:
    """Return what the trail is to tell of a freeze that is taken in."""
    return [Event(EventKind.FROZEN, "run", freeze.since, freeze.by, {"key": freeze.key})]


def test_a_freeze_is_in_force_for_everybody_who_asks_and_told_in_the_trail(kept: Kept) -> None:
    """Store and memory give the same answer, oldest first."""
    store, memory, trail = kept
    store.freeze(ONE, [event()])
    store.freeze(TWO, [])
    assert tuple(store.in_force()) == tuple(memory.freezes()) == memory.memory().freezes == (ONE, TWO)
    assert len(list(trail.records())) == 1


def test_what_is_lifted_is_in_force_no_more(kept: Kept) -> None:
    """And the other one stays."""
    store, memory, trail = kept
    store.freeze(ONE, [])
    store.freeze(TWO, [])
    store.lift([Lift("k1", LATER, "me", "found")], [event(EventKind.UNFROZEN)])
    assert tuple(memory.freezes()) == (TWO,)
    assert len(list(trail.records())) == 1


def test_marks_are_added_once_in_lower_case(kept: Kept) -> None:
    """By them somebody stays frozen under another name."""
    store, memory, _ = kept
    store.freeze(ONE, [])
    store.mark("k1", ["OID-1", "u12@wicb.example"])
    store.mark("k1", ["oid-1"])
    assert memory.freezes()[0].marks == {"u12@wicb.example", "oid-1"}


def test_rows_are_never_changed_or_deleted(database_path: Path) -> None:
    """Whoever edits the database by hand is refused."""
    opened = open_store(database_path)
    opened.freezes.freeze(ONE, [])
    opened.freezes.lift([Lift("k1", LATER, "me", "found")], [])
    opened.close()
    with closing(sqlite3.connect(database_path)) as connection:
        for words in (
            "DELETE FROM freezes",
            "UPDATE freezes SET key = 'x'",
            "DELETE FROM freeze_marks",
            "UPDATE freeze_marks SET key = 'x'",
            "DELETE FROM freezes_lifted",
            "UPDATE freezes_lifted SET key = 'x'",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="never changed"):
                connection.execute(words)


def beside(store: Store) -> EmergencyFile:
    """Return the emergency record of a store."""
    return EmergencyFile(emergency_path(store.database.path))


def test_the_emergency_record_bars_at_once_and_only_its_owner_reads_it(store: Store) -> None:
    """Every look at the freezes in force reads it too."""
    record = beside(store)
    assert record.read() == ()
    record.write(ONE)
    record.write(TWO)
    assert tuple(store.memory.freezes()) == store.memory.memory().freezes == (ONE, TWO)
    assert record.path.name == "freeze-emergency.jsonl"
    assert stat.S_IMODE(record.path.stat().st_mode) == 0o600


def test_the_emergency_record_is_taken_in_once(store: Store) -> None:
    """Also where a run was killed after the commit and before the record was emptied."""
    record = beside(store)
    record.write(ONE)
    lines = record.path.read_bytes()
    assert store.freezes.take_in(told) == [ONE]
    assert record.read() == []
    record.path.write_bytes(lines)
    assert tuple(store.freezes.in_force()) == (ONE,)
    assert store.freezes.take_in(told) == []
    assert (len(list(store.trail.records())), tuple(store.freezes.in_force())) == (1, (ONE,))


def test_a_torn_line_swallows_no_other_and_stays_for_a_person(store: Store) -> None:
    """A power cut in the middle of a line must not lose the freeze that follows."""
    record = beside(store)
    record.path.write_bytes(b'{"key": "k0", "kind": "per')
    record.write(ONE)
    assert store.freezes.take_in(told) == [ONE]
    assert record.path.read_bytes() == b'{"key": "k0", "kind": "per\n'
    assert store.freezes.take_in(told) == []


def test_a_database_that_takes_nothing_leaves_the_emergency_record_as_it_is(database_path: Path) -> None:
    """What could not be taken in stays, and bars."""
    opened = open_store(database_path, wait_s=0.1)
    beside(opened).write(ONE)
    with closing(sqlite3.connect(database_path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="locked"):
            opened.freezes.take_in(told)
        with pytest.raises(StoreError, match="locked"):
            opened.freezes.freeze(TWO, [])
        assert tuple(opened.memory.freezes()) == (ONE,)
    opened.close()


def test_an_emergency_record_that_cannot_be_written_or_read_is_told(tmp_path: Path) -> None:
    """A folder stands in its place."""
    place = tmp_path / "freeze-emergency.jsonl"
    place.mkdir()
    with pytest.raises(StoreError):
        EmergencyFile(place).write(ONE)
    with pytest.raises(StoreError):
        EmergencyFile(place).read()


def test_a_line_that_the_disk_does_not_take_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half a line would stand in the way of the next one."""
    record = EmergencyFile(tmp_path / "freeze-emergency.jsonl")
    record.write(ONE)
    before = record.path.read_bytes()

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="disk is full"):
        record.write(TWO)
    assert record.path.read_bytes() == before


def test_a_rehearsals_record_has_a_name_of_its_own(tmp_path: Path) -> None:
    """It goes when the rehearsal is forgotten, and bars nobody real."""
    assert emergency_path(tmp_path / "rehearsal.sqlite").name == "rehearsal.sqlite-freeze-emergency.jsonl"
