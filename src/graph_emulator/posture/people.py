"""Who is an outsider, where they come from, and who belongs to a group.

Source: graph:resources/sharepointsettings#sharingdomainrestrictionmode values
"""

from collections.abc import Iterator
from typing import NamedTuple

from graph_emulator.directory.models import Group, User
from graph_emulator.kernel.state import State
from graph_emulator.memberships.models import Membership


class Outsider(NamedTuple):
    """Somebody from outside, with the addresses that count as theirs."""

    address: str
    is_known: bool


def outsider(state: State, key: str) -> Outsider | None:
    """Return somebody as an outsider, or None for people of the organisation and for groups.

    Args:
        state: The tenant.
        key: An object id, or the address of somebody who has no account here.
    """
    user = state.get(User, key)
    if user is None:
        return Outsider(key, is_known=False) if "@" in key else None
    return None if user.user_type == "Member" else Outsider(user.mail or user.upn, is_known=True)


def domain_of(address: str) -> str:
    """Return the part after the last @, in lower case."""
    return address.rpartition("@")[2].casefold()


def members_of_groups(state: State, references: tuple[str, ...]) -> Iterator[str]:
    """Yield the object ids of everybody in these groups, named by id or by the seed's key."""
    for reference in references:
        group = state.get(Group, reference) or next(iter(state.find(Group, "key", reference)), None)
        if group is not None:
            yield from group.members
            yield from (member.user_id for member in state.find(Membership, "place", group.id))
