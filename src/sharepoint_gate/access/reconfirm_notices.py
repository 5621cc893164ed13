"""Who is asked to confirm their people, before the word that they gave lapses, and after it has.

Source: ISA §8.3, ISA §8.7, ADR-0008
"""

from collections.abc import Iterator
from datetime import date

from sharepoint_gate.access.desired import World
from sharepoint_gate.access.findings import Finding
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.lapses import Lapse
from sharepoint_gate.access.letters import Letter, LetterKind
from sharepoint_gate.access.reachable import could_read, has_part
from sharepoint_gate.access.reconfirm import AHEAD, is_in_part, lapses_on
from sharepoint_gate.access.standing import check_dates
from sharepoint_gate.access.standing_notices import notice
from sharepoint_gate.roster.model import Organisation, OrganisationId, Person

ROSTER = "roster"


def confirmations_due(world: World) -> Iterator[Finding]:
    """Yield every organisation that must confirm its people soon, that is late, or that never has."""
    for organisation in _due(world):
        sentence = f"{_told(organisation)} {_what_follows(world, organisation)}"
        kind = FindingKind.RECONFIRMATION_DUE
        yield notice(kind, ROSTER, organisation.id, sentence, organisation.place)


def confirmation_lapses(world: World, until: date) -> tuple[Lapse, ...]:
    """Return who loses access after today and up to a day unless their organisation confirms them."""
    found: list[Lapse] = []
    for organisation in world.roster.organisations.values():
        day = lapses_on(world, organisation)
        if day is not None and world.today < day <= until:
            people = [one for one in _people_of(world, organisation.id) if could_read(world, one)]
            found += [Lapse(person.id, day, "", organisation.name) for person in people]
    return tuple(sorted(found, key=lambda one: (one.on, one.organisation, one.person)))


def confirmation_letters(world: World) -> tuple[Letter, ...]:
    """Return a letter to the lead of each organisation that must confirm its people: one before, one after.

    Where the roster names neither lead nor breach contact there is nobody to write to; the finding says so.
    """
    letters = []
    for organisation in _due(world):
        people = [person.name for person in _people_of(world, organisation.id)]
        if organisation.asked_at is not None and people:
            letters.append(_letter(world, organisation, organisation.asked_at, people))
    return tuple(letters)


def _letter(world: World, organisation: Organisation, to: str, people: list[str]) -> Letter:
    day, given = lapses_on(world, organisation), organisation.people_confirmed_on
    lapsed = day is not None and day <= world.today
    occasion = f"{given or 'never'}/{'lapsed' if lapsed else 'due'}"
    facts = {
        "organisation": organisation.name,
        "people": people,
        "since": given,
        "day": day,
        "lapsed": lapsed,
    }
    return Letter(f"reconfirm/{organisation.id}/{occasion}", LetterKind.RECONFIRM_ASK, to, None, facts)


def _due(world: World) -> Iterator[Organisation]:
    if not world.rules.identity.reconfirm_days:
        return
    for _, organisation in sorted(world.roster.organisations.items()):
        due = is_in_part(organisation) and _is_due(world, organisation)
        if due and any(_people_of(world, organisation.id)):
            yield organisation


def _is_due(world: World, organisation: Organisation) -> bool:
    day = lapses_on(world, organisation)
    return organisation.people_confirmed_on is None or (day is not None and day - world.today <= AHEAD)


def _people_of(world: World, organisation: OrganisationId) -> Iterator[Person]:
    """Yield an organisation's people who have a part in something that runs, by id."""
    for _, person in sorted(world.roster.people.items()):
        if (
            person.organisation == organisation
            and has_part(world, person)
            and check_dates(world, person).holds
        ):
            yield person


def _told(organisation: Organisation) -> str:
    given = organisation.people_confirmed_on
    return f"{organisation.name} " + (
        f"confirmed its people on {given}." if given else "has never confirmed its people."
    )


def _what_follows(world: World, organisation: Organisation) -> str:
    day = lapses_on(world, organisation)
    asked = "" if organisation.asked_at else " Nobody is named who could be asked."
    if day is None:
        return f"No day is set yet from which that ends access.{asked}"
    return (
        f"Its people {'read no longer since' if day <= world.today else 'read no longer from'} {day}.{asked}"
    )
