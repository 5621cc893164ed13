"""A tenant in this process, back at its seed before each test."""

from collections.abc import Iterator

import pytest

from tests.emulator.directory.room import Room


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """One tenant for all tests of a module."""
    room = Room(tmp_path_factory.mktemp("room"))
    yield room
    room.tenant.close()


@pytest.fixture
def room(opened: Room) -> Room:
    """The tenant at its seed."""
    opened.begin()
    return opened
