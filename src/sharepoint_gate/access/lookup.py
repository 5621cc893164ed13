"""Finding a person as people name them: by roster id, address or name."""

from sharepoint_gate.access.desired import World
from sharepoint_gate.access.observed import Account
from sharepoint_gate.roster.model import Person


def find_people(world: World, text: str) -> tuple[Person, ...]:
    """Return whom a text names: the one with that roster id, else by address, else by name; in id order."""
    wanted = " ".join(text.split()).casefold()
    everybody = [person for _, person in sorted(world.roster.people.items())]
    by_id = [person for person in everybody if person.id.casefold() == wanted]
    by_address = [person for person in everybody if wanted in _addresses(world, person)]
    by_name = [person for person in everybody if person.name.casefold() == wanted]
    return tuple(by_id or by_address or by_name)


def _addresses(world: World, person: Person) -> set[str]:
    found = {person.username}
    for account in world.observation.accounts.get(person.id, ()):
        found |= _addresses_of(account)
    return {address.casefold() for address in found if address}


def _addresses_of(account: Account) -> set[str]:
    return {account.user_principal_name, account.mail, *account.other_mails}
