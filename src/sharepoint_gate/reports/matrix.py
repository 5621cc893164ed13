"""Who holds what, declared against actual, counted into cells: people by organisation, cases or folders."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from sharepoint_gate.access.audited import Access, AuditReport, Holding
from sharepoint_gate.reports.words import ACCESS, LETTERS, NO_ORGANISATION, folder_of, place_of, seen


class Sign(StrEnum):
    """How what is held compares with what is declared; the value is what a cell shows."""

    AS_DECLARED = "✓"
    EXCEPTED = "†"
    BEYOND = "!"
    MISSING = "\N{MINUS SIGN}"
    FOUND = "•"


MEANING = {
    Sign.AS_DECLARED: "as declared",
    Sign.EXCEPTED: "by a recorded exception",
    Sign.BEYOND: "not declared",
    Sign.MISSING: "declared, but missing",
    Sign.FOUND: "found",
}
CLASSES = {
    Sign.AS_DECLARED: "ok",
    Sign.EXCEPTED: "excepted",
    Sign.BEYOND: "more",
    Sign.MISSING: "less",
    Sign.FOUND: "found",
}


@dataclass(frozen=True, slots=True, order=True)
class Who:
    """A row: one person, link, group or application."""

    organisation: str
    name: str
    address: str
    person: str


@dataclass(frozen=True, slots=True)
class Mark:
    """One line of a cell: how many files, how, and how that compares."""

    sign: Sign
    access: Access | None
    files: int

    @property
    def text(self) -> str:
        """What is shown: "✓ V5"."""
        return f"{self.sign} {LETTERS[self.access] if self.access else ''}{self.files}"

    @property
    def meaning(self) -> str:
        """What it means, for whoever does not see the sign."""
        how = f", {ACCESS[self.access]}" if self.access else ""
        return f"{MEANING[self.sign]}{how}"

    @property
    def css(self) -> str:
        """The class that colours it; the sign says the same."""
        return CLASSES[self.sign]


Cells = dict[str, tuple[Mark, ...]]


@dataclass(frozen=True, slots=True)
class Row:
    """One person's cells by column."""

    who: Who
    cells: Cells

    @property
    def differs(self) -> bool:
        """Whether anything here is not as declared."""
        return any(
            mark.sign in {Sign.BEYOND, Sign.MISSING} for marks in self.cells.values() for mark in marks
        )


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows by organisation, and the columns that any of them uses."""

    columns: tuple[str, ...]
    groups: tuple[tuple[str, tuple[Row, ...]], ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows, in order."""
        return tuple(row for _, rows in self.groups for row in rows)


NOTHING_HELD = Matrix((), ())


@dataclass(slots=True)
class _Counts:
    counted: dict[Who, dict[str, dict[tuple[Sign, Access | None], int]]] = field(default_factory=dict)

    def add(self, who: Who, column: str, sign: Sign, access: Access | None) -> None:
        cell = self.counted.setdefault(who, {}).setdefault(column, {})
        cell[sign, access] = cell.get((sign, access), 0) + 1


def who_of(holding: Holding) -> Who:
    """Return the row that a holding belongs to."""
    organisation = holding.organisation or NO_ORGANISATION
    return Who(seen(organisation), seen(holding.principal), seen(holding.address), holding.person or "")


def by_case(report: AuditReport) -> Matrix:
    """Return the overview: everybody, with one column for each case and one for all that lies elsewhere."""
    counts = _Counts()
    for holding, sign in _told(report):
        access = None if sign is Sign.MISSING else holding.access
        counts.add(who_of(holding), place_of(holding), sign, access)
    return _matrix(counts)


def by_folder(report: AuditReport) -> dict[str, Matrix]:
    """Return for each case, and for what lies elsewhere, who holds or should hold something, by folder."""
    places: dict[str, _Counts] = {}
    for holding, sign in _told(report):
        access = None if sign is Sign.MISSING else holding.access
        counts = places.setdefault(place_of(holding), _Counts())
        counts.add(who_of(holding), folder_of(holding), sign, access)
    return {place: _matrix(counts) for place, counts in places.items()}


def _told(report: AuditReport) -> Iterator[tuple[Holding, Sign]]:
    for one in report.holdings:
        yield one, sign_of(one, with_roster=report.with_roster)
    for one in report.declared_not_held:
        yield one, Sign.MISSING


def sign_of(holding: Holding, *, with_roster: bool) -> Sign:
    """Return how something that is held compares with what is declared."""
    if not holding.declared:
        return Sign.BEYOND if with_roster else Sign.FOUND
    return Sign.EXCEPTED if holding.exception is not None else Sign.AS_DECLARED


def _matrix(counts: _Counts) -> Matrix:
    columns = {name for cells in counts.counted.values() for name in cells}
    return Matrix(tuple(sorted(columns, key=place_order)), _groups(counts))


def place_order(name: str) -> tuple[bool, str]:
    """Return where a case or folder stands: cases and numbered folders first, what lies elsewhere last."""
    return (not name[:1].isdigit() and "-" not in name, name)


def _groups(counts: _Counts) -> tuple[tuple[str, tuple[Row, ...]], ...]:
    groups: dict[str, list[Row]] = {}
    for who in sorted(counts.counted, key=lambda one: (one.organisation != NO_ORGANISATION, one)):
        cells = {column: _marks(cell) for column, cell in counts.counted[who].items()}
        groups.setdefault(who.organisation, []).append(Row(who, cells))
    return tuple((name, tuple(rows)) for name, rows in groups.items())


def _marks(cell: dict[tuple[Sign, Access | None], int]) -> tuple[Mark, ...]:
    order = list(Sign)
    widths = [None, *Access]
    keys = sorted(cell, key=lambda key: (order.index(key[0]), -widths.index(key[1])))
    return tuple(Mark(sign, access, cell[sign, access]) for sign, access in keys)
