"""kill -9 in the demo tenant's mending night, at the ends of each kind of step and at points drawn by a seed.

Source: ADR-0005
"""

import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.cuts.demo import Monday, strata
from tests.faults.cuts.forked import run
from tests.faults.cuts.judge import Undisturbed, outcome
from tests.faults.cuts.nights import check_as_undisturbed, complete, cut_at, last_entry
from tests.faults.cuts.places import PLACES
from tests.faults.cuts.points import Passing, Point

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def monday(swift: Path) -> Iterator[Monday]:
    """The demo tenant before its mending night."""
    begun = Monday.begin(swift / "demo")
    yield begun
    if begun.scene.process is not None:
        begun.scene.stop()


@pytest.fixture(scope="module")
def whole(monday: Monday) -> Undisturbed:
    """The mending night that nobody cuts."""
    scene = monday.again()
    ended = run(scene, Passing(), "reconcile")
    assert ended.code == 0, ended.out
    stood = outcome(scene)
    assert scene.admin("POST", "/clock", {"advance": "PT2H"}).status < 300
    scene.gate("reconcile")
    return Undisturbed(ended.writes, ended.labels, ended.passed, stood, outcome(scene))


def test_law_1_the_night_that_nobody_cuts_ends_as_the_table_says(whole: Undisturbed) -> None:
    """What the cuts are judged by is right itself, and each change and each letter is told once."""
    assert whole.outcome.readers == PLACES["demo"].expected
    assert set(whole.outcome.applied.values()) == set(whole.outcome.mails.values()) == {1}


@pytest.mark.parametrize(("name", "least"), [("writes", 10), ("records", 20), ("drawn", 18)])
def test_law_12_the_demo_night_killed_at_a_point_is_completed_by_the_next(
    monday: Monday, whole: Undisturbed, capsys: pytest.CaptureFixture[str], name: str, least: int
) -> None:
    """First and last of each kind, and drawn ones: state, access, record, letters and order are right."""
    points = strata(whole.writes, whole.labels, whole.passed)[name]
    total, complaints = sum(whole.passed.values()), list[str]()
    for number, point in enumerate(points, start=1):
        said = _complaint(monday, whole, point)
        complaints += [f"{point}: {said}"] if said else []
        with capsys.disabled():
            sys.stdout.write(f"\n{name} {number}/{len(points)} of {total} points: {point} {said or 'well'}")
    assert len(points) >= least
    assert not complaints, complaints


def _complaint(monday: Monday, whole: Undisturbed, point: Point) -> str:
    """Return what is wrong after a cut and the night that follows it; "" where nothing is."""
    scene = monday.again()
    since = last_entry(scene)
    try:
        assert cut_at(scene, point, since)
        code, night = complete(scene)
        check_as_undisturbed(scene, whole, since, code, night)
        scene.gate("trail", "verify")
    except AssertionError:
        return traceback.format_exc()[-2000:]
    return ""
