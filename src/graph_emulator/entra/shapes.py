"""People and groups as Graph shows them: every property that we know, and which are shown unasked.

Source: graph:resources/user
Source: graph:concepts/aad-advanced-queries
Source: graph:resources/group
"""

from typing import Any

from graph_emulator.directory.models import Group, User
from graph_emulator.entra.listing import Kind
from graph_emulator.kernel.state import State

USER_DEFAULT = (
    "businessPhones",
    "displayName",
    "givenName",
    "jobTitle",
    "mail",
    "mobilePhone",
    "officeLocation",
    "preferredLanguage",
    "surname",
    "userPrincipalName",
    "id",
)
USER_BASIC = frozenset({"id", "displayName", "givenName", "mail", "surname", "userPrincipalName"})
GROUP_DEFAULT = (
    "id",
    "createdDateTime",
    "description",
    "displayName",
    "groupTypes",
    "mail",
    "mailEnabled",
    "mailNickname",
    "resourceProvisioningOptions",
    "securityEnabled",
    "visibility",
)
TYPED_USER = {"@odata.type": "#microsoft.graph.user"}
TYPED_GROUP = {"@odata.type": "#microsoft.graph.group"}
USER_PROPERTIES = frozenset(USER_DEFAULT) | {
    "accountEnabled",
    "userType",
    "externalUserState",
    "externalUserStateChangeDateTime",
    "createdDateTime",
    "creationType",
    "deletedDateTime",
    "identities",
    "mailNickname",
    "otherMails",
    "proxyAddresses",
    "signInSessionsValidFromDateTime",
}
USER_FILTERS = {
    "id": "text",
    "displayName": "text",
    "mail": "text",
    "userPrincipalName": "text",
    "userType": "text",
    "accountEnabled": "bool",
    "externalUserState": "text",
    "otherMails": "list",
    "proxyAddresses": "list",
}
GROUP_FILTERS = {
    "id": "text",
    "displayName": "text",
    "mailNickname": "text",
    "resourceProvisioningOptions": "list",
}
USER_KIND = Kind(
    USER_FILTERS,
    frozenset(
        {"displayName", "givenName", "surname", "mail", "otherMails", "userPrincipalName", "proxyAddresses"}
    ),
    {"displayName": False, "userPrincipalName": False, "createdDateTime": True, "deletedDateTime": True},
)
GROUP_KIND = Kind(
    GROUP_FILTERS,
    frozenset({"displayName", "description", "mail", "mailNickname"}),
    {"displayName": False},
)


def user_shape(state: State, user: User) -> dict[str, Any]:
    """Return every property of a person's account that we know."""
    first, _, last = user.name.partition(" ")
    guest = user.external_state is not None or "#EXT#" in user.upn
    return {
        "id": user.id,
        "businessPhones": [],
        "displayName": user.name,
        "givenName": first,
        "jobTitle": None,
        "mail": user.mail,
        "mobilePhone": None,
        "officeLocation": None,
        "preferredLanguage": None,
        "surname": last or None,
        "userPrincipalName": user.upn,
        "accountEnabled": user.enabled,
        "userType": user.user_type,
        "externalUserState": user.external_state,
        "externalUserStateChangeDateTime": user.external_state_changed_at,
        "createdDateTime": user.created_at,
        "creationType": "Invitation" if guest else None,
        "deletedDateTime": user.deleted_at,
        "identities": _identities(state, user),
        "mailNickname": user.upn.partition("@")[0],
        "otherMails": list(user.other_mails),
        "proxyAddresses": [f"SMTP:{user.mail}"] if user.mail else [],
        "signInSessionsValidFromDateTime": user.sessions_from or user.created_at,
    }


def _identities(state: State, user: User) -> list[dict[str, Any]]:
    """Return the sign-in identities: one of this directory, and for a guest one of the home organisation."""
    own = {
        "signInType": "userPrincipalName",
        "issuer": state.host.replace(".sharepoint.", ".onmicrosoft.", 1),
        "issuerAssignedId": user.upn,
    }
    if "#EXT#" not in user.upn or user.issuer is None:
        return [own]
    return [{"signInType": "federated", "issuer": user.issuer, "issuerAssignedId": user.issuer_id}, own]


def group_shape(group: Group) -> dict[str, Any]:
    """Return every property of a group that we know."""
    return {
        "id": group.id,
        "createdDateTime": group.created_at,
        "description": None,
        "displayName": group.name,
        "groupTypes": ["Unified"] if group.is_team else [],
        "mail": None,
        "mailEnabled": group.is_team,
        "mailNickname": group.mail_nickname,
        "resourceProvisioningOptions": ["Team"] if group.is_team else [],
        "securityEnabled": not group.is_team,
        "visibility": "Private" if group.is_team else None,
    }
