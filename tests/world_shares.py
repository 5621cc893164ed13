"""The accounts, entries and links of the test partnership's tenant, as they are observed."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sharepoint_gate.access.observed import (
    Account,
    Grantee,
    GranteeKind,
    ItemId,
    ObjectId,
    ObservedPermission,
    PermissionId,
    SharingLink,
)

CHANNEL = "Case review"
ROOT_ID = ItemId("root")
CHANNEL_ID = ItemId("channel")


def object_id(person: str) -> ObjectId:
    """Return the Entra object id of a person of the test partnership."""
    return ObjectId(f"oid-{person}")


def item_id(path: str) -> ItemId:
    """Return the item id of a path below the channel's folder."""
    return ItemId(f"item:{path}") if path else CHANNEL_ID


def user(person: str, email: str = "") -> Grantee:
    """Return the grantee that a permission names a person by."""
    address = email or f"{person}@wicb.example"
    login = f"i:0#.f|membership|{address}"
    return Grantee(GranteeKind.USER, object_id(person), None, person, login, address)


def site_group(name: str, site_id: str) -> Grantee:
    """Return one of the site's own groups."""
    return Grantee(GranteeKind.SITE_GROUP, None, site_id, f"{CHANNEL} {name}", f"{CHANNEL} {name}", "")


SITE_GROUPS = (
    ObservedPermission(PermissionId("p-owners"), ("owner",), site_group("Owners", "3"), inherited=None),
    ObservedPermission(PermissionId("p-members"), ("write",), site_group("Members", "5"), inherited=None),
    ObservedPermission(PermissionId("p-visitors"), ("read",), site_group("Visitors", "4"), inherited=None),
)


def own_link(people: Sequence[str], permission: str = "own-link") -> ObservedPermission:
    """Return the gate's own link naming ``people`` by roster id."""
    facet = SharingLink(
        "view", "users", prevents_download=True, web_url=f"https://links.example/{permission}"
    )
    return ObservedPermission(
        PermissionId(permission), ("read",), link=facet, people=tuple(user(person) for person in people)
    )


def people_link(
    people: Sequence[str], kind: str = "view", permission: str = "people-link"
) -> ObservedPermission:
    """Return a link of somebody else for certain people, which allows download."""
    facet = SharingLink(kind, "users", prevents_download=False, web_url=None)
    roles = ("write",) if kind == "edit" else ("read",)
    return ObservedPermission(
        PermissionId(permission), roles, link=facet, people=tuple(user(person) for person in people)
    )


def wide_link(scope: str, kind: str = "view", permission: str = "wide-link") -> ObservedPermission:
    """Return a link of scope anonymous or organization."""
    facet = SharingLink(kind, scope, prevents_download=False, web_url=None)
    return ObservedPermission(PermissionId(permission), ("read",), link=facet)


def direct(person: str, role: str = "read", permission: str = "") -> ObservedPermission:
    """Return a direct entry naming a person."""
    return ObservedPermission(PermissionId(permission or f"direct-{person}"), (role,), user(person))


def account_of(person: str, address: str) -> Account:
    """Return a good account: enabled, and redeemed where it is a guest."""
    return Account(
        object_id=object_id(person),
        user_principal_name=address,
        mail=address,
        other_mails=(),
        name=f"Person {person}",
        enabled=True,
        is_guest=True,
        external_state="Accepted",
        external_state_changed_at=datetime(2025, 3, 3, 9, 0, tzinfo=UTC),
        identities=(f"ExternalAzureAD|{address}",),
    )
