"""Groups of sharing links on the site, paired with the links that they were made for.

SharePoint makes a group for each link and may leave it behind when the link goes: empty it is litter, with
people in it nobody knows what it opens.

Source: sp-dev-docs:users-groups-and-roles, graph:resources/permission
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sharepoint_gate.access.desired import World
from sharepoint_gate.access.findings import Finding
from sharepoint_gate.access.kinds import FindingKind, Severity
from sharepoint_gate.access.observed import Grantee, ObservedPermission
from sharepoint_gate.access.site_sight import SiteGroupRead, SiteInside
from sharepoint_gate.access.witnesses import SITE, found

Links = Mapping[str, ObservedPermission]
_SHOWN = 3


def links_read(world: World) -> Links | None:
    """Return every link by its id in lower case; None where not all of them were read."""
    observation = world.observation
    if not observation.items or observation.unread_items:
        return None
    every = (one for item in observation.items.values() for one in item.permissions or ())
    return {one.id.casefold(): one for one in every if one.link is not None}


def link_group_findings(site: SiteInside, links: Links | None, world: World) -> Iterator[Finding]:
    """Yield groups without their link, and people in a group whom its link does not name."""
    if links is None:
        return  # law 7: the link may be among what was not read
    for group in site.groups:
        if group.link and group.link in links:
            yield from _unnamed(group, links[group.link], world)
    left = [group for group in site.groups if group.link and group.link not in links]
    yield from _orphans([one for one in left if not _people_in(one)])
    yield from _orphans([one for one in left if _people_in(one)])


def _orphans(groups: Sequence[SiteGroupRead]) -> Iterator[Finding]:
    """Tell all groups of a sort as one: a case that closes leaves as many behind as it had files."""
    if not groups:
        return
    many = len(groups) > 1
    name = f"{len(groups)} groups" if many else groups[0].name
    what = f"{len(groups)} groups of sharing links are" if many else "A group of a sharing link is"
    lost = "their links were" if many else "its link was"
    sentence = f"{what} left on the site, and {lost} not found{_named(groups) if many else ''}."
    people = sorted({one for group in groups for one in _people_in(group)})
    if not people:
        yield found(FindingKind.ORPHAN_LINK_GROUP, SITE, name, sentence)
        return
    told = f"{sentence} Still in {'them' if many else 'it'}: {', '.join(people)}."
    yield replace(found(FindingKind.ORPHAN_LINK_GROUP, SITE, name, told), severity=Severity.HIGH)


def _named(groups: Sequence[SiteGroupRead]) -> str:
    names = sorted(group.name for group in groups)
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f": {', '.join(names[:_SHOWN])}{more}"


def _people_in(group: SiteGroupRead) -> list[str]:
    return [one.label for one in group.people if not one.system]


def _unnamed(group: SiteGroupRead, link: ObservedPermission, world: World) -> Iterator[Finding]:
    """Compare a link for certain people with its group; links for many let in whoever opened them."""
    if link.link is None or link.link.scope != "users":
        return
    named = {address for one in link.people for address in _addresses(one, world)}
    named |= {link.invitation_email.casefold()} if link.invitation_email else set()
    for one in group.people:
        if not one.system and named.isdisjoint(one.addresses):
            sentence = (
                f"{one.name} is in the site's group of a link, and the link as Graph shows it does not "
                "name them: they can open what it is on."
            )
            yield found(FindingKind.LINK_GROUP_STRANGER, SITE, one.label, sentence)


def _addresses(one: Grantee, world: World) -> Iterator[str]:
    if one.email:
        yield one.email.casefold()
    if "@" in one.login_name:
        yield one.login_name.casefold().rpartition("|")[2].removeprefix("urn:spo:guest#")
    for accounts in world.observation.accounts.values():
        for account in accounts:
            if account.object_id == one.object_id:
                yield from (each.casefold() for each in (account.mail, account.user_principal_name) if each)
