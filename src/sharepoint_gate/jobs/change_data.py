"""A change as JSON for the trail, and what a later run needs of it to see whether it took effect.

The keys are a contract with every trail that was ever written: they never change.
"""

from dataclasses import dataclass

from sharepoint_gate.access.changes import (
    AddMember,
    Change,
    DeletePermission,
    GrantReaders,
    InviteGuest,
    Reason,
    RemoveMember,
    RevokePeople,
    SetMemberRole,
)
from sharepoint_gate.access.observed import ItemId, MembershipId, ObjectId, PermissionId
from sharepoint_gate.roster.model import PersonId
from sharepoint_gate.trail.events import Json


def change_as_data(change: Change) -> dict[str, object]:
    """Return a change with its reason as JSON values."""
    return {**_target(change), **_reason(change.reason)}


def _target(change: Change) -> dict[str, object]:
    match change:
        case DeletePermission():
            return {**_item("delete-permission", change), "permission_id": change.permission_id}
        case RevokePeople():
            people = {"people": list(change.people), "remaining": list(change.remaining)}
            return {**_item("revoke-people", change), "permission_id": change.permission_id, **people}
        case GrantReaders():
            people = {"people": list(change.people), "readers": list(change.readers)}
            return {**_item("grant-readers", change), "permission_id": change.permission_id or "", **people}
        case RemoveMember():
            return _member("remove-member", change.object_id, membership_id=change.membership_id)
        case AddMember():
            return _member("add-member", change.object_id, role=change.role)
        case SetMemberRole():
            membership = change.membership_id
            return _member("set-member-role", change.object_id, membership_id=membership, role=change.role)
        case InviteGuest():
            asked = {"person": change.person, "asked_on": change.asked_on.isoformat()}
            return {"change": "invite-guest", **asked}


def _item(name: str, change: DeletePermission | RevokePeople | GrantReaders) -> dict[str, object]:
    return {"change": name, "item_id": change.item_id, "path": change.path}


def _member(name: str, object_id: ObjectId, **rest: str) -> dict[str, object]:
    return {"change": name, "object_id": object_id, **rest}


def _reason(reason: Reason) -> dict[str, object]:
    return {
        "reason": reason.sentence,
        "who": list(reason.people),
        "kinds": [kind.value for kind in reason.kinds],
        "roster": [str(place) for place in reason.places],
    }


@dataclass(frozen=True, slots=True)
class Intended:
    """What an earlier run set out to do, read back from its trail.

    Attributes:
        change: The change's name, for example ``grant-readers``.
        people: Object ids that were to gain or to lose.
        person: Whom an invitation was for, by roster id.
    """

    change: str
    item_id: ItemId
    path: str
    permission_id: PermissionId
    membership_id: MembershipId
    object_id: ObjectId
    role: str
    people: tuple[ObjectId, ...]
    person: PersonId


def intended(data: Json) -> Intended:
    """Read an intent's data back; absent keys become empty."""
    people = data.get("people", ())
    return Intended(
        change=str(data.get("change", "")),
        item_id=ItemId(str(data.get("item_id", ""))),
        path=str(data.get("path", "")),
        permission_id=PermissionId(str(data.get("permission_id", ""))),
        membership_id=MembershipId(str(data.get("membership_id", ""))),
        object_id=ObjectId(str(data.get("object_id", ""))),
        role=str(data.get("role", "")),
        person=PersonId(str(data.get("person", ""))),
        people=tuple(ObjectId(str(one)) for one in people) if isinstance(people, list | tuple) else (),
    )
