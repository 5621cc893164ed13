"""Reads of teams, channels and their people.

Source: graph:api/channel-list
Source: graph:api/channel-list-members
"""

from collections.abc import Iterable
from typing import Any

from graph_emulator.kernel.collections import collection, filtered, selected_names
from graph_emulator.kernel.faults import bad_request
from graph_emulator.kernel.routes import Answer, Call
from graph_emulator.memberships.models import Channel, Team, members_of, seat_of
from graph_emulator.teams.places import channel_named, membership_named, sees, team_named
from graph_emulator.teams.shapes import (
    CHANNEL_PROPERTIES,
    MEMBER_TYPE,
    TEAM_LIST,
    channel_shape,
    member_shape,
    team_shape,
)

_TEAM_FILTERS = {"id": "text", "displayName": "text"}
_CHANNEL_FILTERS = {"displayName": "text", "membershipType": "text"}
_MEMBER_FILTERS = {
    "displayName": "text",
    "email": "text",
    "roles": "list",
    "tenantId": "text",
    "userId": "text",
}
_MEMBER_PROPERTIES = frozenset(
    {"id", "roles", "displayName", "visibleHistoryStartDateTime", "userId", "email", "tenantId"}
)
_CAST = MEMBER_TYPE.removeprefix("#") + "/"


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
    return _channels(call, call.state.find(Channel, "team", team.id), f"teams('{team.id}')/channels")


def list_incoming_channels(call: Call) -> Answer:
    """Answer with the channels that other teams share with this one."""
    team = team_named(call)
    return _channels(call, _incoming(call, team), f"teams('{team.id}')/incomingChannels")


def list_all_channels(call: Call) -> Answer:
    """Answer with the team's channels and those that are shared with it."""
    team = team_named(call)
    channels = (*call.state.find(Channel, "team", team.id), *_incoming(call, team))
    return _channels(call, channels, f"teams('{team.id}')/allChannels")


def get_channel(call: Call) -> Answer:
    """Answer with a channel."""
    channel = channel_named(call)
    names = selected_names(call, frozenset(CHANNEL_PROPERTIES), CHANNEL_PROPERTIES, "channel")
    context = call.context(f"teams('{channel.team_id}')/channels/$entity")
    row = channel_shape(call.state, channel)
    return Answer(status=200, body={"@odata.context": context, **shown_channel(call, row, names)})


def shown_channel(call: Call, row: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """Return a channel as the caller may know it: `shared` came later than the type's first values.

    Source: graph:resources/channel#Prefer: include-unknown-enum-members
    """
    shown = {name: row[name] for name in names}
    known = "include-unknown-enum-members" in call.headers.get("prefer", "")
    if shown.get("membershipType") == "shared" and not known:
        shown["membershipType"] = "unknownFutureValue"
    return shown


def list_channel_members(call: Call) -> Answer:
    """Answer with a page of the people who belong to the channel itself, or to a standard channel's team."""
    channel = channel_named(call)
    context = f"teams('{channel.team_id}')/channels('{channel.id}')/members"
    return members_page(call, _rows(call, seat_of(channel)), context)


def get_channel_member(call: Call) -> Answer:
    """Answer with one membership of the channel."""
    channel = channel_named(call)
    membership = membership_named(call, seat_of(channel))
    context = call.context(f"teams('{channel.team_id}')/channels('{channel.id}')/members/$entity")
    return Answer(status=200, body={"@odata.context": context, **member_shape(call.state, membership)})


def list_team_members(call: Call) -> Answer:
    """Answer with a page of the people who belong to the team."""
    team = team_named(call)
    return members_page(call, _rows(call, team.id), f"teams('{team.id}')/members")


def get_team_member(call: Call) -> Answer:
    """Answer with one membership of the team."""
    team = team_named(call)
    shape = member_shape(call.state, membership_named(call, team.id))
    context = call.context(f"teams('{team.id}')/members/$entity")
    return Answer(status=200, body={"@odata.context": context, **shape})


def members_page(call: Call, rows: Iterable[dict[str, Any]], context: str) -> Answer:
    """Answer with a page of memberships; a filter may name the derived type before a property."""
    if "$filter" in call.query:
        call.query["$filter"] = call.query["$filter"].replace(_CAST, "")
    names = _member_names(call)
    return collection(call, filtered(call, rows, _MEMBER_FILTERS), context, lambda row: _shown(row, names))


def _member_names(call: Call) -> set[str]:
    asked = call.query.get("$select", ",".join(_MEMBER_PROPERTIES)).replace(_CAST, "").split(",")
    names = {name.strip() for name in asked}
    if not names <= _MEMBER_PROPERTIES:
        raise bad_request("teams", f"Could not find a property named '{min(names - _MEMBER_PROPERTIES)}'.")
    return names


def _shown(row: dict[str, Any], names: set[str]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name in names or "@" in name}


def _rows(call: Call, place_id: str) -> list[dict[str, Any]]:
    return [member_shape(call.state, membership) for membership in members_of(call.state, place_id)]


def _incoming(call: Call, team: Team) -> list[Channel]:
    return [channel for channel in call.state.every(Channel) if team.id in channel.shared_with]


def _channels(call: Call, channels: Iterable[Channel], context: str) -> Answer:
    names = selected_names(call, frozenset(CHANNEL_PROPERTIES), CHANNEL_PROPERTIES, "channel")
    rows = (channel_shape(call.state, channel) for channel in channels if sees(call, channel))
    kept = filtered(call, rows, _CHANNEL_FILTERS)
    return collection(call, kept, context, lambda row: shown_channel(call, row, names))
