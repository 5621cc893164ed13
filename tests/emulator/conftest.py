"""Real emulator processes: one that is shared and reset, and fresh ones where they are harmed."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.emulator.raw import Emulator, Graph

SMALL = Path(__file__).parent / "small-tenant.yaml"
Start = Callable[..., Emulator]


@pytest.fixture(scope="session")
def shared_emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    """Run one process for all tests that do not harm it."""
    emulator = Emulator(tmp_path_factory.mktemp("tenant"), SMALL)
    yield emulator
    assert emulator.stop() == 0, emulator.errors


@pytest.fixture
def emulator(shared_emulator: Emulator) -> Emulator:
    """The shared process with its tenant as the seed describes it."""
    shared_emulator.admin("POST", "reset", {})
    return shared_emulator


@pytest.fixture
def reconciler(emulator: Emulator) -> Graph:
    """Requests of the application that may change things."""
    return emulator.app("reconciler")


@pytest.fixture
def auditor(emulator: Emulator) -> Graph:
    """Requests of the application that may only look."""
    return emulator.app("auditor")


@pytest.fixture
def start() -> Iterator[Start]:
    """Start processes of one's own; those that still run at the end are killed."""
    started: list[Emulator] = []

    def begin(folder: Path, seed: Path | None = SMALL, *options: str) -> Emulator:
        started.append(Emulator(folder, seed, *options))
        return started[-1]

    yield begin
    for each in started:
        if each.process.returncode is None:
            each.kill()
