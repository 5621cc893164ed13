"""What the settings of sharing say about an item: finds its site, and whether the sharer owns it.

Source: graph:resources/sharepointsettings
"""

from graph_emulator.files import effective
from graph_emulator.files.models import Drive, Item
from graph_emulator.kernel.routes import Principal, UserPrincipal
from graph_emulator.kernel.state import State
from graph_emulator.posture import rules
from graph_emulator.posture.settings import DefaultLink


def site_of(state: State, item: Item) -> str:
    """Return the id of the site that an item lies in."""
    drive = state.get(Drive, item.drive_id)
    return drive.site_id if drive is not None else ""


def check_sharing(state: State, item: Item, sharing: rules.Sharing) -> None:
    """Refuse a sharing that the settings forbid, or note since when guests have the item's site."""
    wish = sharing._replace(owns=_ownership(state, item, sharing.by))
    rules.check_sharing(state, site_of(state, item), wish)


def _ownership(state: State, item: Item, by: Principal) -> rules.Ownership:
    if isinstance(by, UserPrincipal) and effective.role_of(state, by.user_id, item) == "owner":
        return "place"
    return "item" if isinstance(by, UserPrincipal) and item.created_by.id == by.user_id else "neither"


def default_link(state: State, item: Item) -> DefaultLink:
    """Return what a link is when the request leaves its type or scope out."""
    return rules.default_link(state, site_of(state, item))


def viewable_without_download(state: State, item: Item) -> bool:
    """Whether a file can be shown by a link that blocks downloads."""
    return rules.viewable_without_download(state, site_of(state, item), item.name)


def check_notification(state: State, item: Item) -> None:
    """Refuse to announce a link by mail where that was switched off."""
    rules.check_notification(state, site_of(state, item))


def link_expiry(state: State, item: Item, scope: str, asked: str | None) -> str | None:
    """Return when a new link ends: as asked, or by the policy for anonymous links."""
    return rules.link_expiry(state, site_of(state, item), scope, asked)
