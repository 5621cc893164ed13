"""The routes of Teams.

Source: graph:resources/teams-api-overview
"""

from functools import partial

from graph_emulator.kernel.routes import Route
from graph_emulator.teams import changes, handlers

_TEAM = ("Team.ReadBasic.All", "TeamSettings.Read.All", "Group.Read.All", "Directory.Read.All")
_CHANNEL = ("Channel.ReadBasic.All", "ChannelSettings.Read.All", "Group.Read.All", "Directory.Read.All")
_CHANNEL_READ = ("ChannelMember.Read.All", "ChannelMember.ReadWrite.All")
_CHANNEL_WRITE = ("ChannelMember.ReadWrite.All",)
_TEAM_READ = ("TeamMember.Read.All", "TeamMember.ReadWriteNonOwnerRole.All", "TeamMember.ReadWrite.All")
_TEAM_WRITE = ("TeamMember.ReadWriteNonOwnerRole.All", "TeamMember.ReadWrite.All")
_PAGED = frozenset({"$top", "$skiptoken"})
_LIST = frozenset({"$filter", "$select", "$skiptoken"})
_C = "/teams/{team}/channels/{channel}"
_NO_OPTIONS = "$filter and $select on memberships"

_get = partial(Route, method="GET", workload="teams")
_write = partial(Route, write=True, workload="teams")

ROUTES = (
    _get(
        template="/teams",
        topic="api/teams-list",
        handler=handlers.list_teams,
        roles=_TEAM,
        query=_LIST | {"$top"},
        notes="$count; properties beyond the four that a list shows",
    ),
    _get(
        template="/teams/{team}",
        topic="api/team-get",
        handler=handlers.get_team,
        roles=_TEAM,
        notes="$select, $expand; the settings of members, guests, messages and fun",
    ),
    _get(
        template="/teams/{team}/channels",
        topic="api/channel-list",
        handler=handlers.list_channels,
        roles=_CHANNEL,
        query=_LIST,
        notes="$expand; a team has no General channel unless a seed makes it",
    ),
    _get(
        template="/teams/{team}/allChannels",
        topic="api/team-list-allchannels",
        handler=handlers.list_channels,
        roles=_CHANNEL,
        query=_LIST,
        notes="channels that are shared with the team by others",
    ),
    _get(
        template=_C,
        topic="api/channel-get",
        handler=handlers.get_channel,
        roles=_CHANNEL,
        query=frozenset({"$select"}),
        notes="$expand, $filter",
    ),
    _get(
        template=f"{_C}/filesFolder",
        topic="api/channel-get-filesfolder",
        handler=handlers.get_files_folder,
        roles=(
            "Files.Read.All",
            "Files.ReadWrite.All",
            "Sites.Read.All",
            "Sites.ReadWrite.All",
            "Sites.FullControl.All",
        ),
        notes="the minutes until a new channel's site stands",
    ),
    _get(
        template=f"{_C}/members",
        topic="api/channel-list-members",
        handler=handlers.list_channel_members,
        roles=_CHANNEL_READ,
        query=_PAGED,
        notes=_NO_OPTIONS,
    ),
    _get(
        template=f"{_C}/allMembers",
        topic="api/channel-list-allmembers",
        handler=handlers.list_all_channel_members,
        roles=_CHANNEL_READ,
        query=_PAGED,
        notes=f"{_NO_OPTIONS}; people of teams that a channel is shared with",
    ),
    _get(
        template=f"{_C}/members/{{membership}}",
        topic="api/channel-get-members",
        handler=handlers.get_channel_member,
        roles=_CHANNEL_READ,
    ),
    _write(
        method="POST",
        template=f"{_C}/members",
        topic="api/channel-post-members",
        handler=changes.add_channel_member,
        roles=_CHANNEL_WRITE,
        notes="people of other tenants; the delay until the site knows a new member",
    ),
    _write(
        method="PATCH",
        template=f"{_C}/members/{{membership}}",
        topic="api/channel-update-members",
        handler=changes.update_channel_member,
        roles=_CHANNEL_WRITE,
        notes="the answer for demoting the last owner (400) is assumed, not documented",
    ),
    _write(
        method="DELETE",
        template=f"{_C}/members/{{membership}}",
        topic="api/channel-delete-members",
        handler=changes.remove_channel_member,
        roles=_CHANNEL_WRITE,
        notes="the answer for removing the last owner (400) is assumed, not documented",
    ),
    _get(
        template="/teams/{team}/members",
        topic="api/team-list-members",
        handler=handlers.list_team_members,
        roles=_TEAM_READ,
        query=_PAGED,
        notes=_NO_OPTIONS,
    ),
    _write(
        method="POST",
        template="/teams/{team}/members",
        topic="api/team-post-members",
        handler=changes.add_team_member,
        roles=_TEAM_WRITE,
        notes="people of other tenants",
    ),
    _write(
        method="POST",
        template="/teams/{team}/members/add",
        topic="api/conversationmembers-add",
        handler=changes.add_team_members,
        roles=_TEAM_WRITE,
    ),
    _write(
        method="DELETE",
        template="/teams/{team}/members/{membership}",
        topic="api/team-delete-members",
        handler=changes.remove_team_member,
        roles=_TEAM_WRITE,
        notes="the promotion of a member when the only owner of a private channel leaves",
    ),
)
