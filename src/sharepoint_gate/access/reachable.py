"""Who is written to about the acceptance agreement: nobody who could not read, whatever they answered.

Source: ISA §8.8, ISA §8.9
"""

from sharepoint_gate.access.conditions import check_person, is_closed
from sharepoint_gate.access.desired import Condition, World
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.standing import check_account, check_dates, check_same_person
from sharepoint_gate.roster.model import Person


def is_reachable(world: World, person: Person) -> bool:
    """Tell whether a person is on the roster today, has a sound account, and a part in something that runs.

    A guest who has not redeemed the invitation yet is reachable: both come with the first letter.
    """
    return has_part(world, person) and check_dates(world, person).holds and _has_account(world, person)


def could_read(world: World, person: Person) -> bool:
    """Tell whether nothing is known against a person but, perhaps, the acceptance agreement.

    An account that was not looked up is no reason: a forecast is also made without asking the tenant.
    """
    against = [
        one for one in check_person(world, person) if not one.holds and one.kind is not FindingKind.UNREAD
    ]
    return has_part(world, person) and all(one.condition is Condition.UAA for one in against)


def has_part(world: World, person: Person) -> bool:
    """Tell whether a person is of the business unit, or named on a case that is not closed."""
    if person.id in world.business_unit:
        return True
    books = world.processes.processes
    cases = world.cases_of.get(person.id, ())
    return any(case.process in books and not is_closed(books[case.process], case) for case in cases)


def _has_account(world: World, person: Person) -> bool:
    account = check_account(world, person)
    sound = account.holds or account.kind is FindingKind.PENDING_INVITATION
    return sound and check_same_person(world, person).holds
