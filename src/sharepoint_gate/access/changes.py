"""The changes that a plan is made of: values with their reason, applied one by one.

A revocation can only take access away; a grant can only give what law 1 allows.
"""

from dataclasses import dataclass
from datetime import date

from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.observed import ItemId, MembershipId, ObjectId, PermissionId
from sharepoint_gate.faults import Place
from sharepoint_gate.roster.model import PersonId


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a change is made, for the reader of the plan.

    Attributes:
        sentence: Plain English, complete on its own.
        people: Whom it concerns: names for people on the roster, else addresses; in a fixed order.
        kinds: The kinds of finding it mends, primary first.
        places: Roster lines that decide it.
        still_reading: Those of ``people`` who read by the gate's own link once the whole plan is carried out.
    """

    sentence: str
    people: tuple[str, ...]
    kinds: tuple[FindingKind, ...]
    places: tuple[Place, ...] = ()
    still_reading: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeletePermission:
    """Delete one permission of an item: a link, a direct entry or an invitation.

    Attributes:
        copied: The entry seems to come from an ancestor that is mended in the same plan; it is looked at
            again before the request is made, since it may be gone by then.
    """

    item_id: ItemId
    path: str
    permission_id: PermissionId
    reason: Reason
    copied: bool = False


@dataclass(frozen=True, slots=True)
class RevokePeople:
    """Take people off the gate's own link of a file; the others stay.

    Attributes:
        remaining: Who stays on the link: needed where the service cannot remove one of several.
    """

    item_id: ItemId
    path: str
    permission_id: PermissionId
    people: tuple[ObjectId, ...]
    remaining: tuple[ObjectId, ...]
    reason: Reason


@dataclass(frozen=True, slots=True)
class GrantReaders:
    """Let people read a file through the gate's own link, which is made when it is missing.

    Attributes:
        people: Whom to add, by object id, sorted.
        permission_id: The own link that stands, or None when it has to be made.
        readers: Everybody who is on the link when the change is done, sorted.
    """

    item_id: ItemId
    path: str
    people: tuple[ObjectId, ...]
    permission_id: PermissionId | None
    readers: tuple[ObjectId, ...]
    reason: Reason


@dataclass(frozen=True, slots=True)
class RemoveMember:
    """Take somebody out of the channel."""

    membership_id: MembershipId
    object_id: ObjectId
    reason: Reason


@dataclass(frozen=True, slots=True)
class AddMember:
    """Put a person of the business unit into the channel; ``role`` is owner or member."""

    object_id: ObjectId
    role: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class SetMemberRole:
    """Change the channel role of a person of the business unit; ``role`` is owner or member."""

    membership_id: MembershipId
    object_id: ObjectId
    role: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class InviteGuest:
    """Ask a person of a partner organisation into the directory, as a guest; nothing is given by that yet.

    Attributes:
        address: The roster's username: the one address that the invitation goes to.
        asked_on: The roster's ``invite_on`` that it answers: no second one leaves for the same day.
    """

    person: PersonId
    address: str
    asked_on: date
    reason: Reason


Revocation = DeletePermission | RevokePeople | RemoveMember
Grant = GrantReaders | AddMember | SetMemberRole | InviteGuest
Change = Revocation | Grant
ItemChange = DeletePermission | RevokePeople | GrantReaders
