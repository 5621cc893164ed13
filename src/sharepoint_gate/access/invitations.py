"""Whom the roster asks to be invited as a guest, who may be, and what stands in the way of the others.

An invitation gives nothing by itself: whoever redeems it is approved, and pinned, only then. But it is a mail
to the world outside, so that it goes once, to an address of the person's own organisation, and only to
somebody whom nothing but the missing account, and the agreement that comes with it, keeps from reading.

Source: ISA §8.3, ISA §8.7, graph:api/invitation-post, ADR-0008
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sharepoint_gate.access.changes import InviteGuest, Reason
from sharepoint_gate.access.conditions import check_person, is_closed
from sharepoint_gate.access.desired import World
from sharepoint_gate.access.findings import Finding
from sharepoint_gate.access.identity import home_domain
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.standing_notices import DIRECTORY, notice
from sharepoint_gate.roster.addresses import domain_of
from sharepoint_gate.roster.model import Mode, Person

# What an invitation, and the letter that follows it, will put right.
CURED = frozenset(
    {FindingKind.ACCOUNT_NOT_FOUND, FindingKind.UAA_MISSING, FindingKind.UAA_OLD_VERSION_OVERDUE}
)


@dataclass(frozen=True, slots=True)
class Invitations:
    """Who is invited, and who would be if nothing stood in the way."""

    grants: tuple[InviteGuest, ...]
    findings: tuple[Finding, ...]


def judge_invitations(world: World) -> Invitations:
    """Return the invitations that the roster asks for today, and why others wait."""
    grants, findings = [], []
    for person in _asked(world):
        why = _why_not(world, person)
        if why:
            sentence = f"{person.name} is to be invited as a guest, and is not: {why}"
            findings.append(
                notice(FindingKind.INVITATION_WAITS, DIRECTORY, person.id, sentence, person.place)
            )
        else:
            grants.append(_invitation(world, person))
    return Invitations(tuple(grants), tuple(findings))


def may_be_invited(world: World) -> Mapping[str, str]:
    """Return each address that may be invited, with the one place that its guest may be sent to (law 3)."""
    people = [person for person in _asked(world) if not _why_not(world, person)]
    return {person.username: world.rules.guests.redirect_url for person in people}


def _asked(world: World) -> Iterator[Person]:
    """Yield, by id, whom the roster asks to be invited by now and no account was found for."""
    for name, person in sorted(world.roster.people.items()):
        asked = person.invite_on is not None and person.invite_on <= world.today
        # Somebody whose look-up failed is missing here: nothing is known, so that nobody is asked (law 7).
        if asked and world.observation.accounts.get(name) == ():
            yield person


def _invitation(world: World, person: Person) -> InviteGuest:
    asked_on = person.invite_on or world.today
    sentence = (
        f"No account is found for {person.name}, and the roster asks for an invitation since {asked_on}."
    )
    names = (world.names[person.id],)
    reason = Reason(sentence, names, (FindingKind.ACCOUNT_NOT_FOUND,), (person.place,))
    return InviteGuest(person.id, person.username, asked_on, reason)


def _why_not(world: World, person: Person) -> str:
    """Return what stands in the way, as the end of a sentence; empty when nothing does."""
    sent = world.memory.invitations.get(person.id)
    if not world.rules.guests.invite:
        return "the settings do not let the gate invite anybody."
    if sent is not None and person.invite_on is not None and person.invite_on <= sent.asked_on:
        return f"an invitation left, or may have, on {sent.at:%Y-%m-%d}, and no account has come of it."
    return _wrong_address(world, person) or _no_business(world, person)


def _wrong_address(world: World, person: Person) -> str:
    organisation, domain = world.roster.organisations.get(person.organisation), domain_of(person.username)
    own = () if organisation is None else organisation.domains
    if domain not in {one.casefold() for one in own}:
        return f"{person.username} is no address of {person.organisation}."
    every = [account for found in world.observation.accounts.values() for account in found]
    if domain in set(map(home_domain, every)):
        return f"{domain} is a domain of the directory itself, which makes accounts of its own for it."
    return ""


def _no_business(world: World, person: Person) -> str:
    """Tell what keeps a person from reading besides the account, as the end of a sentence."""
    against = [one for one in check_person(world, person) if not one.holds and one.kind not in CURED]
    if against:
        return against[0].sentence
    books = world.processes.processes
    cases = [
        one
        for one in world.cases_of.get(person.id, ())
        if one.mode is Mode.ENFORCE and one.process in books and not is_closed(books[one.process], one)
    ]
    named = bool(cases) and person.id not in world.business_unit
    return "" if named else f"{person.name} is named on no running case that the gate looks after."
