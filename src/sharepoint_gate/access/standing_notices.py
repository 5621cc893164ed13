"""What stays true night after night until a person acts: who waits, and papers that nobody is shown.

A suspension is told on the night that takes access away; without these, the next night would say that
nothing is wrong while somebody's papers are missing.

Source: ISA §2.3, ISA §8.6, ISA §8.7
"""

from collections.abc import Iterator

from sharepoint_gate.access.conditions import check_person, is_closed
from sharepoint_gate.access.desired import World
from sharepoint_gate.access.facts import KINDS
from sharepoint_gate.access.findings import Finding, Handling
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.misspelt import misspelt_folders
from sharepoint_gate.access.paths import below_channel
from sharepoint_gate.faults import Place
from sharepoint_gate.roster.model import Case, CaseRef, FolderId, PersonId

DIRECTORY = "directory"
# An account that is not as it was approved; whoever has it reads nothing until somebody looks.
WAITING = frozenset(
    {
        FindingKind.ACCOUNT_NOT_FOUND,
        FindingKind.ACCOUNT_AMBIGUOUS,
        FindingKind.ACCOUNT_DISABLED,
        FindingKind.IDENTITY_CHANGED,
        FindingKind.IDENTITY_MISMATCH,
        FindingKind.PENDING_INVITATION,
    }
)


def waiting_people(world: World) -> Iterator[Finding]:
    """Yield everybody who is named on an open case and kept from it by the account alone or among others."""
    for name in sorted(_named_on_open_cases(world)):
        person = world.roster.people[name]
        failed = [one for one in check_person(world, person) if one.kind in WAITING]
        if failed:
            sentence = f"{person.name} reads nothing for now. {failed[0].sentence}"
            mismatch = FindingKind.IDENTITY_MISMATCH
            told = mismatch if any(one.kind is mismatch for one in failed) else FindingKind.PERSON_WAITS
            yield notice(told, DIRECTORY, name, sentence, person.place)


def _named_on_open_cases(world: World) -> set[PersonId]:
    books = world.processes.processes
    cases = [one for one in world.roster.cases.values() if one.process in books]
    return {name for case in cases if not is_closed(books[case.process], case) for name in case.people}


def unknown_folders(world: World) -> Iterator[Finding]:
    """Yield every folder in a declared case that its process does not know and that holds files."""
    nearly = {one.item.id for one in misspelt_folders(world)}
    files: dict[str, int] = {}
    for item in world.observation.items.values():
        path = below_channel(world.observation, item)
        if path is not None and not item.is_folder:
            folder = "/".join(path.split("/")[:2])
            files[folder] = files.get(folder, 0) + 1
    for item in sorted(world.observation.items.values(), key=lambda one: one.path):
        path = below_channel(world.observation, item)
        if path not in files or not item.is_folder or item.id in nearly:
            continue
        case = _case_without(world, path)
        if case is not None:
            count = f"{files[path]} file{'s' * (files[path] != 1)}"
            sentence = (
                f"“{item.name}” is no folder of {case.process}: nobody but the business unit reads "
                f"the {count} in it."
            )
            yield notice(FindingKind.FOLDER_NOT_IN_PROCESS, path, "", sentence, case.place)


def _case_without(world: World, path: str) -> Case | None:
    """Return the case of a folder when the case's process has no such folder."""
    ref, _, name = path.partition("/")
    case = world.roster.cases.get(CaseRef(ref))
    process = world.processes.processes.get(case.process) if case is not None else None
    known = process is None or not name or FolderId(name) in process.folders
    return None if known else case


def notice(kind: FindingKind, what: str, principal: str, sentence: str, place: Place) -> Finding:
    """Return a finding that belongs to no single permission and waits for a person."""
    facts = KINDS[kind]
    return Finding(
        kind=kind,
        severity=facts.severity,
        object=what,
        principal=principal,
        also=(),
        sentence=sentence,
        remedy=facts.remedy,
        clause=facts.clause,
        handling=Handling.PERSON,
        place=place,
    )
