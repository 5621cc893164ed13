"""Where the answers come from that are checked: from a whole test run, or from one walk through everything.

`tools/check.py` lets all emulators of the run record into a folder, and names it to the last step. Where no
folder is named, one rehearsal is started here, and its walk is what is checked.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph_emulator.kernel import notebook
from tests.contract.witness.recorded import Recording
from tests.contract.witness.tour import Tour
from tests.e2e import harness
from tests.e2e.harness import Rehearsal

_OF_THE_RUN = "WITNESS_OF_THE_RUN"
# A run that leaves less behind did not record what it did: that is a fault of the run, not a quiet day.
_LEAST_PROCESSES, _LEAST_SHAPES = 20, 1000


@pytest.fixture(scope="session")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where a quiet night, the weekend, a mending night and a walk through all routes were recorded."""
    folder = Path(os.environ.get(notebook.VARIABLE) or tmp_path_factory.mktemp("record"))
    scene = Rehearsal(tmp_path_factory.mktemp("witness"), in_process=True)
    scene.prepare()
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(harness.CLEAN, notebook.VARIABLE, str(folder))
        scene.start()
    try:
        scene.gate("reconcile")
        scene.weekend()
        scene.repair()
        scene.gate("reconcile")
        Tour(scene).go()
        yield folder
    finally:
        scene.stop()


@pytest.fixture(scope="session")
def recording(request: pytest.FixtureRequest) -> Recording:
    """Every distinct request and answer of the run, or of the walk alone."""
    folder = os.environ.get(_OF_THE_RUN)
    if folder is None:
        return Recording.in_folder(request.getfixturevalue("walked"))
    found = Recording.in_folder(Path(folder))
    assert len(list(Path(folder).glob("*.jsonl"))) >= _LEAST_PROCESSES, "only few processes recorded"
    assert len(found.kept) >= _LEAST_SHAPES, "only few shapes were recorded"
    return found
