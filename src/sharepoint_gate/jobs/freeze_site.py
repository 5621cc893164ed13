"""Look whether the site itself lets in what is frozen: its groups, roles and administrators.

Source: ADR-0014, sp-dev-docs:users-groups-and-roles
"""

from sharepoint_gate.access.desired import World
from sharepoint_gate.access.freezes_removals import Left, Target
from sharepoint_gate.access.freezes_report import FreezeReport
from sharepoint_gate.access.freezes_site import SITE, ways_around
from sharepoint_gate.errors import AccessDeniedError, GraphError
from sharepoint_gate.jobs.attempt import why_not
from sharepoint_gate.jobs.freeze_look import AGAIN
from sharepoint_gate.ports.site import SiteReader
from sharepoint_gate.ports.tenant import ChannelSite

UNSEEN = "Whether a group of the site lets them in past the channel could not be looked at"


async def look_around(
    reader: SiteReader, site: ChannelSite, target: Target, world: World, report: FreezeReport
) -> None:
    """Tell what is left in the site. What this application can never see is told, and is no failure."""
    try:
        inside = await reader.site(await reader.place_of(site.drive_id))
    except AccessDeniedError as error:
        report.told.append(f"{UNSEEN}: {why_not(error)}.")
    except GraphError as error:
        report.left.append(Left(SITE, f"{UNSEEN}: {why_not(error)}.", AGAIN))
    else:
        report.left += ways_around(inside, target, world)
