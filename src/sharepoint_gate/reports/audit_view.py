"""What the page shows, worked out from an audit: no markup here, and no counting in the page."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sharepoint_gate.access.audited import AuditReport, CoverageLine
from sharepoint_gate.access.audited_exposures import ToldExposure
from sharepoint_gate.access.findings import Finding
from sharepoint_gate.access.kinds import Severity
from sharepoint_gate.reports.findings_text import alike_findings, place_name, ranked
from sharepoint_gate.reports.matrix import (
    NOTHING_HELD,
    Mark,
    Matrix,
    Row,
    Sign,
    Who,
    by_case,
    by_folder,
    place_order,
)
from sharepoint_gate.reports.words import names_in_findings, roster_line, seen, severity_word, where, who_must
from sharepoint_gate.roster.ids import is_case_reference

SHOWN_FILES = 10
SHOWN_EXPOSURES = 200


@dataclass(frozen=True, slots=True)
class Problem:
    """Findings that say the same of the same person in one folder.

    Attributes:
        number: By which it is called on the page.
        principal: Whom it concerns, by name where the name is known.
        more: How many further files it concerns than are named.
    """

    number: int
    first: Finding
    principal: str
    places: tuple[str, ...]
    more: int
    files: int
    severity: str
    who_must: str
    roster_line: str

    @property
    def case(self) -> str:
        """The case or other place it lies in."""
        return place_name(self.first.object)


@dataclass(frozen=True, slots=True)
class CaseSection:
    """One case: who holds what of it, and what is wrong there."""

    place: str
    matrix: Matrix
    problems: tuple[Problem, ...]
    counts: Mapping[Sign, int]


@dataclass(frozen=True, slots=True)
class PersonPlace:
    """What one person holds of one case.

    Attributes:
        declared: How many files are held as declared, and in how many folders.
        differing: The folders in which something differs or stands by an exception, with their marks.
    """

    place: str
    declared: tuple[int, int]
    differing: tuple[tuple[str, tuple[Mark, ...]], ...]


@dataclass(frozen=True, slots=True)
class PersonSection:
    """One person, link, group or application."""

    who: Who
    places: tuple[PersonPlace, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class AuditView:
    """Everything on the page, in its order.

    Attributes:
        exposures: Those that are open and those that are over, each with how many more there are.
    """

    report: AuditReport
    tally: tuple[tuple[str, int], ...]
    severities: tuple[tuple[str, tuple[Problem, ...]], ...]
    overview: Matrix
    cases: tuple[CaseSection, ...]
    people: tuple[tuple[str, tuple[PersonSection, ...]], ...]
    unread: tuple[CoverageLine, ...]
    exposures: tuple[tuple[str, tuple[ToldExposure, ...], int], ...]


def view_of(report: AuditReport) -> AuditView:
    """Return what the page shows of an audit."""
    problems = _problems(report)
    overview = by_case(report)
    folders = by_folder(report)
    places = sorted(
        {*folders, *(one.case for one in problems if is_case_reference(one.case))}, key=place_order
    )
    cases = tuple(_case(place, folders.get(place, NOTHING_HELD), problems) for place in places)
    return AuditView(
        report=report,
        tally=_tally(report.findings),
        severities=_by_severity(problems),
        overview=overview,
        cases=cases,
        people=_people(overview, cases, problems),
        unread=tuple(line for line in report.coverage if not line.read),
        exposures=tuple(_exposures(report.exposures)),
    )


def _exposures(told: Sequence[ToldExposure]) -> Iterable[tuple[str, tuple[ToldExposure, ...], int]]:
    """Yield every one that is open, and the latest of those that are over."""
    standing, over = [one for one in told if one.open], [one for one in told if not one.open]
    if standing:
        yield "Open", tuple(standing), 0
    if over:
        yield "Over", tuple(over[:SHOWN_EXPOSURES]), max(0, len(over) - SHOWN_EXPOSURES)


def _problems(report: AuditReport) -> tuple[Problem, ...]:
    groups = alike_findings(sorted(report.findings, key=ranked))
    names = {one.person: one.principal for one in (*report.holdings, *report.declared_not_held) if one.person}
    told = {str(person): f"{name} ({person})" for person, name in names.items()}
    return tuple(
        _problem(number, group, told, with_roster=report.with_roster)
        for number, group in enumerate(groups, start=1)
    )


def _problem(number: int, group: list[Finding], told: Mapping[str, str], *, with_roster: bool) -> Problem:
    first = group[0]
    places = tuple(where(one) for one in group)
    return Problem(
        number=number,
        first=first,
        principal=seen(told.get(first.principal, first.principal)),
        places=places[:SHOWN_FILES],
        more=max(0, len(places) - SHOWN_FILES),
        files=len(places),
        severity=severity_word(first.severity),
        who_must=who_must(first, with_roster=with_roster),
        roster_line=roster_line(first),
    )


def _tally(findings: Iterable[Finding]) -> tuple[tuple[str, int], ...]:
    counted = Counter(one.severity for one in findings)
    return tuple((severity_word(one), counted[one]) for one in sorted(Severity, reverse=True))


def _by_severity(problems: Iterable[Problem]) -> tuple[tuple[str, tuple[Problem, ...]], ...]:
    groups: dict[str, list[Problem]] = {}
    for one in problems:
        groups.setdefault(one.severity, []).append(one)
    return tuple((word, tuple(group)) for word, group in groups.items())


def _case(place: str, matrix: Matrix, problems: Iterable[Problem]) -> CaseSection:
    counts: Counter[Sign] = Counter()
    for mark in _marks(matrix.rows):
        counts[mark.sign] += mark.files
    return CaseSection(place, matrix, tuple(one for one in problems if one.case == place), counts)


def _marks(rows: Iterable[Row]) -> Iterable[Mark]:
    return (mark for row in rows for marks in row.cells.values() for mark in marks)


def _people(
    overview: Matrix, cases: Iterable[CaseSection], problems: Iterable[Problem]
) -> tuple[tuple[str, tuple[PersonSection, ...]], ...]:
    places: dict[Who, list[PersonPlace]] = {}
    for case in cases:
        for row in case.matrix.rows:
            places.setdefault(row.who, []).append(_person_place(case.place, row))
    concerned: dict[str, list[Problem]] = {}
    for one in problems:
        concerned.setdefault(one.first.principal, []).append(one)
    return tuple(
        (name, tuple(_person(row.who, places, concerned) for row in rows)) for name, rows in overview.groups
    )


def _person(
    who: Who, places: Mapping[Who, list[PersonPlace]], concerned: Mapping[str, list[Problem]]
) -> PersonSection:
    keys = dict.fromkeys((who.person, who.address, *names_in_findings(who.name)))
    problems = tuple(one for key in keys if key for one in concerned.get(key, ()))
    return PersonSection(who, tuple(places.get(who, ())), problems)


def _person_place(place: str, row: Row) -> PersonPlace:
    kept = [mark for marks in row.cells.values() for mark in marks if mark.sign is Sign.AS_DECLARED]
    folders = sum(any(mark.sign is Sign.AS_DECLARED for mark in marks) for marks in row.cells.values())
    differing = tuple(
        (column, tuple(mark for mark in marks if mark.sign is not Sign.AS_DECLARED))
        for column, marks in sorted(row.cells.items())
        if any(mark.sign is not Sign.AS_DECLARED for mark in marks)
    )
    return PersonPlace(place, (sum(mark.files for mark in kept), folders), differing)
