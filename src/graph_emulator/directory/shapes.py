"""People and groups as Graph shows them: every property that we know, and which are shown unasked.

Source: graph:resources/user
Source: graph:resources/group
"""

from typing import Any

from graph_emulator.directory.models import Group, User
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
}
GROUP_FILTERS = {
    "id": "text",
    "displayName": "text",
    "mailNickname": "text",
    "resourceProvisioningOptions": "list",
}


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
    }


def _identities(state: State, user: User) -> list[dict[str, Any]]:
    """Return the sign-in identities: one of this directory, and for a guest one of the home organisation."""
    own = {
        "signInType": "userPrincipalName",
        "issuer": state.host.replace(".sharepoint.", ".onmicrosoft.", 1),
        "issuerAssignedId": user.upn,
    }
    if "#EXT#" not in user.upn:
        return [own]
    return [{"signInType": "federated", "issuer": "ExternalAzureAD", "issuerAssignedId": None}, own]


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
