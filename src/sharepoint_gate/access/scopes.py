"""Places with permissions of their own: counted, warned of early, and given back when nobody needs them.

A link gives a file a scope of its own, and the scope stays when the link is deleted. SharePoint advises no
more than 5,000 of them in a library, and takes no more than 50,000.

Source: sp-dev-docs:users-groups-and-roles, ISA §8.6
"""

from collections.abc import Hashable, Iterable, Iterator

from sharepoint_gate.access.classify import is_limited
from sharepoint_gate.access.conditions import is_closed
from sharepoint_gate.access.desired import World
from sharepoint_gate.access.facts import KINDS
from sharepoint_gate.access.findings import Finding, Handling
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.observed import ItemId, Observation, ObservedItem, ObservedPermission
from sharepoint_gate.access.paths import place_of

LIBRARY = "library"
MOST_SCOPES = 50_000


def places_of_their_own(observation: Observation) -> frozenset[ItemId]:
    """Return the items on which an entry stands that its folder does not have."""
    return frozenset(
        item.id
        for item in observation.items.values()
        if item.permissions is not None and not _holds_all(observation, item)
    )


def _holds_all(observation: Observation, item: ObservedItem) -> bool:
    above = observation.items.get(item.parent_id) if item.parent_id is not None else None
    if above is None or above.permissions is None:
        return True  # the library's own top, or nobody knows
    here = _entries(one for one in item.permissions or () if one.inherited is not True)
    return here <= _entries(above.permissions)


def is_like_above(here: Iterable[ObservedPermission], above: Iterable[ObservedPermission]) -> bool:
    """Tell whether an item has the list of its folder, entries that only lead further down apart."""
    return _entries(here) == _entries(above)


def _entries(permissions: Iterable[ObservedPermission]) -> frozenset[Hashable]:
    return frozenset(_entry(one) for one in permissions if one.link is not None or not is_limited(one))


def _entry(one: ObservedPermission) -> Hashable:
    roles, who = tuple(sorted(one.roles)), one.grantee
    if who is None:
        return one.id, roles, one.invitation_email
    return who.kind, who.object_id or who.site_id or who.login_name or who.name, roles


def scope_count(world: World) -> int:
    """Return how many places of the library have permissions of their own, as far as the gate has seen."""
    return len(
        world.memory.scopes.intersection(world.observation.items) | places_of_their_own(world.observation)
    )


def scopes_to_give_back(world: World, also: Iterable[ItemId] = ()) -> tuple[ObservedItem, ...]:
    """Return what lies in closed cases, once had entries of its own, and now has the list of its folder.

    Args:
        world: What was seen, and what is remembered.
        also: Further items that may have permissions of their own; they come first.
    """
    items = world.observation.items
    wanted = dict.fromkeys((*sorted(also), *sorted(world.memory.scopes)))
    known = (items[one] for one in wanted if one in items)
    return tuple(one for one in known if _is_closed_at(world, one) and _is_spare(world.observation, one))


def _is_closed_at(world: World, item: ObservedItem) -> bool:
    place = place_of(world.observation, item)
    case = world.roster.cases.get(place.case) if place is not None else None
    process = world.processes.processes.get(case.process) if case is not None else None
    return case is not None and process is not None and is_closed(process, case)


def _is_spare(observation: Observation, item: ObservedItem) -> bool:
    above = observation.items.get(item.parent_id) if item.parent_id is not None else None
    if above is None or above.permissions is None or item.permissions is None:
        return False
    return is_like_above(item.permissions, above.permissions)


def scope_notices(world: World) -> Iterator[Finding]:
    """Yield a warning when the library comes near what SharePoint advises, or near the end."""
    count, rules = scope_count(world), world.rules.scopes
    if count < rules.warn_at:
        return
    facts = KINDS[FindingKind.MANY_SCOPES]
    sentence = (
        f"{count:,} files and folders have permissions of their own; {rules.advised:,} are advised at most, "
        f"and {MOST_SCOPES:,} are the end."
    )
    yield Finding(
        FindingKind.MANY_SCOPES,
        facts.severity,
        LIBRARY,
        "",
        (),
        sentence,
        facts.remedy,
        facts.clause,
        Handling.PERSON,
    )
