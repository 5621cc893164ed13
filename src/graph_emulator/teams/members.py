"""Making people belong to teams and channels, and cease to."""

from graph_emulator.directory.models import User
from graph_emulator.kernel.state import State
from graph_emulator.memberships.models import Channel, Membership, membership_in

_SINCE_EVER = "0001-01-01T00:00:00Z"


def put_membership(state: State, place_id: str, user_id: str, *, owner: bool) -> Membership:
    """Make a person belong to a team or channel; a guest is stamped as one and owns nothing.

    Source: graph:resources/conversationmember
    """
    user = state.get(User, user_id)
    guest = user is not None and user.user_type == "Guest"
    membership = Membership(
        id=state.ids.token("membership"),
        place_id=place_id,
        user_id=user_id,
        roles=["guest"] if guest else ["owner"] if owner else [],
        since=_SINCE_EVER,
    )
    state.put(membership)
    return membership


def drop_membership(state: State, membership: Membership) -> None:
    """End a membership; who leaves a team leaves its private channels too.

    Source: teams:private-channels#leaving the team removes from all of its private channels
    """
    state.drop(membership)
    for channel in state.find(Channel, "team", membership.place_id):
        below = membership_in(state, channel.id, membership.user_id)
        if below is not None:
            state.drop(below)


def drop_person(state: State, user_id: str) -> None:
    """End every membership of a person whose account was deleted."""
    for membership in state.find(Membership, "user", user_id):
        state.drop(membership)
