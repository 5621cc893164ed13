"""Remember: what later runs need to know, kept only for what this run saw to be right."""

from collections.abc import Iterable, Sequence

from sharepoint_gate.access.changes import ItemChange
from sharepoint_gate.access.memory import Placement
from sharepoint_gate.access.moves import gone_since
from sharepoint_gate.access.observed import ItemId, Observation, ObservedPermission, PermissionId
from sharepoint_gate.access.plan import Plan
from sharepoint_gate.access.scopes import places_of_their_own
from sharepoint_gate.access.seats import seats_seen
from sharepoint_gate.access.standing import pins_to_remember
from sharepoint_gate.jobs.apply import Applied
from sharepoint_gate.jobs.effect import is_reader_link, people_on
from sharepoint_gate.jobs.think import Thought
from sharepoint_gate.ports.store import MemoryStore
from sharepoint_gate.trail.events import OutcomeState

WELL = {OutcomeState.APPLIED, OutcomeState.ALREADY}


def remember_people(memory: MemoryStore, thought: Thought) -> None:
    """Keep the pins of approved accounts and who sits in the channel, before anything is granted or taken.

    Were it done after the grants, a run that is cut between them would leave accounts with access and no pin,
    and whoever takes over such an account would count as approved for the first time.
    """
    memory.remember_pins(pins_to_remember(thought.world))
    memory.remember_seats(seats_seen(thought.world))


def remember(memory: MemoryStore, thought: Thought, applied: Sequence[Applied]) -> None:
    """Keep the places of files and the gate's own links.

    A file with a change that did not succeed, or is only told since it is observed, keeps its old place, so
    that a move is reported again.
    """
    observation = thought.world.observation
    troubled = _troubled(applied) | _only_told(thought.plan)
    seen = _placements(observation, troubled)
    # Half a picture forgets nothing: a file that comes back must still be known to have moved.
    gone = set() if thought.plan.partial else set(thought.world.memory.placements) - set(observation.items)
    _remember_gone(memory, thought, troubled)
    memory.remember_placements(seen, gone)
    _remember_scopes(memory, thought)
    _remember_links(memory, thought, touched={one.item_id for one in applied if one.item_id})


def _remember_gone(memory: MemoryStore, thought: Thought, troubled: set[ItemId]) -> None:
    """Keep where files were that are no more, before their places are forgotten: a recycle bin gives back."""
    observation, known = thought.world.observation, thought.world.memory
    present = set(observation.items)
    gone = gone_since(known, present, present - troubled, observation.at)
    if gone != known.gone and not thought.plan.partial:
        memory.remember_gone(gone)


def _remember_scopes(memory: MemoryStore, thought: Thought) -> None:
    """Keep which items have permissions of their own: they stay so when their links are deleted."""
    observation, known = thought.world.observation, thought.world.memory.scopes
    added = places_of_their_own(observation) - known
    gone = set() if thought.plan.partial else known - set(observation.items)
    if added or gone:
        memory.remember_scopes(sorted(added), sorted(gone))


def _troubled(applied: Iterable[Applied]) -> set[ItemId]:
    return {one.item_id for one in applied if one.item_id and one.state not in WELL}


def _only_told(plan: Plan) -> set[ItemId]:
    return {one.item_id for one in plan.observed if isinstance(one, ItemChange)}


def _placements(observation: Observation, troubled: set[ItemId]) -> dict[ItemId, Placement]:
    return {
        item.id: Placement(item.path, observation.at)
        for item in observation.items.values()
        if not item.is_folder and item.permissions is not None and item.id not in troubled
    }


def _remember_links(memory: MemoryStore, thought: Thought, touched: set[ItemId]) -> None:
    """Keep the one link of a file that names exactly its readers, and forget links that are gone.

    A link of the same make that somebody else set up for other people is never taken for the gate's own:
    a later run would take it away where the gate does not tidy up, or add people to it.
    """
    known = thought.world.memory.own_links
    learnt: dict[ItemId, PermissionId | None] = {}
    for item in thought.world.observation.items.values():
        if item.id in touched or item.permissions is None:
            continue
        links = [one for one in item.permissions if is_reader_link(one)]
        if not links and item.id in known:
            learnt[item.id] = None
        elif len(links) == 1 and _is_as_desired(thought, item.id, links[0]):
            learnt[item.id] = links[0].id
    news = {item: link for item, link in learnt.items() if known.get(item) != link}
    if news:
        memory.remember_links(news)


def _is_as_desired(thought: Thought, item: ItemId, link: ObservedPermission) -> bool:
    wanted = thought.desired.files.get(item)
    whole = all(one.object_id for one in link.people)
    return wanted is not None and whole and bool(link.people) and people_on(link) == set(wanted.readers)
