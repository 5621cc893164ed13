"""What the doctor asks of a tenant beyond what nightly work needs. Readers here cannot write either."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal, Protocol

from sharepoint_gate.access.observed import ItemId, ObjectId, ObservedPermission, PermissionId
from sharepoint_gate.access.permit import WritePermit
from sharepoint_gate.ports.site import Library, SiteReader

Version = Literal["v1.0", "beta"]


class Room(StrEnum):
    """Collections whose only question is whether this application may read them."""

    TERMS = "terms of use"
    AUDIT_LOG = "audit log"
    DIRECTORY_LOG = "directory's log"


@dataclass(frozen=True, slots=True)
class Token:
    """What the application's own token says; the token itself stays where it is.

    Attributes:
        roles: Application roles that somebody consented to.
        by_certificate: Whether the application proved itself by a certificate.
    """

    roles: tuple[str, ...]
    by_certificate: bool


@dataclass(frozen=True, slots=True)
class ApplicationGrant:
    """An application that a site was given to."""

    name: str
    roles: tuple[str, ...]


class Mark(StrEnum):
    """How an entry shows that it is inherited."""

    NAMED = "named"
    EMPTY = "an empty object"
    ABSENT = "left out"


@dataclass(frozen=True, slots=True)
class Changed:
    """An item as delta tells of it.

    Attributes:
        annotated: Whether it is marked as changed in its sharing.
    """

    item: ItemId
    named: bool
    folder: bool
    deleted: bool
    annotated: bool


class ProbeReader(SiteReader, Protocol):
    """Looks at a tenant. Every method raises GraphError when Graph refuses or does not answer."""

    async def token(self) -> Token:
        """Return what a fresh token says."""
        ...

    async def read_room(self, room: Room) -> None:
        """Read a collection's first page and forget it."""
        ...

    async def application_grants(self, site_id: str) -> Sequence[ApplicationGrant]:
        """Return the applications that a site was given to."""
        ...

    async def ask_sharepoint(self, library: Library) -> None:
        """Ask SharePoint's own interface for the site's title, with a token of its own, and forget it."""
        ...

    async def filter_links(self, drive_id: str, item: ItemId) -> None:
        """Ask for the links of an item only, and forget them."""
        ...

    async def inheritance_marks(self, drive_id: str, item: ItemId) -> frozenset[Mark]:
        """Return how the entries of an item show that they are inherited."""
        ...

    async def sharing_preferences(self, drive_id: str) -> frozenset[str]:
        """Return which of the preferences about sharing delta says that it honours, in lower case."""
        ...

    async def changes_since(self, drive_id: str, at: datetime) -> Sequence[Changed]:
        """Return what changed in a library since an instant, annotated where Graph does so."""
        ...

    async def mark(self, drive_id: str) -> str:
        """Return delta's mark of this moment."""
        ...

    async def changes_after(self, mark: str) -> tuple[Sequence[Changed], str]:
        """Return what changed after a mark, and the mark of this moment."""
        ...


class ProbeWriter(Protocol):
    """Writes on the gate's own probe items only; raises LawError before sending anything else."""

    async def make_folder(self, parent: ItemId, name: str) -> ItemId:
        """Make an empty folder."""
        ...

    async def make_file(self, parent: ItemId, name: str) -> ItemId:
        """Make a small file without content of meaning."""
        ...

    async def remove_item(self, item: ItemId) -> None:
        """Remove an own item for good; into the recycle bin where Graph does not let it go for good."""
        ...

    async def create_link(self, item: ItemId, person: ObjectId, version: Version) -> ObservedPermission:
        """Get or create the own users/view/block-download link on a version; return it as answered."""
        ...

    async def grant(self, item: ItemId, link: ObservedPermission, person: ObjectId) -> None:
        """Add the person through the link's address."""
        ...

    async def revoke(
        self, item: ItemId, permission: PermissionId, person: ObjectId, version: Version
    ) -> None:
        """Take the person off a link on a version."""
        ...

    async def delete_permission(self, item: ItemId, permission: PermissionId) -> None:
        """Delete a permission."""
        ...


class OpensProbes(Protocol):
    """Opens a probe writer for a permit; it is gone when the context ends."""

    def __call__(self, permit: WritePermit) -> AbstractAsyncContextManager[ProbeWriter]:
        """Return a context that holds the writer."""
        ...
