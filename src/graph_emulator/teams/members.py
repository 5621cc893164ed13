"""Making people belong to teams and channels, and cease to; a site hears of it after a while.

Source: spo:teams-connected-sites
Source: teams:private-channels
"""

from graph_emulator.directory.models import User
from graph_emulator.kernel.clock import parse_duration, stamp
from graph_emulator.kernel.state import State
from graph_emulator.memberships.models import (
    Channel,
    Lingering,
    Membership,
    Outsider,
    members_of,
    membership_in,
)

_SINCE_EVER = "0001-01-01T00:00:00Z"


def put_membership(
    state: State, place_id: str, user_id: str, *, owner: bool, outsider: Outsider | None = None
) -> Membership:
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
        since_site=site_knows_at(state),
        reaches_site=state.quirks.teams_add_reaches_site,
        tenant_id=outsider.tenant_id if outsider else None,
    )
    state.put(membership)
    return membership


def site_knows_at(state: State) -> str:
    """Return when a site will know what happens now."""
    return stamp(state.clock.now() + parse_duration(state.quirks.teams_site_sync_delay))


def change_roles(state: State, membership: Membership, roles: list[str]) -> None:
    """Give a membership other roles; until the site knows, it keeps the person where they were."""
    if membership.is_owner != ("owner" in roles):
        _linger(state, membership)
        membership.since_site = site_knows_at(state)
    membership.roles = roles
    state.put(membership)


def drop_membership(state: State, membership: Membership) -> None:
    """End a membership; who leaves a team leaves its private channels too.

    Source: teams:private-channels#leaving the team removes from all of its private channels
    """
    _end(state, membership)
    for channel in state.find(Channel, "team", membership.place_id):
        below = membership_in(state, channel.id, membership.user_id)
        if below is not None and channel.membership == "private":
            _end(state, below)
            keep_owned(state, channel)


def drop_person(state: State, user_id: str) -> None:
    """End every membership of a person whose account was deleted."""
    for membership in state.find(Membership, "user", user_id):
        state.drop(membership)
        channel = state.get(Channel, membership.place_id)
        if channel is not None:
            keep_owned(state, channel)


def keep_owned(state: State, channel: Channel) -> None:
    """Make a member the owner of a private channel whose only owner has left.

    Source: teams:private-channels#if an owner leaves the team another member is promoted
    """
    left = list(members_of(state, channel.id))
    if channel.membership != "private" or any(one.is_owner for one in left):
        return
    heir = next((one for one in left if "guest" not in one.roles), None)
    if heir is not None:
        change_roles(state, heir, ["owner"])


def _end(state: State, membership: Membership) -> None:
    state.drop(membership)
    _linger(state, membership)


def _linger(state: State, membership: Membership) -> None:
    until, now = site_knows_at(state), state.clock.stamp()
    if until > now >= membership.since_site and (membership.is_owner or membership.reaches_site):
        state.put(
            Lingering(
                id=state.ids.token("lingering"),
                place_id=membership.place_id,
                user_id=membership.user_id,
                owner=membership.is_owner,
                until=until,
            )
        )
