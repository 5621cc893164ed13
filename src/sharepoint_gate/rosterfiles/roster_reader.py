"""Reads a roster file: bytes, tree, shapes, checks, and then a roster or every fault."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sharepoint_gate.errors import EmptyRosterError, RosterError
from sharepoint_gate.faults import Fault
from sharepoint_gate.roster.checks import check_roster
from sharepoint_gate.roster.draft import Context, Findings, RosterDraft, Written
from sharepoint_gate.roster.model import CaseRef, ExceptionId, OrganisationId, Partnership, PersonId, Roster
from sharepoint_gate.roster.process import ProcessBook
from sharepoint_gate.rosterfiles import roster_entries as entries
from sharepoint_gate.rosterfiles import shapes
from sharepoint_gate.rosterfiles.reading import Reading, ShapeT, faulty, open_reading

_NEVER_EMPTY = ("organisations", "people", "cases")


@dataclass(frozen=True, slots=True)
class RosterReading:
    """A roster free of faults, with what somebody should look at some day."""

    roster: Roster
    warnings: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class RosterJudgement:
    """A roster file as far as it could be read, and what is wrong with it.

    Attributes:
        roster: None when partnership, agreement or channel could not be read.
        error: What the faults amount to; None when there are none.
    """

    draft: RosterDraft
    roster: Roster | None
    findings: Findings
    error: RosterError | None


def read_roster(
    path: Path, book: ProcessBook, today: date, generic_words: frozenset[str] = frozenset()
) -> RosterReading:
    """Read a roster file.

    Args:
        path: The file, as a person would name it; it stands in every place.
        book: The processes that the cases follow.
        today: The day in the partnership's zone; exceptions that ended before it are warned of.
        generic_words: Words that mark an address as a shared mailbox.

    Raises:
        EmptyRosterError: The file holds nobody, no case or no organisation.
        RosterError: With every fault at once.
    """
    judged = judge_roster(path, book, today, generic_words)
    if judged.error is not None or judged.roster is None:
        raise judged.error or faulty(path, tuple(judged.findings.faults))
    return RosterReading(judged.roster, tuple(judged.findings.warnings))


def judge_roster(
    path: Path, book: ProcessBook | None, today: date, generic_words: frozenset[str] = frozenset()
) -> RosterJudgement:
    """Read a roster file without raising for its faults.

    Args:
        path: The file.
        book: None when the process file has faults; then nothing is said about roles and stages.
        today: The day in the partnership's zone.
        generic_words: Words that mark an address as a shared mailbox.

    Raises:
        RosterError: The file cannot be read at all.
    """
    reading = open_reading(path)
    top = (
        reading.top(shapes.RosterShape) if not reading.tree.broken and reading.tree.value is not None else {}
    )
    draft = _draft(reading, top)
    revision = reading.whole("revision", top["revision"], 1) if "revision" in top else 1
    found = check_roster(draft, Context(book, today, generic_words))
    reading.faults.extend((*found.faults, *_emptied(reading, top)))
    findings = Findings(list(reading.all_faults()), found.warnings)
    return RosterJudgement(
        draft, _roster(draft, revision, reading.digest), findings, _error(path, reading, top)
    )


def _draft(reading: Reading, top: dict[str, object]) -> RosterDraft:
    tree = reading.tree

    def whole(key: str, shape: type[ShapeT]) -> ShapeT | None:
        return reading.one((key,), top[key], shape) if key in top else None

    partnership = whole("partnership", shapes.PartnershipShape)
    isa = whole("agreement", shapes.IsaShape)
    channel = whole("channel", shapes.ChannelShape)
    return RosterDraft(
        partnership=Partnership(partnership.name, partnership.timezone) if partnership else None,
        agreement=entries.isa_record(isa, tree) if isa else None,
        channel=entries.channel(channel, tree) if channel else None,
        organisations={
            OrganisationId(key): entries.organisation(key, shape, tree)
            for key, shape in reading.named(
                "organisations", top.get("organisations"), shapes.OrganisationShape
            )
        },
        people={
            PersonId(key): entries.person(key, shape, tree)
            for key, shape in reading.named("people", top.get("people"), shapes.PersonShape)
        },
        cases={
            CaseRef(key): entries.case(key, shape, tree)
            for key, shape in reading.named("cases", top.get("cases"), shapes.CaseShape)
        },
        exceptions={
            ExceptionId(key): entries.recorded_exception(key, shape, tree)
            for key, shape in reading.named("exceptions", top.get("exceptions"), shapes.ExceptionShape)
        },
        written=_written(top),
        where=tree.place,
    )


def _written(top: dict[str, object]) -> Written:
    def keys(section: str) -> frozenset[str]:
        value = top.get(section)
        return frozenset(value) if isinstance(value, dict) else frozenset()

    return Written(keys("organisations"), keys("people"), keys("cases"), keys("exceptions"))


def _emptied(reading: Reading, top: dict[str, object]) -> list[Fault]:
    if reading.tree.broken or not isinstance(reading.tree.value, dict | None):
        return []
    why = "an emptied roster is taken for an accident, never for a wish to remove everybody"
    mend = "restore the last good version of the file"
    if reading.tree.value is None:
        return [Fault(reading.tree.place(), "the roster holds nothing", why, mend)]
    return [
        Fault(reading.tree.place(key, key=True), f"the roster holds no {key}", why, mend)
        for key in _NEVER_EMPTY
        if not top.get(key)
    ]


def _error(path: Path, reading: Reading, top: dict[str, object]) -> RosterError | None:
    faults = reading.all_faults()
    if not faults:
        return None
    emptied = not reading.tree.broken and any(not top.get(key) for key in _NEVER_EMPTY)
    return faulty(path, faults, EmptyRosterError if emptied else RosterError)


def _roster(draft: RosterDraft, revision: int, digest: str) -> Roster | None:
    if draft.partnership is None or draft.agreement is None or draft.channel is None:
        return None
    return Roster(
        revision=revision,
        partnership=draft.partnership,
        agreement=draft.agreement,
        channel=draft.channel,
        organisations=draft.organisations,
        people=draft.people,
        cases=draft.cases,
        exceptions=draft.exceptions,
        digest=digest,
    )
