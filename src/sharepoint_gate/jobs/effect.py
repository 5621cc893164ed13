"""Effect: does what was read show that a change holds? A 2xx proves nothing (law 6).

Source: graph:api/permission-delete, graph:api/driveitem-createlink
"""

from collections.abc import Sequence

from sharepoint_gate.access.changes import AddMember, GrantReaders, RemoveMember, RevokePeople, SetMemberRole
from sharepoint_gate.access.classify import is_reader_link
from sharepoint_gate.access.observed import (
    Membership,
    ObjectId,
    ObservedPermission,
    PermissionId,
)

__all__ = [
    "are_off",
    "find",
    "granted_through",
    "is_gone",
    "is_reader_link",
    "member_holds",
    "people_on",
]

Permissions = Sequence[ObservedPermission]


def people_on(permission: ObservedPermission) -> frozenset[ObjectId]:
    """Return the Entra object ids that a link names."""
    return frozenset(one.object_id for one in permission.people if one.object_id)


def find(permissions: Permissions, wanted: PermissionId) -> ObservedPermission | None:
    """Return the permission of an id, or None."""
    return next((one for one in permissions if one.id == wanted), None)


def is_gone(permissions: Permissions, permission: PermissionId) -> bool:
    """Tell whether a permission is no longer on the item."""
    return find(permissions, permission) is None


def are_off(permissions: Permissions, change: RevokePeople) -> bool:
    """Tell whether the link no longer names anybody who was to lose, and still names all who stay.

    Where the link had to be made anew it has another id. What the people hold besides it is not looked at:
    other links go by changes of their own, whose turn may be still to come.
    """
    link = find(permissions, change.permission_id)
    if link is not None:
        return _relieved(link, change)
    renewed = (one for one in permissions if is_reader_link(one))
    return not change.remaining or any(_relieved(one, change) for one in renewed)


def _relieved(link: ObservedPermission, change: RevokePeople) -> bool:
    named = people_on(link)
    return named.isdisjoint(change.people) and named.issuperset(change.remaining)


def granted_through(permissions: Permissions, change: GrantReaders) -> ObservedPermission | None:
    """Return the one reader link that names everybody who should read, and nobody else; or None."""
    wanted = frozenset(change.readers)
    exact = [one for one in permissions if is_reader_link(one) and people_on(one) == wanted]
    # Somebody who is named by an address alone has no object id and would not be counted above.
    known = [one for one in exact if all(person.object_id for person in one.people)]
    return known[0] if known else None


def member_holds(members: Sequence[Membership], change: RemoveMember | AddMember | SetMemberRole) -> bool:
    """Tell whether the channel's members show the change."""
    roles = {member.object_id: member.role for member in members}
    if isinstance(change, RemoveMember):
        return change.object_id not in roles
    return roles.get(change.object_id) == change.role
