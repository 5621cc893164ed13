"""What is found in names, without opening anything.

Identifiers, material in the wrong folder, folders that no case owns, and folders that a case lacks.

Source: ISA §6.14.3, ISA §7.2, ISA §8.3, ISA §8.6
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from sharepoint_gate.access.conditions import is_closed
from sharepoint_gate.access.desired import World
from sharepoint_gate.access.findings import Finding
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.misspelt import misspelt_folders
from sharepoint_gate.access.observed import ObservedItem
from sharepoint_gate.access.paths import below_channel, place_of
from sharepoint_gate.access.standing_notices import notice
from sharepoint_gate.faults import Place
from sharepoint_gate.roster.model import Case, CaseRef
from sharepoint_gate.roster.process import Folder, Process

# As people write it: in one piece, or 3-3-4 with blanks, dots or hyphens between.
_TEN_DIGITS = re.compile(r"(?<!\d)(\d{3})[ .\u00a0_-]?(\d{3})[ .\u00a0_-]?(\d{4})(?!\d)")
_CASE_LIKE = re.compile(r"[A-Z][A-Z0-9]{1,9}-\d{4}-\d{2,4}", re.IGNORECASE)
# What people write on a file whose names have not been taken out yet.
_NOT_YET_ANONYMOUS = re.compile(
    r"(?<![a-z])(identifi(able|ed)|un-?(redacted|anonymised)|not[ _-](redacted|anonymised))(?![a-z])",
    re.IGNORECASE,
)
_WEIGHTS = range(10, 1, -1)


def is_nhs_number(digits: str) -> bool:
    """Tell whether ten digits are an NHS number by their check digit.

    Source: nhs:data-dictionary/nhs-number
    """
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    check = (11 - total % 11) % 11
    # A remainder of one has no check digit: no such number is given out.
    return len(set(digits)) > 1 and str(check) == digits[-1]


def holds_identifier(name: str) -> bool:
    """Tell whether a name holds an NHS number."""
    return any(is_nhs_number("".join(found.groups())) for found in _TEN_DIGITS.finditer(name))


def name_notices(world: World) -> Iterator[Finding]:
    """Yield everything that names alone give away, in order of path."""
    lacking = {CaseRef(one.meant) for one in misspelt_folders(world) if one.case is None}
    for item in sorted(world.observation.items.values(), key=lambda one: (one.path, one.id)):
        path = below_channel(world.observation, item)
        if path:
            yield from _of_item(world, item, path)
    yield from _orphans(world)
    yield from _missing_folders(world, lacking)


def _of_item(world: World, item: ObservedItem, path: str) -> Iterator[Finding]:
    place = world.roster.agreement.place
    case, folder = _declared(world, item)
    named = holds_identifier(item.name)
    where = case.place if case is not None else place
    if not item.is_folder and folder is not None and _is_above_cap(world, item, folder, named=named):
        sentence = (
            f"“{path.rpartition('/')[2]}” lies in a folder for {folder.level} material, and its name says "
            "that people can be recognised in it."
        )
        told = _at(notice(FindingKind.LEVEL_CAP_BREACH, path, "", sentence, where), item)
        yield replace(told, also=(FindingKind.IDENTIFIER_IN_NAME,)) if named else told
    elif named:
        sentence = "The name holds a number that is an NHS number by its check digit."
        yield _at(notice(FindingKind.IDENTIFIER_IN_NAME, path, "", sentence, where), item)


def _at(finding: Finding, item: ObservedItem) -> Finding:
    return replace(finding, item_id=item.id)


def _declared(world: World, item: ObservedItem) -> tuple[Case | None, Folder | None]:
    place = place_of(world.observation, item)
    case = world.roster.cases.get(place.case) if place is not None else None
    process = world.processes.processes.get(case.process) if case is not None else None
    if place is None or process is None:
        return case, None
    return case, process.folders.get(place.folder)


def _is_above_cap(world: World, item: ObservedItem, folder: Folder, *, named: bool) -> bool:
    """Tell whether a file is more telling than its folder may hold: by its name, or by where it came from."""
    levels = world.processes.levels
    if folder.level not in levels[:-1]:
        return False
    # Where a pseudonym may stand, so may a word about who it hides: only a number names a child there.
    anonymous = levels.index(folder.level) <= levels.index("anonymised") if "anonymised" in levels else False
    return named or (anonymous and _NOT_YET_ANONYMOUS.search(item.name) is not None)


def _orphans(world: World) -> Iterator[Finding]:
    """Yield every folder that is called like a case and is none: nobody decided who may read in it."""
    meant = {one.item.id for one in misspelt_folders(world)}
    for item in sorted(world.observation.items.values(), key=lambda one: (one.path, one.id)):
        path = below_channel(world.observation, item)
        if not path or "/" in path or not item.is_folder or item.id in meant:
            continue
        if CaseRef(path) not in world.roster.cases and _CASE_LIKE.fullmatch(path):
            sentence = f"“{path}” is called like a case, and the roster has no such case."
            place = world.roster.channel.place
            yield _at(notice(FindingKind.ORPHAN_CASE_FOLDER, path, "", sentence, place), item)


def _missing_folders(world: World, misspelt: set[CaseRef]) -> Iterator[Finding]:
    """Yield every folder of its process that an open case lacks; one without any folder is told elsewhere."""
    items = world.observation.items.values()
    present = {below_channel(world.observation, item) for item in items if item.is_folder}
    wrong = {(one.case.ref, one.meant) for one in misspelt_folders(world) if one.case is not None}
    for ref, case in sorted(world.roster.cases.items()):
        process = world.processes.processes.get(case.process)
        if process is None or ref not in present or ref in misspelt or is_closed(process, case):
            continue
        for name in _lacking(ref, process, present):
            if (ref, name) not in wrong:
                yield _missing(ref, name, case.place)


def _lacking(ref: CaseRef, process: Process, present: set[str | None]) -> list[str]:
    return [name for name in process.folders if f"{ref}/{name}" not in present]


def _missing(ref: CaseRef, name: str, place: Place) -> Finding:
    sentence = f"{ref} has no folder {name}, so papers for it may be put where others read."
    return notice(FindingKind.MISSING_FOLDER, f"{ref}/{name}", "", sentence, place)
