"""One tenant of the small partnership for the tests of this room, back at its weekend before each."""

from collections.abc import Iterator

import pytest

from tests.e2e.harness import Rehearsal
from tests.faults.weekends import Weekends


@pytest.fixture(scope="session")
def weekends(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Weekends]:
    """The tenant, after its quiet night."""
    begun = Weekends.begin(tmp_path_factory.mktemp("weekends"))
    yield begun
    begun.scene.stop()


@pytest.fixture
def small(weekends: Weekends) -> Rehearsal:
    """The small partnership after its weekend."""
    return weekends.again()
