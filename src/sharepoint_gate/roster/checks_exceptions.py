"""The rules about recorded exceptions, one function each.

Source: ISA §8.4
"""

from collections.abc import Iterator

from sharepoint_gate.faults import Fault
from sharepoint_gate.roster.draft import Context, RosterDraft
from sharepoint_gate.roster.ids import is_case_reference, nearest_reference
from sharepoint_gate.roster.model import CaseRef
from sharepoint_gate.roster.suggest import did_you_mean, listed

_LONG_DAYS = 366
_SHORTEST_REASON = 3
_STOPGAPS = frozenset({"tbc", "tba", "tbd", "none", "todo", "xxx", "reason", "because", "exception"})


def check_exception_ids(draft: RosterDraft, _context: Context) -> Iterator[Fault]:
    """Refuse ids of exceptions that are not in the form of EX-2026-001."""
    for written in sorted(draft.written.exceptions):
        if not is_case_reference(written):
            yield Fault(
                draft.where("exceptions", written, key=True),
                f"{written} cannot be an exception's id",
                "it stands in the record and says nothing about anybody",
                f"write {nearest_reference(written) or 'an id like EX-2026-001'}",
            )


def check_exception_people(draft: RosterDraft, _context: Context) -> Iterator[Fault]:
    """Refuse exceptions for, or approved by, somebody who is not on the roster."""
    if not draft.written.people:  # told once, of the section itself
        return
    for one in draft.exceptions.values():
        for key, person in (("person", one.person), ("approved_by", one.approved_by)):
            if person not in draft.written.people:
                yield Fault(
                    draft.where("exceptions", one.id, key),
                    f"{person} is not on the roster",
                    "an exception is given to a known person by a known person",
                    did_you_mean(person, draft.written.people, "write the person under `people` first"),
                )


def check_exception_folders(draft: RosterDraft, context: Context) -> Iterator[Fault]:
    """Refuse exceptions for a case or a folder that does not exist."""
    meant = {nearest_reference(reference) for reference in draft.written.cases}
    for one in draft.exceptions.values():
        case, _, folder = one.folder.partition("/")
        if case not in draft.written.cases and case in meant:
            continue
        if case not in draft.written.cases:
            near = did_you_mean(case, draft.written.cases, "write it like RR-2026-001/40-panel-pack")
            where = draft.where("exceptions", one.id, "folder")
            yield Fault(
                where, f"there is no case {case}", "an exception is for a case, or a folder of it", near
            )
        elif "/" in one.folder:
            yield from _folder_faults(draft, context, one.id, (case, folder))


def check_exception_reasons(draft: RosterDraft, _context: Context) -> Iterator[Fault]:
    """Refuse exceptions without a reason: a dash or a stopgap is none."""
    for one in draft.exceptions.values():
        words = "".join(sign for sign in one.reason.casefold() if sign.isalnum())
        if len(words) < _SHORTEST_REASON or words in _STOPGAPS:
            yield Fault(
                draft.where("exceptions", one.id, "reason"),
                f"{one.id} has no reason",
                "whoever looks at it later must see why somebody approved it",
                "write in a few words what the access is for",
            )


def check_exception_approval(draft: RosterDraft, _context: Context) -> Iterator[Fault]:
    """Refuse exceptions that nobody of the business unit approved, or that people approved for themselves."""
    if draft.channel is None:
        return
    for one in draft.exceptions.values():
        where = draft.where("exceptions", one.id, "approved_by")
        unit = draft.channel.business_unit
        if one.approved_by in draft.written.people and one.approved_by not in unit:
            mend = f"one of them must approve it: {listed(sorted(unit & draft.written.people))}"
            yield Fault(
                where,
                f"{one.approved_by} is not of the business unit",
                "the business unit answers for access (ISA 8.7)",
                mend,
            )
        elif one.approved_by == one.person:
            yield Fault(
                where,
                f"{one.person} approved their own exception",
                "a second person must answer for it",
                "name a colleague",
            )


def check_exceptions_are_for_readers(draft: RosterDraft, _context: Context) -> Iterator[Fault]:
    """Refuse exceptions for people of the business unit: they have every folder already."""
    unit = draft.channel.business_unit if draft.channel else frozenset()
    for one in draft.exceptions.values():
        if one.person in unit and one.person != one.approved_by:
            yield Fault(
                draft.where("exceptions", one.id, "person"),
                f"{one.person} is of the business unit and needs no exception",
                "members of the channel read and edit every folder",
                "delete the exception",
            )


def warn_of_ended_exceptions(draft: RosterDraft, context: Context) -> Iterator[Fault]:
    """Warn of exceptions whose last day has passed: they count no more, and their access is taken away."""
    for one in draft.exceptions.values():
        if one.until < context.today:
            yield Fault(
                draft.where("exceptions", one.id, "until"),
                f"{one.id} ended on {one.until}",
                "it counts no more; access that it left standing is taken away",
                "delete it, or let the business unit approve a new last day",
            )


def warn_of_long_exceptions(draft: RosterDraft, context: Context) -> Iterator[Fault]:
    """Warn of exceptions that run for more than a year: a far day is no end."""
    for one in draft.exceptions.values():
        if (one.until - context.today).days > _LONG_DAYS:
            yield Fault(
                draft.where("exceptions", one.id, "until"),
                f"{one.id} runs until {one.until}, more than a year from now",
                "an exception is given for a time, and looked at again",
                "write a nearer last day",
            )


def _folder_faults(
    draft: RosterDraft, context: Context, exception: str, case_and_folder: tuple[str, str]
) -> Iterator[Fault]:
    reference, folder = case_and_folder
    case = draft.cases.get(CaseRef(reference))
    process = context.book.processes.get(case.process) if case and context.book else None
    if process is None or folder in process.folders:
        return
    mend = did_you_mean(folder, process.folders, f"its folders are: {listed(process.folders)}")
    where = draft.where("exceptions", exception, "folder")
    yield Fault(
        where,
        f"{reference} has no folder {folder}",
        "a folder of the process is named, without subfolders",
        mend,
    )
