"""Which worlds there are, and how they are dealt out: a sample, or slices that run side by side."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from tests.property.worlds.conditions import CONDITIONS, Verdict
from tests.property.worlds.one_person import POSITIONS, World1, exists
from tests.property.worlds.settings import Setting, setting
from tests.property.worlds.shapes import SHAPES

NAMES = tuple(CONDITIONS)
HOLDING = {
    name: tuple(one for one, level in levels.items() if level.verdict is Verdict.YES)
    for name, levels in CONDITIONS.items()
}
FAILING = {
    name: tuple(one for one, level in levels.items() if level.verdict is not Verdict.YES)
    for name, levels in CONDITIONS.items()
}
COMBINATIONS = 2 ** len(NAMES)
SHOWN = 5
T = TypeVar("T")


def combination(number: int) -> Setting:
    """Return the setting of one combination: a bit for each condition, set where it does not hold.

    By which level a condition holds or fails goes round with the number, so that every level has its turn.
    """
    return setting(**levels_of(number))


def levels_of(number: int) -> dict[str, str]:
    """Return the level of each condition in one combination."""
    found = {}
    for index, name in enumerate(NAMES):
        levels = (FAILING if number >> index & 1 else HOLDING)[name]
        found[name] = levels[number // (2 * index + 3) % len(levels)]
    return found


def files(numbers: Iterable[int]) -> Iterator[World1]:
    """Yield every shape on the file itself, in some of the combinations."""
    for number in numbers:
        bent = combination(number)
        for turn, shape in enumerate(SHAPES):
            # What was given before matters to rails alone, and how a tenant answers to nothing here.
            yield World1(bent, shape, given=(number + turn) % 4 != 0, tells=turn % 2 == 0)


def mixed(count: int) -> tuple[int, ...]:
    """Return the numbers below a power of two so that each beginning of them has a bit of everything."""
    return tuple(number * 1237 % count for number in range(count))


def alone() -> Iterator[World1]:
    """Yield every level of every condition, all others as they should be, with each shape on the file."""
    for name, levels in CONDITIONS.items():
        for level in levels:
            bent = setting(**{name: level})
            yield from (World1(bent, shape) for shape in SHAPES)


def few() -> tuple[int, ...]:
    """Return the combinations in which at most two conditions fail."""
    return tuple(number for number in range(COMBINATIONS) if number.bit_count() <= 2)


def elsewhere(numbers: Iterable[int]) -> Iterator[World1]:
    """Yield every shape above the file, under every habit of the tenant, in some of the combinations."""
    places = [one for one in POSITIONS if one != "file"]
    for number in numbers:
        bent = combination(number)
        for shape in SHAPES:
            for position in places:
                if exists(shape, position):
                    yield from _habits(bent, shape, position)


def _habits(bent: Setting, shape: str, position: str) -> Iterator[World1]:
    for pushes in (True, False):
        yield World1(bent, shape, position, pushes=pushes)
        if position != "root":
            yield World1(bent, shape, position, pushes=pushes, tells=False, given=False)


def judge(worlds: Iterable[T], complaints: Callable[[T], Iterable[str]]) -> tuple[int, list[str]]:
    """Judge worlds; return how many there were, and the first complaints with the world of each."""
    count = 0
    found: list[str] = []
    for world in worlds:
        count += 1
        if len(found) < SHOWN:
            found += [f"{one} [{getattr(world, 'name', world)}]" for one in complaints(world)]
    return count, found
