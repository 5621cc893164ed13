"""What people edited since the gate last applied a roster: the roster of today against the one of then."""

from dataclasses import dataclass

from sharepoint_gate.access.applied import Applied, AppliedCase
from sharepoint_gate.access.applied_state import windows_digest
from sharepoint_gate.access.desired import World
from sharepoint_gate.roster.model import Case, CaseRef, Mode, PersonId, ProcessId


@dataclass(frozen=True, slots=True)
class Edits:
    """What differs.

    Attributes:
        missing: People who are gone from the roster without a last day.
        new: People who were not on it.
        addresses: People whose address differs, letter case apart.
        organisations: People whose organisation differs.
        moved: Cases at another stage, or of another process; not those that are only observed.
        gone: Cases that are no longer on the roster.
        opened: Cases that were not.
        processes: Processes that open other folders, or at other stages.
    """

    missing: frozenset[PersonId]
    new: frozenset[PersonId]
    addresses: frozenset[PersonId]
    organisations: frozenset[PersonId]
    moved: frozenset[CaseRef]
    gone: frozenset[CaseRef]
    opened: frozenset[CaseRef]
    processes: frozenset[ProcessId]

    @property
    def changed(self) -> frozenset[PersonId]:
        """Everybody whose own row differs."""
        return self.missing | self.new | self.addresses | self.organisations

    @property
    def shifted(self) -> frozenset[CaseRef]:
        """Cases that are elsewhere than they were, or nowhere."""
        return self.moved | self.gone


def edits_of(world: World) -> Edits:
    """Compare the roster of today with the one last applied."""
    applied, roster = world.memory.applied, world.roster
    both = [(roster.people[name], one) for name, one in applied.people.items() if name in roster.people]
    return Edits(
        missing=frozenset(
            name for name, one in applied.people.items() if name not in roster.people and not one.ended
        ),
        new=frozenset(roster.people.keys() - applied.people.keys()),
        addresses=frozenset(
            now.id for now, then in both if now.username.casefold() != then.username.casefold()
        ),
        organisations=frozenset(now.id for now, then in both if now.organisation != then.organisation),
        moved=frozenset(
            ref
            for ref, case in roster.cases.items()
            if ref in applied.cases and case.mode is Mode.ENFORCE and _has_moved(case, applied.cases[ref])
        ),
        gone=frozenset(
            ref for ref, case in applied.cases.items() if ref not in roster.cases and not case.closed
        ),
        opened=frozenset(roster.cases.keys() - applied.cases.keys()),
        processes=_processes(world, applied),
    )


def _has_moved(now: Case, then: AppliedCase) -> bool:
    return (now.process, now.stage) != (then.process, then.stage)


def _processes(world: World, applied: Applied) -> frozenset[ProcessId]:
    books = world.processes.processes
    then = {case.process: case.windows for case in applied.cases.values()}
    return frozenset(one for one, mark in then.items() if one in books and windows_digest(books[one]) != mark)
