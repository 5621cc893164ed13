"""Groups that only a site knows: its owners, visitors and members, and one for each sharing link.

Source: graph:resources/sharepointidentityset
Source: spo:sites/default-sharepoint-groups
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from msgspec.structs import replace

from graph_emulator.directory.models import Group, User
from graph_emulator.files import scopes, tree
from graph_emulator.files.models import Entry, Item, Link, LinkPerson, Principal, Site, SiteGroup
from graph_emulator.files.principals import (
    entry_for_address,
    entry_for_group,
    entry_for_site_group,
    entry_for_user,
)
from graph_emulator.kernel.state import State
from graph_emulator.memberships.sitegroups import members_of_site_group

OWNERS, VISITORS, MEMBERS = "3", "4", "5"
_STANDARD = ((OWNERS, "Owners", "owner"), (VISITORS, "Visitors", "read"), (MEMBERS, "Members", "write"))


class SiteGroupView(NamedTuple):
    """A site's group as the site shows it."""

    number: int
    title: str
    login: str
    people: list[Principal]


def put_standard_groups(state: State, site_id: str, title: str) -> None:
    """Make a new site's owners, visitors and members."""
    for number, name, _ in _STANDARD:
        _put(state, site_id, number, f"{title} {name}")


def _put(state: State, site_id: str, number: str, title: str, link_id: str = "") -> SiteGroup:
    group = SiteGroup(id=f"{site_id}/{number}", site_id=site_id, number=number, title=title, link_id=link_id)
    state.put(group)
    return group


def standard_entries(state: State, site_id: str) -> tuple[Entry, ...]:
    """Return what the site's own groups may do with everything that inherits from the site."""
    groups = ((group_named(state, site_id, number), role) for number, _, role in _STANDARD)
    return tuple(entry_for_site_group(group.number, group.title, (role,)) for group, role in groups if group)


def put_link_group(state: State, item: Item, link_id: str, title: str) -> SiteGroup:
    """Make the group through which a link's people reach an item."""
    site_id = tree.drive_named(state, item.drive_id).site_id
    return _put(state, site_id, str(state.ids.number("site-group") + 20), title, link_id)


def leave_link_group(state: State, link: Link) -> None:
    """See to a deleted link's group: it stays behind with its people, or goes with its Limited Access."""
    for group in state.find(SiteGroup, "link", link.id):
        if state.quirks.links_orphan_groups:
            state.put(replace(group, people=tuple(_people_of_link(state, link))))
        else:
            state.drop(group)
            scopes.forget_passages(state, entry_for_site_group(group.number, group.title, ()).id)


def group_named(state: State, site_id: str, number: str) -> SiteGroup | None:
    """Return a site's group by its number, or None."""
    return state.get(SiteGroup, f"{site_id}/{number}")


def group_of_link(state: State, link_id: str) -> SiteGroup | None:
    """Return the group of a sharing link, or None."""
    return next(iter(state.find(SiteGroup, "link", link_id)), None)


def groups_of_site(state: State, site: Site) -> list[SiteGroupView]:
    """Return every group of a site, with everybody who is in it."""
    return [view(state, group) for group in state.find(SiteGroup, "site", site.id)]


def view(state: State, group: SiteGroup) -> SiteGroupView:
    """Return one group as its site shows it."""
    people = {one.login: one for one in (*_people_from_elsewhere(state, group), *group.people)}
    return SiteGroupView(int(group.number), group.title, group.title, list(people.values()))


def add_person(state: State, group: SiteGroup, principal: Principal) -> SiteGroup:
    """Put somebody into a group on the site itself; who comes into a link's group is on the link."""
    link = state.get(Link, group.link_id)
    if link is not None and principal.form in {"user", "group", "address"}:
        person = LinkPerson(form=principal.form, key=principal.key)
        state.put(replace(link, people=tuple(dict.fromkeys((*link.people, person)))))
        return group
    others = tuple(one for one in group.people if one.login != principal.login)
    changed = replace(group, people=(*others, principal))
    state.put(changed)
    return changed


def remove_person(state: State, group: SiteGroup, login: str) -> SiteGroup:
    """Take somebody out of a group; whom a channel gives comes back."""
    changed = replace(group, people=tuple(one for one in group.people if one.login != login))
    state.put(changed)
    link = state.get(Link, group.link_id)
    if link is not None:
        kept = tuple(one for one in link.people if principal_of(state, one).login != login)
        state.put(replace(link, people=kept))
    return changed


def _people_from_elsewhere(state: State, group: SiteGroup) -> Iterator[Principal]:
    link = state.get(Link, group.link_id)
    if link is not None:
        yield from _people_of_link(state, link)
    elif group.number in {OWNERS, MEMBERS}:
        yield from _people_of_channels(state, group.site_id, owners=group.number == OWNERS)


def _people_of_link(state: State, link: Link) -> Iterable[Principal]:
    return (principal_of(state, person) for person in link.people)


def principal_of(state: State, person: LinkPerson) -> Principal:
    """Return somebody on a link as the site names them."""
    user, group = state.get(User, person.key), state.get(Group, person.key)
    if user is not None:
        return entry_for_user(user, ()).principal
    if group is not None:
        return entry_for_group(group, ()).principal
    return entry_for_address(person.key, ()).principal


def _people_of_channels(state: State, site_id: str, *, owners: bool) -> Iterator[Principal]:
    """Yield whom the site knows by now of those whom its channels give it."""
    for user_id in members_of_site_group(state, site_id, OWNERS if owners else MEMBERS):
        user = state.get(User, user_id)
        if user is not None:
            yield entry_for_user(user, ()).principal
