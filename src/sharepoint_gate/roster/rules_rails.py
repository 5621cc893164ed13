"""From how many on a change is too large to be taken for a wish without somebody's word.

Source: ISA §8.3, ISA §8.7
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RailRules:
    """How much one run may change at once; each rail trips beyond its number.

    A rail trips beyond ``most_...``, and below that wherever two or more make up half of all there were:
    numbers alone would sleep in a partnership of three people and two files.

    Attributes:
        most_people_missing: People who were on the roster and are gone from it without a last day.
        most_cases_moved: Cases whose stage changed, or that are gone from the roster.
        most_identities: People whose account changed or is found no more.
        most_addresses: People whose address changed in the roster.
        most_organisations: People whose organisation changed in the roster.
        most_removals: Rights (one person, one file) that fall away, when they are also more than ``share``.
        most_grants: Rights that come, when they are also more than ``share`` of those that stand.
        most_cases_a_person: Cases that somebody comes upon at once.
        most_cases_an_organisation: Cases that an organisation comes upon at once.
        least_owners: Owners that the channel must keep.
        share: Of all that stands; see above.
        own_accounts: Addresses that the gate itself works under.
    """

    most_people_missing: int = 3
    most_cases_moved: int = 1
    most_identities: int = 3
    most_addresses: int = 3
    most_organisations: int = 3
    most_removals: int = 10
    most_grants: int = 100
    most_cases_a_person: int = 3
    most_cases_an_organisation: int = 5
    least_owners: int = 1
    share: float = 0.2
    own_accounts: frozenset[str] = frozenset()
