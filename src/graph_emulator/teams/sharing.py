"""Shared channels: with which teams, who comes in through them, and who has access at all.

Source: graph:api/sharedwithchannelteaminfo-list
Source: graph:api/channel-list-allmembers
Source: graph:api/channel-doesuserhaveaccess
"""

from collections.abc import Iterator
from typing import Any

from graph_emulator.directory.models import live_user
from graph_emulator.kernel.collections import collection
from graph_emulator.kernel.faults import bad_request
from graph_emulator.kernel.routes import Answer, Call
from graph_emulator.memberships.models import (
    Channel,
    Outsider,
    Team,
    guests_of_sharing,
    members_of,
    membership_in,
    seat_of,
)
from graph_emulator.teams.handlers import members_page
from graph_emulator.teams.places import channel_named, not_there
from graph_emulator.teams.shapes import member_shape, team_info_shape

ORIGIN = "@microsoft.graph.originalSourceMembershipUrl"


def list_all_channel_members(call: Call) -> Answer:
    """Answer with a page of everybody in the channel, whichever way; roles are written with capitals."""
    channel = channel_named(call)
    context = f"teams('{channel.team_id}')/channels('{channel.id}')/allMembers"
    return members_page(call, _everybody(call, channel), context)


def list_shared_with(call: Call) -> Answer:
    """Answer with the teams that a shared channel is shared with, its own among them."""
    channel = _shared(call)
    rows = [team_info_shape(call.state, team, channel) for team in _teams(call, channel)]
    return collection(call, rows, f"{_place(channel)}/sharedWithTeams", dict)


def get_shared_with(call: Call) -> Answer:
    """Answer with one of these teams."""
    channel, team = _team_of_sharing(call)
    context = call.context(f"{_place(channel)}/sharedWithTeams/$entity")
    return Answer(status=200, body={"@odata.context": context, **team_info_shape(call.state, team, channel)})


def list_allowed_members(call: Call) -> Answer:
    """Answer with who of such a team comes into the channel: guests do not."""
    channel, team = _team_of_sharing(call)
    people = [member for member in members_of(call.state, team.id) if "guest" not in member.roles]
    context = f"{_place(channel)}/sharedWithTeams('{team.id}')/allowedMembers"
    return members_page(call, [member_shape(call.state, member) for member in people], context)


def does_user_have_access(call: Call) -> Answer:
    """Answer whether a person of this or another directory belongs to the channel, in any way."""
    channel = channel_named(call)
    user_id = _asked(call)
    known = membership_in(call.state, seat_of(channel), user_id) is not None
    through = any(member.user_id == user_id for _, member in guests_of_sharing(call.state, channel))
    body = {"@odata.context": call.context("Edm.Boolean"), "value": known or through}
    return Answer(status=200, body=body)


def _everybody(call: Call, channel: Channel) -> Iterator[dict[str, Any]]:
    direct = list(members_of(call.state, seat_of(channel)))
    seen = {member.user_id for member in direct}
    yield from (member_shape(call.state, member, capitalised=True) for member in direct)
    for team_id, member in guests_of_sharing(call.state, channel):
        if member.user_id not in seen:
            seen.add(member.user_id)
            path = f"/tenants/{call.state.tenant_id}/teams/{team_id}/members/{member.id}"
            yield {**member_shape(call.state, member), "roles": [], ORIGIN: call.link(path)}


def _asked(call: Call) -> str:
    reference = call.query.get("userId") or call.query.get("userPrincipalName")
    if reference is None:
        raise bad_request("teams", "Either userId or userPrincipalName is needed.")
    if call.query.get("tenantId", call.state.tenant_id) == call.state.tenant_id:
        user = live_user(call.state, reference)
        return user.id if user else ""
    outsider = call.state.get(Outsider, reference)
    return outsider.id if outsider and outsider.tenant_id == call.query["tenantId"] else ""


def _shared(call: Call) -> Channel:
    channel = channel_named(call)
    if channel.membership != "shared":
        raise bad_request("teams", "The operation is for shared channels only.")
    return channel


def _team_of_sharing(call: Call) -> tuple[Channel, Team]:
    channel = _shared(call)
    for team in _teams(call, channel):
        if team.id == call.params["shared"]:
            return channel, team
    raise not_there("team")


def _teams(call: Call, channel: Channel) -> list[Team]:
    teams = (call.state.get(Team, team_id) for team_id in (channel.team_id, *channel.shared_with))
    return [team for team in teams if team is not None]


def _place(channel: Channel) -> str:
    return f"teams('{channel.team_id}')/channels('{channel.id}')"
