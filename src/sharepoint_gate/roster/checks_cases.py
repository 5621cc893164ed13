"""The rules about cases, their stages and their people, one function each.

Source: ISA §8.3, ISA §8.6
"""

from collections.abc import Iterator
from itertools import pairwise

from sharepoint_gate.faults import Fault
from sharepoint_gate.roster.draft import Context, RosterDraft
from sharepoint_gate.roster.ids import is_case_reference, nearest_reference, prefix_of
from sharepoint_gate.roster.model import Case, CaseRef
from sharepoint_gate.roster.process import Process, ProcessBook
from sharepoint_gate.roster.suggest import did_you_mean, listed


def check_case_references(draft: RosterDraft, context: Context) -> Iterator[Fault]:
    """Refuse references that are not PREFIX-YYYY-NNN with the prefix of the case's process."""
    for reference in sorted(draft.written.cases):
        process = _process_of(draft, context, reference)
        prefix = process.ref_prefix if process else None
        if is_case_reference(reference) and (prefix is None or prefix_of(reference) == prefix):
            continue
        near = nearest_reference(reference, prefix)
        yield Fault(
            draft.where("cases", reference, key=True),
            f"{reference} is not a reference of {'a ' + process.title if process else 'a case'}",
            f"a reference is {prefix or 'a prefix'}, a year and three digits, and nothing about a child",
            f"write {near}" + _other_process(context.book, reference, prefix)
            if near
            else "write it like RR-2026-001",
        )


def check_case_processes(draft: RosterDraft, context: Context) -> Iterator[Fault]:
    """Refuse cases of a process that does not exist."""
    if context.book is None:
        return
    for case in draft.cases.values():
        if case.process not in context.book.processes:
            known = context.book.processes
            yield Fault(
                draft.where("cases", case.ref, "process"),
                f"there is no process {case.process}",
                "the process tells who reads which folder when",
                did_you_mean(case.process, known, f"the processes are: {listed(known)}"),
            )


def check_case_stages(draft: RosterDraft, context: Context) -> Iterator[Fault]:
    """Refuse stages that the case's process does not have."""
    for case, process in _judged(draft, context):
        if case.stage not in process.stages:
            yield Fault(
                draft.where("cases", case.ref, "stage"),
                f"{process.id} has no stage {case.stage}",
                "the stage tells which folders are open",
                did_you_mean(case.stage, process.stages, f"its stages are: {listed(process.stages)}"),
            )


def check_case_dates(draft: RosterDraft, _context: Context) -> Iterator[Fault]:
    """Refuse dates of a case that are not in order of time."""
    for case in draft.cases.values():
        for (before, earlier), (after, later) in pairwise(case.dates.items()):
            if later < earlier:
                yield Fault(
                    draft.where("cases", case.ref, "dates", after),
                    f"{after} ({later}) is before {before} ({earlier})",
                    "the dates of a case are written in order of time, and time limits count from them",
                    "correct one of the two, or write them in their order",
                )


def check_case_people(draft: RosterDraft, _context: Context) -> Iterator[Fault]:
    """Refuse people on a case who are not on the roster."""
    if not draft.written.people:  # told once, of the section itself
        return
    for case in draft.cases.values():
        for person in case.people:
            if person not in draft.written.people:
                yield Fault(
                    draft.where("cases", case.ref, "people", person, key=True),
                    f"{person} is not on the roster",
                    "only approved people can be named on a case",
                    did_you_mean(person, draft.written.people, "write the person under `people` first"),
                )


def check_case_roles(draft: RosterDraft, context: Context) -> Iterator[Fault]:
    """Refuse roles that do not exist, stand twice or are none at all."""
    if context.book is None:
        return
    for case in draft.cases.values():
        for person, assignment in case.people.items():
            path = ("cases", case.ref, "people", person)
            if not assignment.roles:
                why = "a person is named on a case in a role"
                yield Fault(
                    draft.where(*path, key=True),
                    f"{person} has no role on {case.ref}",
                    why,
                    "write one, or delete the line",
                )
            for index, role in enumerate(assignment.roles):
                yield from _role_faults(draft, context.book, (*path, index), (role, assignment.roles[:index]))


def check_business_unit_holds_no_reading_role(draft: RosterDraft, _context: Context) -> Iterator[Fault]:
    """Refuse people of the business unit on a case: they have every folder as members of the channel."""
    unit = draft.channel.business_unit if draft.channel else frozenset()
    for case in draft.cases.values():
        for person in sorted(unit & case.people.keys()):
            yield Fault(
                draft.where("cases", case.ref, "people", person, key=True),
                f"{person} is of the business unit and is named on {case.ref}",
                "the business unit reads as members of the channel and never stands on a link",
                "delete this line, or take the person out of the channel",
            )


def warn_of_roles_without_effect(draft: RosterDraft, context: Context) -> Iterator[Fault]:
    """Warn of roles that open no folder at any stage of the case's process."""
    for case, process in _judged(draft, context):
        useful = {window.role for folder in process.folders.values() for window in folder.windows}
        for person, assignment in case.people.items():
            for index, role in enumerate(assignment.roles):
                if role not in useful and context.book and role in context.book.roles:
                    yield Fault(
                        draft.where("cases", case.ref, "people", person, index),
                        f"{role} opens nothing in {process.id}, so {person} reads nothing by it",
                        f"roles that read there: {listed(sorted(useful))}",
                        "choose another role, or delete it",
                    )


def _role_faults(
    draft: RosterDraft,
    book: ProcessBook,
    path: tuple[str | int, ...],
    role_and_earlier: tuple[str, tuple[str, ...]],
) -> Iterator[Fault]:
    role, earlier = role_and_earlier
    if role not in book.roles:
        mend = did_you_mean(role, book.roles, f"the roles are: {listed(book.roles)}")
        yield Fault(
            draft.where(*path), f"{role} is not a known role", "the role tells who reads which folder", mend
        )
    elif role in earlier:
        yield Fault(draft.where(*path), f"{role} is written twice", "once is enough", "delete one of the two")


def _process_of(draft: RosterDraft, context: Context, reference: str) -> Process | None:
    found = draft.cases.get(CaseRef(reference))
    return context.book.processes.get(found.process) if found and context.book else None


def _judged(draft: RosterDraft, context: Context) -> Iterator[tuple[Case, Process]]:
    for case in draft.cases.values():
        process = context.book.processes.get(case.process) if context.book else None
        if process is not None:
            yield case, process


def _other_process(book: ProcessBook | None, reference: str, prefix: str | None) -> str:
    if book is None or prefix is None or prefix_of(reference) == prefix:
        return ""
    other = next((one.id for one in book.processes.values() if one.ref_prefix == prefix_of(reference)), None)
    return f", or process: {other}" if other else ""
