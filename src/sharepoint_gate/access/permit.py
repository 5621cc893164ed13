"""The WritePermit: which requests may leave the process, derived from the plan alone (law 3)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sharepoint_gate.access.observed import ItemId, MembershipId, ObjectId, PermissionId


@dataclass(frozen=True, slots=True)
class ItemPermit:
    """What may be written on one item.

    Attributes:
        may_name: Object ids that may be put on the gate's own link.
        may_delete: Permissions that may be deleted.
        may_revoke: For each link, the object ids that may be taken off it.
        share_urls: Web URLs of the gate's own link, the only ones that people may be added through.
        seen: What stood on the item when it was looked at, where a link may be made: whatever else stands
            there after a request for one whose answer never came may be taken away again. None: nothing may.
    """

    may_name: frozenset[ObjectId] = frozenset()
    may_delete: frozenset[PermissionId] = frozenset()
    may_revoke: Mapping[PermissionId, frozenset[ObjectId]] | None = None
    share_urls: frozenset[str] = frozenset()
    seen: frozenset[PermissionId] | None = None


@dataclass(frozen=True, slots=True)
class NewItem:
    """An item of the gate's own that a probe may make: nothing else may be made in that place.

    Attributes:
        parent_id: None for a folder that this very run made.
    """

    parent_id: ItemId | None
    name: str
    is_folder: bool


@dataclass(frozen=True, slots=True)
class WritePermit:
    """Everything that a run may write. An empty permit is what read-only commands carry (law 4).

    Attributes:
        add_members: Role by object id: owner or member.
        remove_members: Memberships that may be ended.
        set_roles: New role by membership.
        new_items: Items that a probe may make.
        remove_items: The gate's own items, left by an earlier probe, that may be removed.
        revoke_sessions: Accounts whose sign-ins may be ended.
        invite_addresses: Each address that may be invited as a guest, with the one place that an invitation
            may send its guest to.
        reset_items: Items that may take their permissions from their folder again.
        mail_recipients: For the key of each mail the one address that it may go to.
        mail_sender: The one mailbox that mails may leave from, and the only one that may be looked into.
        mail_reply_to: The one address that answers may be asked to; "" for none.
    """

    drive_id: str
    team_id: str
    channel_id: str
    items: Mapping[ItemId, ItemPermit]
    add_members: Mapping[ObjectId, str]
    remove_members: frozenset[MembershipId]
    set_roles: Mapping[MembershipId, str]
    new_items: frozenset[NewItem] = frozenset()
    remove_items: frozenset[ItemId] = frozenset()
    revoke_sessions: frozenset[ObjectId] = frozenset()
    invite_addresses: Mapping[str, str] = field(default_factory=dict)
    reset_items: frozenset[ItemId] = frozenset()
    mail_recipients: Mapping[str, str] = field(default_factory=dict)
    mail_sender: str = ""
    mail_reply_to: str = ""
