"""Ways around the channel: who is in a group of the site, or holds a role on it, reads past every link.

The gate edits neither; a freeze that did not tell of them would call somebody out who is still in.

Source: sp-dev-docs:users-groups-and-roles, spo:teams-connected-sites, ISA §11
"""

from collections.abc import Iterator

from sharepoint_gate.access.desired import World
from sharepoint_gate.access.freezes import FreezeKind
from sharepoint_gate.access.freezes_removals import Left, Target
from sharepoint_gate.access.site_sight import SiteAccount, SiteInside

SITE = "the site"
BY_ADMIN = (
    "Ask the SharePoint administrator to take them out there, then run the same command again. Whoever has "
    "just left the channel is gone from its groups by itself once the site has taken that over."
)


def ways_around(inside: SiteInside, target: Target, world: World) -> tuple[Left, ...]:
    """Return whatever of the site itself lets in the frozen person, or strangers into a frozen case.

    Args:
        inside: The site as SharePoint's own interface tells it.
        target: Whom or what the freeze is about.
        world: What was read of the channel; its business unit may read a frozen case.
    """
    return tuple(
        Left(SITE, f"{one.label} {how}, which opens every file of the channel.", BY_ADMIN)
        for one, how in dict.fromkeys(_inside(inside))
        if not one.system and _is_barred(one, target, world)
    )


def _is_barred(one: SiteAccount, target: Target, world: World) -> bool:
    """A crowd may hold anybody; else a person is barred by address, and from a case all but the unit."""
    if one.crowd:
        return True
    if target.subject.kind is FreezeKind.CASE:
        return _unit(world).isdisjoint(one.addresses)
    return not target.addresses.isdisjoint(one.addresses)


def _inside(inside: SiteInside) -> Iterator[tuple[SiteAccount, str]]:
    for group in inside.groups:
        if not group.is_structural:
            yield from ((one, f"is in the site's group {group.name}") for one in group.people)
    for role in inside.roles:
        limited = all("limited access" in level.casefold() for level in role.levels)
        if not role.group and not limited:
            yield role.who, "holds a role on the site itself"
    yield from ((one, "administers the site") for one in inside.admins)


def _unit(world: World) -> frozenset[str]:
    names = (world.roster.people[one].username for one in world.business_unit if one in world.roster.people)
    return frozenset(one.casefold() for one in names)
