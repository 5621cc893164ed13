"""The notice that something was open, to everybody of the business unit and without delay.

It names no file and no person: the command that it points to does, on the gate's own machine.

Source: ISA §11
"""

from collections.abc import Iterable, Sequence

from sharepoint_gate.access.desired import World
from sharepoint_gate.access.exposure import RecordedExposure
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.letters import Letter, LetterKind, MailEntry
from sharepoint_gate.access.letters_due import may_have_gone
from sharepoint_gate.access.standing import check_dates, check_same_person
from sharepoint_gate.roster.model import Person, PersonId


def exposure_letters(
    world: World, recorded: Sequence[RecordedExposure], ledger: Iterable[MailEntry]
) -> tuple[Letter, ...]:
    """Return one notice a person for all exposures that no earlier notice told them of."""
    told = _told_up_to(ledger)
    people = [
        world.roster.people[name] for name in sorted(world.business_unit) if name in world.roster.people
    ]
    letters = []
    for person in people:
        new = [one for one in recorded if one.number > told.get(person.id, 0)]
        if new and check_dates(world, person).holds and not _may_be_another(world, person):
            letters.append(_letter(world, person, new))
    return tuple(letters)


def _letter(world: World, person: Person, new: Sequence[RecordedExposure]) -> Letter:
    return Letter(
        key=f"exposure/{person.id}/{new[-1].number}",
        kind=LetterKind.EXPOSURE,
        to=person.username,
        person=person.id,
        facts={
            "name": person.name,
            "day": world.today,
            "count": len(new),
            "open": sum(one.open for one in new),
            "first": new[0].name,
            "last": new[-1].name,
        },
    )


def _told_up_to(ledger: Iterable[MailEntry]) -> dict[PersonId, int]:
    """Return the number of the last exposure that each person may have been told of."""
    told: dict[PersonId, int] = {}
    for line in may_have_gone(ledger):
        if line.kind == LetterKind.EXPOSURE:
            who = PersonId(line.person)
            told[who] = max(told.get(who, 0), int(line.key.rpartition("/")[2]))
    return told


def _may_be_another(world: World, person: Person) -> bool:
    """Tell whether somebody else may read the mailbox now."""
    against = {FindingKind.IDENTITY_CHANGED, FindingKind.IDENTITY_MISMATCH}
    return check_same_person(world, person).kind in against
