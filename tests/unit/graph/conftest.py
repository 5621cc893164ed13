"""A tenant whose answers are written by the test: for what a real one refuses to say."""

from collections.abc import Iterator

import pytest
import respx

from tests.unit.graph.wire_world import BASE


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """The gate runs on asyncio."""
    return "asyncio"


@pytest.fixture
def graph() -> Iterator[respx.MockRouter]:
    """Answers at Graph's address; a request that no answer was written for fails the test."""
    with respx.mock(base_url=BASE, assert_all_called=False) as router:
        yield router
