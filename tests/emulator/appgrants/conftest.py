"""One tenant for all tests of this room, back at its seed before each."""

from collections.abc import Iterator

import pytest

from tests.emulator.posture.world import World


@pytest.fixture(scope="session")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The tenant."""
    world = World(tmp_path_factory.mktemp("fen"))
    yield world
    world.inside.tenant.close()


@pytest.fixture
def world(standing: World) -> World:
    """The tenant at its seed."""
    standing.begin()
    return standing
