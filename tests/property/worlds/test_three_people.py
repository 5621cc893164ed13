"""Three people, two files: every state of every pair, inside and outside the window.

Four holdings and two windows for each of six pairs are 262,144 worlds; a sample runs with every change.
"""

import pytest

from tests.property.worlds.slices import judge
from tests.property.worlds.three_people import INSIDES, STATES, World3, complaints

SLICES = 32


def worlds(insides: range, step: int) -> list[World3]:
    """Return every so many states of some windows; another first one for each window."""
    return [World3(inside, state) for inside in insides for state in range(inside % step, STATES, step)]


@pytest.mark.parametrize("part", range(8))
def test_law_1_three_people_and_two_files_come_right(part: int) -> None:
    """Nobody keeps what lies outside the window, nobody lacks what lies inside, whatever stood before."""
    chosen = worlds(range(part, INSIDES, 8), 80)
    count, found = judge(chosen, complaints)
    assert found == []
    assert count == len(chosen)


@pytest.mark.long
@pytest.mark.parametrize("part", range(SLICES))
def test_law_1_every_world_of_three_people_and_two_files(part: int) -> None:
    """The same for all of them."""
    chosen = worlds(range(part, INSIDES, SLICES), 1)
    count, found = judge(chosen, complaints)
    assert found == []
    assert count == INSIDES * STATES // SLICES
