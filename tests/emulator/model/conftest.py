"""One tenant in this process for the stories of this room, in memory if the machine has a place there."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.emulator.model.world import World

_MEMORY = Path("/dev/shm")  # noqa: S108 - a name of the machine's own, and the folder in it is random


@pytest.fixture
def world() -> Iterator[World]:
    """A tenant with its reference, at the seed."""
    place = _MEMORY if _MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(dir=place) as folder:
        found = World(Path(folder))
        found.begin()
        yield found
        found.tenant.close()
