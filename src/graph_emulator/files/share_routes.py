"""Inviting people to an item, and letting people use a link: invite, grant, and the link by its URL.

Source: graph:api/driveitem-invite
Source: graph:api/permission-grant
Source: graph:api/shares-get
"""

from typing import Any

from msgspec.structs import replace

from graph_emulator.directory.models import Group, User
from graph_emulator.files import callers, existing_access, links, policy, scopes, strangers
from graph_emulator.files.holdings import Holding
from graph_emulator.files.item_routes import one_item
from graph_emulator.files.models import Entry, Item, Link, LinkPerson
from graph_emulator.files.permission_routes import expiry, one_permission, roles_of
from graph_emulator.files.permission_shapes import permission_shape
from graph_emulator.files.principals import (
    entry_for_address,
    entry_for_group,
    entry_for_user,
    link_person,
    recipient,
)
from graph_emulator.kernel.faults import access_denied, invalid, not_found
from graph_emulator.kernel.routes import Answer, Call, Route, UserPrincipal
from graph_emulator.kernel.spending import spend
from graph_emulator.posture import rules

_LONGEST_MESSAGE = 2000
_INVITE: dict[str, type | tuple[type, ...]] = {
    "recipients": list,
    "roles": list,
    "requireSignIn": bool,
    "sendInvitation": bool,
    "message": str,
    "retainInheritedPermissions": bool,
    "expirationDateTime": str,
    "password": str,
}


def invite(call: Call) -> Answer:
    """Give people a role on an item directly; there is no way to block downloads here."""
    item = callers.item_to_change(call)
    fields = call.fields(_INVITE)
    roles = roles_of(fields.get("roles"))
    found = [recipient(call.state, one) for one in _recipients(fields)]
    _check_invitation(fields, found)
    policy.check_sharing(call.state, item, rules.Sharing(call.principal, people=_keys(found)))
    if fields.get("sendInvitation"):
        spend(call.state, call.principal, "sharing-mail", _outsiders(found), call.headers)
    retain = fields.get("retainInheritedPermissions", True)
    found = [strangers.welcomed(call.state, one) for one in found]
    entries = [_give(call, item, _entry(one, roles), retain=retain) for one in found]
    rows = [permission_shape(call.state, Holding(entry, None), secrets=True) for entry in entries]
    return Answer(status=200, body={"@odata.context": call.context("Collection(permission)"), "value": rows})


def _give(call: Call, item: Item, entry: Entry, *, retain: bool = True) -> Entry:
    """Give somebody an item, and the right to pass through what lies above it."""
    standing = scopes.add_entry(call.state, item, entry, retain=retain)
    scopes.note_limited_access(call.state, item, replace(entry, roles=()))
    return standing


def _keys(found: list[User | Group | str]) -> tuple[str, ...]:
    return tuple(one if isinstance(one, str) else one.id for one in found)


def _outsiders(found: list[User | Group | str]) -> int:
    """Return to how many recipients the invitation leaves the organisation, where letters are limited."""
    return sum(isinstance(one, str) or (isinstance(one, User) and one.user_type == "Guest") for one in found)


def _recipients(fields: dict[str, Any]) -> list[object]:
    asked: list[object] = fields.get("recipients") or []
    if not asked:
        raise invalid("The property 'recipients' is required.")
    return asked


def _check_invitation(fields: dict[str, Any], found: list[User | Group | str]) -> None:
    if len(fields.get("message", "")) > _LONGEST_MESSAGE or "password" in fields:
        raise invalid("The message is too long, or a password was given.")
    if "expirationDateTime" in fields:
        expiry(fields["expirationDateTime"])
    silent = not fields.get("sendInvitation", False)
    if not fields.get("requireSignIn", True) and silent:
        raise invalid("Either a sign-in is required or an invitation is sent.")
    if silent and any(isinstance(one, str) for one in found):
        raise invalid("Somebody without an account can be invited by mail only.")


def _entry(found: User | Group | str, roles: tuple[str, ...]) -> Entry:
    if isinstance(found, User):
        return entry_for_user(found, roles)
    return entry_for_group(found, roles) if isinstance(found, Group) else entry_for_address(found, roles)


def _shared(call: Call) -> tuple[Link, Item]:
    link = links.link_by_share_id(call.state, call.params["share"])
    item = call.state.get(Item, link.item_id)
    if item is None or item.deleted:
        raise not_found()
    if isinstance(call.principal, UserPrincipal) and _wants_redeeming(call):
        link = _redeemed(call, link, call.principal.user_id)
    return link, callers.check_may_read(call, item)


def _own(call: Call) -> Item | None:
    """Return the item when the URL is its own address, which is a link for existing access."""
    item = existing_access.item_by_address(call.state, call.params["share"])
    return None if item is None else callers.check_may_read(call, item)


def _existing(call: Call, item: Item) -> dict[str, Any]:
    role = "write" if callers.may_write(call, item) else "read"
    return existing_access.shape_of(call.state, item, role)


def _wants_redeeming(call: Call) -> bool:
    asked = {one.strip().lower() for one in call.headers.get("prefer", "").split(",")}
    return not asked.isdisjoint({"redeemsharinglink", "redeemsharinglinkifnecessary"})


def _redeemed(call: Call, link: Link, user_id: str) -> Link:
    person = LinkPerson(form="user", key=user_id)
    if not strangers.may_open(call.state, link, person):
        raise not_found("The sharing link no longer exists, or you do not have permission.")
    return strangers.redeem(call.state, link, person)


def get_shared(call: Call) -> Answer:
    """Answer with what a sharing URL stands for: the item's name, and the library as its owner."""
    own = _own(call)
    link, item = (None, own) if own is not None else _shared(call)
    _, site = links.drive_and_site(call.state, item)
    body = {
        "@odata.context": call.context("shares/$entity"),
        "id": call.params["share"] if link is None else links.share_id(link.url),
        "name": item.name,
        "owner": {"user": {"displayName": f"{site.title} Owners"}},
    }
    return Answer(status=200, body=body)


def get_shared_permission(call: Call) -> Answer:
    """Answer with the permission that a sharing URL stands for."""
    own = _own(call)
    if own is not None:
        context = call.context(f"shares('{call.params['share']}')/permission/$entity")
        shape = _existing(call, own)
        return Answer(status=200, body={"@odata.context": context, **shape})
    link, item = _shared(call)
    return one_permission(call, item, Holding(link, None))


def get_shared_item(call: Call) -> Answer:
    """Answer with the item that a sharing URL leads to."""
    return one_item(call, _own(call) or _shared(call)[1])


def grant(call: Call) -> Answer:
    """Put people on a link, which may have another URL afterwards.

    An application needs full control for this, as users of it report; the documents ask for less.
    """
    if call.state.quirks.grant_requires_full_control and not callers.has_full_control(call):
        raise access_denied()
    own = _own(call)
    if own is not None:
        return _grant_directly(call, callers.check_may_write(call, own))
    link, item = _shared(call)
    callers.check_may_write(call, item)
    fields = call.fields({"recipients": list, "roles": list})
    found = [recipient(call.state, one) for one in _recipients(fields)]
    if roles_of(fields.get("roles")) != (link.role,):
        raise invalid("The roles must be those of the link.")
    policy.check_sharing(
        call.state, item, rules.Sharing(call.principal, scope=link.scope, people=_keys(found))
    )
    if link.scope == "users":
        people = (link_person(strangers.welcomed(call.state, one)) for one in found)
        link = links.add_people(call.state, link, tuple(people))
    link = links.rotate(call.state, link)
    shape = permission_shape(call.state, Holding(link, None), secrets=True)
    return Answer(
        status=200, body={"@odata.context": call.context("Collection(permission)"), "value": [shape]}
    )


def _grant_directly(call: Call, item: Item) -> Answer:
    """Give people the item itself, in the role that is asked for, as a link for existing access has none."""
    fields = call.fields({"recipients": list, "roles": list})
    roles = roles_of(fields.get("roles"))
    found = [recipient(call.state, one) for one in _recipients(fields)]
    policy.check_sharing(call.state, item, rules.Sharing(call.principal, people=_keys(found)))
    welcomed = [strangers.welcomed(call.state, one) for one in found]
    entries = [_give(call, item, _entry(one, roles)) for one in welcomed]
    rows = [permission_shape(call.state, Holding(entry, None), secrets=True) for entry in entries]
    return Answer(
        status=200,
        body={
            "@odata.context": call.context("Collection(permission)"),
            "value": [_existing(call, item), *rows],
        },
    )


SHARE_ROUTES = (
    Route(
        method="POST",
        template="/drives/{drive}/items/{item}/invite",
        topic="api/driveitem-invite",
        handler=invite,
        roles=callers.WRITE_ROLES,
        units=5,
        sharing=True,
        write=True,
        notes="how the mails look; partial results",
    ),
    Route(
        method="GET",
        template="/shares/{share}",
        topic="api/shares-get",
        handler=get_shared,
        roles=callers.READ_ROLES,
        notes="$expand; share ids that are no encoded URL",
    ),
    Route(
        method="GET",
        template="/shares/{share}/permission",
        topic="api/shares-get",
        handler=get_shared_permission,
        roles=callers.READ_ROLES,
        units=5,
        notes="share ids that are no encoded URL",
    ),
    Route(
        method="GET",
        template="/shares/{share}/driveItem",
        topic="api/shares-get",
        handler=get_shared_item,
        roles=callers.READ_ROLES,
        notes="share ids that are no encoded URL",
    ),
    Route(
        method="POST",
        template="/shares/{share}/permission/grant",
        topic="api/permission-grant",
        handler=grant,
        roles=callers.WRITE_ROLES,
        units=5,
        sharing=True,
        write=True,
        notes="an invitation's link for each outsider on a link for existing access",
    ),
)
