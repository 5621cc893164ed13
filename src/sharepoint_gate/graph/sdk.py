"""The SDK's words, gathered in one module: the only one that imports msgraph and kiota.

Its import takes a quarter of a second, so that only ``requests`` leans on it, and wiring imports the room
when a command needs a tenant. The SDK warns about its own generated classes as they are loaded.
"""

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    from kiota_abstractions.base_request_configuration import RequestConfiguration
    from kiota_abstractions.request_adapter import RequestAdapter
    from kiota_abstractions.request_information import RequestInformation
    from kiota_serialization_json.json_serialization_writer_factory import JsonSerializationWriterFactory
    from msgraph.generated.drives.drives_request_builder import DrivesRequestBuilder
    from msgraph.generated.drives.item.items.item.create_link.create_link_post_request_body import (
        CreateLinkPostRequestBody,
    )
    from msgraph.generated.drives.item.items.item.delta.delta_request_builder import DeltaRequestBuilder
    from msgraph.generated.drives.item.items.item.drive_item_item_request_builder import (
        DriveItemItemRequestBuilder,
    )
    from msgraph.generated.invitations.invitations_request_builder import InvitationsRequestBuilder
    from msgraph.generated.models.aad_user_conversation_member import AadUserConversationMember
    from msgraph.generated.models.drive_recipient import DriveRecipient
    from msgraph.generated.models.invitation import Invitation
    from msgraph.generated.shares.item.permission.grant.grant_post_request_body import GrantPostRequestBody
    from msgraph.generated.shares.shares_request_builder import SharesRequestBuilder
    from msgraph.generated.teams.item.channels.item.channel_item_request_builder import (
        ChannelItemRequestBuilder,
    )
    from msgraph.generated.teams.item.team_item_request_builder import TeamItemRequestBuilder
    from msgraph.generated.teams.teams_request_builder import TeamsRequestBuilder
    from msgraph.generated.users.users_request_builder import UsersRequestBuilder

__all__ = [
    "AadUserConversationMember",
    "ChannelItemRequestBuilder",
    "CreateLinkPostRequestBody",
    "DeltaRequestBuilder",
    "DriveItemItemRequestBuilder",
    "DriveRecipient",
    "DrivesRequestBuilder",
    "GrantPostRequestBody",
    "Invitation",
    "InvitationsRequestBuilder",
    "JsonSerializationWriterFactory",
    "RequestAdapter",
    "RequestConfiguration",
    "RequestInformation",
    "SharesRequestBuilder",
    "TeamItemRequestBuilder",
    "TeamsRequestBuilder",
    "UsersRequestBuilder",
]
