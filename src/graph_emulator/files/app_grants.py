"""What an application was given, and where.

Source: graph:concepts/permissions-selected-overview
"""

from typing import ClassVar

from graph_emulator.files import scopes
from graph_emulator.files.models import Item
from graph_emulator.kernel.state import Record, State

ROLES = ("read", "write", "owner", "fullcontrol")


class AppGrant(Record, kw_only=True):
    """One application's roles on a site, a library or an item; `id` is the place, a bar and the client id.

    Attributes:
        place_id: The site's id, or the item's: a library is its top item.
        client_id: The application.
        name: Its display name.
        permission_id: How Graph names the permission.
        roles: The roles, as they were asked for.
    """

    kind: ClassVar[str] = "app-grant"
    place_id: str
    client_id: str
    name: str
    permission_id: str
    roles: tuple[str, ...]

    @property
    def width(self) -> int:
        """The place of the widest role in `ROLES`."""
        return max((ROLES.index(role) for role in self.roles if role in ROLES), default=-1)


def grant_id(place_id: str, client_id: str) -> str:
    """Return the id of an application's grant on a place."""
    return f"{place_id}|{client_id}"


def grants_on(state: State, place_id: str) -> list[AppGrant]:
    """Return what applications were given on a place, oldest first."""
    return [grant for grant in state.every(AppGrant) if grant.place_id == place_id]


def stands(state: State, item: Item, grant: AppGrant) -> bool:
    """Whether a grant on an item or above it still is in the list of permissions that counts for the item.

    A permission that was deleted above or below, by whatever route, is gone from that list.
    """
    entries = scopes.holder(state, item)[1].entries
    return any(entry.id == grant.permission_id for entry in entries)
