"""Teams, channels, memberships and accounts as Graph writes them, into our own types.

Source: graph:resources/user, graph:resources/conversationmember, graph:resources/channel
"""

from sharepoint_gate.access.observed import Account, ItemId, Membership, MembershipId, ObjectId
from sharepoint_gate.graph.decode import (
    Node,
    ShapeError,
    child,
    instant,
    optional_text,
    read_node,
    text,
    texts,
)


def read_membership(row: bytes) -> Membership:
    """Return one direct member of a channel; Teams writes no role for a plain member."""
    node = read_node(row)
    roles = [role.lower() for role in texts(node, "roles")]
    return Membership(
        id=MembershipId(text(node, "id")),
        object_id=ObjectId(text(node, "userId")),
        role=next((role for role in roles if role in {"owner", "guest"}), ",".join(roles) or "member"),
        name=optional_text(node, "displayName") or "",
        email=optional_text(node, "email") or "",
    )


def read_account(row: bytes) -> Account:
    """Return one account.

    Raises:
        ShapeError: It lacks what decides, above all whether it is enabled: not selected, or not shown.
    """
    node = read_node(row)
    enabled = node.get("accountEnabled")
    if not isinstance(enabled, bool):
        raise ShapeError("an account that does not say whether it is enabled")
    name = text(node, "userPrincipalName")
    return Account(
        object_id=ObjectId(text(node, "id")),
        user_principal_name=name,
        mail=optional_text(node, "mail") or "",
        other_mails=texts(node, "otherMails"),
        name=optional_text(node, "displayName") or "",
        enabled=enabled,
        is_guest=_is_guest(node, name),
        external_state=optional_text(node, "externalUserState"),
        external_state_changed_at=instant(node, "externalUserStateChangeDateTime"),
        identities=tuple(sorted(_identity(each) for each in _identities(node))),
    )


def bears(account: Account, username: str) -> bool:
    """Return whether an account bears an address, letter case apart."""
    addresses = {account.user_principal_name, account.mail, *account.other_mails}
    return username.casefold() in {address.casefold() for address in addresses}


def folder_place(node: Node) -> tuple[str, ItemId]:
    """Return the drive and the item of a channel's folder."""
    return text(child(node, "parentReference") or {}, "driveId"), ItemId(text(node, "id"))


def _is_guest(node: Node, principal_name: str) -> bool:
    kind = optional_text(node, "userType")
    return kind.lower() == "guest" if kind else "#ext#" in principal_name.lower()


def _identities(node: Node) -> list[Node]:
    value = node.get("identities") or []
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise ShapeError("identities is not a list of objects")
    return value


def _identity(node: Node) -> str:
    return f"{optional_text(node, 'issuer') or ''}|{optional_text(node, 'issuerAssignedId') or ''}"
