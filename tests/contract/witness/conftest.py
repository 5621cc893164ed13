"""One rehearsal with the recorder on: the demo's nights, then everything that people and applications ask."""

from collections.abc import Iterator

import pytest

from tests.contract.witness.recorded import Recording
from tests.contract.witness.tour import Tour
from tests.e2e.harness import Rehearsal


@pytest.fixture(scope="package")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recording]:
    """Every distinct answer of a quiet night, the weekend, a mending night and a tour of all routes."""
    scene = Rehearsal(tmp_path_factory.mktemp("witness"), in_process=True)
    scene.prepare()
    scene.start()
    try:
        assert scene.admin("POST", "/record", {"on": True}).status == 200
        scene.gate("reconcile")
        scene.weekend()
        scene.gate("reconcile")
        Tour(scene).go()
        yield Recording(scene.admin("GET", "/answers").body)
    finally:
        scene.stop()
