"""What a caller may do at a place: applications by their roles, people by their own rights there.

Source: spo:sites/user-permissions-and-permission-levels
Source: sp-dev-docs:solution-guidance/security-apponly-azuread
"""

from graph_emulator.files import effective, tree
from graph_emulator.files import selected_grants as selected
from graph_emulator.files.models import Drive, Item, Site
from graph_emulator.kernel.routes import AppPrincipal
from graph_emulator.kernel.state import State
from graph_emulator.memberships.models import Channel
from graph_emulator.posture import effect
from graph_emulator.sharepoint.faults import denied
from graph_emulator.sharepoint.model import Need, Visit

_FULL = "Sites.FullControl.All"
_CHANGING = ("Sites.ReadWrite.All", "Sites.Manage.All", _FULL)
ROLES: dict[Need, tuple[str, ...]] = {
    "nothing": (),
    "read": ("Sites.Read.All", *_CHANGING),
    "share": _CHANGING,
    "enumerate": (_FULL,),
    "manage": (_FULL,),
}
_READING = ("AllSites.Read", "AllSites.Write", "AllSites.Manage", "AllSites.FullControl")
DELEGATED: dict[Need, tuple[str, ...]] = {
    "nothing": (),
    "read": _READING,
    "share": _READING[1:],
    "enumerate": _READING[3:],
    "manage": _READING[3:],
}
_ENOUGH: dict[Need, frozenset[str]] = {
    "read": frozenset({"read", "write", "owner"}),
    "share": frozenset({"write", "owner"}),
    "enumerate": frozenset({"owner"}),
    "manage": frozenset({"owner"}),
}
SELECTED = selected.SITES
_GIVEN: dict[Need, int] = {
    "read": selected.READ,
    "share": selected.WRITE,
    "enumerate": selected.MANAGE,
    "manage": selected.MANAGE,
}


def check(visit: Visit, place: Item | Site, need: Need) -> None:
    """Refuse a caller who may not do this here.

    Raises:
        GraphFault: 403 in SharePoint's words.
    """
    if not may(visit, place, need):
        raise denied()


def may(visit: Visit, place: Item | Site, need: Need) -> bool:
    """Whether the caller may do this here."""
    if need == "nothing":
        return True
    caller = visit.call.principal
    if isinstance(caller, AppPrincipal):
        return not caller.roles.isdisjoint(ROLES[need]) or _was_given(visit, caller, place, need)
    if caller.scopes and caller.scopes.isdisjoint(DELEGATED[need]):
        return False
    if caller.user_id in visit.site.admins:
        return not effect.shut_out(visit.state, caller.user_id, visit.site.id)
    item = place if isinstance(place, Item) else top_of(visit.state, visit.site)
    return item is not None and effective.role_of(visit.state, caller.user_id, item) in _ENOUGH[need]


def _was_given(visit: Visit, app: AppPrincipal, place: Item | Site, need: Need) -> bool:
    """Whether an application with selected permissions was given this very place, or one above it."""
    if SELECTED not in app.roles:
        return False
    if isinstance(place, Item):
        return selected.may(visit.state, app, place, _GIVEN[need])
    return selected.held_for(visit.state, app, {"site": place.id}) >= _GIVEN[need]


def drives_of(state: State, site: Site) -> list[Drive]:
    """Return a site's libraries."""
    return [drive for drive in state.every(Drive) if drive.site_id == site.id]


def top_of(state: State, site: Site) -> Item | None:
    """Return the top of a site's first library, which stands for what the site gives."""
    drive = next(iter(drives_of(state, site)), None)
    return tree.item_named(state, drive.id, "root") if drive else None


def is_of_own_channel(visit: Visit) -> bool:
    """Whether the site belongs to a private or shared channel, whose membership drives its permissions."""
    channels = visit.state.every(Channel)
    return any(one.site_id == visit.site.id and one.membership != "standard" for one in channels)


def group_of(visit: Visit) -> str:
    """Return the id of the group that the site is connected to; a channel's own site has none."""
    for channel in visit.state.every(Channel):
        if channel.site_id == visit.site.id and channel.membership == "standard":
            return channel.team_id
    return "00000000-0000-0000-0000-000000000000"


def check_site_is_its_own(visit: Visit) -> None:
    """Refuse changes of a site's own permissions where a channel's membership drives them.

    Source: spo:teams-connected-sites#private and shared channel sites

    Raises:
        GraphFault: 403, unless the tenant is set to allow it.
    """
    if visit.state.quirks.rest_channel_site_permissions == "refuse" and is_of_own_channel(visit):
        raise denied()
