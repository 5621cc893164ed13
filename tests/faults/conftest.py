"""One tenant of the small partnership for the tests of this room, back at its weekend before each."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.harness import Rehearsal
from tests.faults.weekends import Weekends

MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it


@pytest.fixture(scope="session")
def weekends(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Weekends]:
    """The tenant, after its quiet night; in memory where the machine has room there, for it writes a lot."""
    folder = Path(tempfile.mkdtemp(dir=MEMORY)) if MEMORY.is_dir() else tmp_path_factory.mktemp("weekends")
    begun = Weekends.begin(folder)
    yield begun
    begun.scene.stop()
    shutil.rmtree(folder)


@pytest.fixture
def small(weekends: Weekends) -> Rehearsal:
    """The small partnership after its weekend."""
    return weekends.again()
