"""A covering array: few rows in which every pair of levels of any two factors comes together at least once.

Greedy, and the same every time: of the levels still to be paired, a row takes those that pair off most.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product

Choice = tuple[str, str]
Row = dict[str, str]


def covering_rows(factors: Mapping[str, Sequence[str]], together: int = 2) -> tuple[Row, ...]:
    """Return rows that between them hold every combination of so many levels of different factors.

    Args:
        factors: The levels of each factor.
        together: How many levels come together: 2 for pairs, 3 for triples.
    """
    wanted = dict.fromkeys(_tuples(factors, together))
    rows: list[Row] = []
    while wanted:
        row = _row(factors, wanted, together)
        rows.append(row)
        for one in _tuples_of(row, together):
            wanted.pop(one, None)
    return tuple(rows)


def _tuples(factors: Mapping[str, Sequence[str]], together: int) -> Iterator[tuple[Choice, ...]]:
    for names in combinations(sorted(factors), together):
        for levels in product(*(factors[name] for name in names)):
            yield tuple(zip(names, levels, strict=True))


def _tuples_of(row: Row, together: int) -> Iterator[tuple[Choice, ...]]:
    return combinations(sorted(row.items()), together)


def _row(
    factors: Mapping[str, Sequence[str]], wanted: Mapping[tuple[Choice, ...], None], together: int
) -> Row:
    """Begin with the first combination still wanted, and add factor by factor what pairs off most."""
    row: Row = dict(next(iter(wanted)))
    for name in factors:
        if name not in row:
            row[name] = max(factors[name], key=lambda level: _gain(row, (name, level), wanted, together))
    return row


def _gain(row: Row, choice: Choice, wanted: Mapping[tuple[Choice, ...], None], together: int) -> int:
    others = combinations(sorted(row.items()), together - 1)
    return sum(tuple(sorted((*one, choice))) in wanted for one in others)
