"""What is known about accounts and addresses, indexed once for a whole run.

Source: graph:resources/user, ADR-0008
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sharepoint_gate.access.desired import World
from sharepoint_gate.access.identity import home_domain
from sharepoint_gate.access.observed import Account, ObjectId
from sharepoint_gate.roster.model import PersonId


@dataclass(frozen=True, slots=True)
class Directory:
    """Accounts and addresses of the roster.

    Attributes:
        by_object: Whose account an object id is: the only proof.
        by_address: Whose address one is, in lower case: no more than a name.
        by_name: Who on the roster alone has a name, in lower case: less than an address, for telling only.
        guests: The object ids of accounts that the directory calls guests.
        home_domains: The tenant's own mail domains, as far as accounts show them.
        partner_domains: Every domain that an organisation on the roster declares.
    """

    by_object: Mapping[ObjectId, PersonId]
    by_address: Mapping[str, PersonId]
    by_name: Mapping[str, PersonId]
    guests: frozenset[ObjectId]
    home_domains: frozenset[str]
    partner_domains: frozenset[str]
    generic_words: frozenset[str]
    own_application: str


def directory_of(world: World) -> Directory:
    """Index the accounts, pins and addresses of everybody on the roster."""
    accounts = {person: world.observation.accounts.get(person, ()) for person in sorted(world.roster.people)}
    every = [account for found in accounts.values() for account in found]
    return Directory(
        by_object=_by_object(world, accounts),
        by_address=_by_address(world, accounts),
        by_name=_by_name(world),
        guests=frozenset(account.object_id for account in every if account.is_guest),
        home_domains=frozenset(filter(None, map(home_domain, every))),
        partner_domains=frozenset(
            domain.casefold() for one in world.roster.organisations.values() for domain in one.domains
        ),
        generic_words=frozenset(word.casefold() for word in world.rules.generic_words),
        own_application=world.own_application.casefold(),
    )


def _by_object(world: World, accounts: Mapping[PersonId, tuple[Account, ...]]) -> dict[ObjectId, PersonId]:
    known: dict[ObjectId, PersonId] = {}
    for person, found in accounts.items():
        for account in found:
            known.setdefault(account.object_id, person)
    for person in accounts:
        if person in world.memory.pins:
            known.setdefault(world.memory.pins[person].object_id, person)
    return known


def _by_address(world: World, accounts: Mapping[PersonId, tuple[Account, ...]]) -> dict[str, PersonId]:
    known: dict[str, PersonId] = {}
    for person, found in accounts.items():
        own = [world.roster.people[person].username]
        for account in found:
            own += [account.user_principal_name, account.mail, *account.other_mails]
        for address in filter(None, own):
            known.setdefault(address.casefold(), person)
    return known


def _by_name(world: World) -> dict[str, PersonId]:
    """A name that two people share names neither of them."""
    names = [(person.name.casefold(), person.id) for person in world.roster.people.values()]
    often = Counter(name for name, _ in names)
    return {name: person for name, person in names if often[name] == 1}
