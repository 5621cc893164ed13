"""Every request that the gate can ask, in the SDK's words, as values.

The SDK is generated from v1.0: what belongs on beta is the same request with another first segment, and
what the SDK lacks is written by hand here and nowhere else.

Source: graph:api/driveitem-createlink, graph:api/permission-grant, graph:api/permission-revokegrants
Source: graph:api/channel-post-members, graph:concepts/json-batching
"""

import base64
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from urllib.parse import quote

import msgspec

from sharepoint_gate.access.observed import ItemId, MembershipId, ObjectId, PermissionId
from sharepoint_gate.graph.model import GraphRequest, Version
from sharepoint_gate.graph.routes import RouteName
from sharepoint_gate.graph.sdk import (
    AadUserConversationMember,
    ChannelItemRequestBuilder,
    CreateLinkPostRequestBody,
    DeltaRequestBuilder,
    DriveItemItemRequestBuilder,
    DriveRecipient,
    DrivesRequestBuilder,
    GrantPostRequestBody,
    Invitation,
    InvitationsRequestBuilder,
    RequestConfiguration,
    RequestInformation,
    SharesRequestBuilder,
    TeamItemRequestBuilder,
    TeamsRequestBuilder,
    UsersRequestBuilder,
)
from sharepoint_gate.graph.words import PEN, in_version, parameters, worded

ITEM_FIELDS = ["id", "name", "parentReference", "file", "folder", "package", "root", "deleted"]
ACCOUNT_FIELDS = [
    "id",
    "userPrincipalName",
    "mail",
    "otherMails",
    "displayName",
    "accountEnabled",
    "userType",
    "externalUserState",
    "externalUserStateChangeDateTime",
    "identities",
]
_ANY = ItemId("any-item")
_Delta = DeltaRequestBuilder.DeltaRequestBuilderGetQueryParameters
_Teams = TeamsRequestBuilder.TeamsRequestBuilderGetQueryParameters
_Users = UsersRequestBuilder.UsersRequestBuilderGetQueryParameters


@worded(RouteName.LIST_TEAMS)
def teams_named(name: str) -> RequestInformation:
    """List the teams of a display name."""
    query = _Teams(filter=f"displayName eq {odata_text(name)}", select=["id", "displayName"])
    builder = TeamsRequestBuilder(PEN, parameters())
    return builder.to_get_request_information(RequestConfiguration(query_parameters=query))


@worded(RouteName.LIST_CHANNELS)
def channels(team_id: str) -> RequestInformation:
    """List the channels of a team."""
    return _team(team_id).channels.to_get_request_information()


@worded(RouteName.CHANNEL_FOLDER)
def channel_folder(team_id: str, channel_id: str) -> RequestInformation:
    """Get the folder that the channel shows as its files."""
    return _channel(team_id, channel_id).files_folder.to_get_request_information()


@worded(RouteName.LIST_MEMBERS)
def members(team_id: str, channel_id: str) -> RequestInformation:
    """List the direct members of a channel."""
    return _channel(team_id, channel_id).members.to_get_request_information()


@worded(RouteName.LIST_ITEMS)
def items(drive_id: str, page_size: int, *, shared: bool = False) -> RequestInformation:
    """Enumerate a drive from the beginning; ``shared`` asks for what it tells of sharing as well."""
    query = _Delta(select=[*ITEM_FIELDS, *(["shared"] if shared else [])], top=page_size)
    configuration = RequestConfiguration(query_parameters=query)
    return _item(drive_id, "root").delta.to_get_request_information(configuration)


@worded(RouteName.LIST_PERMISSIONS)
def permissions(drive_id: str, item: ItemId) -> RequestInformation:
    """List the permissions of an item."""
    return _item(drive_id, item).permissions.to_get_request_information()


def permissions_of(drive_id: str, items: Sequence[ItemId]) -> list[GraphRequest]:
    """List the permissions of many items: worded once, since the SDK takes its time over each request."""
    pattern = permissions(drive_id, _ANY)
    before, after = pattern.path.rsplit(_ANY, 1)
    return [replace(pattern, path=before + quote(item, safe="") + after) for item in items]


@worded(RouteName.LIST_USERS)
def accounts(username: str) -> RequestInformation:
    """Find every account that bears an address as sign-in name, mail or other mail."""
    text = odata_text(username)
    condition = f"mail eq {text} or userPrincipalName eq {text} or otherMails/any(x:x eq {text})"
    query = _Users(filter=condition, select=list(ACCOUNT_FIELDS))
    builder = UsersRequestBuilder(PEN, parameters())
    return builder.to_get_request_information(RequestConfiguration(query_parameters=query))


def accounts_of(usernames: Iterable[str]) -> list[GraphRequest]:
    """Find the accounts of many addresses: worded once, as `permissions_of`."""
    pattern = accounts(_ANY)
    return [
        replace(pattern, query=pattern.query.replace(_ANY, quote(name.replace("'", "''"), safe="")))
        for name in usernames
    ]


def batch(parts: Mapping[str, GraphRequest]) -> GraphRequest:
    """Carry several reads in one request. By hand: the SDK's own batch sends absolute URLs.

    Source: graph:concepts/json-batching
    """
    lines = [
        {"id": name, "method": part.method, "url": part.target.removeprefix("/v1.0")}
        for name, part in parts.items()
    ]
    body = msgspec.json.encode({"requests": lines})
    return GraphRequest("POST", "/v1.0/$batch", RouteName.BATCH, "", _JSON, body)


def create_link(drive_id: str, item: ItemId, people: Sequence[ObjectId], version: Version) -> GraphRequest:
    """Get or create the application's own users/view/block-download link, naming ``people``."""
    return in_version(_create_link(drive_id, item, people), version)


@worded(RouteName.CREATE_LINK)
def _create_link(drive_id: str, item: ItemId, people: Sequence[ObjectId]) -> RequestInformation:
    body = CreateLinkPostRequestBody(
        type="blocksDownload",
        scope="users",
        recipients=_recipients(people),
        send_notification=False,
        # Left alone, the SDK sends false, and Graph then drops what the item inherits at its first sharing.
        retain_inherited_permissions=True,
    )
    return _item(drive_id, item).create_link.to_post_request_information(body)


@worded(RouteName.GRANT)
def grant(share_url: str, people: Sequence[ObjectId]) -> RequestInformation:
    """Add people to a sharing link, as readers."""
    body = GrantPostRequestBody(roles=["read"], recipients=_recipients(people))
    share = SharesRequestBuilder(PEN, parameters()).by_shared_drive_item_id(share_token(share_url))
    return share.permission.grant.to_post_request_information(body)


def revoke_grants(
    drive_id: str, item: ItemId, permission: PermissionId, people: Sequence[ObjectId]
) -> GraphRequest:
    """Take people off a sharing link. By hand: only the newest SDKs know it on v1.0."""
    place = delete_permission(drive_id, item, permission)
    body = msgspec.json.encode({"grantees": [{"objectId": person} for person in people]})
    path = f"{place.path}/revokeGrants"
    return GraphRequest("POST", path, RouteName.REVOKE_GRANTS, "", _JSON, body)


@worded(RouteName.DELETE_PERMISSION)
def delete_permission(drive_id: str, item: ItemId, permission: PermissionId) -> RequestInformation:
    """Delete a permission of an item."""
    return _item(drive_id, item).permissions.by_permission_id(permission).to_delete_request_information()


@worded(RouteName.ADD_MEMBER)
def add_member(
    resource: str, team_id: str, channel_id: str, person: ObjectId, role: str
) -> RequestInformation:
    """Put an account into a private channel."""
    member = AadUserConversationMember(
        roles=channel_roles(role), additional_data={"user@odata.bind": user_reference(resource, person)}
    )
    return _channel(team_id, channel_id).members.to_post_request_information(member)


@worded(RouteName.REMOVE_MEMBER)
def remove_member(team_id: str, channel_id: str, member: MembershipId) -> RequestInformation:
    """End a membership of a channel."""
    members_of = _channel(team_id, channel_id).members
    return members_of.by_conversation_member_id(member).to_delete_request_information()


@worded(RouteName.SET_ROLE)
def set_role(team_id: str, channel_id: str, member: MembershipId, role: str) -> RequestInformation:
    """Make a member of a channel an owner, or an owner a member."""
    members_of = _channel(team_id, channel_id).members
    body = AadUserConversationMember(roles=channel_roles(role))
    return members_of.by_conversation_member_id(member).to_patch_request_information(body)


@worded(RouteName.REVOKE_SESSIONS)
def revoke_sessions(account: ObjectId) -> RequestInformation:
    """End every session of an account, wherever it is signed in."""
    user = UsersRequestBuilder(PEN, parameters()).by_user_id(account)
    return user.revoke_sign_in_sessions.to_post_request_information()


@worded(RouteName.INVITE)
def invite(address: str, redirect_url: str) -> RequestInformation:
    """Invite an address as a guest; Microsoft mails it, so that no link to redeem passes through here."""
    body = Invitation(
        invited_user_email_address=address, invite_redirect_url=redirect_url, send_invitation_message=True
    )
    return InvitationsRequestBuilder(PEN, parameters()).to_post_request_information(body)


def share_token(url: str) -> str:
    """Return the token by which the shares API knows a sharing URL.

    Source: graph:api/shares-get
    """
    return "u!" + base64.urlsafe_b64encode(url.encode()).decode().rstrip("=")


def channel_roles(role: str) -> list[str]:
    """Return the role as Teams writes it: a member is somebody without a role."""
    return ["owner"] if role == "owner" else []


def user_reference(resource: str, person: ObjectId) -> str:
    """Return the address by which a membership names its account."""
    return f"{resource}/v1.0/users('{quote(person)}')"


def odata_text(text: str) -> str:
    """Return a text as an OData literal: quotes are doubled."""
    return "'" + text.replace("'", "''") + "'"


_JSON = {"content-type": "application/json"}


def _item(drive_id: str, item: str) -> DriveItemItemRequestBuilder:
    return DrivesRequestBuilder(PEN, parameters()).by_drive_id(drive_id).items.by_drive_item_id(item)


def _team(team_id: str) -> TeamItemRequestBuilder:
    return TeamsRequestBuilder(PEN, parameters()).by_team_id(team_id)


def _channel(team_id: str, channel_id: str) -> ChannelItemRequestBuilder:
    return _team(team_id).channels.by_channel_id(channel_id)


def _recipients(people: Sequence[ObjectId]) -> list[DriveRecipient]:
    return [DriveRecipient(object_id=person) for person in people]
