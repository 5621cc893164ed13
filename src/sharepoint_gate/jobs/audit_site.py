"""What lies around the library, for an audit: what the night looks at as well, and the team's owners.

Source: ISA §8.2, ISA §8.5, ISA §8.7
"""

from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from sharepoint_gate.access.audited import CoverageLine
from sharepoint_gate.access.audited_site import (
    owner_findings,
    posture_of,
    scope_findings,
    surrounding_findings,
)
from sharepoint_gate.access.charges import Standard
from sharepoint_gate.access.desired import World
from sharepoint_gate.access.findings import Finding
from sharepoint_gate.access.plan import Plan
from sharepoint_gate.access.site_sight import SiteInside, SiteLook
from sharepoint_gate.access.witnesses import expected_of
from sharepoint_gate.jobs.audit_coverage import Coverage
from sharepoint_gate.jobs.observe_site import GRAPH, look_at_site
from sharepoint_gate.ports.audit import AuditReader
from sharepoint_gate.ports.site import SiteReader
from sharepoint_gate.ports.tenant import ChannelSite


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What was found around the library; ``site`` is None where SharePoint itself was not read."""

    findings: tuple[Finding, ...]
    site: SiteInside | None


class Looking(Protocol):
    """Whoever looks: the part of an auditor that is needed here."""

    @property
    def reader(self) -> SiteReader:
        """Reads the site."""
        ...

    @property
    def audit(self) -> AuditReader:
        """Reads owners."""
        ...

    @property
    def client_id(self) -> str:
        """The application that looks."""
        ...


async def look_around(
    looking: Looking, site: ChannelSite, standard: Standard, coverage: Coverage, plan: Plan
) -> Surroundings:
    """Read everything around the library that this application may read."""
    owners = await coverage.ask(
        "the team's owners", GRAPH, partial(looking.audit.team_owners, site.team_id), len
    )
    sight = await look_at_site(looking.reader, site)
    for one in sight.looks:
        coverage.add(_line(one))
    own = {looking.client_id.casefold(), standard.world.own_application.casefold()}
    kept = tuple(one for one in sight.applications or () if one.client_id.casefold() not in own)
    known = replace(sight, applications=kept if sight.applications is not None else None)
    world = replace(standard.world, observation=replace(standard.world.observation, site=known))
    found = [
        *scope_findings(_places(world)),
        *owner_findings(owners or (), expected_of(world).business_unit),
        *surrounding_findings(world, plan, posture_of(world)),
    ]
    return Surroundings(tuple(found), sight.inside)


def _line(look: SiteLook) -> CoverageLine:
    return CoverageLine(look.what, look.how, look.count, look.read, look.why, look.hidden)


def _places(world: World) -> int:
    """Count the places with a link of their own, each of which is a place with permissions of its own."""
    items = world.observation.items.values()
    return sum(any(one.link is not None for one in item.permissions or ()) for item in items)
