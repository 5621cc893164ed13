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
        strangers: Who was put into a group of the site without a seat in the channel.
        forgotten: Whose account was deleted while a link of the gate's named them.
    """

    tenant: Table
    site: Table
    admins: list[str] = field(default_factory=list)
    applications: dict[str, list[str]] = field(default_factory=dict)
    left: int = 0
    strangers: list[str] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)

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
    yield from _settings(site)
    yield from _people(world, site)
    for name, roles in site.applications.items():
        kind = "application-grant" if set(roles) <= READING else "app-permission-too-wide"
        yield kind, "site", name
    if site.left:
        yield "orphan-link-group", "site", f"{site.left} groups"


def _settings(site: Surroundings) -> Iterator[Row]:
    if site.tenant.get("sharingCapability") == OPEN_TENANT:
        yield "site-sharing-too-open", "site", ""
    if site.site.get("members_can_share", True):
        yield "members-can-share", "site", ""
    if site.tenant.get("isResharingByExternalUsersEnabled", True):
        yield "sharing-settings-unfit", "tenant", "guests_reshare"


def _people(world: World, site: Surroundings) -> Iterator[Row]:
    groups = {"site-group-stranger": site.strangers, "link-group-stranger": site.forgotten}
    found = {kind: set(keys) for kind, keys in groups.items()}
    found["site-admin-unexpected"] = set(site.admins) - world.business_unit()
    for kind, keys in found.items():
        yield from ((kind, "site", world.accounts()[key]["mail"]) for key in keys)
