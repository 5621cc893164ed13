"""What SharePoint itself and the tenant's settings tell about the channel's site, and what is wrong with it.

Nothing here can be put right by the gate: each finding is for a person.

Source: sp-dev-docs:users-groups-and-roles, graph:resources/sharepointsettings, ISA §8.2, ISA §8.5, ISA §8.7
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from sharepoint_gate.access.facts import KINDS
from sharepoint_gate.access.findings import Finding, Handling
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.observed import Membership
from sharepoint_gate.access.sharing_settings import Fitness, SettingFitness

SITE = "site"
TENANT = "tenant"
MANY_SCOPES = 4000
"""SharePoint advises no more than 5,000 places with permissions of their own in a library: told early."""
_LINK_GROUP = re.compile(r"sharinglinks\.[^.]+\.[^.]+\.(.+)")
_STRUCTURAL = ("sharinglinks.", "limited access", "limitedaccess")
_SYSTEM = ("sharepoint\\system", "|app@sharepoint")


@dataclass(frozen=True, slots=True)
class SiteAccount:
    """An account as the site knows it.

    Attributes:
        addresses: Mail, sign-in name and the name in its login, in lower case, without repetition.
        system: SharePoint's own.
        crowd: No person: a group of the directory, or everybody.
    """

    name: str
    addresses: tuple[str, ...]
    system: bool = False
    crowd: bool = False


@dataclass(frozen=True, slots=True)
class SiteGroupRead:
    """A group of the site with everybody in it."""

    number: str
    name: str
    people: tuple[SiteAccount, ...]

    @property
    def is_structural(self) -> bool:
        """Whether SharePoint made it for a link or for the way to one."""
        return self.name.casefold().startswith(_STRUCTURAL)


@dataclass(frozen=True, slots=True)
class SiteRole:
    """Who holds a role on the site itself; ``group`` tells a group of the site from all others."""

    who: SiteAccount
    levels: tuple[str, ...]
    group: bool


@dataclass(frozen=True, slots=True)
class SiteApplication:
    """An application that was given the site."""

    client_id: str
    name: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SiteInside:
    """What SharePoint's own interface tells, and Microsoft Graph does not."""

    admins: tuple[SiteAccount, ...]
    groups: tuple[SiteGroupRead, ...]
    roles: tuple[SiteRole, ...]
    anybody_links: bool
    members_share: bool


@dataclass(frozen=True, slots=True)
class Expected:
    """Who may be on the site.

    Attributes:
        business_unit: Addresses of the business unit, in lower case; without a roster those of the members.
        members: Addresses of the channel's members, in lower case.
        links: Ids of all links that were read, in lower case; None where not all of them were.
    """

    business_unit: frozenset[str]
    members: frozenset[str]
    links: frozenset[str] | None


def account_of(name: str, login: str, *addresses: str) -> SiteAccount:
    """Return an account by what the site tells of it."""
    plain = login.casefold()
    in_login = plain.rpartition("|")[2].removeprefix("urn:spo:guest#")
    every = [one.strip().casefold() for one in (*addresses, in_login)]
    return SiteAccount(
        name=name or login,
        addresses=tuple(dict.fromkeys(one for one in every if "@" in one)),
        system=plain.endswith(_SYSTEM),
        crowd=plain.startswith("c:0"),
    )


def site_findings(site: SiteInside, expected: Expected) -> Iterator[Finding]:
    """Yield everything that is wrong with the site."""
    for admin in site.admins:
        if not admin.system and not _is_one_of(admin, expected.business_unit):
            yield _found(
                FindingKind.SITE_ADMIN_UNEXPECTED,
                SITE,
                _label(admin),
                f"{admin.name} administers the site and can open everything in it.",
            )
    for group in site.groups:
        yield from _strangers(group, expected.members)
        yield from _orphans(group, expected.links)
    yield from _roles(site, expected)
    if site.anybody_links:
        yield _found(
            FindingKind.SITE_SHARING_TOO_OPEN,
            SITE,
            "",
            "The site lets people make links that anybody can open.",
        )
    if site.members_share:
        sentence = "Members of the channel may share its files and folders with others."
        yield _found(FindingKind.MEMBERS_CAN_SHARE, SITE, "", sentence)


def settings_findings(judged: Iterable[SettingFitness]) -> Iterator[Finding]:
    """Yield the tenant's settings that do not fit."""
    for one in judged:
        if one.fitness is Fitness.UNFIT:
            found = _found(FindingKind.SHARING_SETTINGS_UNFIT, TENANT, one.setting, one.sentence)
            yield replace(found, remedy=one.advice)


def owner_findings(owners: Iterable[Membership], business_unit: Collection[str]) -> Iterator[Finding]:
    """Yield the team's owners who are not of the business unit."""
    for owner in owners:
        if owner.email.casefold() not in business_unit:
            sentence = f"{owner.name or owner.email} owns the team above the channel."
            yield _found(FindingKind.TEAM_OWNER_UNEXPECTED, "team", owner.email.casefold(), sentence)


def application_findings(applications: Iterable[SiteApplication], own: Collection[str]) -> Iterator[Finding]:
    """Yield the applications that were given the site, the gate's own apart."""
    for one in applications:
        if one.client_id.casefold() not in own:
            sentence = f"The application “{one.name}” was given the whole site: {' and '.join(one.roles)}."
            yield _found(FindingKind.APPLICATION_GRANT, SITE, one.name, sentence)


def scope_findings(places: int) -> Iterator[Finding]:
    """Yield a warning when the library comes near what SharePoint advises."""
    if places >= MANY_SCOPES:
        sentence = f"{places} files and folders have permissions of their own; 5,000 are advised at most."
        yield _found(FindingKind.MANY_SCOPES, "library", "", sentence)


def _strangers(group: SiteGroupRead, members: frozenset[str]) -> Iterator[Finding]:
    if group.is_structural:
        return
    for one in group.people:
        if not one.system and not _is_one_of(one, members):
            sentence = f"{one.name} is in the site's group “{group.name}” and not in the channel."
            yield _found(FindingKind.SITE_GROUP_STRANGER, SITE, _label(one), sentence)


def _orphans(group: SiteGroupRead, links: frozenset[str] | None) -> Iterator[Finding]:
    link = _LINK_GROUP.fullmatch(group.name.casefold())
    if links is not None and link is not None and link[1] not in links:
        sentence = "A group of a sharing link is left on the site, and its link was not found."
        yield _found(FindingKind.ORPHAN_LINK_GROUP, SITE, group.name, sentence)


def _roles(site: SiteInside, expected: Expected) -> Iterator[Finding]:
    known = {group.name for group in site.groups if group.is_structural or group.number in {"3", "4", "5"}}
    for role in site.roles:
        who = role.who
        limited = all("limited access" in level.casefold() for level in role.levels)
        if limited or who.system or (role.group and who.name in known):
            continue
        if not _is_one_of(who, expected.business_unit):
            sentence = f"{who.name} holds the role {' and '.join(role.levels)} on the site itself."
            yield _found(FindingKind.SITE_ENTRY_UNEXPECTED, SITE, _label(who), sentence)


def _is_one_of(who: SiteAccount, addresses: frozenset[str]) -> bool:
    return not addresses.isdisjoint(who.addresses)


def _label(who: SiteAccount) -> str:
    return who.addresses[0] if who.addresses else who.name


def _found(kind: FindingKind, where: str, principal: str, sentence: str) -> Finding:
    facts = KINDS[kind]
    return Finding(
        kind, facts.severity, where, principal, (), sentence, facts.remedy, facts.clause, Handling.PERSON
    )
