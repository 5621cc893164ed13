"""Seats in the channel, and since when and until when the gate saw each of them taken.

A site takes over who came and who left only after a while. What tells a site that is late from a stranger is
when the seat was last seen taken, so that is remembered.

Source: spo:teams-connected-sites
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from sharepoint_gate.access.desired import World
from sharepoint_gate.access.memory import SeatSeen

OWNER, MEMBER = "owner", "member"


def seat(role: str, address: str) -> str:
    """Return the name of somebody's seat: an owner has two, since an owner is a member as well."""
    return f"{role} {address.casefold()}"


def seats_taken(world: World) -> frozenset[str]:
    """Return every seat that is taken now, under each address of whoever sits in it."""
    return frozenset(_seats(world))


def members_by_address(world: World) -> tuple[tuple[str, ...], ...]:
    """Return each member of the channel by all known addresses, in lower case; who has none is left out."""
    return tuple(addresses for _, addresses in _members(world) if addresses)


def _seats(world: World) -> Iterator[str]:
    for role, addresses in _members(world):
        for address in addresses:
            yield seat(MEMBER, address)
            if role == OWNER:
                yield seat(OWNER, address)


def _members(world: World) -> Iterator[tuple[str, tuple[str, ...]]]:
    known = {one.object_id: one for accounts in world.observation.accounts.values() for one in accounts}
    for member in world.observation.members or ():
        account = known.get(member.object_id)
        more = (account.mail, account.user_principal_name) if account is not None else ()
        every = (one.casefold() for one in (member.email, *more) if one)
        yield member.role, tuple(dict.fromkeys(every))


def seats_seen(world: World) -> Mapping[str, SeatSeen]:
    """Return what is to be remembered after this look: seats taken now, and those left not long ago.

    Nothing changes while the members cannot be read.
    """
    before, now = world.memory.seats, world.observation.at
    within = timedelta(hours=world.rules.posture.settle_hours)
    if world.observation.members is None:
        return before
    taken = seats_taken(world)
    kept = {
        name: seen for name, seen in before.items() if name not in taken and now - seen.last <= 2 * within
    }
    return kept | {name: SeatSeen(_first(before.get(name), now, within), now) for name in taken}


def _first(seen: SeatSeen | None, now: datetime, within: timedelta) -> datetime:
    """A seat that was empty for long begins a new stretch."""
    return seen.first if seen is not None and now - seen.last <= 2 * within else now
