"""One person and one file: every combination of law 1's conditions, every shape of a permission.

A sample of every stratum runs with every change; the whole stands behind the mark ``long``.
"""

from typing import get_args

import pytest

from sharepoint_gate.access.classify import backdrop_of, classify
from sharepoint_gate.access.shapes import Shape
from tests.property.worlds.conditions import CONDITIONS
from tests.property.worlds.one_person import MADE, complaints
from tests.property.worlds.settings import setting
from tests.property.worlds.shapes import OWN, SHAPES
from tests.property.worlds.slices import COMBINATIONS, alone, elsewhere, few, files, judge, levels_of, mixed

SLICES = 16
SAMPLED = 48


def test_every_shape_of_the_gate_stands_in_some_world() -> None:
    """What is tried below is every shape that the gate tells apart, and not only those that come to mind."""
    bent = setting()
    backdrop = backdrop_of(bent.world(bent.site, bent.template.memory))
    looks = [one.look for made in MADE.values() for one in made.entries]
    seen = {type(classify(look, backdrop, OWN, [look])) for look in looks}
    assert seen == set(get_args(Shape))


def test_every_level_of_every_condition_stands_in_some_world() -> None:
    """By going round, each way in which a condition holds or fails comes into the combinations."""
    met = {(name, level) for number in range(COMBINATIONS) for name, level in levels_of(number).items()}
    assert met == {(name, level) for name, levels in CONDITIONS.items() for level in levels}


@pytest.mark.parametrize("part", range(8))
def test_law_1_whatever_stands_on_a_file_only_the_declared_read(part: int) -> None:
    """In every eighth part of the sample nobody undeclared keeps access and nobody declared lacks it."""
    numbers = mixed(COMBINATIONS)[:SAMPLED][part::8]
    count, found = judge(files(numbers), complaints)
    assert found == []
    assert count == len(SHAPES) * len(numbers)


def test_law_1_every_level_alone_with_every_shape() -> None:
    """Each way in which one condition holds or fails decides by itself, whatever stands on the file."""
    count, found = judge(alone(), complaints)
    assert found == []
    assert count == len(SHAPES) * sum(map(len, CONDITIONS.values()))


@pytest.mark.parametrize("part", range(4))
def test_law_1_whatever_stands_above_a_file_only_the_declared_read(part: int) -> None:
    """The same where the entry stands on a folder, on a case, on the channel or at the root."""
    count, found = judge(elsewhere(few()[part::72]), complaints)
    assert found == []
    assert count > len(SHAPES)


@pytest.mark.long
@pytest.mark.parametrize("part", range(SLICES))
def test_law_1_every_combination_with_every_shape(part: int) -> None:
    """All 2^11 combinations of conditions that hold and fail, with each shape on the file."""
    count, found = judge(files(range(part, COMBINATIONS, SLICES)), complaints)
    assert found == []
    assert count == len(SHAPES) * COMBINATIONS // SLICES


@pytest.mark.long
@pytest.mark.parametrize("part", range(SLICES))
def test_law_1_every_shape_everywhere(part: int) -> None:
    """At most two conditions fail, and each shape stands at each place, under every habit of the tenant."""
    _, found = judge(elsewhere(few()[part::SLICES]), complaints)
    assert found == []
