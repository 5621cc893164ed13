"""What bears on one person and one file, pair by pair: each level of each factor meets every other one."""

from itertools import combinations

import pytest

from tests.property.worlds.many_factors import FACTORS, complaints, exists, world_of
from tests.property.worlds.pairs import covering_rows, near_rows
from tests.property.worlds.slices import judge

ARRAYS = 20


def test_every_pair_of_levels_comes_together() -> None:
    """The rows are few, and no two levels of different factors are left out."""
    rows = covering_rows(FACTORS)
    met = {pair for row in rows for pair in combinations(sorted(row.items()), 2)}
    wanted = {
        ((first, one), (second, other))
        for first, second in combinations(sorted(FACTORS), 2)
        for one in FACTORS[first]
        for other in FACTORS[second]
    }
    assert met == wanted
    assert len(rows) < 2 * len(FACTORS["shape"]) * len(FACTORS["organisation"])


@pytest.mark.parametrize("turn", range(2))
def test_law_1_holds_however_two_things_come_together(turn: int) -> None:
    """Nothing is given in doubt, nothing is changed where it is observed, and nobody undeclared reads on."""
    rows = [row for row in covering_rows(FACTORS, turn=turn * 1009) if exists(row)]
    count, found = judge(map(world_of, rows), complaints)
    assert found == []
    assert count == len(rows)


@pytest.mark.parametrize("part", range(2))
def test_law_1_holds_one_or_two_steps_from_a_good_world(part: int) -> None:
    """Where all else is as it should be, any two levels decide by themselves; a sample of all such worlds."""
    rows = [row for row in near_rows(FACTORS)[part::14] if exists(row)]
    count, found = judge(map(world_of, rows), complaints)
    assert found == []
    assert count == len(rows)


@pytest.mark.long
@pytest.mark.parametrize("part", range(8))
def test_law_1_holds_in_every_world_two_steps_from_a_good_one(part: int) -> None:
    """The same for all of them."""
    rows = [row for row in near_rows(FACTORS)[part::8] if exists(row)]
    _, found = judge(map(world_of, rows), complaints)
    assert found == []


@pytest.mark.long
@pytest.mark.parametrize("turn", range(2, ARRAYS))
def test_law_1_holds_in_many_arrays(turn: int) -> None:
    """The same in further arrays: each holds all pairs again, and other threes and fours besides."""
    rows = [row for row in covering_rows(FACTORS, turn=turn * 1009) if exists(row)]
    _, found = judge(map(world_of, rows), complaints)
    assert found == []
