"""What lies around the library: the team's owners, the site, the tenant's settings, applications.

Source: ISA §8.2, ISA §8.5, ISA §8.7
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from sharepoint_gate.access.audited_site import (
    Expected,
    SiteInside,
    application_findings,
    owner_findings,
    scope_findings,
    settings_findings,
    site_findings,
)
from sharepoint_gate.access.charges import Standard
from sharepoint_gate.access.desired import World
from sharepoint_gate.access.findings import Finding
from sharepoint_gate.access.sharing_settings import judge_settings
from sharepoint_gate.jobs.audit_coverage import Coverage
from sharepoint_gate.ports.audit import AuditReader, PostureReader
from sharepoint_gate.ports.tenant import ChannelSite

_GRAPH, _SHAREPOINT = "Microsoft Graph", "SharePoint's own interface"
INSIDE = "the site: administrators, groups and who is in them, roles, sharing settings"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What was found around the library; ``site`` is None where SharePoint itself was not read."""

    findings: tuple[Finding, ...]
    site: SiteInside | None


class Looking(Protocol):
    """Whoever looks: the part of an auditor that is needed here."""

    @property
    def audit(self) -> AuditReader:
        """Reads owners and the site."""
        ...

    @property
    def posture(self) -> PostureReader:
        """Reads the tenant's settings."""
        ...

    @property
    def client_id(self) -> str:
        """The application that looks."""
        ...


async def look_around(
    looking: Looking, site: ChannelSite, standard: Standard, coverage: Coverage
) -> Surroundings:
    """Read everything around the library that this application may read."""
    expected = expected_of(standard.world)
    found: list[Finding] = list(scope_findings(_places(standard.world)))
    owners = await coverage.ask(
        "the team's owners", _GRAPH, partial(looking.audit.team_owners, site.team_id), len
    )
    found += owner_findings(owners or (), expected.business_unit)
    settings = await coverage.ask("the tenant's sharing settings", _GRAPH, looking.posture.sharing_settings)
    if settings is not None:
        found += settings_findings(judge_settings(settings, _domains(standard.world)))
    library = await coverage.ask(
        "where the site lies", _GRAPH, partial(looking.posture.library, site.drive_id)
    )
    inside: SiteInside | None = None
    if library is not None:
        read = partial(looking.audit.site_applications, library.site_id)
        given = await coverage.ask("applications that were given the site", _GRAPH, read, len)
        own = {standard.world.own_application.casefold(), looking.client_id.casefold()}
        found += application_findings(given or (), own)
        inside = await coverage.ask(INSIDE, _SHAREPOINT, partial(looking.audit.site, library))
    if inside is not None:
        found += site_findings(inside, expected)
    return Surroundings(tuple(found), inside)


def expected_of(world: World) -> Expected:
    """Return who may be on the site: with a roster its business unit, without one the channel's members."""
    members = frozenset(one.email.casefold() for one in world.observation.members or ())
    unit = frozenset(_addresses(world)) if world.roster.people else members
    return Expected(unit, members | unit, _links(world))


def _addresses(world: World) -> Iterator[str]:
    for person in world.business_unit:
        if person in world.roster.people:
            yield world.roster.people[person].username.casefold()
        for account in world.observation.accounts.get(person, ()):
            yield from (one.casefold() for one in (account.user_principal_name, account.mail) if one)


def _links(world: World) -> frozenset[str] | None:
    if not world.observation.complete:
        return None
    items = world.observation.items.values()
    every = (one for item in items for one in item.permissions or ())
    return frozenset(one.id.casefold() for one in every if one.link is not None)


def _places(world: World) -> int:
    """Count the places with a link of their own, each of which is a place with permissions of its own."""
    items = world.observation.items.values()
    return sum(any(one.link is not None for one in item.permissions or ()) for item in items)


def _domains(world: World) -> set[str]:
    return {domain for one in world.roster.organisations.values() for domain in one.domains}
