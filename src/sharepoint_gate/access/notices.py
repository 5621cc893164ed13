"""Findings about the roster and the picture as a whole: missing folders, unread accounts, reviews due.

Source: ISA §8.6, ISA §9.1, ISA §12
"""

from collections.abc import Iterator
from dataclasses import replace

from sharepoint_gate.access.deadlines import deadline_notices
from sharepoint_gate.access.desired import World
from sharepoint_gate.access.exceptions_standing import ending_soon
from sharepoint_gate.access.findings import Finding
from sharepoint_gate.access.freezes_notices import freezes_in_force
from sharepoint_gate.access.inheritance import inheritance_notices
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.misspelt import misspelt_folders
from sharepoint_gate.access.names_found import name_notices
from sharepoint_gate.access.observed import Unread
from sharepoint_gate.access.paths import below_channel
from sharepoint_gate.access.reasons import is_unread
from sharepoint_gate.access.reconfirm_notices import confirmations_due
from sharepoint_gate.access.scopes import scope_notices
from sharepoint_gate.access.standing_notices import notice, unknown_folders, waiting_people
from sharepoint_gate.roster.model import CaseRef, IsaStatus

ROSTER = "roster"
DIRECTORY = "directory"
# Among what could not be read, this means that the last valid roster judges (law 13).
DECLARED_FILES = "what is declared"
# And this, that the gate's own record is not in order (law 11).
THE_TRAIL = "the gate's own record"
TRAIL = "trail"


def notices(world: World) -> Iterator[Finding]:
    """Yield every finding that belongs to no single permission or member."""
    yield from _broken_files(world)
    yield from _broken_trail(world)
    yield from _unread_accounts(world)
    yield from _missing_folders(world)
    yield from _misspelt_folders(world)
    yield from unknown_folders(world)
    yield from waiting_people(world)
    yield from freezes_in_force(world)
    yield from _ending_exceptions(world)
    yield from name_notices(world)
    yield from deadline_notices(world)
    yield from scope_notices(world)
    yield from inheritance_notices(world)
    yield from _reviews(world)
    yield from confirmations_due(world)


def unread_besides_accounts(world: World) -> tuple[Unread, ...]:
    """Return what could not be read and is not the account of somebody on the roster.

    An account is recognised by the person's id or username among the words that say what was not read.
    """
    people = [one for one in world.roster.people.values() if is_unread(world, one.id)]
    names = {one.id for one in people} | {one.username for one in people}
    return tuple(one for one in world.observation.unread if names.isdisjoint(one.what.split()))


def _broken_files(world: World) -> Iterator[Finding]:
    for one in world.observation.unread:
        if one.what == DECLARED_FILES:
            sentence = (
                f"{one.why}. Revision {world.roster.revision} stays in force: access ends as it says, "
                "and nothing new is given."
            )
            yield notice(FindingKind.ROSTER_BROKEN, ROSTER, "", sentence, world.roster.agreement.place)


def _broken_trail(world: World) -> Iterator[Finding]:
    for one in world.observation.unread:
        if one.what == THE_TRAIL:
            sentence = f"Nothing new is given, and access only ends: {one.why}."
            yield notice(FindingKind.TRAIL_BROKEN, TRAIL, "", sentence, world.roster.agreement.place)


def _unread_accounts(world: World) -> Iterator[Finding]:
    for person in sorted(world.roster.people.values(), key=lambda one: one.id):
        if is_unread(world, person.id):
            sentence = (
                f"The account of {person.name} could not be looked up: nothing is given and nothing taken."
            )
            yield notice(FindingKind.UNREAD, DIRECTORY, person.id, sentence, person.place)


def _missing_folders(world: World) -> Iterator[Finding]:
    items = world.observation.items.values()
    present = {below_channel(world.observation, item) for item in items if item.is_folder}
    for ref, case in sorted(world.roster.cases.items()):
        if ref not in present:
            sentence = f"{ref} is on the roster and has no folder in the channel."
            yield notice(FindingKind.CASE_FOLDER_MISSING, ref, "", sentence, case.place)


def _misspelt_folders(world: World) -> Iterator[Finding]:
    for one in misspelt_folders(world):
        case = one.case if one.case is not None else world.roster.cases[CaseRef(one.meant)]
        nobody = f"nobody named on {case.ref} reads in it"
        part = "it is not read as that organisation's own part"
        follows = part if one.meant in world.roster.organisations else nobody
        sentence = f"“{one.item.name}” is not “{one.meant}”, so that {follows}."
        told = notice(FindingKind.CASE_FOLDER_MISSING, one.path, "", sentence, case.place)
        yield replace(told, item_id=one.item.id, remedy=f"Rename the folder to {one.meant}.")


def _ending_exceptions(world: World) -> Iterator[Finding]:
    for one in ending_soon(world):
        sentence = (
            f"{one.id} lets {one.person} {one.access} {one.folder} until {one.until}; "
            "the access goes on the day after."
        )
        who = world.roster.exceptions[one.id].person
        yield notice(FindingKind.EXCEPTION_ENDS_SOON, one.folder, who, sentence, one.place)


def _reviews(world: World) -> Iterator[Finding]:
    isa = world.roster.agreement
    if isa.status is IsaStatus.EXPIRED or isa.review_due < world.today:
        sentence = (
            f"The information sharing arrangement {isa.reference} was due for review on {isa.review_due}."
        )
        yield notice(FindingKind.ISA_REVIEW_DUE, ROSTER, "", sentence, isa.place)
    for ref, organisation in sorted(world.roster.organisations.items()):
        policy = organisation.policy_document
        if policy is not None and policy.review_by is not None and policy.review_by < world.today:
            sentence = f"The policy document of {organisation.name} was due for review on {policy.review_by}."
            yield notice(FindingKind.POLICY_REVIEW_DUE, ROSTER, ref, sentence, organisation.place)
