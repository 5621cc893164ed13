"""The laws for each kind of write: the one body that it may have, and the ids that it may name (law 3)."""

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec

from sharepoint_gate.access.observed import ItemId, MembershipId, ObjectId, PermissionId
from sharepoint_gate.access.permit import ItemPermit, WritePermit
from sharepoint_gate.graph.created import Created
from sharepoint_gate.graph.door_invite import why_not_invited
from sharepoint_gate.graph.door_items import ITEM_RULES
from sharepoint_gate.graph.door_mail import why_not_mail
from sharepoint_gate.graph.model import NOT_JSON
from sharepoint_gate.graph.routes import Match, RouteName

_MEMBER_TYPE = "#microsoft.graph.aadUserConversationMember"
_ROLES: dict[str, list[str]] = {"owner": ["owner"], "member": []}


@dataclass(frozen=True, slots=True)
class Allowed:
    """What may be written: the permit, and what this run made itself."""

    permit: WritePermit
    created: Created
    resource: str

    def item(self, match: Match) -> ItemPermit | None:
        """Return the permit of the item in the path; None for another drive or an item without one."""
        if match.ids.get("drive") != self.permit.drive_id:
            return None
        return self.permit.items.get(ItemId(match.ids["item"]))

    def shared_item(self, match: Match) -> ItemId | None:
        """Return the item behind the share in the path, when its URL is one that may be granted on."""
        url = _shared_url(match.ids.get("share", ""))
        if url is None:
            return None
        if url in self.created.share_urls:
            return self.created.share_urls[url]
        return next((item for item, rights in self.permit.items.items() if url in rights.share_urls), None)

    def channel(self, match: Match) -> bool:
        """Return whether the path names the permit's own channel."""
        permit = self.permit
        return (match.ids["team"], match.ids["channel"]) == (permit.team_id, permit.channel_id)

    def made(self, match: Match) -> bool:
        """Return whether this run made the permission in the path, or may have: it was not there before."""
        item, permission = ItemId(match.ids["item"]), PermissionId(match.ids["permission"])
        if match.ids["drive"] != self.permit.drive_id:
            return False
        return (item, permission) in self.created.permissions or self._perhaps_made(item, permission)

    def _perhaps_made(self, item: ItemId, permission: PermissionId) -> bool:
        rights = self.permit.items.get(item)
        seen = rights.seen if rights is not None else None
        return seen is not None and item in self.created.unclear and permission not in seen


def why_not(allowed: Allowed, match: Match, body: bytes) -> str:
    """Return why a write may not leave; empty when it may."""
    if match.route.name in ITEM_RULES:
        return ITEM_RULES[match.route.name](allowed.permit, allowed.created, match, body)
    try:
        content = msgspec.json.decode(body) if body else None
    except NOT_JSON:
        return "its body is not JSON"
    if body and msgspec.json.encode(content) != body:
        return "its body could be read in two ways"
    return _RULES[match.route.name](allowed, match, content)


def _create_link(allowed: Allowed, match: Match, body: Any) -> str:
    rights = allowed.item(match)
    people = _named(body, "recipients")
    if rights is None or not people or not people <= rights.may_name:
        return "the permit does not hold these people on this item"
    wanted = {
        "recipients": body["recipients"],
        "retainInheritedPermissions": True,
        "scope": "users",
        "sendNotification": False,
        "type": "blocksDownload",
    }
    return "" if _same(body, wanted) else "it asks for another link than the gate's own"


def _grant(allowed: Allowed, match: Match, body: Any) -> str:
    item = allowed.shared_item(match)
    rights = allowed.permit.items.get(item) if item is not None else None
    people = _named(body, "recipients")
    if rights is None or not people or not people <= rights.may_name:
        return "the permit does not hold these people on this link"
    wanted = {"recipients": body["recipients"], "roles": ["read"]}
    return "" if _same(body, wanted) else "it gives another role than read"


def _revoke(allowed: Allowed, match: Match, body: Any) -> str:
    people = _named(body, "grantees")
    if not people or not _same(body, {"grantees": body["grantees"]}):
        return "it names nobody, or more than people to be taken off"
    if allowed.made(match):
        return ""
    rights = allowed.item(match)
    may = (rights.may_revoke or {}) if rights else {}
    named = may.get(PermissionId(match.ids["permission"]), frozenset())
    return "" if people <= named else "the permit does not hold taking these people off this link"


def _delete(allowed: Allowed, match: Match, body: Any) -> str:
    rights = allowed.item(match)
    may = rights.may_delete if rights else frozenset()
    held = PermissionId(match.ids["permission"]) in may or allowed.made(match)
    return "" if held and body is None else "the permit does not hold deleting this permission"


def _add_member(allowed: Allowed, match: Match, body: Any) -> str:
    if not allowed.channel(match) or not isinstance(body, dict):
        return "the permit does not hold this channel"
    for person, role in allowed.permit.add_members.items():
        if _same(body, _member_body(allowed.resource, person, role)):
            return ""
    return "the permit does not hold this member in this role"


def _member_body(resource: str, person: ObjectId, role: str) -> dict[str, object]:
    reference = f"{resource}/v1.0/users('{person}')"
    return {"@odata.type": _MEMBER_TYPE, "roles": _ROLES.get(role), "user@odata.bind": reference}


def _remove_member(allowed: Allowed, match: Match, body: Any) -> str:
    member = MembershipId(match.ids["member"])
    held = member in allowed.permit.remove_members or member in allowed.created.members
    return "" if held and allowed.channel(match) and body is None else "the permit does not hold this removal"


def _set_role(allowed: Allowed, match: Match, body: Any) -> str:
    role = allowed.permit.set_roles.get(MembershipId(match.ids["member"]), "")
    wanted = {"@odata.type": _MEMBER_TYPE, "roles": _ROLES.get(role)}
    held = role in _ROLES and allowed.channel(match) and _same(body, wanted)
    return "" if held else "the permit does not hold this role for this member"


def _revoke_sessions(allowed: Allowed, match: Match, body: Any) -> str:
    held = ObjectId(match.ids["user"]) in allowed.permit.revoke_sessions
    return "" if held and body is None else "the permit does not hold ending this account's sign-ins"


def _invite(allowed: Allowed, _match: Match, body: Any) -> str:
    return why_not_invited(allowed.permit, allowed.created, body)


def _send_mail(allowed: Allowed, match: Match, body: Any) -> str:
    return why_not_mail(allowed.permit, allowed.created, match, body)


_RULES: dict[RouteName, Callable[[Allowed, Match, Any], str]] = {
    RouteName.CREATE_LINK: _create_link,
    RouteName.GRANT: _grant,
    RouteName.REVOKE_GRANTS: _revoke,
    RouteName.DELETE_PERMISSION: _delete,
    RouteName.ADD_MEMBER: _add_member,
    RouteName.REMOVE_MEMBER: _remove_member,
    RouteName.SET_ROLE: _set_role,
    RouteName.REVOKE_SESSIONS: _revoke_sessions,
    RouteName.INVITE: _invite,
    RouteName.SEND_MAIL: _send_mail,
}


def _named(body: Any, key: str) -> frozenset[ObjectId]:
    """Return the object ids that a body names; empty when it names anybody in another way."""
    entries = body.get(key) if isinstance(body, dict) else None
    if not isinstance(entries, list) or not all(_plain(entry) for entry in entries):
        return frozenset()
    return frozenset(ObjectId(entry["objectId"]) for entry in entries)


def _plain(entry: object) -> bool:
    return isinstance(entry, dict) and list(entry) == ["objectId"] and isinstance(entry["objectId"], str)


def _same(body: object, wanted: object) -> bool:
    """Compare as JSON: in Python true equals 1."""
    return _canonical(body) == _canonical(wanted)


def _canonical(value: object) -> bytes:
    return msgspec.json.encode(value, order="deterministic")


def _shared_url(share: str) -> str | None:
    if not share.startswith("u!"):
        return None
    text = share[2:]
    try:
        url = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None
    again = base64.urlsafe_b64encode(url.encode()).decode().rstrip("=")
    return url if again == text else None
