"""Witnesses compared: Teams' members, SharePoint's own groups and roles, and the entries of items.

Each tells who can read, and none of them is believed alone. Where they differ the finding says who, and which
witness says what. A site that is late after a change of members is waited for within a limit.

Source: spo:teams-connected-sites, sp-dev-docs:users-groups-and-roles, ISA §8.3, ISA §8.7
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from sharepoint_gate.access.changes import AddMember, SetMemberRole
from sharepoint_gate.access.desired import World
from sharepoint_gate.access.facts import KINDS
from sharepoint_gate.access.findings import Finding, Handling
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.observed import Unread
from sharepoint_gate.access.plan import Plan
from sharepoint_gate.access.seats import MEMBER, OWNER, members_by_address, seat, seats_taken
from sharepoint_gate.access.site_sight import SiteAccount, SiteGroupRead, SiteInside

SITE, CHANNEL = "site", "channel"
OWNERS, VISITORS, MEMBERS = "3", "4", "5"
OF_CHANNEL = frozenset({OWNERS, VISITORS, MEMBERS})
LEAST_OWNERS = 2


@dataclass(frozen=True, slots=True)
class Expected:
    """Who may be on the site.

    Attributes:
        business_unit: Addresses of the business unit, in lower case; without a roster those of the members.
        members: Addresses that may be in groups of the site, in lower case.
        taken: Seats in the channel that are taken, by Teams; None where the members were not read.
        people: Each member by the addresses under which a site may know them.
        late: Seats whose change is so recent that the site may not have taken it over.
    """

    business_unit: frozenset[str]
    members: frozenset[str]
    taken: frozenset[str] | None = None
    people: tuple[tuple[str, ...], ...] = ()
    late: frozenset[str] = frozenset()


def expected_of(world: World) -> Expected:
    """Return who may be on the site: with a roster its business unit, without one the channel's members."""
    taken = seats_taken(world)
    members = frozenset(one.partition(" ")[2] for one in taken)
    unit = frozenset(_addresses(world)) if world.roster.people else members
    read = world.observation.members is not None
    return Expected(unit, members, taken if read else None, members_by_address(world), _late(world, taken))


def group_findings(site: SiteInside, expected: Expected) -> Iterator[Finding]:
    """Yield where the site's own groups and the channel's members differ, in both directions."""
    if expected.taken is None:
        return  # that the members are unread is told already, and against nothing nothing can be held
    for group in site.groups:
        if not group.is_structural:
            yield from _beyond(group, expected)
    yield from _behind(site, expected)


def unwatched_leavers(world: World) -> Iterator[Unread]:
    """Yield who left the channel lately, where nobody could look whether the site has let go of them.

    Teams is one witness; by itself it does not show that somebody can open nothing any more.
    """
    sight = world.observation.site
    if world.observation.members is None or (sight is not None and sight.inside is not None):
        return
    taken = seats_taken(world)
    left = sorted(one.partition(" ")[2] for one in _late(world, taken) - taken if one.startswith(MEMBER))
    if left:
        hours = world.rules.posture.settle_hours
        yield Unread(
            f"whether the site has let go of {', '.join(left)}",
            f"they left the channel by Teams; the site may be {hours} hours late and was not looked at",
        )


def owners_findings(world: World, plan: Plan) -> Iterator[Finding]:
    """Yield that too few people own the channel: whoever is away cannot be stood in for."""
    members = world.observation.members
    if members is None or any(_makes_owner(one) for one in plan.changes):
        return
    owners = [one for one in members if one.role == OWNER]
    if len(owners) < LEAST_OWNERS:
        who = " and ".join(one.name or one.email for one in owners) or "Nobody"
        sentence = (
            f"{who} alone owns the channel; two people are needed." if owners else "Nobody owns the channel."
        )
        yield found(FindingKind.TOO_FEW_OWNERS, CHANNEL, "", sentence)


def _makes_owner(change: object) -> bool:
    return isinstance(change, AddMember | SetMemberRole) and change.role == OWNER


def _late(world: World, taken: frozenset[str]) -> frozenset[str]:
    """Return seats that were taken or left within the time that a site is given."""
    now, within = world.observation.at, timedelta(hours=world.rules.posture.settle_hours)
    seats = world.memory.seats
    fresh = {one for one in taken if one not in seats or now - seats[one].first <= within}
    left = {one for one, seen in seats.items() if one not in taken and now - seen.last <= within}
    return frozenset(fresh | left)


def _addresses(world: World) -> Iterator[str]:
    for person in world.business_unit:
        if person in world.roster.people:
            yield world.roster.people[person].username.casefold()
        for account in world.observation.accounts.get(person, ()):
            yield from (one.casefold() for one in (account.user_principal_name, account.mail) if one)


def _beyond(group: SiteGroupRead, expected: Expected) -> Iterator[Finding]:
    """Tell who is in a group of the site without the seat in the channel that goes with it."""
    role = OWNER if group.number == OWNERS else MEMBER
    for one in group.people:
        if one.system or _sits(one, role, expected.taken or frozenset()):
            continue
        who = f"{one.name} is in the site's group “{group.name}”"
        teams = f"and Teams has no such {role} of the channel"
        if group.number in OF_CHANNEL and _sits(one, role, expected.late):
            sentence = f"{who}, {teams} any more: the site has not taken the change over yet."
            yield found(FindingKind.SITE_GROUP_LATE, SITE, one.label, sentence)
        else:
            sentence = f"{who}, {teams}: whoever is in it opens every file of the channel."
            yield found(FindingKind.SITE_GROUP_STRANGER, SITE, one.label, sentence)


def _behind(site: SiteInside, expected: Expected) -> Iterator[Finding]:
    """Tell which members of the channel are in none of the site's groups: they cannot open its files."""
    groups = [one for one in site.groups if one.number in OF_CHANNEL]
    inside = {address for group in groups for one in group.people for address in one.addresses}
    for name in sorted(one[0] for one in expected.people if inside.isdisjoint(one)):
        late = seat(MEMBER, name) in expected.late
        sentence = f"{name} is a member of the channel by Teams, and in none of the site's groups"
        if late:
            yield found(FindingKind.SITE_GROUP_LATE, SITE, name, f"{sentence} yet.")
        else:
            yield found(FindingKind.SITE_GROUP_MISSING, SITE, name, f"{sentence}: they can open no file.")


def _sits(one: SiteAccount, role: str, seats: frozenset[str]) -> bool:
    return any(seat(role, address) in seats for address in one.addresses)


def found(kind: FindingKind, where: str, principal: str, sentence: str) -> Finding:
    """Return a finding that a person has to put right."""
    facts = KINDS[kind]
    return Finding(
        kind, facts.severity, where, principal, (), sentence, facts.remedy, facts.clause, Handling.PERSON
    )
