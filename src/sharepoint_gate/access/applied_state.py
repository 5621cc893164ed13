"""The desired state of now, in the form in which a later run finds it as the one last applied."""

from collections.abc import Mapping
from hashlib import sha256

from sharepoint_gate.access.applied import (
    Applied,
    AppliedCase,
    AppliedException,
    AppliedFile,
    AppliedPerson,
)
from sharepoint_gate.access.conditions import is_closed
from sharepoint_gate.access.desired import DesiredAccess, DesiredFile, World
from sharepoint_gate.access.observed import ItemId
from sharepoint_gate.access.paths import place_of
from sharepoint_gate.access.standing import account_of
from sharepoint_gate.roster.model import Case, CaseRef, Person, RecordedException
from sharepoint_gate.roster.process import Process


def applied_state(world: World, desired: DesiredAccess) -> Applied:
    """Return what would be remembered if all that is desired were so."""
    holders = {who: world.holders[who][0] for who in desired.channel}
    return Applied(
        at=world.observation.at,
        files=_files(world, desired.files),
        cases={ref: _case(world, case) for ref, case in world.roster.cases.items()},
        people={name: _person(world, person) for name, person in world.roster.people.items()},
        channel=holders,
        owners=frozenset(who for who, role in desired.channel.items() if role == "owner"),
        exceptions={
            name: _exception(world, one)
            for name, one in world.roster.exceptions.items()
            if world.today <= one.until
        },
    )


def _files(world: World, files: Mapping[ItemId, DesiredFile]) -> dict[ItemId, AppliedFile]:
    return {
        item: AppliedFile(_case_of(world, item), {who: why.person for who, why in one.readers.items()})
        for item, one in files.items()
        if one.readers
    }


def _case_of(world: World, item: ItemId) -> CaseRef:
    place = place_of(world.observation, world.observation.items[item])
    return CaseRef(place.case if place is not None else "")


def _case(world: World, case: Case) -> AppliedCase:
    process = world.processes.processes.get(case.process)
    return AppliedCase(
        case.process,
        case.stage,
        process is not None and is_closed(process, case),
        {name: tuple(sorted(one.roles)) for name, one in case.people.items()},
        windows_digest(process) if process is not None else "",
    )


def windows_digest(process: Process) -> str:
    """Return what stands in a process as one short text: stages, and who reads which folder when."""
    folders = [(one.id, one.partitioned, one.windows) for _, one in sorted(process.folders.items())]
    return sha256(repr((process.stages, folders)).encode()).hexdigest()


def _person(world: World, person: Person) -> AppliedPerson:
    account = account_of(world, person.id)
    ended = person.ends_on is not None and person.ends_on < world.today
    return AppliedPerson(
        person.username, person.organisation, ended, account.object_id if account is not None else None
    )


def _exception(world: World, exception: RecordedException) -> AppliedException:
    account = account_of(world, exception.person)
    object_id = account.object_id if account is not None else None
    return AppliedException(exception.person, object_id, exception.folder, exception.until, exception.access)
