"""Which team, channel and membership a request means, and who may see them.

Source: graph:resources/teams-api-overview
"""

from graph_emulator.kernel.faults import GraphFault, forbidden
from graph_emulator.kernel.routes import Call, UserPrincipal
from graph_emulator.memberships.models import Channel, Membership, Team, guests_of_sharing, membership_in


def not_there(what: str) -> GraphFault:
    """Return the 404 of Teams."""
    return GraphFault(404, "NotFound", f"No {what} was found with this id.")


def team_named(call: Call) -> Team:
    """Return the team of the path, or 404; a person must belong to it."""
    team = call.state.get(Team, call.params["team"])
    if team is None:
        raise not_there("team")
    if isinstance(call.principal, UserPrincipal) and not membership_in(
        call.state, team.id, call.principal.user_id
    ):
        raise forbidden("teams")
    return team


def channel_named(call: Call) -> Channel:
    """Return the channel of the path, or 404; a person must belong to a private or shared one."""
    team = team_named(call)
    channel = call.state.get(Channel, call.params["channel"])
    if channel is None or channel.team_id != team.id or not sees(call, channel):
        raise not_there("channel")
    return channel


def membership_named(call: Call, place_id: str) -> Membership:
    """Return the membership of the path, or 404."""
    membership = call.state.get(Membership, call.params["membership"])
    if membership is None or membership.place_id != place_id:
        raise not_there("member")
    return membership


def sees(call: Call, channel: Channel) -> bool:
    """Whether a channel is shown to the caller: applications see all of them."""
    if not isinstance(call.principal, UserPrincipal) or channel.membership == "standard":
        return True
    user_id = call.principal.user_id
    if membership_in(call.state, channel.id, user_id) is not None:
        return True
    return any(one.user_id == user_id for _, one in guests_of_sharing(call.state, channel))


def must_own(call: Call, place_id: str) -> None:
    """Refuse a person who does not own the team or channel."""
    if isinstance(call.principal, UserPrincipal):
        membership = membership_in(call.state, place_id, call.principal.user_id)
        if membership is None or not membership.is_owner:
            raise forbidden("teams")
