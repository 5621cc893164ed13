"""The contract of the ExposureStore port."""

from dataclasses import replace
from datetime import timedelta

import pytest

from sharepoint_gate.access.exposure import Ending, Exposure, ExposureNews
from sharepoint_gate.access.memory import Placement
from sharepoint_gate.access.observed import ItemId
from sharepoint_gate.errors import StoreError
from sharepoint_gate.ports.store import MemoryStore
from sharepoint_gate.store import Store
from sharepoint_gate.store.tables_exposures import exposures
from tests.fakes.clock import QUIET_NIGHT

LATER = QUIET_NIGHT + timedelta(days=1, microseconds=3)
ONE = Exposure(
    "a" * 64,
    "item",
    "RR-2026-001/40-panel-pack/pack.docx",
    "anyone",
    ("anonymous-link",),
    "Anybody who has the link could open it.",
    None,
    QUIET_NIGHT,
    3,
    ({"permission": "b" * 64, "about": None, "roles": ["read"]},),
)
OTHER = replace(ONE, subject="c" * 64, principal="u19", earliest=QUIET_NIGHT - timedelta(days=1), evidence=())


def test_exposures_come_back_as_they_were_recorded(memory: MemoryStore) -> None:
    """Numbered in the order in which they were seen, open, and not in the trail yet."""
    memory.record_exposures(ExposureNews(begun=(ONE,)), QUIET_NIGHT, "run-1")
    memory.record_exposures(ExposureNews(begun=(OTHER,)), LATER, "run-2")
    first, second = memory.exposures()
    assert (first.number, first.exposure, first.run, first.noted, first.open) == (
        1,
        ONE,
        "run-1",
        False,
        True,
    )
    assert (second.number, second.exposure, second.name) == (2, OTHER, "EXP-0002")
    assert memory.memory().exposures == (first, second)


def test_what_a_look_changes_is_written_at_once(memory: MemoryStore) -> None:
    """The last look moves on, and one that is over leaves the memory and stays in the record."""
    memory.record_exposures(ExposureNews(begun=(ONE, OTHER)), QUIET_NIGHT, "run-1")
    memory.note_exposures([1])
    memory.record_exposures(ExposureNews(seen=(2,), over={1: Ending.CURED}), LATER, "run-2")
    first, second = memory.exposures()
    assert (first.noted, first.ended_at, first.ending) == (True, LATER, Ending.CURED)
    assert (second.exposure.latest, second.open) == (LATER, True)
    assert memory.memory().exposures == (second,)
    memory.note_exposures([])


def test_gone_files_and_scopes_are_replaced_and_forgotten(memory: MemoryStore) -> None:
    """What is gone is known whole each time; scopes are added and taken away."""
    a, b = ItemId("a"), ItemId("b")
    memory.remember_gone({a: Placement("x/a.docx", QUIET_NIGHT)})
    memory.remember_gone({b: Placement("x/b.docx", LATER)})
    memory.remember_scopes([a, b], [])
    memory.remember_scopes([a], [b, ItemId("never")])
    assert memory.memory().gone == {b: Placement("x/b.docx", LATER)}
    assert memory.memory().scopes == frozenset({a})
    memory.remember_gone({})
    memory.remember_scopes([], [])
    assert memory.memory().gone == {}


@pytest.mark.parametrize("words", ["UPDATE exposures SET how = 'x'", "DELETE FROM exposures"])
def test_law_11_the_database_itself_refuses_to_change_what_was_seen(store: Store, words: str) -> None:
    """Neither another story nor a shorter record."""
    store.memory.record_exposures(ExposureNews(begun=(ONE,)), QUIET_NIGHT, "run-1")
    with pytest.raises(StoreError), store.database.write() as connection:
        connection.exec_driver_sql(words)
    with store.database.read() as connection:
        assert len(connection.execute(exposures.select()).all()) == 1


def test_an_exposure_ends_once(store: Store) -> None:
    """What is over stays over: another end is refused."""
    store.memory.record_exposures(ExposureNews(begun=(ONE,)), QUIET_NIGHT, "run-1")
    store.memory.record_exposures(ExposureNews(over={1: Ending.GONE}), LATER, "run-2")
    with pytest.raises(StoreError):
        store.memory.record_exposures(ExposureNews(over={1: Ending.CURED}), LATER, "run-3")
