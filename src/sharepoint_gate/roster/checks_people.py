"""The rules about people, one function each.

Source: ISA §8.3, ISA §8.7
"""

import re
from collections import defaultdict
from collections.abc import Iterator

from sharepoint_gate.faults import Fault
from sharepoint_gate.roster.addresses import (
    Slip,
    address_slip,
    domain_of,
    domain_slip,
    name_slip,
    same_address,
)
from sharepoint_gate.roster.draft import Context, RosterDraft
from sharepoint_gate.roster.ids import id_slip
from sharepoint_gate.roster.model import Person
from sharepoint_gate.roster.suggest import did_you_mean, listed


def check_person_ids(draft: RosterDraft, _context: Context) -> Iterator[Fault]:
    """Refuse ids of people that are not small letters, digits and hyphens."""
    for person in sorted(draft.written.people):
        mend = id_slip(person)
        if mend:
            yield Fault(
                draft.where("people", person, key=True),
                f"{person} cannot be a person's id",
                "ids are small letters, digits and hyphens and begin with a letter",
                mend,
            )


def check_person_names(draft: RosterDraft, _context: Context) -> Iterator[Fault]:
    """Refuse names with stray spaces, hidden characters or an address in them."""
    for person in draft.people.values():
        slip = name_slip(person.name)
        if slip:
            yield Fault(draft.where("people", person.id, "name"), slip.what, slip.why, slip.mend)


def check_usernames(draft: RosterDraft, _context: Context) -> Iterator[Fault]:
    """Refuse addresses that are pasted, disguised, of a wrong form or of another organisation."""
    for person in draft.people.values():
        slip = address_slip(person.username)
        slip = slip or _wrong_organisation(draft, person)
        if slip:
            yield Fault(draft.where("people", person.id, "username"), slip.what, slip.why, slip.mend)


def check_usernames_are_personal(draft: RosterDraft, context: Context) -> Iterator[Fault]:
    """Refuse addresses that name a shared mailbox: whoever opens it would read, and nobody could tell who."""
    for person in draft.people.values():
        local = person.username.rpartition("@")[0].casefold()
        shared = sorted(context.generic_words.intersection(re.findall("[a-z0-9]+", local)))
        if shared:
            yield Fault(
                draft.where("people", person.id, "username"),
                f"{person.username} looks like a shared mailbox",
                f"access is for one person each (ISA 8.7), and generic_words in the settings has {shared[0]}",
                "ask for the person's own address; take the word out of generic_words if it is a name",
            )


def check_usernames_differ(draft: RosterDraft, _context: Context) -> Iterator[Fault]:
    """Refuse one username in two entries: their rights would add up behind everybody's back."""
    first: dict[str, Person] = {}
    for person in draft.people.values():
        address = same_address(person.username)
        if address not in first:
            first[address] = person
            continue
        other = first[address]
        line = draft.where("people", other.id, key=True).line
        yield Fault(
            draft.where("people", person.id, "username"),
            f"{person.username} is already the username of {other.id} (line {line})",
            "one account is one person; two entries would add up their rights",
            f"keep one entry and name {other.id} wherever {person.id} is named",
        )


def _wrong_organisation(draft: RosterDraft, person: Person) -> Slip | None:
    home = draft.organisations.get(person.organisation)
    if home is None:
        return None
    slip = domain_slip(person.username, home.domains, home.id)
    domain = domain_of(person.username)
    owner = next((one.id for one in draft.organisations.values() if domain in one.domains), None)
    if slip is None or owner is None:
        return slip
    mend = f"write organisation: {owner} or another address; a new employer is a new entry, the old one ends"
    return Slip(slip.what, f"{domain} is a domain of {owner}", mend)


def check_person_organisations(draft: RosterDraft, _context: Context) -> Iterator[Fault]:
    """Refuse people of an organisation that is not on the roster."""
    known = draft.written.organisations
    for person in draft.people.values():
        if person.organisation not in known:
            yield Fault(
                draft.where("people", person.id, "organisation"),
                f"there is no organisation {person.organisation}",
                "a person reads as somebody's, under that organisation's agreement",
                did_you_mean(person.organisation, known, f"the organisations are: {listed(sorted(known))}"),
            )


def check_person_dates(draft: RosterDraft, context: Context) -> Iterator[Fault]:
    """Refuse access that ends before it begins, and a confirmation that lies in the future."""
    for person in draft.people.values():
        if person.starts_on and person.ends_on and person.starts_on > person.ends_on:
            yield Fault(
                draft.where("people", person.id, "ends_on"),
                f"the access of {person.id} ends on {person.ends_on}, before it begins on {person.starts_on}",
                "the two dates may have changed places",
                f"write starts_on: {person.ends_on}, ends_on: {person.starts_on} if that is meant",
            )
        if person.confirmed_on and person.confirmed_on > context.today:
            yield Fault(
                draft.where("people", person.id, "confirmed_on"),
                f"{person.id} is confirmed on {person.confirmed_on}, which is still to come",
                "it would vouch for an account that may belong to somebody else by then",
                "write the day on which the agency really confirmed it",
            )


def check_existing_users_exist(draft: RosterDraft, context: Context) -> Iterator[Fault]:
    """Refuse people who had access since a day to come: their days of grace would not end."""
    for person in draft.people.values():
        if person.existing_since and person.existing_since > context.today:
            yield Fault(
                draft.where("people", person.id, "existing_since"),
                f"{person.id} had access since {person.existing_since}, which is still to come",
                "days of grace to accept the agreement count from this day (ISA 8.9)",
                "write the day on which the access began, or starts_on for somebody new",
            )


def warn_of_namesakes(draft: RosterDraft, _context: Context) -> Iterator[Fault]:
    """Warn of two entries with the same name in the same organisation."""
    alike: dict[tuple[str, str], list[Person]] = defaultdict(list)
    for person in draft.people.values():
        alike[person.organisation, " ".join(person.name.casefold().split())].append(person)
    for entries in alike.values():
        for person in entries[1:]:
            yield Fault(
                person.place,
                f"{person.id} and {entries[0].id} are both {person.name} of {person.organisation}",
                "one person with two accounts would count as two people",
                "keep one entry if they are the same person",
            )
