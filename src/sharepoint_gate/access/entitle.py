"""What follows from the roster: every file, and who reads it through the gate's own link.

Persons are judged once and folders once; the files of a folder share one answer, so that the work grows
with people plus files and not with their product.

Source: ISA §8.3, ISA §8.4, ISA §8.6
"""

from collections.abc import Mapping

from sharepoint_gate.access.checks import all_hold
from sharepoint_gate.access.conditions import (
    check_person,
    find_folder,
    is_in_scope,
    is_viewable,
    join_roles,
    windows_of,
)
from sharepoint_gate.access.desired import DesiredAccess, DesiredFile, Entitlement, World
from sharepoint_gate.access.exceptions import exception_for, stands_by_exception
from sharepoint_gate.access.freezes import case_freeze
from sharepoint_gate.access.invitations import may_be_invited
from sharepoint_gate.access.observed import ObjectId, ObservedItem
from sharepoint_gate.access.paths import CasePath, place_of
from sharepoint_gate.access.standing import account_of
from sharepoint_gate.roster.model import Assignment, Case, CaseRef, PersonId, RoleId
from sharepoint_gate.roster.process import Folder, Process

__all__ = ["desired_access", "exception_for", "stands_by_exception"]

Readers = Mapping[ObjectId, Entitlement]
NOBODY: Readers = {}


def desired_access(world: World) -> DesiredAccess:
    """Return who should read each file, and who should be in the channel.

    Every file of the library is in the answer, by path; most of those outside declared folders have no
    readers. The business unit reads in the channel and is on no file's list.
    """
    standing = people_in_good_standing(world)
    readers = _ReadersByFolder(world, standing)
    excepted = frozenset(CaseRef(found.folder.split("/")[0]) for found in world.roster.exceptions.values())
    files = [item for item in world.observation.items.values() if item.package or not item.is_folder]
    wanted = {}
    for item in sorted(files, key=lambda item: (item.path, item.id)):
        place = place_of(world.observation, item)
        found = readers.of(place) if place is not None else NOBODY
        if found and place is not None and place.case in excepted:
            found = _without(found, stands_by_exception(world, item))
        wanted[item.id] = _desired_file(world, item, found)
    return DesiredAccess(wanted, desired_channel(world, standing), may_be_invited(world))


def _without(readers: Readers, standing: frozenset[ObjectId]) -> Readers:
    if standing.isdisjoint(readers):
        return readers
    return {reader: why for reader, why in readers.items() if reader not in standing}


def _desired_file(world: World, item: ObservedItem, readers: Readers) -> DesiredFile:
    if is_viewable(world.rules, item):
        return DesiredFile(item.id, item.path, readers)
    waiting = tuple(sorted(why.person for why in readers.values()))
    return DesiredFile(item.id, item.path, NOBODY, waiting)


def people_in_good_standing(world: World) -> Mapping[PersonId, ObjectId]:
    """Return everybody whose personal conditions all hold, with their account's object id, by roster id."""
    standing: dict[PersonId, ObjectId] = {}
    for name, person in sorted(world.roster.people.items()):
        account = account_of(world, name)
        if account is not None and all_hold(check_person(world, person)):
            standing[name] = account.object_id
    return standing


def desired_channel(world: World, standing: Mapping[PersonId, ObjectId]) -> Mapping[ObjectId, str]:
    """Return the channel role of everybody of the business unit in good standing.

    Source: ISA §8.7
    """
    channel = world.roster.channel
    members = {standing[name]: "member" for name in channel.members if name in standing}
    return members | {standing[name]: "owner" for name in channel.owners if name in standing}


class _ReadersByFolder:
    """The readers of each folder, found once: all files of a folder, or of an organisation's part, agree."""

    def __init__(self, world: World, standing: Mapping[PersonId, ObjectId]) -> None:
        unit = world.roster.channel.business_unit
        self._world = world
        self._standing = {name: found for name, found in standing.items() if name not in unit}
        self._known: dict[tuple[str, str, str], Readers] = {}

    def of(self, place: CasePath) -> Readers:
        """Return who reads the files at a place, by object id, in the order of roster ids."""
        part = place.organisation if place.organisation in self._world.roster.organisations else ""
        key = (place.case, place.folder, part)
        if key not in self._known:
            self._known[key] = self._find(place)
        return self._known[key]

    def _find(self, place: CasePath) -> Readers:
        case = self._world.roster.cases.get(place.case)
        if case is None or case_freeze(self._world.memory.freezes, place.case) is not None:
            return NOBODY
        process, folder = find_folder(self._world, case, place)
        if process is None or folder is None:
            return NOBODY
        found = {}
        for name, assignment in sorted(case.people.items()):
            roles = self._open_roles(process, folder, case, place, assignment)
            if roles and name in self._standing:
                reason = f"{join_roles(roles)} on {case.ref}; stage {case.stage}; folder {folder.id}"
                object_id = self._standing[name]
                found[object_id] = Entitlement(name, object_id, reason, assignment.place)
        return found

    def _open_roles(
        self, process: Process, folder: Folder, case: Case, place: CasePath, assignment: Assignment
    ) -> tuple[RoleId, ...]:
        """Return the roles of a person that open a folder at the case's stage."""
        organisation = self._world.roster.people[assignment.person].organisation
        return tuple(
            window.role
            for window in windows_of(folder, assignment)
            if process.holds(window, case.stage) and is_in_scope(window, organisation, place)
        )
