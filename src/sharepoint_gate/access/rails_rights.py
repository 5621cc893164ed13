"""The rights that a plan takes and gives, each with the edit that explains it.

A right is one person on one file. What the lane would not hold back is not counted: nobody has to explain
why undeclared or wider access goes, or why something ended.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from sharepoint_gate.access.changes import Change, DeletePermission, GrantReaders, RevokePeople
from sharepoint_gate.access.conditions import windows_of
from sharepoint_gate.access.desired import World
from sharepoint_gate.access.judge import named_on
from sharepoint_gate.access.lane import lane_of
from sharepoint_gate.access.observed import ItemId, ObjectId
from sharepoint_gate.access.paths import CasePath, place_of
from sharepoint_gate.access.plan import Plan
from sharepoint_gate.access.rails_edits import Edits
from sharepoint_gate.roster.model import (
    Assignment,
    CaseRef,
    FolderId,
    OrganisationId,
    PersonId,
    StageId,
)

PERSON, CASE, OTHER = "person", "case", "other"
Cause = tuple[str, str]
_NOWHERE = CasePath(CaseRef(""), FolderId(""), OrganisationId(""), "")


@dataclass(frozen=True, slots=True)
class Right:
    """One person on one file, and what explains that it comes or goes."""

    person: PersonId
    item: ItemId
    case: CaseRef
    cause: Cause


def unexplained(rights: tuple[Right, ...]) -> tuple[Right, ...]:
    """Leave out what one reviewed edit explains: one case's move, and one person's row."""
    alone = {
        kind for kind in (PERSON, CASE) if len({one.cause for one in rights if one.cause[0] == kind}) == 1
    }
    return tuple(one for one in rights if one.cause[0] not in alone)


def lost_rights(world: World, plan: Plan, edits: Edits) -> tuple[Right, ...]:
    """Return the rights that fall away because roster or directory no longer give them."""
    waiting = lane_of(plan, world, "").held[len(plan.held) :]
    found: list[Right] = []
    for held in waiting:
        found += _lost(world, held.change, edits)
    return tuple(found)


def _lost(world: World, change: Change, edits: Edits) -> Iterator[Right]:
    if not isinstance(change, RevokePeople | DeletePermission):
        return
    known = world.memory.applied.files.get(change.item_id)
    for who in sorted(_people_of(world, change)):
        person = known.readers.get(who) if known is not None else None
        if known is not None and person is not None:
            cause = _why_lost(world, edits, person, known.case, change.item_id)
            yield Right(person, change.item_id, known.case, cause)


def _people_of(world: World, change: RevokePeople | DeletePermission) -> set[ObjectId]:
    if isinstance(change, RevokePeople):
        return set(change.people)
    seen = world.observation.items[change.item_id].permissions or ()
    return {who for one in seen if one.id == change.permission_id for who in named_on(one)}


def _why_lost(world: World, edits: Edits, person: PersonId, case: CaseRef, item: ItemId) -> Cause:
    if case in edits.gone or (case in edits.moved and not _is_open_to(world, person, case, item)):
        return (CASE, case)
    if world.roster.cases.get(case) is not None and _is_as_it_was(world, edits, person, case):
        return (PERSON, person) if _lost_account(world, person) else (OTHER, "")
    return (PERSON, person)


def _is_open_to(world: World, person: PersonId, case: CaseRef, item: ItemId) -> bool:
    """Tell whether the stage of today would leave the folder open to the roles that somebody had."""
    roles = world.memory.applied.cases[case].people.get(person, ())
    now = world.roster.cases[case]
    return _opens(world, case, item, Assignment(person, roles, now.place), now.stage)


def _opens(world: World, case: CaseRef, item: ItemId, assignment: Assignment, stage: StageId) -> bool:
    process = world.processes.processes.get(world.roster.cases[case].process)
    seen = world.observation.items.get(item)
    place = (place_of(world.observation, seen) if seen is not None else None) or _NOWHERE
    folder = process.folders.get(place.folder) if process is not None else None
    if process is None or folder is None:
        return False
    return any(process.holds(window, stage) for window in windows_of(folder, assignment))


def _is_as_it_was(world: World, edits: Edits, person: PersonId, case: CaseRef) -> bool:
    """Tell whether the roster says of a person on a case what it said when it was last applied."""
    then, now = world.memory.applied.cases.get(case), world.roster.cases.get(case)
    if then is None or now is None or person in edits.changed:
        return False
    assignment = now.people.get(person)
    return then.people.get(person) == (tuple(sorted(assignment.roles)) if assignment is not None else None)


def _lost_account(world: World, person: PersonId) -> bool:
    return len(world.observation.accounts.get(person, ())) != 1


def gained_rights(world: World, plan: Plan, edits: Edits) -> tuple[Right, ...]:
    """Return the rights that come because the roster gives what it did not give when it was last applied.

    Not among them: a new file for those who read its folder, what stood and is put back, and what the roster
    gave already and only an account, an acceptance or an end of a freeze was wanting.
    """
    found: list[Right] = []
    for change in plan.changes:
        if isinstance(change, GrantReaders):
            found += _gained(world, change, edits)
    return tuple(found)


def _gained(world: World, change: GrantReaders, edits: Edits) -> Iterator[Right]:
    applied = world.memory.applied
    known = applied.files.get(change.item_id)
    place = place_of(world.observation, world.observation.items[change.item_id]) or _NOWHERE
    case = CaseRef(place.case)
    for who in change.people:
        person = world.holders[who][0]
        if known is not None and known.readers.get(who) == person:
            continue
        cause = _why_gained(world, edits, person, case, change.item_id) if applied.known else (OTHER, "first")
        if cause is not None:
            yield Right(person, change.item_id, case, cause)


def _why_gained(world: World, edits: Edits, person: PersonId, case: CaseRef, item: ItemId) -> Cause | None:
    if case in edits.opened or (case in edits.moved and not _was_open(world, person, case, item)):
        return (CASE, case)
    if not _is_as_it_was(world, edits, person, case):
        return (PERSON, person)
    process = world.roster.cases[case].process
    return (OTHER, process) if process in edits.processes else None


def _was_open(world: World, person: PersonId, case: CaseRef, item: ItemId) -> bool:
    """Tell whether the folder was open, at the stage of then, to the roles that somebody has now."""
    then, assignment = world.memory.applied.cases[case], world.roster.cases[case].people[person]
    return _opens(world, case, item, assignment, then.stage)


def cases_by_person(rights: tuple[Right, ...]) -> Counter[PersonId]:
    """Count the cases that each person comes upon."""
    return Counter(person for person, _ in {(one.person, one.case) for one in rights})
