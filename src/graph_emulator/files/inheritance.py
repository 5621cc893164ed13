"""Breaking and mending inheritance, and role assignments, as SharePoint itself speaks of them.

Source: sp-dev-docs:set-custom-permissions-on-a-list-by-using-the-rest-interface
Source: graph:resources/permission
"""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from graph_emulator.files import groups, scopes, tree
from graph_emulator.files.models import Entry, Item, Link, Principal, Scope, Site
from graph_emulator.files.principals import entry_for_site_group
from graph_emulator.kernel.faults import not_found
from graph_emulator.kernel.state import State

Assignment = tuple[Principal, tuple[str, ...]]
_LEVELS = {"fullcontrol": "Full Control", "owner": "Full Control", "write": "Contribute", "read": "Read"}
_PASSING = ("Limited Access",)


def role_assignments(state: State, place: Item | Site) -> list[Assignment]:
    """Return who has which permission levels in an item's effective scope, or on a site."""
    if isinstance(place, Site):
        return _merged((entry.principal, _levels(entry)) for entry in _of_site(state, place.id))
    here, scope = scopes.holder(state, place)
    own = ((entry.principal, _levels(entry)) for entry in scope.entries)
    passing = ((entry.principal, _PASSING) for entry in scopes.passages_on(state, here))
    above = (link for link_id in scope.links_from_above if (link := state.get(Link, link_id)) is not None)
    return _merged((*own, *_of_links(state, (*scopes.links_on(state, here), *above)), *passing))


def _of_site(state: State, site_id: str) -> tuple[Entry, ...]:
    return groups.standard_entries(state, site_id)


def _of_links(state: State, links: tuple[Link, ...]) -> Iterator[Assignment]:
    for link in links:
        group = groups.group_of_link(state, link.id)
        if group is not None:
            yield entry_for_site_group(group.number, group.title, ()).principal, (_level_of_link(link),)


def _level_of_link(link: Link) -> str:
    return "Restricted View" if link.prevents_download else _LEVELS[link.role]


def _levels(entry: Entry) -> tuple[str, ...]:
    if entry.principal.form == "siteGroup" and entry.roles == ("write",):
        return ("Edit",)
    return tuple(_LEVELS.get(role, role) for role in entry.roles) or _PASSING


def _merged(found: Iterable[Assignment]) -> list[Assignment]:
    by_login: dict[str, Assignment] = {}
    for principal, levels in found:
        held = by_login.get(principal.login, (principal, ()))[1]
        by_login[principal.login] = (principal, tuple(dict.fromkeys((*held, *levels))))
    return list(by_login.values())


def has_unique(state: State, item: Item) -> bool:
    """Whether an item has role assignments of its own."""
    scope = scopes.own_scope(state, item)
    return scope is not None and (item.form != "root" or scope.is_broken)


def break_inheritance(
    state: State, item: Item, *, copy: bool, clear_subscopes: bool = False, caller: Entry | None = None
) -> None:
    """Give an item role assignments of its own, which end what its parents' would have been.

    Args:
        state: The tenant.
        item: The item, or a library's top; one that has its own keeps them.
        copy: Whether it begins with what it inherited; otherwise only the caller keeps full control.
        clear_subscopes: Whether everything below it inherits from it again.
        caller: The caller's own entry, for a beginning with nothing else.
    """
    if not has_unique(state, item):
        kept = () if caller is None else (replace(caller, roles=("owner",)),)
        _begin(state, item, copy=copy, otherwise=kept)
        tree.note(state, item, shared=True)
    if clear_subscopes:
        for below, _ in list(scopes.scopes_below(state, item)):
            reset_inheritance(state, below)


def _begin(state: State, item: Item, *, copy: bool, otherwise: tuple[Entry, ...]) -> None:
    if copy:
        state.put(scopes.make_own(state, item))
    else:
        scopes.check_room(state, item)
        is_top = item.form == "root"
        state.put(Scope(id=item.id, drive_id=item.drive_id, entries=otherwise, is_broken=is_top))


def reset_inheritance(state: State, item: Item) -> None:
    """Let an item inherit again; its links end, since their groups lose their assignments."""
    scope = scopes.own_scope(state, item)
    if scope is None:
        return
    for link in scopes.links_on(state, item):
        state.drop(link)
        groups.leave_link_group(state, link)
        scopes.withdraw_link(state, item, link)
    if item.form == "root":
        drive = tree.drive_named(state, item.drive_id)
        entries = groups.standard_entries(state, drive.site_id)
        state.put(Scope(id=item.id, drive_id=drive.id, entries=entries))
    else:
        state.drop(scope)
    tree.note(state, item, shared=True, removed=True)


def site_of(state: State, item: Item) -> Site:
    """Return the site that an item lies in, or Graph's 404."""
    site = state.get(Site, tree.drive_named(state, item.drive_id).site_id)
    if site is None:
        raise not_found()
    return site
