"""A covering array: few rows in which every pair of levels of any two factors comes together at least once.

Greedy, and the same every time: of the levels still to be paired, a row takes those that pair off most.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product

Choice = tuple[str, str]
Row = dict[str, str]
Factors = Mapping[str, Sequence[str]]
Wanted = Mapping[tuple[Choice, ...], None]


def covering_rows(factors: Factors, together: int = 2, turn: int = 0) -> tuple[Row, ...]:
    """Return rows that between them hold every combination of so many levels of different factors.

    Args:
        factors: The levels of each factor.
        together: How many levels come together: 2 for pairs, 3 for triples.
        turn: Another number gives other rows, which hold the same combinations.
    """
    wanted = dict.fromkeys(_tuples(factors, together))
    rows: list[Row] = []
    while wanted:
        row = _row(factors, wanted, together, turn + len(rows))
        rows.append(row)
        for one in _tuples_of(row, together):
            wanted.pop(one, None)
    return tuple(rows)


def near_rows(factors: Factors) -> tuple[Row, ...]:
    """Return the rows that differ from the first level of every factor in at most two: there, faults show."""
    good = {name: levels[0] for name, levels in factors.items()}
    bent = (dict(one) for one in _tuples(factors, 2))
    found = {tuple(sorted((good | one).items())): None for one in bent}
    return tuple(dict(one) for one in found)


def _tuples(factors: Factors, together: int) -> Iterator[tuple[Choice, ...]]:
    for names in combinations(sorted(factors), together):
        for levels in product(*(factors[name] for name in names)):
            yield tuple(zip(names, levels, strict=True))


def _tuples_of(row: Row, together: int) -> Iterator[tuple[Choice, ...]]:
    return combinations(sorted(row.items()), together)


def _row(factors: Factors, wanted: Wanted, together: int, turn: int) -> Row:
    """Begin with the first combination still wanted, and add factor by factor what pairs off most.

    Where several levels pair off alike they take turns, so that rows differ in more than what is wanted.
    """
    row: Row = dict(next(iter(wanted)))
    for name, levels in factors.items():
        if name not in row:
            shift = turn * (1 + len(name)) % len(levels)
            turned = (*levels[shift:], *levels[:shift])
            gains = [(_gain(row, (name, level), wanted, together), level) for level in turned]
            row[name] = max(gains, key=lambda one: one[0])[1]
    return row


def _gain(row: Row, choice: Choice, wanted: Wanted, together: int) -> int:
    others = combinations(sorted(row.items()), together - 1)
    return sum(tuple(sorted((*one, choice))) in wanted for one in others)
