"""What an audit asks of a tenant beyond what nightly work needs. Nothing here can write."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from sharepoint_gate.access.observed import ItemId, Membership, ObjectId, ObservedItem
from sharepoint_gate.access.site_sight import SiteAccount
from sharepoint_gate.ports.probing import Token


@dataclass(frozen=True, slots=True)
class Scan:
    """A library as delta lists it.

    Attributes:
        items: Every item, root included, parents before children, without permissions.
        own: Items of which delta says that they are shared, or have permissions, of their own.
        told: Whether delta said that it tells of sharing; else ``own`` proves nothing.
    """

    items: Sequence[ObservedItem]
    own: frozenset[ItemId]
    told: bool


class Progress(Protocol):
    """Is told how far an audit has come."""

    def __call__(self, what: str, done: int, total: int | None) -> None:
        """Tell that ``done`` of ``total`` were read; None where the end is not known."""
        ...


class AuditReader(Protocol):
    """Reads for an audit. Every method raises GraphError when the answer cannot be had whole."""

    async def scan(self, drive_id: str, progress: Progress) -> Scan:
        """Return every item of a library, and which of them have sharing of their own."""
        ...

    async def team_owners(self, team_id: str) -> Sequence[Membership]:
        """Return the owners of a team."""
        ...

    async def group_people(self, group: ObjectId) -> Sequence[SiteAccount]:
        """Return everybody in a group of the directory, through groups within it too."""
        ...


class PostureReader(Protocol):
    """The part of the doctor's reader that an audit needs as well."""

    async def token(self) -> Token:
        """Return what a fresh token says."""
        ...
