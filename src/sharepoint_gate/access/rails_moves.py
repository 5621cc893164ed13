"""What the move of one case means, for the reader of a plan: who loses and who gains by it."""

from collections.abc import Iterator
from dataclasses import dataclass

from sharepoint_gate.access.changes import Change, DeletePermission, GrantReaders, RevokePeople
from sharepoint_gate.access.desired import World
from sharepoint_gate.access.paths import place_of
from sharepoint_gate.access.plan import Plan
from sharepoint_gate.access.rails_edits import edits_of
from sharepoint_gate.roster.model import CaseRef, StageId


@dataclass(frozen=True, slots=True)
class Move:
    """A case that goes from one stage to another.

    Attributes:
        losing: Who loses something on it by the plan, by name.
        gaining: Who gains something.
    """

    case: CaseRef
    old: StageId
    new: StageId
    losing: tuple[str, ...]
    gaining: tuple[str, ...]


def moves_in(world: World, plan: Plan) -> tuple[Move, ...]:
    """Return the moves since the roster was last applied, by reference."""
    return tuple(_move(world, plan, ref) for ref in sorted(edits_of(world).moved))


def _move(world: World, plan: Plan, ref: CaseRef) -> Move:
    losing: set[str] = set()
    gaining: set[str] = set()
    for change in plan.changes:
        if ref in _case_of(world, change):
            names = gaining if isinstance(change, GrantReaders) else losing
            names.update(change.reason.people)
    then, now = world.memory.applied.cases[ref].stage, world.roster.cases[ref].stage
    return Move(ref, then, now, tuple(sorted(losing)), tuple(sorted(gaining)))


def _case_of(world: World, change: Change) -> Iterator[CaseRef]:
    if isinstance(change, DeletePermission | RevokePeople | GrantReaders):
        place = place_of(world.observation, world.observation.items[change.item_id])
        if place is not None:
            yield place.case
