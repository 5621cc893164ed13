"""What earlier runs left behind for later ones: pins, places of files, and the gate's own links."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sharepoint_gate.access.observed import ItemId, ObjectId, PermissionId
from sharepoint_gate.roster.model import PersonId


@dataclass(frozen=True, slots=True)
class Pin:
    """The account that was approved for a person; any change suspends and asks.

    Attributes:
        fingerprint: Hex SHA-256 over everything that may change behind an object id: user principal name,
            mail, other mails, identities, external state and the time of its last change.
    """

    object_id: ObjectId
    fingerprint: str
    pinned_at: datetime


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a file was last seen, path from the library root, and when."""

    path: str
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Memory:
    """Everything remembered; empty before the first run."""

    pins: Mapping[PersonId, Pin]
    placements: Mapping[ItemId, Placement]
    own_links: Mapping[ItemId, PermissionId]
