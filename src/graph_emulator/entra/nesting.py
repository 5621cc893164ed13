"""Groups within groups, and which groups somebody belongs to.

Source: graph:api/group-list-transitivemembers
"""

from collections.abc import Iterator

from graph_emulator.directory.models import Group, User
from graph_emulator.kernel.state import State
from graph_emulator.memberships.models import members_of


def people_in(state: State, group: Group) -> list[User]:
    """Return a group's direct people whose accounts are not deleted."""
    ids = [member.user_id for member in members_of(state, group.id)] if group.is_team else group.members
    people = (state.get(User, user_id) for user_id in ids)
    return [user for user in people if user is not None and not user.deleted_at]


def owners_of(state: State, group: Group) -> list[User]:
    """Return a group's owners whose accounts are not deleted."""
    owning = [member.user_id for member in members_of(state, group.id) if member.is_owner]
    people = (state.get(User, user_id) for user_id in (owning if group.is_team else group.owners))
    return [user for user in people if user is not None and not user.deleted_at]


def groups_in(state: State, group: Group) -> list[Group]:
    """Return the groups that are direct members of a group."""
    found = (state.get(Group, group_id) for group_id in group.groups)
    return [one for one in found if one is not None]


def groups_below(state: State, group: Group) -> Iterator[Group]:
    """Yield every group within a group, at any depth, once."""
    seen, waiting = {group.id}, groups_in(state, group)
    while waiting:
        here = waiting.pop()
        if here.id not in seen:
            seen.add(here.id)
            waiting += groups_in(state, here)
            yield here


def people_below(state: State, group: Group) -> list[User]:
    """Return everybody within a group, at any depth, once."""
    groups = (group, *groups_below(state, group))
    return list({user.id: user for one in groups for user in people_in(state, one)}.values())


def groups_over(state: State, member_id: str) -> list[Group]:
    """Return the groups that a person or a group is a direct member of."""
    return [group for group in state.every(Group) if _holds(state, group, member_id)]


def groups_above(state: State, member_id: str) -> list[Group]:
    """Return the groups that a person or a group is within, at any depth."""
    found: dict[str, Group] = {}
    waiting = groups_over(state, member_id)
    while waiting:
        here = waiting.pop()
        if here.id not in found:
            found[here.id] = here
            waiting += groups_over(state, here.id)
    return list(found.values())


def _holds(state: State, group: Group, member_id: str) -> bool:
    if member_id in group.groups:
        return True
    return any(user.id == member_id for user in people_in(state, group))
