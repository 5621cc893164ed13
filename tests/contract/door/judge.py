"""An independent judge of what leaves: it reads bytes as the most lenient of servers would, and weighs them.

It shares no code with the door. Whatever could be understood in a second way is understood in the worse
one: a method in a header counts, letter case does not, encodings are undone until nothing is left of them,
and of two keys of one name both count.

Source: graph:api/driveitem-createlink, graph:api/permission-grant, graph:api/permission-revokegrants
Source: graph:concepts/json-batching
"""

import base64
import binascii
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_to_bytes

_READS = {"get", "head", "options"}
_OVERRIDES = ("x-http-method-override", "x-http-method", "x-method-override")
_KEYED = re.compile(r"(.+)\('([^']*)'\)")
_BODY_FORMS = {"application/json", "text/plain", ""}
_PLACED = re.compile(r"drives/([^/]+)/items/([^/]+)/(.+)")


@dataclass(frozen=True, slots=True)
class Left:
    """A request that left, as bytes."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(slots=True)
class Made:
    """What answers said that this door's own requests made."""

    permissions: set[tuple[str, str]] = field(default_factory=set)
    shares: dict[str, str] = field(default_factory=dict)
    members: set[str] = field(default_factory=set)
    items: set[str] = field(default_factory=set)

    def learn(self, left: Left, status: int, body: bytes) -> None:
        """Take in an answer."""
        path = _path(left.target)
        answer = _plain(_json(body))
        if status >= 300 or not isinstance(answer, dict):
            return
        placed = _PLACED.search(path)
        item = placed[2] if placed else self.shares.get(_shared(path) or "", "")
        for entry in [answer, *(answer.get("value") or [])]:
            link = entry.get("link") if isinstance(entry, dict) else None
            if isinstance(link, dict) and item:
                self.permissions.add((item, str(entry.get("id"))))
                self.shares[str(link.get("webUrl"))] = item
        if path.lower().endswith("/members"):
            self.members.add(str(answer.get("id")))
        if left.method.lower() in {"put", "post"} and ("folder" in answer or "file" in answer):
            self.items.add(str(answer.get("id")))


def wrong(left: Left, permit: Any, made: Made) -> str:
    """Return what this request does beyond the permit; empty where it does nothing beyond it."""
    if left.headers.get("content-type", "").partition(";")[0].strip().lower() not in _BODY_FORMS:
        return "its body is to be read as something else than JSON"
    if "charset" in left.headers.get("content-type", "").lower().replace("charset=utf-8", ""):
        return "its body is to be read in another alphabet"
    if left.headers.get("content-length", str(len(left.body))) != str(len(left.body)):
        return "it tells another length than it has"
    if any(name in left.headers for name in ("transfer-encoding", "content-encoding", "upgrade", "cookie")):
        return "headers change what it says"
    methods = {left.method.lower()} | {left.headers[one].lower() for one in _OVERRIDES if one in left.headers}
    return _wrong(methods, _path(left.target), left.body, permit, made)


def _wrong(methods: set[str], path: str, body: bytes, permit: Any, made: Made) -> str:
    parts = path.lower().split("/")
    if parts[-1] == "$batch":
        return next(filter(None, (_wrong_part(part, permit) for part in _parts(body))), "")
    if parts[0] not in {"v1.0", "beta"} or not permit:
        return "it is none of Graph's operations"
    if methods <= _READS:
        return _wrong_read(path, permit)
    if methods & _READS or len(methods) > 1:
        return "it has two methods"
    return _wrong_write(methods.pop(), path.split("/")[1:], body, permit, made)


def _wrong_read(path: str, permit: Any) -> str:
    lower = path.lower()
    if re.search(r"/(content|\$value|preview|thumbnails|attachments)(/|$)", lower):
        return "it opens a content"
    box = re.search(r"/(?:users|me)/([^/]*)/?(?:mailfolders|messages)", lower)
    if box and box[1] != permit.mail_sender.lower():
        return "it looks into somebody's mails"
    return ""


def _wrong_part(part: Any, permit: Any) -> str:
    if not isinstance(part, dict):
        return "a part that is no object"
    method, url = str(part.get("method", "")), str(part.get("url", ""))
    if "://" in url or url.startswith("//"):
        return "a part for another host"
    if {key.lower() for key in part} & {"headers", "body", "dependson"} or method.lower() != "get":
        return "a part that is more than a read"
    return _wrong_read(_path("/v1.0/" + url.lstrip("/")), permit)


def _wrong_write(method: str, parts: list[str], body: bytes, permit: Any, made: Made) -> str:
    told = _json(body)
    names, last = [one.lower() for one in parts], parts[-1].lower()
    if names[0] == "drives" and len(parts) > 3:
        return _wrong_on_item(method, parts, told, body, permit, made)
    if names[0] == "shares" and last == "grant":
        item = {**{url: key for key, one in permit.items.items() for url in one.share_urls}, **made.shares}
        there = item.get(_shared("/".join(parts)) or "")
        return _unnamed(told, permit.items[there].may_name if there in permit.items else ()) or _unfit(
            told, {"recipients", "roles", "objectId"}, {"roles": {"read"}}
        )
    if names[0] == "teams":
        return _wrong_member(method, parts, told, permit, made)
    if last == "revokesigninsessions":
        return "" if parts[1] in permit.revoke_sessions and not body else "ends somebody's sign-ins"
    if names[0] == "invitations":
        return "" if _values(told, "invitedUserEmailAddress") <= set(permit.invite_addresses) else "invites"
    if last == "sendmail":
        to = _values(told, "address") - {permit.mail_reply_to}
        extra = {key for key, _ in _pairs(told)} & {"attachments", "ccRecipients", "bccRecipients", "from"}
        fine = parts[1] == permit.mail_sender and to <= set(permit.mail_recipients.values()) and not extra
        return "" if fine else "sends a mail that nobody planned"
    return f"writes what no command writes: {method} {'/'.join(names[:1])}"


def _wrong_on_item(method: str, parts: list[str], told: Any, body: bytes, permit: Any, made: Made) -> str:
    if parts[1] != permit.drive_id:
        return "another library"
    item, rest = parts[3].rstrip(":"), [one.lower() for one in parts[4:]]
    rights = permit.items.get(item)
    if rest == ["createlink"]:
        return _unnamed(told, rights.may_name if rights else ()) or _unfit(
            told,
            {"recipients", "objectId", "retainInheritedPermissions", "scope", "sendNotification", "type"},
            {"scope": {"users"}, "type": {"blocksDownload"}, "sendNotification": {False}},
        )
    if rest[:1] == ["permissions"] and len(rest) >= 2:
        return _wrong_on_permission(method, item, parts[4:], told, permit, made)
    if rest in (["permanentdelete"], []):
        gone = item in permit.remove_items or item in made.items
        return "" if gone and not body and method in {"post", "delete"} else "removes somebody's file"
    new = {one.name for one in permit.new_items if one.parent_id in {item, None}}
    if rest == ["children"]:
        return "" if _values(told, "name") <= new else "makes a folder"
    if rest[-1:] == ["content"] and method == "put":
        return "" if parts[4].strip(":") in new else "writes into a file"
    return "an act on a file that nobody knows"


def _wrong_on_permission(method: str, item: str, rest: list[str], told: Any, permit: Any, made: Made) -> str:
    rights, permission = permit.items.get(item), rest[1]
    own = (item, permission) in made.permissions
    if len(rest) == 2 and method == "delete":
        return "" if own or (rights and permission in rights.may_delete) else "deletes a permission"
    if [one.lower() for one in rest[2:]] == ["revokegrants"]:
        may = (rights.may_revoke or {}) if rights else {}
        return "" if own else _unnamed(told, may.get(permission, ()))
    return "changes a permission"


def _wrong_member(method: str, parts: list[str], told: Any, permit: Any, made: Made) -> str:
    if (parts[1], parts[3]) != (permit.team_id, permit.channel_id) or parts[4].lower() != "members":
        return "another channel"
    roles = {str(one) for one in _values(told, "roles")}
    if method == "post" and len(parts) == 5:
        people = {one.rpartition("(")[2].strip("')") for one in _values(told, "user@odata.bind")}
        role = "owner" if "owner" in roles else "member"
        fine = people and all(permit.add_members.get(one) == role for one in people) and roles <= {"owner"}
        return "" if fine else "lets somebody into the channel"
    if method == "delete" and len(parts) == 6:
        return "" if parts[5] in permit.remove_members | made.members else "takes somebody out of the channel"
    if method == "patch" and len(parts) == 6:
        role = "owner" if "owner" in roles else "member"
        return "" if permit.set_roles.get(parts[5]) == role and roles <= {"owner"} else "changes a role"
    return "an act on the channel that nobody knows"


def _unnamed(told: Any, allowed: Any) -> str:
    if not isinstance(told, list):
        return "no body that names anybody"
    named = _values(told, "objectId")
    others = {key for key, _ in _pairs(told)} & {"email", "alias", "mail"}
    if not named or others or not named <= {str(one) for one in allowed}:
        return "names somebody whom the permit does not hold"
    return ""


def _unfit(told: Any, keys: set[str], values: Mapping[str, set[Any]]) -> str:
    strange = {key for key, _ in _pairs(told)} - keys - {"grantees"}
    wider = [key for key, fit in values.items() if _values(told, key) != fit]
    return f"asks for more: {sorted(strange)}, {wider}" if strange or wider else ""


def _path(target: str) -> str:
    text = target.partition("?")[0].partition("#")[0]
    for _ in range(6):
        text = unquote_to_bytes(text).decode("utf-8", "replace").replace("\\", "/")
    kept: list[str] = []
    for part in text.split("/"):
        bare = part.partition(";")[0].strip()
        keyed = _KEYED.fullmatch(bare)
        if bare == "..":
            kept = kept[:-1]
        elif bare not in {"", "."}:
            kept += keyed.groups() if keyed else [bare]
    return "/".join(kept)


def _shared(path: str) -> str | None:
    found = re.search(r"shares/u!([^/]+)", path)
    try:
        text = found[1] if found else ""
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None


def _parts(body: bytes) -> list[Any]:
    told = _json(body)
    found = [one for key, value in told or [] if key.lower() == "requests" for one in value]
    return [dict(one) if isinstance(one, list) else one for one in found] or [None]


def _json(body: bytes) -> Any:
    """Return a body with each object as a list of its pairs, so that no key hides another."""
    try:
        return json.loads(body, object_pairs_hook=list) if body else None
    except (ValueError, RecursionError):
        return "no JSON"


def _plain(told: Any) -> Any:
    if isinstance(told, list) and told and all(isinstance(one, tuple) for one in told):
        return {key: _plain(value) for key, value in told}
    return [_plain(one) for one in told] if isinstance(told, list) else told


def _pairs(told: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(told, tuple):
        yield told
        yield from _pairs(told[1])
    elif isinstance(told, list):
        for one in told:
            yield from _pairs(one)


def _values(told: Any, name: str) -> set[Any]:
    """Return every value of a key, in whatever depth and letter case; the members of a list singly."""
    found: set[Any] = set()
    for key, value in _pairs(told):
        if key.lower() == name.lower():
            found |= set(map(str, value)) if isinstance(value, list) else {value}
    return found
