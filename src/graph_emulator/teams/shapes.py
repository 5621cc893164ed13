"""Teams, channels and memberships as Graph shows them.

Source: graph:resources/team
Source: graph:resources/channel
Source: graph:resources/aaduserconversationmember
"""

from typing import Any
from urllib.parse import quote

from graph_emulator.directory.models import User
from graph_emulator.kernel.state import State
from graph_emulator.memberships.models import Channel, Membership, Outsider, Team

MEMBER_TYPE = "#microsoft.graph.aadUserConversationMember"
TEAM_LIST = ("id", "displayName", "description", "visibility")
CHANNEL_PROPERTIES = (
    "id",
    "createdDateTime",
    "displayName",
    "description",
    "email",
    "isArchived",
    "isFavoriteByDefault",
    "membershipType",
    "tenantId",
    "webUrl",
)


def team_shape(state: State, team: Team) -> dict[str, Any]:
    """Return a team."""
    return {
        "id": team.id,
        "createdDateTime": team.created_at,
        "displayName": team.name,
        "description": None,
        "internalId": f"19:{team.id.replace('-', '')}@thread.tacv2",
        "classification": None,
        "specialization": "none",
        "visibility": "private",
        "webUrl": f"https://teams.microsoft.com/l/team/{team.id}",
        "isArchived": False,
        "tenantId": state.tenant_id,
    }


def channel_shape(state: State, channel: Channel) -> dict[str, Any]:
    """Return a channel."""
    return {
        "id": channel.id,
        "createdDateTime": channel.created_at,
        "displayName": channel.name,
        "description": channel.description,
        "email": "",
        "isArchived": False,
        "isFavoriteByDefault": None,
        "membershipType": channel.membership,
        "tenantId": state.tenant_id,
        "webUrl": f"https://teams.microsoft.com/l/channel/{quote(channel.id)}/{quote(channel.name)}",
    }


def team_info_shape(state: State, team: Team, channel: Channel) -> dict[str, Any]:
    """Return a team that a shared channel is shared with.

    Source: graph:resources/sharedwithchannelteaminfo
    """
    return {
        "@odata.type": "#microsoft.graph.sharedWithChannelTeamInfo",
        "id": team.id,
        "tenantId": state.tenant_id,
        "displayName": team.name,
        "isHostTeam": team.id == channel.team_id,
    }


def member_shape(state: State, membership: Membership, *, capitalised: bool = False) -> dict[str, Any]:
    """Return a membership; `allMembers` writes the roles with capitals.

    Source: graph:api/channel-list-allmembers
    """
    known = state.get(User, membership.user_id) or state.get(Outsider, membership.user_id)
    roles = [role.capitalize() for role in membership.roles] if capitalised else list(membership.roles)
    return {
        "@odata.type": MEMBER_TYPE,
        "id": membership.id,
        "roles": roles,
        "displayName": known.name if known else None,
        "visibleHistoryStartDateTime": membership.since,
        "userId": membership.user_id,
        "email": known.mail if known else None,
        "tenantId": membership.tenant_id or state.tenant_id,
    }
