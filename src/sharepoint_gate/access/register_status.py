"""How everybody stands towards the acceptance agreement: the register as the business unit reads it.

Source: ISA §8.8, ISA §8.9
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sharepoint_gate.access.acceptance import (
    UaaStanding,
    accepted_until,
    last_day_of_grace,
    telling_decision,
    uaa_standing,
)
from sharepoint_gate.access.desired import World
from sharepoint_gate.access.ladder import lead_address
from sharepoint_gate.access.lapses import Lapse, lapses
from sharepoint_gate.access.reachable import has_part
from sharepoint_gate.access.reconfirm_notices import confirmation_lapses
from sharepoint_gate.access.register import Proposal
from sharepoint_gate.access.standing import check_dates
from sharepoint_gate.roster.agreement import Acceptance
from sharepoint_gate.roster.model import Person, PersonId

ASKED = frozenset({UaaStanding.GRACE, UaaStanding.MISSING})
AHEAD = timedelta(days=28)
"""How far a forecast looks."""


@dataclass(frozen=True, slots=True)
class StatusLine:
    """One person's standing.

    Attributes:
        told: The decision that counts; None where there is none.
        last_day: The last day of access without a further acceptance; None where there is none or no end.
        waiting: Whether an acceptance waits for a second name.
        uncopied: Whether a copy is due to the organisation's contact sooner or later, and none is declared.
    """

    person: PersonId
    name: str
    organisation: str
    standing: UaaStanding
    told: Acceptance | None
    last_day: date | None
    waiting: bool
    uncopied: bool


@dataclass(frozen=True, slots=True)
class RegisterStatus:
    """Everybody who has a part in something that runs, by name."""

    lines: Sequence[StatusLine]
    lapses: Sequence[Lapse]
    proposals: Sequence[Proposal]
    conflicts: Sequence[str]

    @property
    def counts(self) -> Mapping[UaaStanding, int]:
        """How many people stand in each way."""
        counted = Counter(line.standing for line in self.lines)
        return {standing: counted[standing] for standing in UaaStanding}


def status_of(world: World, proposals: Sequence[Proposal], conflicts: Sequence[str]) -> RegisterStatus:
    """Return the standing of everybody on the roster today who has a part in something that runs."""
    waiting = {proposal.statement.person for proposal in proposals}
    people = [
        person
        for person in world.roster.people.values()
        if has_part(world, person) and check_dates(world, person).holds
    ]
    lines = [_line(world, person, waiting=person.id in waiting) for person in people]
    ordered = sorted(lines, key=lambda line: (line.name.casefold(), line.person))
    return RegisterStatus(ordered, forecast(world), tuple(proposals), tuple(conflicts))


def forecast(world: World) -> tuple[Lapse, ...]:
    """Return who loses access by silence within four weeks."""
    until = world.today + min(AHEAD, date.max - world.today)
    return (*lapses(world, until), *confirmation_lapses(world, until))


def _line(world: World, person: Person, *, waiting: bool) -> StatusLine:
    standing, organisation = uaa_standing(world, person), world.roster.organisations.get(person.organisation)
    last = {
        UaaStanding.ACCEPTED: accepted_until(world, person),
        UaaStanding.GRACE: last_day_of_grace(world, person),
    }
    return StatusLine(
        person=person.id,
        name=person.name,
        organisation=organisation.name if organisation else person.organisation,
        standing=standing,
        told=telling_decision(world, person),
        last_day=last.get(standing),
        waiting=waiting,
        uncopied=standing in ASKED and lead_address(world, person) is None,
    )
