"""Law 1, condition by condition: what must hold before a person may read a file.

Every condition is always evaluated, so that a person can be told everything that stands in the way.

Source: ISA §8.3, ISA §8.6, ISA §8.7
"""

from collections.abc import Iterable

from sharepoint_gate.access.acceptance import check_uaa
from sharepoint_gate.access.checks import all_hold, crossed, first_failure, is_only_unread, ticked
from sharepoint_gate.access.desired import Check, Condition, World
from sharepoint_gate.access.freezes_checks import check_case_frozen, check_frozen
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.observed import ObservedItem
from sharepoint_gate.access.paths import CasePath, place_of
from sharepoint_gate.access.standing import (
    check_account,
    check_arrangement,
    check_dates,
    check_organisation,
    check_same_person,
)
from sharepoint_gate.roster.model import Assignment, Case, OrganisationId, Person, RoleId
from sharepoint_gate.roster.process import Folder, Process, Scope, Window
from sharepoint_gate.roster.rules import Rules

__all__ = ["all_hold", "check_file", "check_person", "first_failure", "is_only_unread"]


def check_person(world: World, person: Person) -> tuple[Check, ...]:
    """Return all personal conditions of law 1, in the order in which they are told.

    A condition may come more than once: an organisation's agreement and its policy document are told apart.
    They are made once a person, however many files the person holds.
    """
    known = world.personal_checks.get(person)
    if known is None:
        known = world.personal_checks[person] = _check_person(world, person)
    return known


def _check_person(world: World, person: Person) -> tuple[Check, ...]:
    return (
        check_dates(world, person),
        check_arrangement(world),
        *check_organisation(world, person),
        check_account(world, person),
        check_same_person(world, person),
        check_uaa(world, person),
        check_frozen(world, person),
    )


def check_file(world: World, person: Person, item: ObservedItem) -> tuple[Check, ...]:
    """Return all conditions of law 1 for one person and one item.

    A stage that does not fit is called ``link-outside-stage``; where the person holds the file by a direct
    grant its name is ``grant-outside-stage``.
    """
    place = place_of(world.observation, item)
    case = world.roster.cases.get(place.case) if place is not None else None
    viewable = check_viewable(world.rules, item)
    if place is None or case is None:
        return (*check_person(world, person), _check_no_case(person), viewable)
    return (
        *check_person(world, person),
        *check_case_frozen(world, case.ref),
        check_named(world, person, case),
        check_stage(world, person, case, place),
        check_own_agency(world, person, case, place),
        viewable,
    )


def _check_no_case(person: Person) -> Check:
    sentence = "It lies in no declared case's folder, where nobody but the business unit reads."
    return crossed(Condition.STAGE, sentence, person.place, FindingKind.LINK_OUTSIDE_STAGE)


def check_named(world: World, person: Person, case: Case) -> Check:
    """Check that a person is named on a case in a reading role."""
    assignment, kind = case.people.get(person.id), FindingKind.NOT_NAMED_ON_CASE
    if person.id in world.business_unit:
        sentence = (
            f"{person.name} is of the business unit, which reads in the channel and never through links."
        )
        return crossed(Condition.NAMED_ON_CASE, sentence, world.roster.channel.place, kind)
    if assignment is None:
        sentence = f"{person.name} is not named on {case.ref}."
        return crossed(Condition.NAMED_ON_CASE, sentence, case.place, kind)
    sentence = f"{person.name} is {join_roles(assignment.roles)} on {case.ref}."
    return ticked(Condition.NAMED_ON_CASE, sentence, assignment.place)


def check_stage(world: World, person: Person, case: Case, place: CasePath) -> Check:
    """Check that a folder is open at the case's stage to one of the person's roles.

    Somebody who is not named on the case has no role to compare; that is crossed by `check_named` alone.
    """
    process, folder = find_folder(world, case, place)
    if process is None or folder is None:
        sentence = f"It lies in no folder of {case.ref} that the process knows."
        return crossed(Condition.STAGE, sentence, case.place, FindingKind.LINK_OUTSIDE_STAGE)
    if is_closed(process, case):
        sentence = f"{case.ref} is closed: nobody but the business unit reads."
        return crossed(Condition.STAGE, sentence, case.stage_place, FindingKind.ACCESS_ON_CLOSED_CASE)
    assignment = case.people.get(person.id)
    if assignment is None:
        sentence = f"{case.ref} is at stage {case.stage}; {person.name} has no role on it."
        return ticked(Condition.STAGE, sentence, case.stage_place)
    windows = windows_of(folder, assignment)
    if any(process.holds(window, case.stage) for window in windows):
        sentence = f"{folder.id} is open at stage {case.stage}."
        return ticked(Condition.STAGE, sentence, case.stage_place)
    sentence = f"{case.ref} is at stage {case.stage}; {folder.id} {tell_windows(windows)}."
    return crossed(Condition.STAGE, sentence, case.stage_place, FindingKind.LINK_OUTSIDE_STAGE)


def check_own_agency(world: World, person: Person, case: Case, place: CasePath) -> Check:
    """Check that a file in a folder divided by organisation lies in the person's own organisation's part.

    Only the roles that open the folder at this stage count. What counts is the organisation written on the
    roster, never the domain of an address.
    """
    process, folder = find_folder(world, case, place)
    windows = open_windows(process, folder, case, person) if process and folder else ()
    if not windows or any(is_in_scope(window, person.organisation, place) for window in windows):
        sentence = f"It is not kept from {person.organisation} as another organisation's."
        return ticked(Condition.OWN_AGENCY, sentence, person.place)
    whose = f"the part of {place.organisation}" if place.organisation else "no organisation's part"
    sentence = f"It lies in {whose} of {place.folder}; {person.name} works for {person.organisation}."
    return crossed(Condition.OWN_AGENCY, sentence, person.place, FindingKind.OTHER_AGENCY_FOLDER)


def open_windows(process: Process, folder: Folder, case: Case, person: Person) -> tuple[Window, ...]:
    """Return the windows of a person's roles that are open at the case's stage."""
    assignment = case.people.get(person.id)
    if assignment is None:
        return ()
    return tuple(one for one in windows_of(folder, assignment) if process.holds(one, case.stage))


def check_viewable(rules: Rules, item: ObservedItem) -> Check:
    """Check that an item is a file that can be shown without download.

    Source: ISA §8.5
    """
    if is_viewable(rules, item):
        return ticked(Condition.VIEWABLE, f"{item.name} can be shown without download.", None)
    if item.is_folder and not item.package:
        sentence = f"{item.name} is a folder, and links that block download stand on files only."
        return crossed(Condition.VIEWABLE, sentence, None, FindingKind.FOLDER_GRANT)
    sentence = f"{item.name} is of a type that cannot be shown without download."
    return crossed(Condition.VIEWABLE, sentence, None, FindingKind.NOT_VIEWABLE)


def is_viewable(rules: Rules, item: ObservedItem) -> bool:
    """Tell whether an item is a file whose name ending can be shown under block-download."""
    stem, dot, ending = item.name.rpartition(".")
    named = bool(stem and dot) and ending.casefold() in rules.viewable_types
    return named and not item.is_folder and not item.package


def find_folder(world: World, case: Case, place: CasePath) -> tuple[Process | None, Folder | None]:
    """Return the process of a case and the process folder that a path lies in, where they exist."""
    process = world.processes.processes.get(case.process)
    return process, process.folders.get(place.folder) if process is not None else None


def windows_of(folder: Folder, assignment: Assignment) -> tuple[Window, ...]:
    """Return the windows of somebody's roles in a folder."""
    return tuple(window for window in folder.windows if window.role in assignment.roles)


def is_in_scope(window: Window, organisation: OrganisationId, place: CasePath) -> bool:
    """Tell whether a window reaches a path for somebody of an organisation."""
    return window.scope is not Scope.OWN_AGENCY or (
        bool(place.organisation) and place.organisation == organisation
    )


def is_closed(process: Process, case: Case) -> bool:
    """Tell whether a case is at its process's last stage and that stage opens no folder to anybody."""
    if case.stage not in process.stages[-1:]:
        return False
    # A window that holds the last stage ends with it.
    return all(window.last != case.stage for folder in process.folders.values() for window in folder.windows)


def join_roles(roles: Iterable[RoleId]) -> str:
    """Return roles as a person would list them, in the roster's order."""
    return " and ".join(roles)


def tell_windows(windows: tuple[Window, ...]) -> str:
    """Say when windows open and close: the end of a sentence about a folder."""
    if not windows:
        return "is open to none of these roles at any stage"
    return "is open " + ", ".join(f"for {window.role} {_span(window)}" for window in windows)


def _span(window: Window) -> str:
    return f"at {window.first}" if window.first == window.last else f"from {window.first} to {window.last}"
