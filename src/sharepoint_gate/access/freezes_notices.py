"""Every freeze is told each night, so that none is forgotten.

Source: ISA §8.3
"""

from collections.abc import Iterator

from sharepoint_gate.access.desired import World
from sharepoint_gate.access.findings import Finding
from sharepoint_gate.access.freezes import Freeze, FreezeKind
from sharepoint_gate.access.freezes_checks import tell_freeze
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.standing_notices import notice
from sharepoint_gate.faults import Place
from sharepoint_gate.roster.model import CaseRef, Person, PersonId

FREEZES = "freezes"


def freezes_in_force(world: World) -> Iterator[Finding]:
    """Yield each freeze that holds back what the roster would give.

    A leaver's is silent once the roster says itself that the person's access has ended; should the roster
    give the access again, the freeze still holds it back, and is told.
    """
    for freeze in sorted(world.memory.freezes, key=lambda one: (one.subject, one.key)):
        person = _person(world, freeze)
        if freeze.leaves_on is None or (person is not None and not _has_ended(world, person)):
            name = person.name if person is not None else freeze.subject
            sentence = f"{name} is {tell_freeze(world, freeze)}"
            principal = "" if freeze.kind is FreezeKind.CASE else freeze.subject
            place = _place(world, freeze, person)
            yield notice(FindingKind.FREEZE_IN_FORCE, FREEZES, principal, sentence, place)


def _person(world: World, freeze: Freeze) -> Person | None:
    return world.roster.people.get(PersonId(freeze.subject)) if freeze.kind is FreezeKind.PERSON else None


def _has_ended(world: World, person: Person) -> bool:
    return person.ends_on is not None and person.ends_on < world.today


def _place(world: World, freeze: Freeze, person: Person | None) -> Place:
    case = world.roster.cases.get(CaseRef(freeze.subject)) if freeze.kind is FreezeKind.CASE else None
    found = person or case
    return found.place if found is not None else world.roster.channel.place
