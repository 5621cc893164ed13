"""What this run made, taken from Graph's own answers: undoing it is always permitted (law 3)."""

from dataclasses import dataclass, field
from typing import Any

import msgspec

from sharepoint_gate.access.observed import ItemId, MembershipId, PermissionId
from sharepoint_gate.graph.model import NOT_JSON
from sharepoint_gate.graph.routes import Match, RouteName

_CREATED = 201
_MAKING = frozenset({RouteName.MAKE_FILE, RouteName.MAKE_FOLDER})
_OWN_LINK = {"type": "view", "scope": "users", "preventsDownload": True}


@dataclass(slots=True)
class Created:
    """The permissions, share URLs and memberships that answers to this run's writes have named.

    Attributes:
        permissions: Made by this run (201), or answered in a shape that was not asked for: may be deleted.
        share_urls: Where the own links of this run are, with the item of each: people may be added there.
        members: Memberships that this run made.
        items: Probe items that this run made.
        folders: Those among them that may hold further ones.
        invited: Addresses that were invited, or may have been: none is invited twice.
        mails: Marks of mails that left, or may have: none leaves twice.
        unclear: Items on which a link was asked for that no answer named: it may stand there all the same.
    """

    permissions: set[tuple[ItemId, PermissionId]] = field(default_factory=set)
    share_urls: dict[str, ItemId] = field(default_factory=dict)
    members: set[MembershipId] = field(default_factory=set)
    items: set[ItemId] = field(default_factory=set)
    folders: set[ItemId] = field(default_factory=set)
    invited: set[str] = field(default_factory=set)
    mails: set[str] = field(default_factory=set)
    unclear: set[ItemId] = field(default_factory=set)

    def note(self, match: Match, item: ItemId | None, status: int, body: bytes) -> None:
        """Remember what a successful answer names; an answer that cannot be read names nothing."""
        answer = _object(body)
        if match.route.name is RouteName.CREATE_LINK and item is not None:
            self._note_link(item, status, answer)
        elif match.route.name is RouteName.REVOKE_GRANTS and item is not None:
            self._note_urls(item, [answer])
        elif match.route.name is RouteName.GRANT and item is not None:
            self._note_urls(item, answer.get("value"))
        elif match.route.name is RouteName.ADD_MEMBER and isinstance(answer.get("id"), str):
            self.members.add(MembershipId(answer["id"]))
        elif match.route.name in _MAKING:
            self._note_item(match, status, answer)

    def note_asked(self, match: Match, status: int, body: bytes) -> None:
        """Remember an item whose new link no successful answer has named."""
        if match.route.name is RouteName.CREATE_LINK:
            named = 200 <= status < 300 and isinstance(_object(body).get("id"), str)  # noqa: PLR2004 - HTTP's own
            if not named:
                self.unclear.add(ItemId(match.ids["item"]))

    def _note_item(self, match: Match, status: int, answer: dict[str, Any]) -> None:
        if status == _CREATED and isinstance(answer.get("id"), str):
            self.items.add(ItemId(answer["id"]))
            if match.route.name is RouteName.MAKE_FOLDER:
                self.folders.add(ItemId(answer["id"]))

    def _note_link(self, item: ItemId, status: int, answer: dict[str, Any]) -> None:
        if isinstance(answer.get("id"), str) and (status == _CREATED or not _is_own_link(answer)):
            self.permissions.add((item, PermissionId(answer["id"])))
        self._note_urls(item, [answer])

    def _note_urls(self, item: ItemId, permissions: object) -> None:
        for permission in permissions if isinstance(permissions, list) else []:
            if isinstance(permission, dict) and _is_own_link(permission):
                self.share_urls[str(permission["link"]["webUrl"])] = item


def _object(body: bytes) -> dict[str, Any]:
    try:
        answer = msgspec.json.decode(body)
    except NOT_JSON:
        return {}
    return answer if isinstance(answer, dict) else {}


def _is_own_link(permission: dict[str, Any]) -> bool:
    link = permission.get("link")
    if not isinstance(link, dict) or not isinstance(link.get("webUrl"), str):
        return False
    if permission.get("roles", ["read"]) != ["read"]:
        return False
    return all(
        link.get(name) == value and type(link.get(name)) is type(value) for name, value in _OWN_LINK.items()
    )
