"""The desired state of now, in the form in which a later run finds it as the one last applied."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from hashlib import sha256

from sharepoint_gate.access.applied import (
    Applied,
    AppliedCase,
    AppliedException,
    AppliedFile,
    AppliedPerson,
)
from sharepoint_gate.access.classify import is_reader_link
from sharepoint_gate.access.conditions import is_closed
from sharepoint_gate.access.desired import DesiredAccess, DesiredFile, World
from sharepoint_gate.access.judge import named_on
from sharepoint_gate.access.observed import ItemId, ObjectId
from sharepoint_gate.access.paths import place_of
from sharepoint_gate.access.standing import account_of
from sharepoint_gate.roster.model import Case, CaseRef, Mode, Person, RecordedException
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


def accepted(world: World, desired: DesiredAccess, unsure: Collection[ItemId] | None = None) -> Applied:
    """Return what is to be remembered of a plan that may be carried out, or was.

    Where a change did not end well, or none was made yet, only those count as applied who were so before, or
    are seen on a link now, and are still desired. What is still to be taken away is then nobody's any more:
    its completion by a later run never waits.

    Args:
        world: What the plan was made from.
        desired: What it aims at.
        unsure: Items on which something did not end well; None for all of them, before the first change.
    """
    state, before = applied_state(world, desired), world.memory.applied
    files = {item: one for item, one in state.files.items() if unsure is not None and item not in unsure}
    for item, one in state.files.items():
        if item in files:
            continue
        old = before.files[item].readers if item in before.files else {}
        seen = on_reader_links(world, item)
        readers = {who: name for who, name in one.readers.items() if old.get(who) == name or who in seen}
        files |= {item: AppliedFile(one.case, readers)} if readers else {}
    lost = before.files.keys() - world.observation.items.keys()
    kept = replace(state, files={**{one: before.files[one] for one in lost if _half(world)}, **files})
    return _as_before_where_observed(world, kept)


def _as_before_where_observed(world: World, state: Applied) -> Applied:
    """Leave cases that are only observed as they were: nothing was applied there.

    Otherwise a slip made while a case is observed would be weighed against itself once it is enforced.
    """
    watched = {ref for ref, case in world.roster.cases.items() if case.mode is Mode.OBSERVE}
    before = world.memory.applied
    files = {item: one for item, one in state.files.items() if one.case not in watched}
    cases = {ref: one for ref, one in state.cases.items() if ref not in watched}
    return replace(
        state,
        files={**files, **{item: one for item, one in before.files.items() if one.case in watched}},
        cases={**cases, **{ref: one for ref, one in before.cases.items() if ref in watched}},
    )


def _half(world: World) -> bool:
    return not world.observation.complete


def on_reader_links(world: World, item: ItemId) -> frozenset[ObjectId]:
    """Return everybody who is seen on links of the gate's make on an item."""
    seen = world.observation.items[item].permissions or ()
    return frozenset(who for one in seen if is_reader_link(one) for who in named_on(one))


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
