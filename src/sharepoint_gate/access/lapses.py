"""The forecast: who stops reading on which day unless they accept the agreement before.

Source: ISA §8.8, ISA §8.9
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sharepoint_gate.access.acceptance import (
    UaaStanding,
    accepted_until,
    grace_ends_on,
    last_day_of_grace,
    uaa_standing,
)
from sharepoint_gate.access.desired import World
from sharepoint_gate.access.reachable import could_read
from sharepoint_gate.roster.model import Person, PersonId

READS = frozenset({UaaStanding.ACCEPTED, UaaStanding.GRACE})


@dataclass(frozen=True, slots=True)
class Lapse:
    """A person whose access will end by silence.

    Attributes:
        on: The first day without access.
        version: The version that must be accepted; "" where that is not what is missing.
        organisation: Whose word on its people is missing; "" where it is the acceptance.
    """

    person: PersonId
    on: date
    version: str
    organisation: str = ""


def lapses(world: World, until: date) -> tuple[Lapse, ...]:
    """Return who loses access by silence after today and up to a day, in order of the day and the person.

    Only those are told who could read today as far as everything else goes.
    """
    days: dict[date, World] = {}
    found = [
        lapse
        for _, person in sorted(world.roster.people.items())
        if uaa_standing(world, person) in READS
        and could_read(world, person)
        and (lapse := _lapse(world, person, until, days)) is not None
    ]
    return tuple(sorted(found, key=lambda one: (one.on, one.person)))


def _lapse(world: World, person: Person, until: date, days: dict[date, World]) -> Lapse | None:
    for day in sorted(set(_turning_days(world, person))):
        if world.today < day <= until:
            then = days.setdefault(day, replace(world, today=day))
            if uaa_standing(then, person) not in READS:
                version = [one for one in world.register.versions if one.effective_on <= day][-1]
                return Lapse(person.id, day, version.version)
    return None


def _turning_days(world: World, person: Person) -> Iterator[date]:
    """Yield every day on which a person's standing may turn by itself."""
    lasts = [accepted_until(world, person), last_day_of_grace(world, person)]
    for version in world.register.versions:
        if version.effective_on > world.today:
            yield version.effective_on
            lasts.append(grace_ends_on(version, person))
    for last in lasts:
        if last is not None and last < date.max:
            yield last + timedelta(days=1)
