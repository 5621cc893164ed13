"""A run that ends at a read, in the middle of this process: what it left does not mislead the next one.

Everything that was open is closed as an error would close it, and the next run begins with fresh objects.
"""

import pytest

from tests.e2e.harness import Rehearsal
from tests.faults.cuts.judge import Undisturbed
from tests.faults.cuts.nights import check_as_undisturbed, check_nobody_gained, complete, last_entry
from tests.faults.cuts.partnership import Partnership
from tests.faults.cuts.points import Cut, Kind, Passing, Point, watched

# How many answers to reads the night waits for, at least; a test holds it to the truth.
READS = 50


def stop() -> None:
    """End what runs."""
    raise Cut


def cut_at_read(scene: Rehearsal, number: int) -> bool:
    """Spend a night that ends at a read; tell whether it came so far."""
    passing = Passing(Point(Kind.READ, number), stop)
    with watched(passing):
        try:
            scene.gate("reconcile", wanted=None)
        except BaseException as ended:
            if not _is_cut(ended):
                raise
            return True
    return False


def _is_cut(error: BaseException) -> bool:
    if isinstance(error, BaseExceptionGroup):
        return all(map(_is_cut, error.exceptions))
    return isinstance(error, Cut)


def test_the_night_reads_so_often(undisturbed: Undisturbed) -> None:
    """The cuts below fall into the whole night."""
    assert undisturbed.passed[Kind.READ] >= READS


@pytest.mark.long
@pytest.mark.parametrize("read", range(1, READS + 1))
def test_law_10_a_run_that_ends_at_a_read_is_completed_by_the_next(
    partnership: Partnership, undisturbed: Undisturbed, read: int
) -> None:
    """The cut falls right after the answer to a read."""
    scene = partnership.again()
    since = last_entry(scene)
    assert cut_at_read(scene, read)
    check_nobody_gained(scene)
    code, night = complete(scene)
    check_as_undisturbed(scene, undisturbed, since, code, night)
