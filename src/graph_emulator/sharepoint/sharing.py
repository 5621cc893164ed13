"""GetSharingInformation: the full picture of who reaches an item, and along which links.

Source: pnp-cli:spo/commands/file/file-sharinginfo-get
"""

from graph_emulator.directory.models import User
from graph_emulator.files import groups, inheritance, scopes
from graph_emulator.files.models import Actor, Item, Link, Principal, SiteGroup
from graph_emulator.files.principals import entry_for_user
from graph_emulator.kernel.state import State
from graph_emulator.sharepoint import accounts
from graph_emulator.sharepoint.model import Kind, Node, Shape, Way
from graph_emulator.sharepoint.people import is_external, principal_type, upn_of

_SCOPES = {"anonymous": 0, "organization": 1, "users": 2}
_VIEWING = {"organization": 2, "anonymous": 4}
_FLEXIBLE = 6
_VIEW, _EDIT, _OWNER = 1, 2, 3
_ROLES = {
    "Full Control": _OWNER,
    "Design": _EDIT,
    "Edit": _EDIT,
    "Contribute": _EDIT,
    "Read": _VIEW,
    "Restricted View": 4,
}


def person_shape(state: State, principal: Principal) -> Shape:
    """Return an account as sharing information names it."""
    upn = upn_of(state, principal)
    return {
        "email": principal.email,
        "expiration": None if principal.form == "siteGroup" else "",
        "id": accounts.number_of(principal),
        "isActive": True,
        "isExternal": is_external(state, principal),
        "jobTitle": None,
        "loginName": principal.login,
        "name": principal.name or principal.email,
        "principalType": principal_type(principal),
        "userId": None,
        "userPrincipalName": upn,
    }


def _actor_shape(state: State, actor: Actor) -> Shape:
    user = state.get(User, actor.id)
    return person_shape(state, entry_for_user(user, ()).principal if user else accounts.SYSTEM)


def _link_kind(link: Link) -> int:
    kind = _VIEWING.get(link.scope)
    return _FLEXIBLE if kind is None else kind + (link.role == "write")


_UNUSED: Shape = {
    "AllowsAnonymousAccess": False,
    "ApplicationId": None,
    "BlocksDownload": False,
    "Created": "",
    "CreatedBy": None,
    "Description": None,
    "Embeddable": False,
    "Expiration": "",
    "HasExternalGuestInvitees": False,
    "Invitations": [],
    "IsActive": False,
    "IsAddressBarLink": False,
    "IsCreateOnlyLink": False,
    "IsDefault": True,
    "IsEditLink": False,
    "IsFormsLink": False,
    "IsReviewLink": False,
    "IsUnhealthy": False,
    "LastModified": "",
    "LastModifiedBy": None,
    "LimitUseToApplication": False,
    "LinkKind": 0,
    "PasswordLastModified": "",
    "PasswordLastModifiedBy": None,
    "RedeemedUsers": [],
    "RequiresPassword": False,
    "RestrictedShareMembership": False,
    "Scope": -1,
    "ShareId": "00000000-0000-0000-0000-000000000000",
    "ShareTokenString": None,
    "SharingLinkStatus": 0,
    "TrackLinkUsers": False,
    "Url": None,
}


def _details(state: State, link: Link, people: list[Shape]) -> Shape:
    creator = _actor_shape(state, link.creator)
    return {
        **_UNUSED,
        "AllowsAnonymousAccess": link.scope == "anonymous",
        "ApplicationId": link.creator.id if link.creator.form == "application" else None,
        "BlocksDownload": link.prevents_download,
        "CreatedBy": creator,
        "Expiration": link.expires_at or "",
        "HasExternalGuestInvitees": any(person["isExternal"] for person in people),
        "Invitations": [{"invitedBy": creator, "invitedOn": "", "invitee": person} for person in people],
        "IsActive": True,
        "IsCreateOnlyLink": link.type == "createOnly",
        "IsEditLink": link.role == "write",
        "IsReviewLink": link.type == "review",
        "LastModifiedBy": creator,
        "LinkKind": _link_kind(link),
        "RequiresPassword": link.has_password,
        "RestrictedShareMembership": link.scope == "users",
        "Scope": _SCOPES.get(link.scope, -1),
        "ShareId": link.id,
        "ShareTokenString": f"share={link.url.rpartition('/')[2]}",
        "Url": link.url,
    }


def _links(node: Node, item: Item) -> list[Shape]:
    state = node.state
    found = accounts.links_below(state, item)
    standing = [_link(state, item, link) for link in found]
    taken = {shape["linkDetails"]["LinkKind"] for shape in standing}
    unused = [
        {"isInherited": False, "linkDetails": {**_UNUSED, "LinkKind": kind}, "linkMembers": []}
        for kind in (5, 4, 3, 2)
        if kind not in taken
    ]
    return [*standing, *unused]


def _link(state: State, item: Item, link: Link) -> Shape:
    people = [person_shape(state, groups.principal_of(state, one)) for one in link.people]
    return {
        "isInherited": link.item_id != item.id,
        "linkDetails": _details(state, link, people),
        "linkMembers": people,
    }


def _principals(node: Node, item: Item) -> list[Shape]:
    """Return whoever is assigned a level there; the links' own groups and mere passing are left out."""
    inherited = scopes.holder(node.state, item)[0].id != item.id
    return [
        {"isInherited": inherited, "principal": person_shape(node.state, who), "role": role}
        for who, names in inheritance.role_assignments(node.state, item)
        if (role := max((_ROLES.get(name, 0) for name in names), default=0)) and not _is_of_link(node, who)
    ]


def _is_of_link(node: Node, who: Principal) -> bool:
    group = node.state.get(SiteGroup, f"{node.visit.site.id}/{who.key}")
    return who.form == "siteGroup" and group is not None and bool(group.link_id)


def _site_admins(node: Node) -> list[Shape]:
    admins = (node.state.get(User, user_id) for user_id in node.visit.site.admins)
    return [
        {
            "isInherited": False,
            "principal": person_shape(node.state, entry_for_user(user, ()).principal),
            "role": _OWNER,
        }
        for user in admins
        if user is not None
    ]


def _permissions(node: Node) -> Shape:
    item: Item = node.value
    links = _links(node, item)
    return {
        "hasInheritedLinks": any(link["isInherited"] for link in links),
        "links": links,
        "principals": _principals(node, item),
        "siteAdmins": _site_admins(node),
    }


INFORMATION = Kind(
    name="SP.Sharing.SharingInformation",
    shown={
        "anonymousLinkExpirationRestrictionDays": lambda _node: -1,
        "displayName": lambda node: node.value.name,
        "itemUniqueId": lambda node: node.value.guid,
        "microserviceShareUiUrl": lambda _node: "",
        "siteId": lambda node: node.visit.site.id.split(",")[1],
        "webUrl": lambda node: node.visit.url,
    },
    asked={"permissionsInformation": _permissions},
)
SHARING_WAY = Way(
    name="GetSharingInformation",
    to=INFORMATION.name,
    follow=lambda node, _args: node.value,
    method="POST",
    need="share",
    params=("request",),
    topic="pnp-cli/file-sharinginfo-get",
    notes="when links were made, sharing abilities, access requests, the picker's settings",
)
