"""Look around a library: the tenant's settings, applications, and the site's own groups and roles.

What is refused is named and stops nothing: an application may lack the consent, or sign in with
a secret, which SharePoint's own interface does not take.

Source: ISA §8.2, ISA §8.7
"""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeVar

from sharepoint_gate.access.site_sight import SiteLook, SiteSight
from sharepoint_gate.jobs.attempt import attempt
from sharepoint_gate.ports.site import SiteReader
from sharepoint_gate.ports.tenant import ChannelSite

Value = TypeVar("Value")
GRAPH, SHAREPOINT = "Microsoft Graph", "SharePoint's own interface"
SETTINGS = "the tenant's sharing settings"
PLACE = "where the site lies"
APPLICATIONS = "applications that were given the site"
INSIDE = "the site: administrators, groups and who is in them, roles, sharing settings"
_NOWHERE = "it is not known where the site lies"


async def look_at_site(reader: SiteReader, site: ChannelSite) -> SiteSight:
    """Read everything around a library that this application may read."""
    looks = Looks()
    settings = await looks.ask(SETTINGS, GRAPH, reader.sharing_settings)
    library = await looks.ask(PLACE, GRAPH, partial(reader.place_of, site.drive_id))
    if library is None:
        looks.skip(APPLICATIONS, GRAPH, _NOWHERE)
        looks.skip(INSIDE, SHAREPOINT, _NOWHERE)
        return SiteSight(settings, looks=looks.told)
    given = await looks.ask(APPLICATIONS, GRAPH, partial(reader.site_applications, library.site_id), len)
    inside = await looks.ask(INSIDE, SHAREPOINT, partial(reader.site, library))
    return SiteSight(settings, tuple(given) if given is not None else None, inside, looks.told)


class Looks:
    """Grows thing by thing while the surroundings are read."""

    def __init__(self) -> None:
        self._looks: list[SiteLook] = []

    @property
    def told(self) -> tuple[SiteLook, ...]:
        """Everything looked at so far."""
        return tuple(self._looks)

    def skip(self, what: str, how: str, why: str) -> None:
        """Tell that something was not looked at."""
        self._looks.append(SiteLook(what, how, why=why))

    async def ask(
        self,
        what: str,
        how: str,
        read: Callable[[], Awaitable[Value]],
        count: Callable[[Value], int] | None = None,
    ) -> Value | None:
        """Read something and tell of it; None when it could not be read."""
        made = await attempt(read)
        told = None if made.value is None or count is None else count(made.value)
        self._looks.append(SiteLook(what, how, told, why=made.why, hidden=made.hidden))
        return made.value
