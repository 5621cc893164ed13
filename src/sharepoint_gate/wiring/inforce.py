"""The files in force: those of today, or the last valid ones where today's have a fault (law 13).

Commands that only look never come here: they tell the fault and end.
"""

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from sharepoint_gate.access.notices import DECLARED_FILES
from sharepoint_gate.errors import RosterError
from sharepoint_gate.jobs.reconcile import Run
from sharepoint_gate.jobs.remember import WELL
from sharepoint_gate.ports.authors import VersionStore
from sharepoint_gate.ports.schedule import Schedule
from sharepoint_gate.roster.filepaths import FilePaths
from sharepoint_gate.roster.model import Roster
from sharepoint_gate.rosterfiles.keeping import digest_of, forget_others, gather, lay_down, sound_copy
from sharepoint_gate.settings import Settings
from sharepoint_gate.store.opening import open_store
from sharepoint_gate.trail.events import EventKind
from sharepoint_gate.wiring.authors import (
    Candidate,
    candidate,
    changed_meanwhile,
    check_newer,
    tell_versions,
)
from sharepoint_gate.wiring.opening import ANY_DAY, OpenGate, open_gate, read_declared
from sharepoint_gate.wiring.places import copies_folder, database_path


@dataclass(frozen=True, slots=True)
class NightGate:
    """An open gate for a run that changes something.

    Attributes:
        broken: What is wrong with the files of today, when the last valid ones are in force.
    """

    gate: OpenGate
    broken: RosterError | None


@asynccontextmanager
async def open_night(settings: Settings, actor: str) -> AsyncIterator[NightGate]:
    """Open the gate on the files of today; where they have a fault, on the last valid ones.

    Args:
        settings: The installation's settings.
        actor: The roster id that the caller states, or "".

    Raises:
        GateError: As ``open_gate`` does; RosterError only when there are no valid files to fall back on.
    """
    async with AsyncExitStack() as stack:
        broken: RosterError | None = None
        try:
            gate = await _open_today(stack, settings, actor)
        except RosterError as error:
            broken = error
            gate = await _fall_back(stack, settings, actor, error)
        with open_versions(settings) as versions:
            notes = tell_versions(versions)
            bench = replace(gate.bench, notes=[*notes, *gate.bench.notes], noted=partial(_mark, versions))
            yield NightGate(replace(gate, bench=bench), broken)


async def _open_today(stack: AsyncExitStack, settings: Settings, actor: str) -> OpenGate:
    """Open the gate on the files of today, and keep them as the last valid ones.

    Raises:
        RosterError: They have a fault, nobody answers for them, or they are older than those in force.
    """
    found = candidate(settings)
    if found is not None:
        _check_against_force(settings, found)
    async with AsyncExitStack() as attempt:
        gate = await attempt.enter_async_context(open_gate(settings, actor))
        if found is not None and gate.declared.roster.digest != found.roster.digest:
            raise changed_meanwhile(settings)
        _keep(settings, gate.bench.clock.now(), found)
        # A gate whose files are not taken is closed here, before the fall-back opens its own.
        stack.push_async_exit(attempt.pop_all())
    return gate


def _check_against_force(settings: Settings, found: Candidate) -> None:
    if not database_path(settings).exists():
        return
    kept = last_valid(settings)[1]
    with open_versions(settings) as versions:
        latest = versions.latest()
    check_newer(found, latest, _roster_of(kept))


def _roster_of(kept: Settings | None) -> Roster | None:
    try:
        return read_declared(kept, ANY_DAY, "")[0].roster if kept is not None else None
    except RosterError:
        return None  # what a newer program finds wrong with an old copy is no reason against a new version


def _mark(versions: VersionStore) -> None:
    versions.mark_told(versions.untold())


@contextmanager
def open_versions(settings: Settings) -> Iterator[VersionStore]:
    """Open what is remembered of the versions of the declared files."""
    store = open_store(database_path(settings))
    try:
        yield store.versions
    finally:
        store.close()


@contextmanager
def open_schedule(settings: Settings) -> Iterator[Schedule]:
    """Open what the schedule remembers."""
    store = open_store(database_path(settings))
    try:
        yield store.schedule
    finally:
        store.close()


def first_fault(broken: RosterError) -> str:
    """Return where the files are broken, in one line with line and column."""
    if not broken.faults:
        return broken.what
    more = len(broken.faults) - 1
    first = f"{broken.faults[0].place}: {broken.faults[0].what}"
    return f"{first} (and {more} more)" if more else first


def is_only_broken(run: Run) -> bool:
    """Tell whether a run on the last valid files did all that it could do without those of today."""
    unread = {one.what for one in run.thought.plan.unread}
    return unread <= {DECLARED_FILES} and all(one.state in WELL for one in run.applied)


async def _fall_back(stack: AsyncExitStack, settings: Settings, actor: str, error: RosterError) -> OpenGate:
    digest, kept = last_valid(settings)
    if kept is None:
        raise error
    gate = await stack.enter_async_context(open_gate(kept, actor))
    told = _told(error, gate, digest)
    bench = replace(gate.bench, notes=[(EventKind.ROSTER_BROKEN, told)])
    return replace(gate, declared=replace(gate.declared, broken=first_fault(error)), bench=bench)


def _told(error: RosterError, gate: OpenGate, digest: str) -> Mapping[str, object]:
    return {
        "what": first_fault(error),
        "faults": len(error.faults),
        "revision": gate.declared.roster.revision,
        "kept": digest,
    }


def last_valid(settings: Settings) -> tuple[str, Settings | None]:
    """Return the digest of the last valid files, and the settings that name their copy, where it is sound."""
    if not database_path(settings).exists():
        return "", None
    with open_schedule(settings) as schedule:
        digest = schedule.kept_files() or ""
    paths = sound_copy(copies_folder(settings), digest) if digest else None
    if paths is None:
        return digest, None
    return digest, on_files(settings, paths)


def on_files(settings: Settings, paths: FilePaths) -> Settings:
    """Return the settings with other declared files in place of those that they name."""
    files = settings.files.model_copy(
        update={
            "roster": paths.roster,
            "processes": paths.processes,
            "agreement_versions": paths.agreement_versions,
            "acceptances": paths.acceptances,
        }
    )
    return settings.model_copy(update={"files": files})


def _keep(settings: Settings, at: datetime, found: Candidate | None) -> None:
    """Keep the files that were just found valid; the copy is whole before the database names it."""
    if found is not None:
        with open_versions(settings) as versions:
            versions.take(found.as_version(at))
    files = found.files if found is not None else gather(settings.files.paths)
    digest, folder = digest_of(files), copies_folder(settings)
    with open_schedule(settings) as schedule:
        if schedule.kept_files() == digest and sound_copy(folder, digest) is not None:
            return
        lay_down(folder, files)
        schedule.keep_files(digest, at)
    forget_others(folder, digest)
