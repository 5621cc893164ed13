"""Who can see an item as the tenant stands now, as far as its permissions tell.

This reads entries on the item and on everything above it; what a group gives to its members cannot be seen
from here.
"""

from collections.abc import Iterator
from enum import StrEnum

from sharepoint_gate.access.classify import is_limited
from sharepoint_gate.access.observed import ObjectId, Observation, ObservedItem, ObservedPermission
from sharepoint_gate.access.principals import is_everyone

WIDE_SCOPES = {"anonymous", "organization"}


class Way(StrEnum):
    """By what a person comes to an item."""

    CHANNEL = "as a member of the channel"
    LINK = "through a link that names them"
    DIRECT = "through an entry of their own"
    WIDE_LINK = "through a link for everybody"
    EVERYONE = "through an entry for everyone"


def ways_to_see(observation: Observation, item: ObservedItem, person: ObjectId) -> tuple[Way, ...]:
    """Return every way in which a person now comes to an item, without repetition, in a fixed order."""
    found = {way for entry in _entries(observation, item) if (way := _way(entry, person)) is not None}
    if any(member.object_id == person for member in observation.members or ()):
        found.add(Way.CHANNEL)
    return tuple(way for way in Way if way in found)


def _entries(observation: Observation, item: ObservedItem) -> Iterator[ObservedPermission]:
    at: ObservedItem | None = item
    while at is not None:
        yield from at.permissions or ()
        at = observation.items.get(at.parent_id) if at.parent_id is not None else None


def _way(entry: ObservedPermission, person: ObjectId) -> Way | None:
    if entry.link is None and is_limited(entry):
        return None  # it leads no further than through to something below
    if entry.grantee is not None and entry.grantee.object_id == person:
        return Way.DIRECT
    if entry.link is not None and any(named.object_id == person for named in entry.people):
        return Way.LINK
    if any(map(is_everyone, (*entry.people, *((entry.grantee,) if entry.grantee is not None else ())))):
        return Way.EVERYONE
    if entry.link is not None and entry.link.scope in WIDE_SCOPES:
        return Way.WIDE_LINK
    return None
