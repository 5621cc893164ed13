"""The SDK's own models: which one reads which answer, what they leave over, and what they write back.

The SDK warns about its own generated classes as they are loaded.
"""

import json
import warnings
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from graph_emulator.kernel.recording import property_paths
from tests.contract.witness.recorded import Heard, Json

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    from kiota_abstractions.serialization import Parsable
    from kiota_serialization_json.json_parse_node_factory import JsonParseNodeFactory
    from kiota_serialization_json.json_serialization_writer_factory import JsonSerializationWriterFactory
    from msgraph.generated.drives.item.items.item.delta.delta_get_response import DeltaGetResponse
    from msgraph.generated.drives.item.items.item.invite.invite_post_response import InvitePostResponse
    from msgraph.generated.models.agreement import Agreement
    from msgraph.generated.models.agreement_acceptance_collection_response import (
        AgreementAcceptanceCollectionResponse,
    )
    from msgraph.generated.models.agreement_collection_response import AgreementCollectionResponse
    from msgraph.generated.models.agreement_file import AgreementFile
    from msgraph.generated.models.agreement_file_localization_collection_response import (
        AgreementFileLocalizationCollectionResponse,
    )
    from msgraph.generated.models.attachment_collection_response import AttachmentCollectionResponse
    from msgraph.generated.models.channel import Channel
    from msgraph.generated.models.channel_collection_response import ChannelCollectionResponse
    from msgraph.generated.models.conversation_member import ConversationMember
    from msgraph.generated.models.conversation_member_collection_response import (
        ConversationMemberCollectionResponse,
    )
    from msgraph.generated.models.directory_audit import DirectoryAudit
    from msgraph.generated.models.directory_audit_collection_response import DirectoryAuditCollectionResponse
    from msgraph.generated.models.directory_object import DirectoryObject
    from msgraph.generated.models.directory_object_collection_response import (
        DirectoryObjectCollectionResponse,
    )
    from msgraph.generated.models.drive import Drive
    from msgraph.generated.models.drive_collection_response import DriveCollectionResponse
    from msgraph.generated.models.drive_item import DriveItem
    from msgraph.generated.models.drive_item_collection_response import DriveItemCollectionResponse
    from msgraph.generated.models.group import Group
    from msgraph.generated.models.group_collection_response import GroupCollectionResponse
    from msgraph.generated.models.invitation import Invitation
    from msgraph.generated.models.list_ import List_
    from msgraph.generated.models.list_collection_response import ListCollectionResponse
    from msgraph.generated.models.message import Message
    from msgraph.generated.models.message_collection_response import MessageCollectionResponse
    from msgraph.generated.models.o_data_errors.o_data_error import ODataError
    from msgraph.generated.models.permission import Permission
    from msgraph.generated.models.permission_collection_response import PermissionCollectionResponse
    from msgraph.generated.models.recycle_bin_item_collection_response import (
        RecycleBinItemCollectionResponse,
    )
    from msgraph.generated.models.security.audit_log_query import AuditLogQuery
    from msgraph.generated.models.security.audit_log_query_collection_response import (
        AuditLogQueryCollectionResponse,
    )
    from msgraph.generated.models.security.audit_log_record_collection_response import (
        AuditLogRecordCollectionResponse,
    )
    from msgraph.generated.models.shared_drive_item import SharedDriveItem
    from msgraph.generated.models.shared_with_channel_team_info import SharedWithChannelTeamInfo
    from msgraph.generated.models.shared_with_channel_team_info_collection_response import (
        SharedWithChannelTeamInfoCollectionResponse,
    )
    from msgraph.generated.models.sharepoint_settings import SharepointSettings
    from msgraph.generated.models.sign_in import SignIn
    from msgraph.generated.models.sign_in_collection_response import SignInCollectionResponse
    from msgraph.generated.models.site import Site
    from msgraph.generated.models.subscription import Subscription
    from msgraph.generated.models.subscription_collection_response import SubscriptionCollectionResponse
    from msgraph.generated.models.team import Team
    from msgraph.generated.models.team_collection_response import TeamCollectionResponse
    from msgraph.generated.models.user import User
    from msgraph.generated.models.user_collection_response import UserCollectionResponse
    from msgraph.generated.shares.item.permission.grant.grant_post_response import GrantPostResponse
    from msgraph.generated.teams.item.members.add.add_post_response import AddPostResponse
    from msgraph.generated.teams.item.members.remove.remove_post_response import RemovePostResponse
    from msgraph.generated.users.delta.delta_get_response import DeltaGetResponse as UserDeltaGetResponse
    from msgraph.generated.users.item.revoke_sign_in_sessions.revoke_sign_in_sessions_post_response import (
        RevokeSignInSessionsPostResponse,
    )

_JSON = "application/json"
_BY_ROUTE: dict[str, type[Parsable]] = {
    "GET /users/delta": UserDeltaGetResponse,
    "POST /teams/{team}/members/remove": RemovePostResponse,
    "GET /drives/{drive}/items/{item}/delta": DeltaGetResponse,
    "POST /drives/{drive}/items/{item}/invite": InvitePostResponse,
    "POST /shares/{share}/permission/grant": GrantPostResponse,
}
_BY_TYPE: dict[tuple[str, bool], type[Parsable]] = {
    ("actionResultPart", True): AddPostResponse,
    ("agreementFile", False): AgreementFile,
    ("agreement", False): Agreement,
    ("agreement", True): AgreementCollectionResponse,
    ("agreementAcceptance", True): AgreementAcceptanceCollectionResponse,
    ("agreementFileLocalization", True): AgreementFileLocalizationCollectionResponse,
    ("directoryAudit", False): DirectoryAudit,
    ("directoryAudit", True): DirectoryAuditCollectionResponse,
    ("signIn", False): SignIn,
    ("signIn", True): SignInCollectionResponse,
    ("auditLogQuery", False): AuditLogQuery,
    ("auditLogQuery", True): AuditLogQueryCollectionResponse,
    ("auditLogRecord", True): AuditLogRecordCollectionResponse,
    ("attachment", True): AttachmentCollectionResponse,
    ("booleanAnswer", False): RevokeSignInSessionsPostResponse,
    ("channel", False): Channel,
    ("invitation", False): Invitation,
    ("sharedWithChannelTeamInfo", False): SharedWithChannelTeamInfo,
    ("sharedWithChannelTeamInfo", True): SharedWithChannelTeamInfoCollectionResponse,
    ("channel", True): ChannelCollectionResponse,
    ("conversationMember", False): ConversationMember,
    ("conversationMember", True): ConversationMemberCollectionResponse,
    ("directoryObject", False): DirectoryObject,
    ("directoryObject", True): DirectoryObjectCollectionResponse,
    ("drive", False): Drive,
    ("drive", True): DriveCollectionResponse,
    ("recycleBinItem", True): RecycleBinItemCollectionResponse,
    ("sharedDriveItem", False): SharedDriveItem,
    ("driveItem", False): DriveItem,
    ("driveItem", True): DriveItemCollectionResponse,
    ("errorAnswer", False): ODataError,
    ("group", False): Group,
    ("group", True): GroupCollectionResponse,
    ("list", False): List_,
    ("list", True): ListCollectionResponse,
    ("message", False): Message,
    ("message", True): MessageCollectionResponse,
    ("permission", False): Permission,
    ("permission", True): PermissionCollectionResponse,
    ("sharepointSettings", False): SharepointSettings,
    ("site", False): Site,
    ("subscription", False): Subscription,
    ("subscription", True): SubscriptionCollectionResponse,
    ("team", False): Team,
    ("team", True): TeamCollectionResponse,
    ("user", False): User,
    ("user", True): UserCollectionResponse,
}
WITHOUT_MODEL = {
    "asyncJobStatus": "the SDK has no model of it: on a tenant SharePoint answers, not Graph",
    "changeNotificationCollection": "the SDK asks, and has no model of what is sent to a receiver",
    "batchAnswer": "each part is read by the model of its own route",
}


def thinned(heard: Heard) -> Json:
    """Return the answer with one row of each shape: the models take a tenth of a second for a page."""
    if not heard.many:
        return heard.answer
    rows = {frozenset(property_paths(row)): row for row in reversed(heard.rows)}
    return {**heard.answer, "value": list(rows.values())}


def parsed(heard: Heard, answer: Json) -> Any:
    """Return what the SDK's model of this route makes of an answer."""
    model: Any = _BY_ROUTE.get(heard.route) if heard.kind != "errorAnswer" else None
    model = model or _BY_TYPE[(heard.kind, heard.many)]
    node = JsonParseNodeFactory().get_root_parse_node(_JSON, json.dumps(answer).encode())
    return node.get_object_value(model)


def leftovers(model: object) -> Iterator[tuple[str, str]]:
    """Yield what no property of the models took: the model's name and the property's, at every depth."""
    if isinstance(model, list):
        for row in model:
            yield from leftovers(row)
    elif is_dataclass(model) and not isinstance(model, Enum):
        extra: dict[str, object] = getattr(model, "additional_data", {})
        yield from ((type(model).__name__, name) for name in extra)
        for field in fields(model):
            yield from leftovers(getattr(model, field.name, None))


def written(model: Any) -> Json:
    """Return what the SDK would send if it were asked to send this."""
    writer = JsonSerializationWriterFactory().get_serialization_writer(_JSON)
    writer.write_object_value(None, model)
    again: Json = json.loads(writer.get_serialized_content())
    return again


def differences(sent: object, again: object, at: str = "") -> Iterator[str]:
    """Yield where two JSON values say something else.

    Nulls are nothing, an instant is the same in another spelling, and the SDK writes type annotations of
    its own accord.
    """
    if isinstance(sent, dict) and isinstance(again, dict):
        for name in {key for key, value in sent.items() if value is not None} | set(again):
            if name != "@odata.type" or name in sent:
                yield from differences(sent.get(name), again.get(name), f"{at}/{name}")
    elif isinstance(sent, list) and isinstance(again, list) and len(sent) == len(again):
        for mine, theirs in zip(sent, again, strict=True):
            yield from differences(mine, theirs, f"{at}[]")
    elif sent != again and _instant(sent) != _instant(again):
        yield f"{at}: {sent!r} became {again!r}"


def _instant(value: object) -> object:
    try:
        return datetime.fromisoformat(str(value))
    except ValueError:
        return value
