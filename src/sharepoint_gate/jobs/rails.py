"""Rails: what may go on of a run.

Source: ISA §8.7, ADR-0013
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sharepoint_gate.access.applied_state import accepted
from sharepoint_gate.access.changes import ItemChange
from sharepoint_gate.access.lane import lane_of
from sharepoint_gate.access.observed import ItemId
from sharepoint_gate.access.plan import Plan
from sharepoint_gate.access.rails import tripped_rails
from sharepoint_gate.access.rails_model import Rail, RailName, standing
from sharepoint_gate.errors import RailError, RefusedError, StalePlanError
from sharepoint_gate.jobs.apply import Applied
from sharepoint_gate.jobs.journal import Journal
from sharepoint_gate.jobs.think import Thought
from sharepoint_gate.ports.store import MemoryStore
from sharepoint_gate.roster.model import Mode
from sharepoint_gate.trail.events import EventKind, OutcomeState

_TOLD_NAMES = 10
HELD = "A rail holds it back"
STALE = "The plan that was reviewed is not the plan of now"
_WELL = {OutcomeState.APPLIED, OutcomeState.ALREADY}


@dataclass(frozen=True, slots=True)
class Weighed:
    """What rails say of a plan.

    Attributes:
        whole: The look with its whole plan.
        thought: The same, with the lane in place of the plan where something holds it back.
        rails: Every rail that tripped.
        holding: Those of them that nobody released.
        refused: What holds the plan back; None when nothing does.
    """

    whole: Thought
    thought: Thought
    rails: tuple[Rail, ...] = ()
    holding: tuple[Rail, ...] = ()
    refused: RefusedError | None = None


def rails_on(thought: Thought) -> tuple[Rail, ...]:
    """Return the rails that a plan trips; one that would change nothing trips none."""
    return tripped_rails(thought.world, thought.desired, thought.plan) if thought.plan.changes else ()


def weigh(thought: Thought, reviewed: str | None) -> Weighed:
    """Tell whether a plan may be carried out; where it may not, only its subtractive lane goes on.

    A first run has nothing to be weighed against but somebody's eyes: there a plan that was reviewed may
    give as much as it does.
    """
    plan = thought.plan
    world, rails = thought.world, rails_on(thought)
    holding = standing(rails, world.memory.releases, plan.digest, world.observation.at)
    if not world.memory.applied.known and reviewed == plan.digest:
        holding = tuple(one for one in holding if one.name is not RailName.GRANTS)
    if reviewed is not None and reviewed != plan.digest:
        return Weighed(thought, _lane(thought, STALE), rails, holding, _stale(plan, reviewed))
    if holding:
        names = ", ".join(dict.fromkeys(one.name.value for one in holding))
        return Weighed(thought, _lane(thought, f"{HELD}: {names}."), rails, holding, _refusal(plan, holding))
    return Weighed(thought, thought, rails)


def _lane(thought: Thought, why: str) -> Thought:
    return replace(thought, plan=lane_of(thought.plan, thought.world, why))


def _stale(plan: Plan, reviewed: str) -> StalePlanError:
    return StalePlanError(
        "The plan that was reviewed is not the plan that would be applied now. "
        "Only what never waits was taken away.",
        why=f"reviewed {reviewed[:12]}, now {plan.digest[:12]}: roster or tenant changed meanwhile",
        mend="Look at the new plan with `sharepoint-gate plan --out FILE`, then apply that one.",
    )


def _refusal(plan: Plan, holding: Sequence[Rail]) -> RailError:
    names = dict.fromkeys(one.name.value for one in holding)
    return RailError(
        "The plan is held back by a rail; only what never waits was taken away.",
        reasons=[tell_rail(one) for one in holding],
        mend="Correct the roster; or, if all of it is meant, look at `sharepoint-gate plan`, and then for "
        f"each of {', '.join(names)}: "
        f"`sharepoint-gate release RAIL --plan {plan.digest} --reason TEXT --until WHEN`.",
    )


def tell_rail(rail: Rail) -> str:
    """Return one rail as a line: its name, what is wrong, whom it concerns, and what to do."""
    more = len(rail.names) - _TOLD_NAMES
    shown = ", ".join(rail.names[:_TOLD_NAMES]) + (f" and {more} more" if more > 0 else "")
    concerned = f" ({shown})" if shown else ""
    return f"{rail.name.value}: {rail.what}{concerned} {rail.mend}"


def write_down_rails(journal: Journal, weighed: Weighed, plan: Plan) -> None:
    """Write down every rail that tripped, released or not, before the first write."""
    held = set(weighed.holding)
    told = [
        {
            "rail": one.name.value,
            "what": one.what,
            "names": list(one.names),
            "digest": plan.digest,
            "held": one in held,
        }
        for one in weighed.rails
    ]
    journal.note_all(EventKind.RAIL_TRIPPED, list(told))


def remember_accepted(memory: MemoryStore, thought: Thought) -> None:
    """Keep what a plan that passed the rails aims at, before its first write.

    Were it done at the end alone, a run that is cut would leave its remainder to be weighed once more, by
    then as a plan of another digest, which no release fits.
    """
    if thought.plan.mode is Mode.ENFORCE:
        memory.remember_applied(accepted(thought.world, thought.desired))


def remember_applied(memory: MemoryStore, thought: Thought, done: Sequence[Applied]) -> None:
    """Keep the desired state as it was applied, as far as this run saw it right."""
    if thought.plan.mode is not Mode.ENFORCE:
        return
    unsure = {one.item_id for one in done if one.item_id is not None and one.state not in _WELL}
    unsure |= _waiting(thought.plan)
    unsure |= {item.id for item in thought.world.observation.items.values() if item.permissions is None}
    memory.remember_applied(accepted(thought.world, thought.desired, unsure))


def _waiting(plan: Plan) -> set[ItemId]:
    changes = (*(one.change for one in plan.held), *plan.observed)
    return {one.item_id for one in changes if isinstance(one, ItemChange)}
