"""What happens to accounts: made, deleted for thirty days, restored, and gone for good.

A deleted account keeps its record, as SharePoint keeps the principal of it on what was shared.

Source: graph:resources/directory
Source: entra:users/users-restore
"""

from datetime import timedelta

from graph_emulator.directory.models import Group, User
from graph_emulator.kernel.clock import parse_instant
from graph_emulator.kernel.state import State
from graph_emulator.memberships.models import Membership, Team, membership_in
from graph_emulator.teams.members import drop_person, put_membership

_KEPT = timedelta(days=30)


def is_gone(state: State, user: User) -> bool:
    """Whether a deleted account can no longer be restored."""
    if user.deleted_at is None:
        return False
    return user.purged or state.clock.now() - parse_instant(user.deleted_at) >= _KEPT


def deleted_users(state: State) -> list[User]:
    """Return the deleted accounts that can still be restored."""
    return [user for user in state.every(User) if user.deleted_at and not is_gone(state, user)]


def name_is_taken(state: State, upn: str) -> bool:
    """Whether an account that is not deleted signs in by this name."""
    return bool(tuple(state.find(User, "upn", upn.casefold())))


def free_key(state: State, wanted: str) -> str:
    """Return a short name for a new account that no other has, deleted ones included."""
    key, number = wanted, 1
    while tuple(state.find(User, "key", key)):
        number += 1
        key = f"{wanted}-{number}"
    return key


def delete_account(state: State, user: User) -> None:
    """Move an account to the deleted items; it leaves every team, channel and group."""
    user.deleted_at = state.clock.stamp()
    user.left_behind = _groups_of(state, user.id)
    state.put(user)
    drop_person(state, user.id)
    for group in state.every(Group):
        if user.id in group.members or user.id in group.owners:
            group.members = [one for one in group.members if one != user.id]
            group.owners = [one for one in group.owners if one != user.id]
            state.put(group)


def restore_account(state: State, user: User) -> None:
    """Bring a deleted account back with its groups; private channels are not given back."""
    user.deleted_at = None
    kept, user.left_behind = user.left_behind, {}
    state.put(user)
    for group_id, owned in kept.items():
        group = state.get(Group, group_id)
        if group is not None and group.is_team:
            put_membership(state, group.id, user.id, owner=owned)
        elif group is not None and user.id not in group.members:
            group.members.append(user.id)
            state.put(group)


def _groups_of(state: State, user_id: str) -> dict[str, bool]:
    kept = {group.id: False for group in state.every(Group) if user_id in group.members}
    for membership in state.find(Membership, "user", user_id):
        if state.get(Team, membership.place_id) and membership_in(state, membership.place_id, user_id):
            kept[membership.place_id] = membership.is_owner
    return kept
