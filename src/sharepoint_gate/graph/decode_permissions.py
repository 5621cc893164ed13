"""Permissions as Graph writes them, into our own types.

What has no reading is named in ``strange``, so that the permission counts as an unknown shape. The
deprecated twins ``grantedTo`` and ``grantedToIdentities`` are looked at for one thing only: whether they
name somebody whom the V2 properties do not.

Source: graph:resources/permission, graph:resources/sharepointidentityset, graph:resources/sharinglink
"""

from collections.abc import Iterator

from sharepoint_gate.access.observed import (
    Grantee,
    GranteeKind,
    ObjectId,
    ObservedPermission,
    PermissionId,
    SharingLink,
)
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

_KNOWN = frozenset(
    {
        "id",
        "roles",
        "grantedToV2",
        "grantedToIdentitiesV2",
        "grantedTo",
        "grantedToIdentities",
        "link",
        "invitation",
        "inheritedFrom",
        "shareId",
        "expirationDateTime",
        "hasPassword",
        "eTag",
    }
)
_LINK = frozenset({"type", "scope", "webUrl", "webHtml", "preventsDownload", "application"})
_FACETS: dict[str, GranteeKind] = {
    "user": GranteeKind.USER,
    "group": GranteeKind.GROUP,
    "application": GranteeKind.APPLICATION,
    "device": GranteeKind.DEVICE,
    "siteUser": GranteeKind.SITE_USER,
    "siteGroup": GranteeKind.SITE_GROUP,
    "sharePointGroup": GranteeKind.SITE_GROUP,
}
_OF_THE_SITE = ("siteUser", "siteGroup")


def read_permission(row: bytes) -> ObservedPermission:
    """Return one permission.

    Raises:
        ShapeError: It has no id, or a property that decides is of another type.
    """
    node = read_node(row)
    single, people = child(node, "grantedToV2"), _nodes(node, "grantedToIdentitiesV2")
    grantee = _grantee(single) if single else None
    return ObservedPermission(
        id=PermissionId(text(node, "id")),
        roles=texts(node, "roles"),
        grantee=grantee,
        link=_link(child(node, "link")),
        people=tuple(read for person in people if (read := _grantee(person)) is not None),
        invitation_email=_pending(node, grantee),
        expires_at=instant(node, "expirationDateTime"),
        inherited=_inherited(node),
        strange=tuple(sorted(set(_strange(node)))),
    )


def _inherited(node: Node) -> bool | None:
    """An empty object means inherited; an absent property proves nothing."""
    return child(node, "inheritedFrom") is not None if "inheritedFrom" in node else None


def _pending(node: Node, grantee: Grantee | None) -> str | None:
    """Return the invited address while the entry names no account that has taken the invitation."""
    invitation = child(node, "invitation")
    if invitation is None or optional_text(invitation, "redeemedBy"):
        return None
    return None if grantee is not None and grantee.object_id else optional_text(invitation, "email")


def _link(node: Node | None) -> SharingLink | None:
    if node is None:
        return None
    prevents = node.get("preventsDownload", False)
    if not isinstance(prevents, bool) and prevents is not None:
        raise ShapeError("preventsDownload is neither true nor false")
    return SharingLink(
        kind=optional_text(node, "type") or "",
        scope=optional_text(node, "scope") or "",
        prevents_download=bool(prevents),
        web_url=optional_text(node, "webUrl"),
    )


def _grantee(node: Node) -> Grantee | None:
    """Merge the facets of one grantee; the most telling one gives the kind."""
    facets = {name: child(node, name) for name in _FACETS if node.get(name) is not None}
    first = next(iter(facets), None)
    if first is None:
        return None
    own = facets[first] or {}
    on_site = next((facets[name] or {} for name in _OF_THE_SITE if name in facets), {})
    return Grantee(
        kind=_FACETS[first],
        object_id=_object_id(first, own),
        site_id=optional_text(on_site, "id")
        or optional_text(facets.get("sharePointGroup") or {}, "principalId"),
        name=optional_text(own, "displayName") or optional_text(on_site, "displayName") or "",
        login_name=optional_text(on_site, "loginName") or optional_text(own, "loginName") or "",
        email=optional_text(own, "email") or optional_text(on_site, "email") or "",
    )


def _object_id(facet: str, node: Node) -> ObjectId | None:
    found = (
        optional_text(node, "id")
        if _FACETS[facet] not in {GranteeKind.SITE_USER, GranteeKind.SITE_GROUP}
        else None
    )
    return ObjectId(found) if found else None


def _strange(node: Node) -> Iterator[str]:
    yield from (name for name in node if name not in _KNOWN and "@" not in name)
    if not isinstance(node.get("roles"), list):
        yield "roles"
    yield from _strange_link(child(node, "link"))
    identities = _nodes(node, "grantedToIdentitiesV2")
    single = child(node, "grantedToV2")
    for identity in [*identities, *([single] if single is not None else [])]:
        yield from _strange_identity(identity)
    yield from _strange_twins(node, single, identities)
    invitation = child(node, "invitation")
    if invitation is not None and not optional_text(invitation, "email"):
        yield "invitation"


def _strange_link(link: Node | None) -> Iterator[str]:
    if link is None:
        return
    yield from (f"link.{name}" for name in link if name not in _LINK and "@" not in name)
    if not link.get("scope"):
        yield "link.scope"
    if not link.get("type") and link.get("scope") != "existingAccess":
        yield "link.type"


def _strange_identity(identity: Node) -> Iterator[str]:
    yield from (f"grantee.{name}" for name in identity if name not in _FACETS and "@" not in name)
    if not any(identity.get(name) is not None for name in _FACETS):
        yield "grantee"


def _strange_twins(node: Node, single: Node | None, identities: list[Node]) -> Iterator[str]:
    # One entry has one grantee: where the newer spelling shows it, the twin's address is another label.
    unmatched = not single and not node.get("link") and not node.get("invitation")
    named = set(_named(child(node, "grantedTo"), by_address=not single))
    if not named <= _known(single) or (unmatched and child(node, "grantedTo")):
        yield "grantedTo"
    known = {name for identity in identities for name in _known(identity)}
    twins = _nodes(node, "grantedToIdentities")
    if not {name for twin in twins for name in _named(twin, by_address=True)} <= known:
        yield "grantedToIdentities"


def _named(twin: Node | None, *, by_address: bool) -> Iterator[str]:
    """Whom a deprecated twin names: by id, or by address where it has none."""
    for name in ("user", "group", "application", "device"):
        facet = (twin or {}).get(name)
        told = (facet.get("id") or (by_address and facet.get("email"))) if isinstance(facet, dict) else None
        yield from [str(told).casefold()] if told else []


def _known(identity: Node | None) -> set[str]:
    """The ids, addresses and login names that the facets of the newer spelling carry."""
    facets = [facet for facet in (identity or {}).values() if isinstance(facet, dict)]
    told = [str(facet.get(key) or "") for facet in facets for key in ("id", "email", "loginName")]
    return {one.casefold().rpartition("|")[2] for one in told if one}


def _nodes(node: Node, name: str) -> list[Node]:
    value = node.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise ShapeError(f"{name} is not a list of objects")
    return value
