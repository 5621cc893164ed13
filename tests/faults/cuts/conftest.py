"""The partnership whose night is cut, started once for a file."""

from collections.abc import Iterator

import pytest

from tests.faults.cuts.forked import run
from tests.faults.cuts.judge import Undisturbed, mails, outcome
from tests.faults.cuts.partnership import Partnership
from tests.faults.cuts.points import Passing


@pytest.fixture(scope="package")
def partnership(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Partnership]:
    """The tenant with its memory of a quiet night."""
    begun = Partnership.begin(tmp_path_factory.mktemp("cuts"))
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
    return Undisturbed(ended.writes, ended.passed, stood, mails(scene))
