"""SP.User and SP.Group with their collections, and the changes of who is in a group.

Source: sp-dev-docs:users-groups-and-roles
Source: pnp-cli:spo/commands/group
"""

from collections.abc import Iterable, Mapping
from typing import Any

from graph_emulator.files import groups
from graph_emulator.files.models import Principal, SiteGroup
from graph_emulator.sharepoint import accounts, rights
from graph_emulator.sharepoint.faults import no_group, no_user
from graph_emulator.sharepoint.model import Args, Kind, Node, Property, Way
from graph_emulator.sharepoint.people import principal_type, upn_of, user_of

_TOPIC = "sp-add-ins/users-groups-and-roles"
_ISSUER = "urn:federation:microsoftonline"
_STANDARD = frozenset({groups.OWNERS, groups.VISITORS, groups.MEMBERS})


def _user_id(node: Node) -> dict[str, str] | None:
    user = user_of(node.state, node.value)
    if user is None:
        return None
    name = node.state.ids.derived("puid", user.id).replace("-", "")[:12]
    return {"NameId": f"1003{name}", "NameIdIssuer": _ISSUER}


def _object_id(node: Node) -> dict[str, str] | None:
    user = user_of(node.state, node.value)
    return {"NameId": user.id, "NameIdIssuer": "urn:federation:microsoftonline"} if user else None


_COMMON: Mapping[str, Property] = {
    "Id": lambda node: accounts.number_of(node.value),
    "IsHiddenInUI": lambda node: node.value.form == "system",
    "LoginName": lambda node: node.value.login,
    "Title": lambda node: node.value.name or node.value.email,
    "PrincipalType": lambda node: principal_type(node.value),
}
_GROUPS_OWN = frozenset(
    {
        "users",
        "allowmemberseditmembership",
        "allowrequesttojoinleave",
        "autoacceptrequesttojoinleave",
        "description",
        "onlyallowmembersviewmembership",
        "ownertitle",
        "requesttojoinleaveemailsetting",
    }
)
USER = Kind(
    name="SP.User",
    also=_GROUPS_OWN,
    shown={
        **_COMMON,
        "Email": lambda node: node.value.email,
        "Expiration": lambda _node: "",
        "IsEmailAuthenticationGuestUser": lambda node: node.value.form == "address",
        "IsShareByEmailGuestUser": lambda _node: False,
        "IsSiteAdmin": lambda node: (
            node.value.form == "system"
            or (node.value.form == "user" and node.value.key in node.visit.site.admins)
        ),
        "UserId": _user_id,
        "UserPrincipalName": lambda node: upn_of(node.state, node.value),
    },
    asked={"AadObjectId": _object_id},
    ways=(
        Way(
            name="Groups",
            to="SP.GroupCollection",
            follow=lambda node, _args: [
                group
                for group in _groups(node)
                if any(one.login == node.value.login for one in _people(node, group))
            ],
            topic=_TOPIC,
        ),
    ),
)


def _view(node: Node) -> SiteGroup:
    group = groups.group_named(node.state, node.visit.site.id, node.value.key)
    if group is None:
        raise no_group()
    return group


def _owner_title(node: Node) -> str:
    owners = groups.group_named(node.state, node.visit.site.id, groups.OWNERS)
    is_standard = node.value.key in _STANDARD
    return owners.title if owners and is_standard else accounts.SYSTEM.name


GROUP = Kind(
    name="SP.Group",
    also=frozenset(name.casefold() for name in (*USER.shown, *USER.asked, "Groups")),
    shown={
        **_COMMON,
        "AllowMembersEditMembership": lambda node: node.value.key == groups.MEMBERS,
        "AllowRequestToJoinLeave": lambda _node: False,
        "AutoAcceptRequestToJoinLeave": lambda _node: False,
        "Description": lambda _node: None,
        "OnlyAllowMembersViewMembership": lambda node: node.value.key not in _STANDARD,
        "OwnerTitle": _owner_title,
        "RequestToJoinLeaveEmailSetting": lambda _node: "",
    },
    ways=(
        Way(
            name="Users",
            to="SP.UserCollection",
            follow=lambda node, _args: _view(node),
            topic=_TOPIC,
            notes="a group's own view setting",
        ),
    ),
)


def _groups(node: Node) -> list[Principal]:
    site = node.visit.site
    return [accounts.group_principal(one) for one in node.state.find(SiteGroup, "site", site.id)]


def _people(node: Node, group: Principal) -> list[Principal]:
    found = groups.group_named(node.state, node.visit.site.id, group.key)
    return groups.view(node.state, found).people if found else []


def _group_by_id(node: Node, args: Args) -> Principal:
    wanted = str(args.number(0, "id"))
    return _one(group for group in node.value if group.key == wanted)


def _group_by_name(node: Node, args: Args) -> Principal:
    wanted = args.text(0, "name").casefold()
    return _one(group for group in node.value if group.name.casefold() == wanted)


def _one(found: Iterable[Principal]) -> Principal:
    group = next(iter(found), None)
    if group is None:
        raise no_group()
    return group


def _check_change(node: Node, group: SiteGroup) -> None:
    if group.number in _STANDARD:
        rights.check_site_is_its_own(node.visit)


def _add(node: Node, args: Args) -> Principal:
    group: SiteGroup = node.value
    _check_change(node, group)
    principal = accounts.remember(node.visit, accounts.resolved(node.visit, args.text(0, "LoginName")))
    groups.add_person(node.state, group, principal)
    return principal


def _remove_by_id(node: Node, args: Args) -> None:
    wanted = args.number(0, "id")
    _remove(node, [one for one in _members(node) if accounts.number_of(one) == wanted])


def _remove_by_login(node: Node, args: Args) -> None:
    wanted = args.text(0, "loginName").casefold()
    _remove(node, [one for one in _members(node) if one.login.casefold() == wanted])


def _remove(node: Node, found: list[Principal]) -> None:
    group: SiteGroup = node.value
    _check_change(node, group)
    if not found:
        raise no_user()
    groups.remove_person(node.state, group, found[0].login)


def _members(node: Node) -> list[Principal]:
    return groups.view(node.state, node.value).people


def _lookup(find: Any, *, of_group: bool) -> Any:
    def follow(node: Node, args: Args) -> Principal:
        principal: Principal = find(node, args)
        if of_group and principal.login not in {one.login for one in _members(node)}:
            raise no_user()
        return principal

    return follow


def _by_number(node: Node, args: Args) -> Principal:
    return accounts.by_number(node.state, node.visit.site, args.number(0, "id"))


def _by_login(node: Node, args: Args) -> Principal:
    return accounts.by_login(node.state, node.visit.site, args.text(0, "loginName"))


def _by_email(node: Node, args: Args) -> Principal:
    return accounts.by_address(node.state, node.visit.site, args.text(0, "emailAddress", "email"))


def _lookups(*, of_group: bool) -> tuple[Way, ...]:
    return (
        Way(name="GetById", to="SP.User", follow=_lookup(_by_number, of_group=of_group), params=("id",)),
        Way(
            name="GetByEmail",
            to="SP.User",
            follow=_lookup(_by_email, of_group=of_group),
            params=("emailAddress",),
        ),
        Way(
            name="GetByLoginName",
            to="SP.User",
            follow=_lookup(_by_login, of_group=of_group),
            params=("loginName",),
        ),
    )


SITE_USERS = Kind(
    name="SP.SiteUserCollection",
    row="SP.User",
    rows=lambda node: node.value,
    key="GetById",
    address=lambda principal: str(accounts.number_of(principal)),
    ways=_lookups(of_group=False),
)
USERS = Kind(
    name="SP.UserCollection",
    row="SP.User",
    rows=_members,
    key="GetById",
    address=lambda principal: str(accounts.number_of(principal)),
    ways=(
        *_lookups(of_group=True),
        Way(
            name="RemoveById",
            follow=_remove_by_id,
            method="POST",
            params=("id",),
            need="manage",
            write=True,
            topic=_TOPIC,
        ),
        Way(
            name="RemoveByLoginName",
            follow=_remove_by_login,
            method="POST",
            params=("loginName",),
            need="manage",
            write=True,
            topic=_TOPIC,
        ),
    ),
    own=(
        Way(
            name="Add",
            to="SP.User",
            follow=_add,
            method="POST",
            params=("LoginName", "Email", "Title"),
            need="manage",
            write=True,
            topic=_TOPIC,
            notes="people of other tenants",
        ),
    ),
)
GROUPS = Kind(
    name="SP.GroupCollection",
    row="SP.Group",
    rows=lambda node: node.value,
    key="GetById",
    address=lambda group: group.key,
    ways=(
        Way(name="GetById", to="SP.Group", follow=_group_by_id, params=("id",)),
        Way(name="GetByName", to="SP.Group", follow=_group_by_name, params=("name",)),
    ),
)
PRINCIPAL = Kind(
    name="SP.Principal",
    shown={**USER.shown, **GROUP.shown},
    ways=(*USER.ways, *GROUP.ways),
    choose=lambda principal: GROUP.name if principal.form == "siteGroup" else USER.name,
)


def groups_of(node: Node) -> list[Principal]:
    """Return every group of the site as an entry names it."""
    return _groups(node)
