"""Permissions as Graph writes them.

Source: graph:resources/permission
Source: graph:resources/sharinglink
"""

from typing import Any

from graph_emulator.directory.models import Group, User
from graph_emulator.files import strangers, tree
from graph_emulator.files.holdings import Holding
from graph_emulator.files.links import share_id
from graph_emulator.files.models import Entry, Item, Link, LinkPerson, Principal
from graph_emulator.files.principals import site_number, user_login
from graph_emulator.kernel.state import State

Shape = dict[str, Any]

NO_EXPIRY = "0001-01-01T00:00:00Z"
_DEPRECATED_ONE = "GrantedTo has been deprecated. Refer to GrantedToV2"
_DEPRECATED_MANY = "GrantedToIdentities has been deprecated. Refer to GrantedToIdentitiesV2"


def permission_shape(state: State, holding: Holding, *, secrets: bool) -> Shape:
    """Return a permission as Graph writes it.

    Args:
        state: The tenant.
        holding: The permission, with where it comes from.
        secrets: Whether the caller may see the link's URL and the share id.
    """
    source = holding.source
    shape = (
        link_shape(state, source, secrets=secrets) if isinstance(source, Link) else entry_shape(state, source)
    )
    if holding.above is not None:
        shape |= _inherited_from(state, holding.above)
    return shape


def _inherited_from(state: State, above: Item) -> Shape:
    """SharePoint's way with `inheritedFrom`: an empty object, as a rule, though it names an ancestor."""
    form = state.quirks.permission_inherited_from
    if form == "omitted":
        return {}
    if form == "empty-object":
        return {"inheritedFrom": {}}
    path = tree.path_of(state, above)
    reference = {
        "driveId": above.drive_id,
        "id": above.id,
        "path": "/drive/root:" + (f"/{path}" if path else ""),
    }
    return {"inheritedFrom": reference}


def entry_shape(state: State, entry: Entry) -> Shape:
    """Return a direct, group, site group or application permission as Graph writes it."""
    shape: Shape = {"id": entry.id, "roles": list(entry.roles)}
    if entry.invited_as:
        shape["invitation"] = {"email": entry.invited_as, "signInRequired": True}
    if not _is_hidden(state, entry):
        shape["@deprecated.GrantedTo"] = _DEPRECATED_ONE
        identity = _identity(state, entry.principal)
        shape["grantedTo"] = _old_identity(identity)
        shape["grantedToV2"] = identity
    return shape


def _is_hidden(state: State, entry: Entry) -> bool:
    """Whether nobody is named yet: an address has no account, a guest may not have come in so far."""
    if entry.principal.form == "address":
        return True
    person = LinkPerson(form=entry.principal.form, key=entry.principal.key)
    return not state.quirks.permission_pending_shown and strangers.is_pending(state, person)


def _identity(state: State, principal: Principal) -> Shape:
    if principal.form == "user":
        return _person(state, principal.key, principal)
    if principal.form == "application":
        return {"application": {"id": principal.key, "displayName": principal.name}}
    if principal.form == "group":
        name = {"id": principal.key, "displayName": principal.name}
        return {"group": name, "siteUser": {**_site_identity(principal), "id": site_number(principal.login)}}
    return {principal.form: _site_identity(principal)}


def _site_identity(principal: Principal) -> Shape:
    shape = {"id": principal.key, "displayName": principal.name, "loginName": principal.login}
    return {**shape, "email": principal.email} if principal.email else shape


def _person(state: State, user_id: str, remembered: Principal | None = None) -> Shape:
    user = state.get(User, user_id)
    if user is None or user.deleted_at is not None:  # the site goes on naming whom the directory forgot
        name = remembered.name if remembered else user.name if user else ""
        known = {"id": user_id} if state.quirks.permission_stale_ids else {}
        return {"user": {**known, "displayName": name}}
    login = user_login(user)
    who = {"id": user.id, "displayName": user.name} | ({"email": user.mail} if user.mail else {})
    return {"user": who, "siteUser": {**who, "id": site_number(login), "loginName": login}}


def _old_identity(identity: Shape) -> Shape:
    """Return the deprecated twin: it knows people and applications; anything else is a user without id."""
    old: Shape = {name: identity[name] for name in ("user", "application") if name in identity}
    return old or {"user": {"displayName": next(iter(identity.values()))["displayName"]}}


def link_shape(state: State, link: Link, *, secrets: bool) -> Shape:
    """Return a sharing link as Graph writes it.

    A link that blocks downloads reads back as `view` with `preventsDownload`, whatever was asked for.
    """
    identities = [_linked(state, person) for person in _listed(state, link)]
    shape: Shape = {
        "id": link.id,
        "roles": [link.role],
        "hasPassword": link.has_password,
        "@deprecated.GrantedToIdentities": _DEPRECATED_MANY,
        "grantedToIdentities": [_old_identity(one) for one in identities],
        "grantedToIdentitiesV2": identities,
        "link": _link_facet(link, secrets=secrets),
    }
    if link.scope != "users" or link.expires_at is not None:
        shape["expirationDateTime"] = link.expires_at or NO_EXPIRY
    return {**shape, "shareId": share_id(link.url)} if secrets else shape


def _listed(state: State, link: Link) -> list[LinkPerson]:
    """Return whom a link lists: the people on it, and on a wider one perhaps those who opened it."""
    people = list(link.people)
    if link.scope != "users" and state.quirks.links_show_redeemers:
        people += [one for one in link.redeemed if one not in people]
    if state.quirks.permission_pending_shown:
        return people
    return [one for one in people if not strangers.is_pending(state, one, link)]


def _linked(state: State, person: LinkPerson) -> Shape:
    if person.form == "user":
        return _person(state, person.key)
    if person.form == "address":
        return {"user": {"email": person.key}}
    group = state.get(Group, person.key)
    return {"group": {"id": person.key, "displayName": group.name if group else ""}}


def _link_facet(link: Link, *, secrets: bool) -> Shape:
    facet: Shape = {"scope": link.scope, "type": link.type, "preventsDownload": link.prevents_download}
    if secrets:
        facet["webUrl"] = link.url
    if link.creator.form == "application":
        facet["application"] = {"id": link.creator.id, "displayName": link.creator.name}
    return facet
