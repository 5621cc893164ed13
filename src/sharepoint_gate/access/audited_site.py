"""What is wrong around the library: administrators of the site, roles on it, and applications that have it.

Nothing here can be put right by the gate: each finding is for a person. The night and the audit both tell it;
what an application may not read of it is named beside.

Source: sp-dev-docs:users-groups-and-roles, graph:api/site-list-permissions, ISA §8.2, ISA §8.7
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from sharepoint_gate.access.desired import World
from sharepoint_gate.access.findings import Finding
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.observed import Membership, Unread
from sharepoint_gate.access.plan import Plan
from sharepoint_gate.access.planner import worst_first
from sharepoint_gate.access.posture import (
    Fitness,
    SettingFitness,
    domains_of,
    judge_posture,
    posture_findings,
)
from sharepoint_gate.access.site_sight import SiteAccount, SiteApplication, SiteInside
from sharepoint_gate.access.witnesses import (
    OF_CHANNEL,
    SITE,
    Expected,
    expected_of,
    found,
    group_findings,
    owners_findings,
    unwatched_leavers,
)
from sharepoint_gate.access.witnesses_links import link_group_findings, links_read

MANY_SCOPES = 4000
"""SharePoint advises no more than 5,000 places with permissions of their own in a library: told early."""
UNSTATED = "no program can read them here, and nobody has stated them under [posture]"
_READING = frozenset({"read"})


def with_surroundings(plan: Plan, world: World) -> Plan:
    """Return a plan that tells what lies around the library too: what is wrong, and what was not read.

    What this application may not see is no failure: it is named, and the night goes on.
    """
    sight = world.observation.site
    looks = sight.looks if sight is not None else ()
    failed = [Unread(one.what, one.why) for one in looks if not one.read and not one.hidden]
    posture = posture_of(world)
    hidden = (Unread(one.what, one.why) for one in looks if one.hidden)
    unseen = (*hidden, *unwatched_leavers(world))
    findings = worst_first((*plan.findings, *surrounding_findings(world, plan, posture)))
    unread = tuple(sorted((*plan.unread, *failed), key=lambda one: (one.what, one.why)))
    told = replace(plan, findings=findings, unread=unread, unseen=unseen, unstated=_unstated(posture))
    return replace(told, partial=plan.partial or bool(failed))


def _unstated(posture: Iterable[SettingFitness]) -> tuple[Unread, ...]:
    """Tell in one line which settings rest on nothing, where grants do not wait for them."""
    names = [one.key.value for one in posture if one.fitness is Fitness.UNREADABLE and not one.holds]
    return (Unread(f"settings of the site: {', '.join(names)}", UNSTATED),) if names else ()


def posture_of(world: World) -> tuple[SettingFitness, ...]:
    """Judge every setting that the channel rests on."""
    domains = domains_of(one.username for one in world.roster.people.values())
    return judge_posture(world.observation.site, world.rules.posture, domains, world.today)


def surrounding_findings(world: World, plan: Plan, posture: Iterable[SettingFitness]) -> Iterator[Finding]:
    """Yield everything that is wrong around the library."""
    sight = world.observation.site
    yield from owners_findings(world, plan)
    yield from posture_findings(posture)
    if sight is not None and sight.applications is not None:
        yield from application_findings(sight.applications, {world.own_application.casefold()})
    if sight is not None and sight.inside is not None:
        expected = expected_of(world)
        yield from site_findings(sight.inside, expected)
        yield from group_findings(sight.inside, expected)
        yield from link_group_findings(sight.inside, links_read(world), world)


def site_findings(site: SiteInside, expected: Expected) -> Iterator[Finding]:
    """Yield who administers the site or holds a role on it and is not of the business unit."""
    for admin in site.admins:
        if not admin.system and not _is_one_of(admin, expected.business_unit):
            sentence = f"{admin.name} administers the site and can open everything in it."
            yield found(FindingKind.SITE_ADMIN_UNEXPECTED, SITE, admin.label, sentence)
    yield from _roles(site, expected)


def owner_findings(owners: Iterable[Membership], business_unit: Collection[str]) -> Iterator[Finding]:
    """Yield the team's owners who are not of the business unit."""
    for owner in owners:
        if owner.email.casefold() not in business_unit:
            sentence = f"{owner.name or owner.email} owns the team above the channel."
            yield found(FindingKind.TEAM_OWNER_UNEXPECTED, "team", owner.email.casefold(), sentence)


def application_findings(applications: Iterable[SiteApplication], own: Collection[str]) -> Iterator[Finding]:
    """Yield the applications that were given the site, the gate's own apart; worse where they may write."""
    for one in applications:
        if one.client_id.casefold() in own:
            continue
        reads = bool(one.roles) and _READING.issuperset(one.roles)
        kind = FindingKind.APPLICATION_GRANT if reads else FindingKind.APP_PERMISSION_TOO_WIDE
        roles = " and ".join(one.roles) or "in a role that Graph does not tell"
        sentence = f"The application “{one.name}” was given the whole site: {roles}."
        yield found(kind, SITE, one.name, sentence)


def scope_findings(places: int) -> Iterator[Finding]:
    """Yield a warning when the library comes near what SharePoint advises."""
    if places >= MANY_SCOPES:
        sentence = f"{places} files and folders have permissions of their own; 5,000 are advised at most."
        yield found(FindingKind.MANY_SCOPES, "library", "", sentence)


def _roles(site: SiteInside, expected: Expected) -> Iterator[Finding]:
    known = {group.name for group in site.groups if group.is_structural or group.number in OF_CHANNEL}
    for role in site.roles:
        who = role.who
        limited = all("limited access" in level.casefold() for level in role.levels)
        if limited or who.system or (role.group and who.name in known):
            continue
        if not _is_one_of(who, expected.business_unit):
            sentence = f"{who.name} holds the role {' and '.join(role.levels)} on the site itself."
            yield found(FindingKind.SITE_ENTRY_UNEXPECTED, SITE, who.label, sentence)


def _is_one_of(who: SiteAccount, addresses: frozenset[str]) -> bool:
    return not addresses.isdisjoint(who.addresses)
