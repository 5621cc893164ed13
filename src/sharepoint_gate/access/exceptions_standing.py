"""Recorded exceptions as they stand today: told beside the findings, and counted among none of them.

Somebody approved them until a day, so that they are no findings; who looks at who can see what must see them
all the same (law 2).

Source: ISA §8.4
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sharepoint_gate.access.desired import World
from sharepoint_gate.access.exceptions import covering_exceptions
from sharepoint_gate.faults import Place
from sharepoint_gate.roster.model import CaseRef, ExceptionId, RecordedException

WARNED_DAYS = 14


@dataclass(frozen=True, slots=True)
class StandingException:
    """One recorded exception that has not run out.

    Attributes:
        person: Who holds it, as a plan calls people.
        folder: Case and folder that it reaches.
        access: How far it goes: read or edit.
        approved_by: Who answers for it, as a plan calls people.
        until: The last day.
        days_left: Days after today until it has run out; 0 on the last one.
        in_use: How many files and folders it covers an entry on.
    """

    id: ExceptionId
    person: str
    folder: str
    access: str
    reason: str
    approved_by: str
    until: date
    days_left: int
    in_use: int
    place: Place

    @property
    def ends_soon(self) -> bool:
        """Whether it is time to speak of what comes after it."""
        return self.days_left <= WARNED_DAYS

    @property
    def case(self) -> CaseRef:
        """The case that it belongs to."""
        return CaseRef(self.folder.split("/")[0])


def standing_exceptions(world: World) -> tuple[StandingException, ...]:
    """Return the recorded exceptions that have not run out, the first to end first."""
    standing = sorted(
        (one for one in world.roster.exceptions.values() if world.today <= one.until), key=_order
    )
    used = _uses(world) if standing else Counter()
    return tuple(_told(world, one, used[one.id]) for one in standing)


def ending_soon(world: World) -> tuple[StandingException, ...]:
    """Return those that end within the time in which one is warned."""
    return tuple(one for one in standing_exceptions(world) if one.ends_soon)


def _uses(world: World) -> Counter[ExceptionId]:
    """Count the items on which each exception covers an entry."""
    used: Counter[ExceptionId] = Counter()
    for item in world.observation.items.values():
        found: set[ExceptionId] = set()
        for permission in item.permissions or ():
            found |= {one.id for one in covering_exceptions(world, item, permission)}
        used.update(found)
    return used


def _order(one: RecordedException) -> tuple[date, str]:
    return one.until, one.id


def _told(world: World, one: RecordedException, in_use: int) -> StandingException:
    return StandingException(
        id=one.id,
        person=world.names[one.person],
        folder=one.folder,
        access=one.access.value,
        reason=one.reason,
        approved_by=world.names[one.approved_by],
        until=one.until,
        days_left=(one.until - world.today).days,
        in_use=in_use,
        place=one.place,
    )
