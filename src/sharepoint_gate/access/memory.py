"""What earlier runs left behind for later ones: pins, places of files, and the gate's own links."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sharepoint_gate.access.applied import Applied
from sharepoint_gate.access.exposure import RecordedExposure
from sharepoint_gate.access.freezes import Freeze
from sharepoint_gate.access.observed import ItemId, ObjectId, PermissionId
from sharepoint_gate.access.rails_model import Release
from sharepoint_gate.roster.model import PersonId


@dataclass(frozen=True, slots=True)
class Likeness:
    """What an account looked like when it was approved: kept to say what changed, never to judge by."""

    user_principal_name: str
    mail: str
    other_mails: tuple[str, ...]
    identities: tuple[str, ...]
    is_guest: bool
    external_state: str | None
    external_state_changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Pin:
    """The account that was approved for a person; any change suspends and asks.

    Attributes:
        fingerprint: Hex SHA-256 over everything that may change behind an object id: user principal name,
            mail, other mails, identities, external state and the time of its last change.
        likeness: The same in words; None for a pin that an older version of the gate made.
        accepts_from: From which day on decisions under the roster id are those of whoever holds this account;
            None where the id never was another person's.
    """

    object_id: ObjectId
    fingerprint: str
    pinned_at: datetime
    likeness: Likeness | None = None
    accepts_from: date | None = None


@dataclass(frozen=True, slots=True)
class SentInvitation:
    """An invitation that left, or may have: no second one leaves for the same day that the roster names.

    Attributes:
        asked_on: The roster's ``invite_on`` that it answers.
        at: When it was about to be sent.
    """

    address: str
    asked_on: date
    at: datetime


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a file was last seen, path from the library root, and when."""

    path: str
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class SeatSeen:
    """When a seat in the channel was seen taken, the first and the last time of one stretch."""

    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Memory:
    """Everything remembered; empty before the first run.

    Attributes:
        freezes: Those in force, in the order in which they were made.
        gone: Files that were here and are no more, and where they were last seen: a recycle bin gives back.
        scopes: Items that were seen with a link, and have permissions of their own since.
        exposures: Those that nobody has seen the end of.
        seats: Seats in the channel by role and address, taken now or until not long ago.
        applied: The desired state as last applied, which rails weigh today's against.
        releases: Every word that let a plan past a rail, the expired ones too.
    """

    pins: Mapping[PersonId, Pin]
    placements: Mapping[ItemId, Placement]
    own_links: Mapping[ItemId, PermissionId]
    gone: Mapping[ItemId, Placement] = field(default_factory=dict)
    scopes: frozenset[ItemId] = frozenset()
    exposures: tuple[RecordedExposure, ...] = ()
    applied: Applied = field(default_factory=Applied)
    releases: tuple[Release, ...] = ()
    freezes: tuple[Freeze, ...] = ()
    invitations: Mapping[PersonId, SentInvitation] = field(default_factory=dict)
    seats: Mapping[str, SeatSeen] = field(default_factory=dict)
