"""One permission as it is seen on an item, and the item where it stands first.

A folder's entries show on everything below, and are copied into a file's own list with its first link.

Source: graph:api/driveitem-list-permissions
"""

from dataclasses import dataclass

from sharepoint_gate.access.changes import Reason
from sharepoint_gate.access.observed import ItemId, ObservedItem, ObservedPermission, PermissionId
from sharepoint_gate.access.principals import UNNAMED, principal_key
from sharepoint_gate.access.shapes import (
    AnonymousLink,
    ApplicationGrant,
    DirectGrant,
    EveryoneGrant,
    ExpectedSiteGroup,
    OddSiteGroup,
    OrganisationLink,
    PendingInvitation,
    Shape,
    Structural,
    Unknown,
    WidenedSiteGroup,
)
from sharepoint_gate.access.zones import Zone

_OPEN_TO_ALL = (AnonymousLink, OrganisationLink, EveryoneGrant)
_NEVER_REMOVED = (ExpectedSiteGroup, WidenedSiteGroup, OddSiteGroup, Structural, ApplicationGrant, Unknown)


@dataclass(frozen=True, slots=True)
class Sighting:
    """A permission on an item, with its shape and what makes it the same one elsewhere."""

    item: ObservedItem
    permission: ObservedPermission
    shape: Shape
    key: str


@dataclass(frozen=True, slots=True)
class Origin:
    """The topmost item on which an undeclared entry was seen.

    Attributes:
        entry: That item and the permission there.
        object: That item as findings name it.
        removed: Whether the plan takes it away there.
        findings: Which findings of that item tell of it.
    """

    entry: tuple[ItemId, PermissionId]
    object: str
    reason: Reason
    removed: bool
    findings: tuple[int, ...]


def entry_key(permission: ObservedPermission, shape: Shape) -> str:
    """Return what two sightings of one entry have in common.

    A link is known by its id. An entry's id only says whom it names, so that the shape counts as well: the
    same person with a wider role further down is another matter, and so is another group of the same name.
    """
    if permission.link is not None:
        return f"link {permission.id}"
    if isinstance(shape, DirectGrant | PendingInvitation) and shape.who is not UNNAMED:
        who = principal_key(shape.who)
    else:
        who = f"{shape!r} {_named_by(permission)}"
    return f"{type(shape).__name__} {who} {'+'.join(sorted(permission.roles))}"


def _named_by(permission: ObservedPermission) -> str:
    """Return by what an entry names its grantee; one that names nobody is like no other."""
    who = permission.grantee
    if who is None:
        return permission.id
    return (who.object_id or who.login_name or who.site_id or who.name).casefold()


def is_removable(shape: Shape, zone: Zone) -> bool:
    """Tell whether the gate takes an undeclared entry away in a part of the library.

    The channel's own groups are never touched, an application is asked about first, and what is not
    understood is looked at by a person. What is open to all goes wherever it stands.
    """
    if isinstance(shape, _NEVER_REMOVED):
        return False
    return zone.is_cleared or isinstance(shape, _OPEN_TO_ALL)
