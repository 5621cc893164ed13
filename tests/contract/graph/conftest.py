"""A real tenant on loopback, reached over TLS, as the seed describes it at the start of every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sharepoint_gate.rehearsal import EmbeddedTenant, attach_or_start
from tests.contract.graph.room import Room

SEED = Path(__file__).parent / "tenant.yaml"


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """The gate runs on asyncio."""
    return "asyncio"


@pytest.fixture(scope="session")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedTenant]:
    """One emulator process for all tests of this room."""
    tenant = attach_or_start(tmp_path_factory.mktemp("state"), SEED)
    yield tenant
    tenant.close()


@pytest.fixture
def room(embedded: EmbeddedTenant) -> Room:
    """The tenant as the seed describes it, and what a test needs to look at it from the side."""
    embedded.admin.post("reset", {})
    return Room(embedded)
