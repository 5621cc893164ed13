"""Every implementation of a store port, one after the other, for the same suite."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sharepoint_gate.ports.register import RegisterStore
from sharepoint_gate.ports.store import Lease, MemoryStore, TrailStore
from sharepoint_gate.store import Store, open_store
from tests.fakes.lease import FakeLease
from tests.fakes.memory_store import FakeMemoryStore
from tests.fakes.register_store import FakeRegisterStore
from tests.fakes.trail_store import FakeTrailStore


@contextmanager
def _opened(path: Path) -> Iterator[Store]:
    opened = open_store(path)
    try:
        yield opened
    finally:
        opened.close()


@pytest.fixture
def database_path(tmp_path: Path) -> Path:
    """Where the database of this test stands; its folder does not exist yet."""
    return tmp_path / "state" / "gate.sqlite"


@pytest.fixture
def store(database_path: Path) -> Iterator[Store]:
    """An open SQLite store, new."""
    with _opened(database_path) as opened:
        yield opened


@pytest.fixture(params=["fake", "sqlite"])
def trail(request: pytest.FixtureRequest, database_path: Path) -> Iterator[TrailStore]:
    """Each implementation of the trail, empty."""
    if request.param == "fake":
        yield FakeTrailStore()
        return
    with _opened(database_path) as opened:
        yield opened.trail


@pytest.fixture(params=["fake", "sqlite"])
def kept(request: pytest.FixtureRequest, database_path: Path) -> Iterator[tuple[RegisterStore, TrailStore]]:
    """Each implementation of the register, empty, with the trail that its events go to."""
    if request.param == "fake":
        trail = FakeTrailStore()
        yield FakeRegisterStore(trail), trail
        return
    with _opened(database_path) as opened:
        yield opened.register, opened.trail


@pytest.fixture(params=["fake", "sqlite"])
def memory(request: pytest.FixtureRequest, database_path: Path) -> Iterator[MemoryStore]:
    """Each implementation of the memory, empty."""
    if request.param == "fake":
        yield FakeMemoryStore()
        return
    with _opened(database_path) as opened:
        yield opened.memory


@pytest.fixture(params=["fake", "sqlite"])
def lease(request: pytest.FixtureRequest, database_path: Path) -> Iterator[Lease]:
    """Each implementation of the lease, free."""
    if request.param == "fake":
        yield FakeLease()
        return
    with _opened(database_path) as opened:
        yield opened.lease
