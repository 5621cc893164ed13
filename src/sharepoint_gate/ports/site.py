"""What a job asks about the site around a library: settings, applications, its own groups and roles."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from sharepoint_gate.access.site_sight import SharingSettings, SiteApplication, SiteInside


@dataclass(frozen=True, slots=True)
class Library:
    """The channel's library and its site."""

    name: str
    site_id: str
    web_url: str


class SiteReader(Protocol):
    """Reads around a library. Every method raises GraphError when the answer cannot be had whole."""

    async def sharing_settings(self) -> SharingSettings:
        """Return the tenant's settings of sharing."""
        ...

    async def place_of(self, drive_id: str) -> Library:
        """Return the name and the site of a library."""
        ...

    async def site_applications(self, site_id: str) -> Sequence[SiteApplication]:
        """Return the applications that a site was given to."""
        ...

    async def site(self, library: Library) -> SiteInside:
        """Return what SharePoint's own interface tells of a library's site."""
        ...
