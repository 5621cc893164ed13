"""What was read from the tenant, in Graph's own terms, before anybody judges it.

Source: graph:resources/permission, graph:resources/driveitem, graph:api/channel-list-members
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

from sharepoint_gate.access.site_sight import SiteSight
from sharepoint_gate.roster.model import PersonId

ItemId = NewType("ItemId", str)
PermissionId = NewType("PermissionId", str)
ObjectId = NewType("ObjectId", str)
MembershipId = NewType("MembershipId", str)


class GranteeKind(StrEnum):
    """The identity facet that a permission names its grantee by."""

    USER = "user"
    GROUP = "group"
    APPLICATION = "application"
    DEVICE = "device"
    SITE_USER = "siteUser"
    SITE_GROUP = "siteGroup"


@dataclass(frozen=True, slots=True)
class Grantee:
    """Whoever a permission names.

    Attributes:
        kind: The most telling facet present: user, group or application before siteUser and siteGroup.
        object_id: The Entra object (application: its client id); None for principals of the site only.
        site_id: The per-site principal id, as text; None when not sent.
        name: Display name; may be empty.
        login_name: SharePoint's claims login, for example ``i:0#.f|membership|u@c.example``; may be empty.
        email: As sent, letter case kept; may be empty.
    """

    kind: GranteeKind
    object_id: ObjectId | None
    site_id: str | None
    name: str
    login_name: str
    email: str


@dataclass(frozen=True, slots=True)
class SharingLink:
    """The link facet: ``prevents_download`` is what marks a block-download link, never ``kind``.

    Attributes:
        kind: Graph's ``type``: view, edit, embed, review and so on.
        scope: anonymous, organization, users or existingAccess.
        web_url: None when the caller may not see it.
    """

    kind: str
    scope: str
    prevents_download: bool
    web_url: str | None


@dataclass(frozen=True, slots=True)
class ObservedPermission:
    """One permission of one item, as read.

    Attributes:
        grantee: ``grantedToV2``; None on links.
        people: ``grantedToIdentitiesV2``; empty on direct entries.
        invitation_email: The invited address while an invitation is pending; None otherwise.
        inherited: True or False when ``inheritedFrom`` is present or the answer says so; None when absent,
            which proves nothing (graph:resources/permission).
        strange: Names of properties that the decoder has no reading for; not empty means unknown shape.
    """

    id: PermissionId
    roles: tuple[str, ...]
    grantee: Grantee | None = None
    link: SharingLink | None = None
    people: tuple[Grantee, ...] = ()
    invitation_email: str | None = None
    expires_at: datetime | None = None
    inherited: bool | None = None
    strange: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ObservedItem:
    """A file or folder of the channel's library, or one of its ancestors.

    Attributes:
        parent_id: None for the library root.
        path: From the library root, without leading slash; "" for the root.
        package: A OneNote notebook or the like: neither file nor plain folder.
        permissions: None when they could not be read; then ``unread`` says why.
    """

    id: ItemId
    parent_id: ItemId | None
    name: str
    path: str
    is_folder: bool
    package: bool = False
    permissions: tuple[ObservedPermission, ...] | None = None
    unread: str = ""


@dataclass(frozen=True, slots=True)
class Membership:
    """A direct member of the channel; ``role`` is owner, member or guest."""

    id: MembershipId
    object_id: ObjectId
    role: str
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Account:
    """An Entra user object: a principal, not yet a person.

    Attributes:
        external_state: ``PendingAcceptance`` or ``Accepted`` for guests; None for members.
        identities: Issuer and issuer-assigned id pairs joined with "|", sorted.
    """

    object_id: ObjectId
    user_principal_name: str
    mail: str
    other_mails: tuple[str, ...]
    name: str
    enabled: bool
    is_guest: bool
    external_state: str | None
    external_state_changed_at: datetime | None
    identities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unread:
    """Something that could not be read: named in every report, and no grants there (law 7)."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Observation:
    """One whole look at the tenant.

    Attributes:
        channel_folder: The item id of the channel's folder (``filesFolder``).
        items: Every file, folder and ancestor, the library root included.
        members: None when the channel's members could not be read.
        accounts: For each person on the roster, every Entra object found under the username: 0, 1 or more;
            a person who is missing here could not be looked up.
        unread: Everything that could not be read, items apart.
        strangers: The accounts under each invited address of somebody who is not on the roster.
        site: What lies around the library; None where nobody looked.
    """

    at: datetime
    drive_id: str
    channel_folder: ItemId
    items: Mapping[ItemId, ObservedItem]
    members: tuple[Membership, ...] | None
    accounts: Mapping[PersonId, tuple[Account, ...]]
    unread: tuple[Unread, ...] = field(default=())
    strangers: Mapping[str, tuple[Account, ...]] = field(default_factory=dict)
    site: SiteSight | None = None

    @property
    def complete(self) -> bool:
        """Whether everything was read."""
        return not self.unread and self.members is not None and not self.unread_items

    @property
    def unread_items(self) -> tuple[ObservedItem, ...]:
        """Items whose permissions could not be read."""
        return tuple(item for item in self.items.values() if item.permissions is None)
