"""Reads of teams and channels, and the folder that holds a channel's files."""

from typing import Any

from graph_emulator.files.item_routes import one_item
from graph_emulator.files.models import Item
from graph_emulator.kernel.collections import collection, filtered, selected_names
from graph_emulator.kernel.faults import GraphFault, forbidden
from graph_emulator.kernel.routes import Answer, Call, UserPrincipal
from graph_emulator.memberships.models import Channel, Membership, Team, members_of, membership_in
from graph_emulator.teams.shapes import CHANNEL_PROPERTIES, TEAM_LIST, channel_shape, member_shape, team_shape

_TEAM_FILTERS = {"id": "text", "displayName": "text"}
_CHANNEL_FILTERS = {"displayName": "text", "membershipType": "text"}


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
    if channel is None or channel.team_id != team.id or not _sees(call, channel):
        raise not_there("channel")
    return channel


def list_teams(call: Call) -> Answer:
    """Answer with a page of the organisation's teams."""
    names = selected_names(call, frozenset(TEAM_LIST), TEAM_LIST, "team")
    kept = filtered(call, (team_shape(call.state, team) for team in call.state.every(Team)), _TEAM_FILTERS)
    return collection(call, kept, "teams", lambda row: {name: row[name] for name in names})


def get_team(call: Call) -> Answer:
    """Answer with a team."""
    shape = team_shape(call.state, team_named(call))
    return Answer(status=200, body={"@odata.context": call.context("teams/$entity"), **shape})


def list_channels(call: Call) -> Answer:
    """Answer with the team's channels; a private one is shown to its people and to applications."""
    team = team_named(call)
    names = selected_names(call, frozenset(CHANNEL_PROPERTIES), CHANNEL_PROPERTIES, "channel")
    channels = (channel for channel in call.state.find(Channel, "team", team.id) if _sees(call, channel))
    kept = filtered(call, (channel_shape(call.state, channel) for channel in channels), _CHANNEL_FILTERS)
    context = f"teams('{team.id}')/channels"
    return collection(call, kept, context, lambda row: {name: row[name] for name in names})


def get_channel(call: Call) -> Answer:
    """Answer with a channel."""
    channel = channel_named(call)
    names = selected_names(call, frozenset(CHANNEL_PROPERTIES), CHANNEL_PROPERTIES, "channel")
    row = channel_shape(call.state, channel)
    context = call.context(f"teams('{channel.team_id}')/channels/$entity")
    return Answer(status=200, body={"@odata.context": context, **{name: row[name] for name in names}})


def get_files_folder(call: Call) -> Answer:
    """Answer with the folder that holds the channel's files."""
    channel = channel_named(call)
    folder = call.state.get(Item, channel.folder_id or "")
    if folder is None:
        raise GraphFault(404, "itemNotFound", "The channel's site is not provisioned yet.")
    return one_item(call, folder)


def list_channel_members(call: Call) -> Answer:
    """Answer with a page of the people who belong to the channel itself, or to a standard channel's team."""
    channel = channel_named(call)
    context = f"teams('{channel.team_id}')/channels('{channel.id}')/members"
    return _members(call, seat_of(channel), context)


def list_all_channel_members(call: Call) -> Answer:
    """Answer with a page of the channel's people; here the roles are written with capitals."""
    channel = channel_named(call)
    rows = [member_shape(call.state, m, capitalised=True) for m in members_of(call.state, seat_of(channel))]
    context = f"teams('{channel.team_id}')/channels('{channel.id}')/allMembers"
    return collection(call, rows, context, dict)


def get_channel_member(call: Call) -> Answer:
    """Answer with one membership of the channel."""
    channel = channel_named(call)
    membership = membership_named(call, seat_of(channel))
    context = call.context(f"teams('{channel.team_id}')/channels('{channel.id}')/members/$entity")
    return Answer(status=200, body={"@odata.context": context, **member_shape(call.state, membership)})


def list_team_members(call: Call) -> Answer:
    """Answer with a page of the people who belong to the team."""
    team = team_named(call)
    return _members(call, team.id, f"teams('{team.id}')/members")


def seat_of(channel: Channel) -> str:
    """Return where the channel's people are kept: a standard channel has those of its team."""
    return channel.team_id if channel.membership == "standard" else channel.id


def membership_named(call: Call, place_id: str) -> Membership:
    """Return the membership of the path, or 404."""
    membership = call.state.get(Membership, call.params["membership"])
    if membership is None or membership.place_id != place_id:
        raise not_there("member")
    return membership


def _members(call: Call, place_id: str, context: str) -> Answer:
    rows: list[dict[str, Any]] = [member_shape(call.state, m) for m in members_of(call.state, place_id)]
    return collection(call, rows, context, dict)


def _sees(call: Call, channel: Channel) -> bool:
    if not isinstance(call.principal, UserPrincipal) or channel.membership == "standard":
        return True
    return membership_in(call.state, channel.id, call.principal.user_id) is not None
