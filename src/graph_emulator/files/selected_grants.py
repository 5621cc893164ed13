"""Selected permissions: an application reaches only those sites, lists and files that it was given.

Three things are needed: the consent, the grant on the place, and a token that holds the consent. A narrow
consent never reaches further up than its own kind of place; a wide one honours grants further down.

Source: graph:concepts/permissions-selected-overview
"""

from collections.abc import Mapping
from typing import NamedTuple

from graph_emulator.files import tree
from graph_emulator.files.app_grants import ROLES, AppGrant, grant_id, stands
from graph_emulator.files.models import Drive, Item
from graph_emulator.files.named_places import item_in, list_top, site_in
from graph_emulator.kernel.faults import GraphFault
from graph_emulator.kernel.routes import AppPrincipal, Route
from graph_emulator.kernel.state import State

SITES = "Sites.Selected"
LISTS = "Lists.SelectedOperations.Selected"
ITEMS = frozenset({"ListItems.SelectedOperations.Selected", "Files.SelectedOperations.Selected"})
SCOPES = ITEMS | {SITES, LISTS}
READ, WRITE, MANAGE = ROLES.index("read"), ROLES.index("write"), ROLES.index("owner")
FULL = ROLES.index("fullcontrol")
_NOTHING = -1
_ROOMS = ("/sites/{site}", "/drives/{drive}", "/shares/{share}")
_SHARING = ("/createLink", "/invite", "/permission/grant")


class _Place(NamedTuple):
    """Where a request goes: a site, and an item in it where it names one."""

    site_id: str
    item: Item | None


def allowed(state: State, principal: AppPrincipal, route: Route, params: Mapping[str, str]) -> bool:
    """Whether an application without any of a route's roles may call it by what it was given.

    Args:
        state: The tenant.
        principal: The application, as its token says.
        route: What it calls.
        params: Where.
    """
    if principal.roles.isdisjoint(SCOPES) or not _is_open(state, route):
        return False
    return _held(state, principal, route, params) >= _need(route)


def held_for(state: State, principal: AppPrincipal, params: Mapping[str, str]) -> int:
    """Return the widest role that an application was given on the place of a request, -1 for none."""
    place = _place(state, params)
    return (
        _NOTHING if place is None else max(_on_site(state, principal, place), _above(state, principal, place))
    )


def may(state: State, principal: AppPrincipal, item: Item, needed: int) -> bool:
    """Whether an application was given this role, or a wider one, on an item."""
    drive = state.get(Drive, item.drive_id)
    place = _Place(drive.site_id if drive is not None else "", item)
    return max(_on_site(state, principal, place), _above(state, principal, place)) >= needed


def only_selected(principal: AppPrincipal, wide: tuple[str, ...]) -> bool:
    """Whether an application has selected permissions and none of the wide ones."""
    return principal.roles.isdisjoint(wide) and not principal.roles.isdisjoint(SCOPES)


def may_subscribe(state: State, principal: AppPrincipal, drive_id: str) -> bool:
    """Whether selected permissions let an application have notifications about a library.

    Whether subscriptions honour them is not documented: a switch.
    """
    if state.quirks.selected_subscriptions == "403":
        return False
    return held_for(state, principal, {"drive": drive_id}) >= READ


def _is_open(state: State, route: Route) -> bool:
    """Whether the route honours selected permissions; for some that is not documented, and a switch."""
    if not route.template.startswith(_ROOMS) or route.template.startswith("/sites/{site}/permissions"):
        return False
    quirks = state.quirks
    switches = {
        "/createLink": quirks.selected_create_link,
        "/permission/grant": quirks.selected_grant,
        "/revokeGrants": quirks.selected_revoke_grants,
    }
    return all(form == "honour" for end, form in switches.items() if route.template.endswith(end))


def _need(route: Route) -> int:
    if not route.write:
        return READ
    return MANAGE if "/permissions" in route.template or route.template.endswith(_SHARING) else WRITE


def _held(state: State, principal: AppPrincipal, route: Route, params: Mapping[str, str]) -> int:
    place = _place(state, params)
    if place is None:
        return _NOTHING
    on_site = _on_site(state, principal, place)
    if _need(route) < MANAGE:
        return max(on_site, _above(state, principal, place))
    if route.template.startswith("/sites/{site}/lists/{list}/permissions"):
        return on_site
    return max(on_site, _on_list(state, principal, place))


def _on_site(state: State, principal: AppPrincipal, place: _Place) -> int:
    grant = state.get(AppGrant, grant_id(place.site_id, principal.client_id))
    return grant.width if grant is not None and SITES in principal.roles else _NOTHING


def _on_list(state: State, principal: AppPrincipal, place: _Place) -> int:
    if place.item is None:
        return _NOTHING
    return _at(state, principal, place.item, tree.item_named(state, place.item.drive_id, "root"))


def _above(state: State, principal: AppPrincipal, place: _Place) -> int:
    """Return the widest role by a grant on the item itself or on anything above it in its library."""
    if place.item is None:
        return _NOTHING
    return max(_at(state, principal, place.item, here) for here in tree.lineage(state, place.item))


def _at(state: State, principal: AppPrincipal, item: Item, here: Item) -> int:
    grant = state.get(AppGrant, grant_id(here.id, principal.client_id))
    honoured = {SITES, LISTS} if here.form == "root" else SCOPES
    if grant is None or principal.roles.isdisjoint(honoured) or not stands(state, item, grant):
        return _NOTHING
    return grant.width


def _place(state: State, params: Mapping[str, str]) -> _Place | None:
    """Return where a request goes, or None when it names nothing that stands."""
    try:
        item = item_in(state, params)
        if item is not None:
            return _Place(tree.drive_named(state, item.drive_id).site_id, item)
        site = site_in(state, params)
        return _Place(site.id, list_top(state, site, params["list"]) if "list" in params else None)
    except (GraphFault, KeyError):
        return None
