"""Who is an outsider, where they come from, and who belongs to a group.

Source: graph:resources/sharepointsettings#sharingdomainrestrictionmode values
"""

from collections.abc import Iterator
from typing import NamedTuple

from graph_emulator.directory.models import Group, User
from graph_emulator.kernel.state import State
from graph_emulator.memberships.models import Membership, Outsider


class External(NamedTuple):
    """Somebody from outside, with the address that counts as theirs, and whether they are known here."""

    address: str
    is_known: bool


def outsider(state: State, key: str) -> External | None:
    """Return somebody as an outsider, or None for people of the organisation and for groups.

    Args:
        state: The tenant.
        key: An object id, or the address of somebody who has no account here.
    """
    user, other = state.get(User, key), state.get(Outsider, key)
    if other is not None:
        return External(other.mail, is_known=True)
    if user is None:
        return External(key, is_known=False) if "@" in key else None
    return None if user.user_type == "Member" else External(user.mail or user.upn, is_known=True)


def domain_of(address: str) -> str:
    """Return the part after the last @, in lower case."""
    return address.rpartition("@")[2].casefold()


def members_of_groups(state: State, references: tuple[str, ...]) -> Iterator[str]:
    """Yield the object ids of everybody in these groups, named by id or by the seed's key."""
    for reference in references:
        group = state.get(Group, reference) or next(iter(state.find(Group, "key", reference)), None)
        if group is not None:
            yield from _members(state, group, ())


def _members(state: State, group: Group, above: tuple[str, ...]) -> Iterator[str]:
    """Yield the people of a group and of the groups in it; a circle of groups ends where it closes."""
    if group.id in above:
        return
    yield from group.members
    yield from (member.user_id for member in state.find(Membership, "place", group.id))
    for inner in group.groups:
        inside = state.get(Group, inner)
        if inside is not None:
            yield from _members(state, inside, (*above, group.id))
