"""The last condition of law 1: neither the person nor the case is frozen; and whom a freeze bars meanwhile.

Source: ISA §8.3, ISA §11
"""

from collections.abc import Iterable

from sharepoint_gate.access.checks import crossed, ticked
from sharepoint_gate.access.desired import Check, Condition, World
from sharepoint_gate.access.freezes import Freeze, case_freeze, object_freeze, person_freeze
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.observed import ItemId, ObjectId
from sharepoint_gate.access.paths import place_of
from sharepoint_gate.access.standing import day_of
from sharepoint_gate.roster.model import CaseRef, Person


def freeze_of(world: World, freezes: Iterable[Freeze], person: Person) -> Freeze | None:
    """Return the freeze that bars a person by roster id, username or an account of today or before."""
    accounts = [one.object_id for one in world.observation.accounts.get(person.id, ())]
    pin = world.memory.pins.get(person.id)
    return person_freeze(freezes, person, [*accounts, *([pin.object_id] if pin is not None else [])])


def check_frozen(world: World, person: Person) -> Check:
    """Check that nobody froze the person."""
    freeze = freeze_of(world, world.memory.freezes, person)
    if freeze is None:
        return ticked(Condition.NOT_FROZEN, f"{person.name} is not frozen.", None)
    sentence = f"{person.name} is {tell_freeze(world, freeze)}"
    return crossed(Condition.NOT_FROZEN, sentence, person.place, FindingKind.FROZEN)


def check_case_frozen(world: World, case: CaseRef) -> tuple[Check, ...]:
    """Return one crossed condition where a case is frozen, and none where it is not."""
    freeze = case_freeze(world.memory.freezes, case)
    if freeze is None:
        return ()
    sentence = f"{case} is {tell_freeze(world, freeze)}"
    place = world.roster.cases[case].place
    return (crossed(Condition.NOT_FROZEN, sentence, place, FindingKind.FROZEN),)


def tell_freeze(world: World, freeze: Freeze) -> str:
    """Return the end of a sentence about what is frozen: since when, by whom and why."""
    return f"frozen since {day_of(world, freeze.since)} by {freeze.by}: {freeze.reason.rstrip('.')}."


def barred(
    world: World, freezes: Iterable[Freeze], item: ItemId | None, people: Iterable[ObjectId]
) -> frozenset[ObjectId]:
    """Return those among people to whom nothing may be given now.

    Args:
        world: The picture that a plan was made from: whose accounts these are.
        freezes: Those in force at this moment, which the picture may not know.
        item: The file that is to be shared; None for the channel.
        people: Whom a request would name.
    """
    known, named = tuple(freezes), frozenset(people)
    if not known:
        return frozenset()
    found = world.observation.items.get(item) if item is not None else None
    place = place_of(world.observation, found) if found is not None else None
    if place is not None and case_freeze(known, place.case) is not None:
        return named
    return frozenset(one for one in named if _is_barred(world, known, one))


def _is_barred(world: World, freezes: tuple[Freeze, ...], object_id: ObjectId) -> bool:
    if object_freeze(freezes, object_id) is not None:
        return True
    people = (world.roster.people[name] for name in world.holders.get(object_id, ()))
    return any(freeze_of(world, freezes, person) is not None for person in people)
