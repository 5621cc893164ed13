"""The routes of Teams.

Source: graph:resources/teams-api-overview
"""

from functools import partial

from graph_emulator.kernel.routes import Route
from graph_emulator.teams import bulk, changes, channels, handlers, sharing

_TEAM = ("Team.ReadBasic.All", "TeamSettings.Read.All", "Group.Read.All", "Directory.Read.All")
_CHANNEL = ("Channel.ReadBasic.All", "ChannelSettings.Read.All", "Group.Read.All", "Directory.Read.All")
_CHANNEL_READ = ("ChannelMember.Read.All", "ChannelMember.ReadWrite.All")
_CHANNEL_WRITE = ("ChannelMember.ReadWrite.All",)
_TEAM_READ = ("TeamMember.Read.All", "TeamMember.ReadWriteNonOwnerRole.All", "TeamMember.ReadWrite.All")
_TEAM_WRITE = ("TeamMember.ReadWriteNonOwnerRole.All", "TeamMember.ReadWrite.All")
_PEOPLE = frozenset({"$filter", "$select", "$top", "$skiptoken"})
_CREATING = ("Channel.Create", "Group.ReadWrite.All", "Directory.ReadWrite.All")
_SETTING = ("ChannelSettings.ReadWrite.All", "Group.ReadWrite.All", "Directory.ReadWrite.All")
_DELETING = ("Channel.Delete.All", "Group.ReadWrite.All", "Directory.ReadWrite.All")
_LIST = frozenset({"$filter", "$select", "$skiptoken"})
_C = "/teams/{team}/channels/{channel}"
_TM = "/teams/{team}/members/{membership}"
_S = f"{_C}/sharedWithTeams"
_NO_COUNT = "$count, $orderby"

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
        notes="$expand",
    ),
    _get(
        template="/teams/{team}/allChannels",
        topic="api/team-list-allchannels",
        handler=handlers.list_all_channels,
        roles=_CHANNEL,
        query=_LIST,
        notes="channels of teams in other tenants; the address that an incoming channel is shown with",
    ),
    _get(
        template="/teams/{team}/incomingChannels",
        topic="api/team-list-incomingchannels",
        handler=handlers.list_incoming_channels,
        roles=_CHANNEL,
        query=_LIST,
        notes="channels of teams in other tenants; the address that an incoming channel is shown with",
    ),
    _write(
        method="POST",
        template="/teams/{team}/channels",
        topic="api/channel-post",
        handler=channels.create_channel,
        roles=_CREATING,
        notes="moderation, layout, and channels made for migration",
    ),
    _get(
        template=_C,
        topic="api/channel-get",
        handler=handlers.get_channel,
        roles=_CHANNEL,
        query=frozenset({"$select"}),
        notes="$expand, $filter",
    ),
    _write(
        method="PATCH",
        template=_C,
        topic="api/channel-patch",
        handler=channels.update_channel,
        roles=_SETTING,
        notes="moderation and layout; the folder keeps its name, as on a tenant",
    ),
    _write(
        method="DELETE",
        template=_C,
        topic="api/channel-delete",
        handler=channels.delete_channel,
        roles=_DELETING,
        notes="the thirty days in which Teams can restore it",
    ),
    _get(
        template=f"{_C}/filesFolder",
        topic="api/channel-get-filesfolder",
        handler=channels.get_files_folder,
        roles=(
            "Files.Read.All",
            "Files.ReadWrite.All",
            "Sites.Read.All",
            "Sites.ReadWrite.All",
            "Sites.FullControl.All",
        ),
        notes="names of channels that keep a site from being made",
    ),
    _get(
        template=f"{_C}/members",
        topic="api/channel-list-members",
        handler=handlers.list_channel_members,
        roles=_CHANNEL_READ,
        query=_PEOPLE,
        notes=_NO_COUNT,
    ),
    _get(
        template=f"{_C}/allMembers",
        topic="api/channel-list-allmembers",
        handler=sharing.list_all_channel_members,
        roles=_CHANNEL_READ,
        query=_PEOPLE,
        notes="$count, $orderby; teams of other tenants",
    ),
    _get(
        template=f"{_C}/doesUserHaveAccess",
        topic="api/channel-doesuserhaveaccess",
        handler=sharing.does_user_have_access,
        roles=_CHANNEL_READ,
        query=frozenset({"userId", "tenantId", "userPrincipalName"}),
    ),
    _get(
        template=_S,
        topic="api/sharedwithchannelteaminfo-list",
        handler=sharing.list_shared_with,
        roles=_CHANNEL_READ,
        notes="$filter, $select; teams of other tenants",
    ),
    _get(
        template=f"{_S}/{{shared}}",
        topic="api/sharedwithchannelteaminfo-get",
        handler=sharing.get_shared_with,
        roles=_CHANNEL_READ,
        notes="$select",
    ),
    _get(
        template=f"{_S}/{{shared}}/allowedMembers",
        topic="api/sharedwithchannelteaminfo-list-allowedmembers",
        handler=sharing.list_allowed_members,
        roles=_CHANNEL_READ,
        query=_PEOPLE,
        notes=_NO_COUNT,
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
        notes="conversations' history",
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
        query=_PEOPLE,
        notes=_NO_COUNT,
    ),
    _write(
        method="POST",
        template="/teams/{team}/members",
        topic="api/team-post-members",
        handler=changes.add_team_member,
        roles=_TEAM_WRITE,
    ),
    _write(
        method="POST",
        template="/teams/{team}/members/add",
        topic="api/conversationmembers-add",
        handler=bulk.add_team_members,
        roles=_TEAM_WRITE,
    ),
    _write(
        method="DELETE",
        template="/teams/{team}/members/{membership}",
        topic="api/team-delete-members",
        handler=changes.remove_team_member,
        roles=_TEAM_WRITE,
    ),
    _write(
        method="POST",
        template="/teams/{team}/members/remove",
        topic="api/conversationmember-remove",
        handler=bulk.remove_team_members,
        roles=("TeamMember.ReadWrite.All",),
    ),
    _get(
        template=_TM,
        topic="api/team-get-members",
        handler=handlers.get_team_member,
        roles=_TEAM_READ,
    ),
    _write(
        method="PATCH",
        template=_TM,
        topic="api/team-update-members",
        handler=changes.update_team_member,
        roles=("TeamMember.ReadWrite.All",),
        notes="the answer for demoting the last owner (400) is assumed, not documented",
    ),
)
