"""The partnership whose night is cut, started once for a file."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.conftest import MEMORY
from tests.faults.cuts.forked import run
from tests.faults.cuts.judge import Undisturbed, outcome
from tests.faults.cuts.partnership import Partnership
from tests.faults.cuts.points import Passing
from tests.faults.weekends import Weekends


@pytest.fixture(scope="package")
def swift(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder in memory where the machine has room there: kill -9 takes nothing from it either."""
    folder = Path(tempfile.mkdtemp(dir=MEMORY)) if MEMORY.is_dir() else tmp_path_factory.mktemp("cuts")
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="package")
def partnership(swift: Path) -> Iterator[Partnership]:
    """The tenant with its memory of a quiet night."""
    begun = Partnership.begin(swift / "small")
    yield begun
    begun.scene.stop()


@pytest.fixture(scope="package")
def lettered(swift: Path) -> Iterator[Weekends]:
    """The small partnership after its quiet night, with letters."""
    begun = Weekends.begin(swift / "lettered", mail=True)
    yield begun
    begun.scene.stop()


@pytest.fixture(scope="package")
def undisturbed(partnership: Partnership) -> Undisturbed:
    """The night that nobody cuts: what it passed, and what stands after it."""
    scene = partnership.again()
    ended = run(scene, Passing(), "reconcile")
    assert ended.code == 0, ended.out
    stood = outcome(scene)
    scene.gate("reconcile")
    return Undisturbed(ended.writes, ended.labels, ended.passed, stood, outcome(scene))
