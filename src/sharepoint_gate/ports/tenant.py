"""What a job needs of a Microsoft 365 tenant. Readers cannot write; writers exist only with a permit."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol

from sharepoint_gate.access.observed import (
    Account,
    ItemId,
    Membership,
    MembershipId,
    ObjectId,
    ObservedItem,
    ObservedPermission,
    PermissionId,
    Unread,
)
from sharepoint_gate.access.permit import WritePermit
from sharepoint_gate.ports.site import SiteReader


@dataclass(frozen=True, slots=True)
class ChannelSite:
    """The channel and its library: ids as Graph gives them, and the folder that the channel shows."""

    team_id: str
    channel_id: str
    drive_id: str
    folder_id: ItemId


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything about a channel that is read in many small collections.

    Attributes:
        permissions: Of each item that was asked for, or why they could not be read.
        members: The channel's direct members, or why they could not be read.
        accounts: Under each username, or why that could not be found out.
    """

    permissions: Mapping[ItemId, tuple[ObservedPermission, ...] | Unread]
    members: tuple[Membership, ...] | Unread
    accounts: Mapping[str, tuple[Account, ...] | Unread]


class TenantReader(SiteReader, Protocol):
    """Reads whole pictures. Every method raises GraphError when the picture cannot be had at all."""

    async def find_channel(self, team: str, channel: str) -> ChannelSite:
        """Return the channel's ids; raise ChannelAbsentError when there is none of that name."""
        ...

    async def items(self, drive_id: str) -> Sequence[ObservedItem]:
        """Return every item of the drive, root included, without permissions, parents before children."""
        ...

    async def permissions(
        self, drive_id: str, items: Iterable[ItemId]
    ) -> Mapping[ItemId, tuple[ObservedPermission, ...] | Unread]:
        """Return the permissions of each item, or why they could not be read. No item is left out."""
        ...

    async def place(self, drive_id: str, item: ItemId) -> str:
        """Return where an item lies now, as a path from the library's root; GraphError when it is gone."""
        ...

    async def picture(self, site: ChannelSite, items: Iterable[ItemId], usernames: Iterable[str]) -> Picture:
        """Return permissions, members and accounts in as few requests as they fit in. Nothing is left out."""
        ...

    async def members(self, site: ChannelSite) -> Sequence[Membership]:
        """Return the channel's direct members."""
        ...

    async def accounts(self, usernames: Iterable[str]) -> Mapping[str, tuple[Account, ...] | Unread]:
        """Return every directory object found under each username (sign-in name, mail or other mail)."""
        ...


class SharingWriter(Protocol):
    """Writes permissions of items. Each method returns after one answer and does not read back.

    Every method raises LawError before sending what the permit does not hold, WriteUncertainError when no
    answer came, and another GraphError when Graph refused.
    """

    async def create_link(self, item: ItemId, people: Sequence[ObjectId]) -> ObservedPermission:
        """Get or create the own users/view/block-download link naming ``people``; return it as answered."""
        ...

    async def add_people(self, item: ItemId, link: ObservedPermission, people: Sequence[ObjectId]) -> None:
        """Add people to the own link through its URL; AccessDeniedError where Graph asks more rights."""
        ...

    async def revoke_people(self, item: ItemId, permission: PermissionId, people: Sequence[ObjectId]) -> None:
        """Take people off a link; raises BadRequestError where the service cannot."""
        ...

    async def delete_permission(self, item: ItemId, permission: PermissionId) -> None:
        """Delete a permission; a 404 counts as done, since a fresh read decides anyway."""
        ...


class ChannelWriter(Protocol):
    """Writes the channel's direct members; the same rules as SharingWriter."""

    async def add_member(self, object_id: ObjectId, role: str) -> None:
        """Add a member or owner."""
        ...

    async def remove_member(self, membership: MembershipId) -> None:
        """End a membership."""
        ...

    async def set_role(self, membership: MembershipId, role: str) -> None:
        """Make a member an owner, or an owner a member."""
        ...


class GuestWriter(Protocol):
    """Invites guests; the same rules as SharingWriter."""

    async def invite(self, address: str) -> None:
        """Invite an address as a guest; the tenant mails the invitation."""
        ...


@dataclass(frozen=True, slots=True)
class Writers:
    """All writers of one run, behind one door with one permit."""

    sharing: SharingWriter
    channel: ChannelWriter
    guests: GuestWriter


class OpensWriters(Protocol):
    """Opens writers for a permit; they are gone when the context ends."""

    def __call__(self, permit: WritePermit) -> AbstractAsyncContextManager[Writers]:
        """Return a context that holds the writers."""
        ...
