"""A small roster without faults, and the ways to change one thing in it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from sharepoint_gate.faults import Fault, Place
from sharepoint_gate.roster.checks import check_roster
from sharepoint_gate.roster.draft import Context, RosterDraft, Written
from sharepoint_gate.roster.model import (
    Assignment,
    Case,
    CaseRef,
    Channel,
    ExceptionAccess,
    ExceptionId,
    FolderId,
    IsaRecord,
    IsaStatus,
    Organisation,
    OrganisationAgreement,
    OrganisationId,
    OrganisationKind,
    Partnership,
    Person,
    PersonId,
    PolicyDocument,
    ProcessId,
    RecordedException,
    RoleId,
    StageId,
)
from sharepoint_gate.roster.process import Folder, Process, ProcessBook, Scope, Window

TODAY = date(2026, 3, 30)
NOWHERE = Place("roster.yaml", 1, 1)


def where(*path: str | int, key: bool = False) -> Place:
    """Return a place that spells its path, so that a test can name it."""
    return Place("/".join(str(step) for step in path) + ("#key" if key else ""), 1, 1)


def person(key: str, **changes: Any) -> Person:
    """Return a person of wicb."""
    usual = Person(
        PersonId(key),
        f"Person {key}",
        f"{key}@wicb.example",
        OrganisationId("wicb"),
        None,
        None,
        None,
        None,
        NOWHERE,
    )
    return replace(usual, **changes)


def case(
    reference: str = "RR-2026-001", roles: dict[str, tuple[str, ...]] | None = None, **changes: Any
) -> Case:
    """Return a rapid review with one panel member, u12."""
    people = {
        PersonId(one): Assignment(PersonId(one), tuple(RoleId(role) for role in given), NOWHERE)
        for one, given in (roles or {"u12": ("panel-member",)}).items()
    }
    dates = {"aware": date(2026, 3, 5), "notified": date(2026, 3, 10)}
    usual = Case(
        CaseRef(reference),
        ProcessId("rapid-review"),
        StageId("panel-meeting"),
        dates,
        people,
        NOWHERE,
        NOWHERE,
    )
    return replace(usual, **changes)


def exception(**changes: Any) -> RecordedException:
    """Return an exception for u12, approved by u01."""
    usual = RecordedException(
        ExceptionId("EX-2026-001"),
        PersonId("u12"),
        "RR-2026-001/40-panel-pack",
        ExceptionAccess.EDIT,
        "edits the agenda",
        PersonId("u01"),
        date(2026, 4, 30),
        NOWHERE,
    )
    return replace(usual, **changes)


def organisation(**changes: Any) -> Organisation:
    """Return wicb, in good standing."""
    usual = Organisation(
        OrganisationId("wicb"),
        "NHS Westmarsh ICB",
        OrganisationKind.STATUTORY,
        ("wicb.example",),
        OrganisationAgreement("tier-1", date(2025, 11, 3), None),
        PolicyDocument("APD-7", date(2026, 9, 30), None, None),
        "ig@wicb.example",
        NOWHERE,
    )
    return replace(usual, **changes)


def channel(owners: tuple[str, ...] = ("u01", "u02"), members: tuple[str, ...] = ("u03",)) -> Channel:
    """Return the channel."""
    seats = tuple(PersonId(one) for one in owners), tuple(PersonId(one) for one in members)
    return Channel("Westmarsh Safeguarding", "Case review", *seats, NOWHERE)


def isa(**changes: Any) -> IsaRecord:
    """Return the arrangement, in force."""
    usual = IsaRecord("WSCP-ISA-1", "1.4", date(2025, 11, 3), date(2026, 11, 3), IsaStatus.IN_FORCE, NOWHERE)
    return replace(usual, **changes)


def book() -> ProcessBook:
    """Return a book with one process of two stages and one folder, and a second process."""
    window = Window(RoleId("panel-member"), StageId("panel-meeting"), StageId("panel-meeting"), Scope.NAMED)
    folder = Folder(FolderId("40-panel-pack"), "pseudonymised", partitioned=False, windows=(window,))
    stages = (StageId("notified"), StageId("panel-meeting"))
    rapid = Process(ProcessId("rapid-review"), "Rapid Review", "RR", stages, {folder.id: folder})
    review = Process(ProcessId("lcspr"), "Practice Review", "LCSPR", stages, {folder.id: folder})
    roles = {RoleId("panel-member"): "Panel member", RoleId("dpo"): "Data protection officer"}
    return ProcessBook({rapid.id: rapid, review.id: review}, roles)


def draft(
    *,
    people: Iterable[Person] = (),
    cases: Iterable[Case] | None = None,
    exceptions: Iterable[RecordedException] = (),
    organisations: Iterable[Organisation] | None = None,
    **changes: Any,
) -> RosterDraft:
    """Return a roster without faults, with some entries put over its own.

    Args:
        people: Put over u01, u02, u03 and u12 by id.
        cases: In place of the one case.
        exceptions: In place of none.
        organisations: In place of wicb.
        changes: Other fields of the draft.
    """
    everybody = {one.id: one for one in (*(person(key) for key in ("u01", "u02", "u03", "u12")), *people)}
    all_cases = {one.ref: one for one in (cases if cases is not None else (case(),))}
    homes = {one.id: one for one in (organisations if organisations is not None else (organisation(),))}
    granted = {one.id: one for one in exceptions}
    usual = RosterDraft(
        partnership=Partnership("Westmarsh", "Europe/London"),
        agreement=isa(),
        channel=channel(),
        organisations=homes,
        people=everybody,
        cases=all_cases,
        exceptions=granted,
        written=Written(frozenset(homes), frozenset(everybody), frozenset(all_cases), frozenset(granted)),
        where=where,
    )
    return replace(usual, **changes)


def faults_of(judged: RosterDraft, processes: ProcessBook | None = None) -> list[Fault]:
    """Return what stops, judged by all rules on 30 March 2026."""
    return check_roster(judged, Context(processes or book(), TODAY)).faults


def warnings_of(judged: RosterDraft) -> list[Fault]:
    """Return what only warns."""
    findings = check_roster(judged, Context(book(), TODAY))
    assert findings.faults == []
    return findings.warnings


def only(found: list[Fault]) -> tuple[str, str, str]:
    """Return place, what and remedy of the one thing found."""
    (fault,) = found
    return fault.place.file, fault.what, fault.mend
