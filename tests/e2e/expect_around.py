"""What must be found around the files: settings, administrators, owners, applications and litter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.e2e.expect_world import Table, World

OPEN_TENANT = "externalUserAndGuestSharing"
LEAST_OWNERS = 2
STATED = {
    "block_download_policy": ("block-download-policy-off", "site"),
    "b2b_integration": ("b2b-integration-off", "tenant"),
}
READING = {"read"}
Row = tuple[str, str, str]


@dataclass
class Surroundings:
    """The site as the acts left it.

    Attributes:
        tenant, site: Settings of sharing, by the names of the seed.
        applications: The roles of every application that was given the site.
        left: Links of the gate that went without its doing, with people on them: their groups stay behind.
    """

    tenant: Table
    site: Table
    admins: list[str] = field(default_factory=list)
    applications: dict[str, list[str]] = field(default_factory=dict)
    left: int = 0

    def set(self, posture: Table) -> None:
        """Change settings as an act says."""
        self.tenant.update(posture.get("tenant", {}))
        self.site.update(posture.get("site", {}))


def surroundings_of(world: World) -> Surroundings:
    """Return the site as the tenant file describes it."""
    return Surroundings(dict(world.tenant.get("sharepoint", {})), dict(world.tenant.get("site", {})))


def is_seen(world: World) -> bool:
    """Tell whether the gate's application has a role on SharePoint itself, and so sees the site."""
    return bool(world.tenant["apps"]["reconciler"].get("sharepoint_roles"))


def around(world: World, site: Surroundings) -> Iterator[Row]:
    """Yield kind, object and principal of what only a person can put right."""
    if len(world.tenant["channel"]["owners"]) < LEAST_OWNERS:
        yield "too-few-owners", "channel", ""
    for key, stated in world.weekend.get("statements", {}).items():
        if stated["says"] == "off" and STATED.get(key):
            yield (*STATED[key], "")
    if is_seen(world):
        yield from _seen(world, site)


def _seen(world: World, site: Surroundings) -> Iterator[Row]:
    if site.tenant.get("sharingCapability") == OPEN_TENANT:
        yield "site-sharing-too-open", "site", ""
    if site.site.get("members_can_share", True):
        yield "members-can-share", "site", ""
    for key in set(site.admins) - world.business_unit():
        yield "site-admin-unexpected", "site", world.accounts()[key]["mail"]
    for name, roles in site.applications.items():
        kind = "application-grant" if set(roles) <= READING else "app-permission-too-wide"
        yield kind, "site", name
    if site.left:
        yield "orphan-link-group", "site", f"{site.left} groups"
