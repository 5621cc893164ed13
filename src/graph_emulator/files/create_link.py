"""createLink: get the link of this kind, or make it.

Source: graph:api/driveitem-createlink
"""

from dataclasses import dataclass
from dataclasses import replace as replace_fields
from typing import Any

from msgspec.structs import replace

from graph_emulator.files import callers, links, policy, strangers
from graph_emulator.files.holdings import Holding
from graph_emulator.files.models import Item, Link, LinkPerson
from graph_emulator.files.permission_routes import expiry
from graph_emulator.files.permission_shapes import permission_shape
from graph_emulator.files.principals import actor_of, link_person, recipient
from graph_emulator.kernel.faults import invalid, not_supported
from graph_emulator.kernel.routes import Answer, Call, Route
from graph_emulator.posture import rules

_V1_TYPES = frozenset({"view", "edit", "embed"})
_BETA_TYPES = _V1_TYPES | {"review", "blocksDownload", "createOnly", "addressBar", "adminDefault"}
_SCOPES = frozenset({"anonymous", "organization", "users"})
_FIELDS: dict[str, type | tuple[type, ...]] = {
    "type": str,
    "scope": str,
    "expirationDateTime": str,
    "password": str,
    "message": str,
    "recipients": list,
    "retainInheritedPermissions": bool,
    "sendNotification": bool,
}


@dataclass(frozen=True, kw_only=True)
class _Wish:
    """What a request asks for, with the defaults filled in."""

    kind: str
    scope: str
    people: tuple[LinkPerson, ...]
    retain: bool
    expires_at: str | None
    is_less: bool = False

    @property
    def blocks_download(self) -> bool:
        return self.kind == "blocksDownload"


def create_link(call: Call) -> Answer:
    """Answer 201 with a new link, or 200 with the one that this caller made before."""
    item = callers.item_to_change(call)
    wish = _plainer(call, item, _silently_less(call, _wish(call, item)))
    _check_possible(call, item, wish)
    people = tuple(person.key for person in wish.people)
    policy.check_sharing(call.state, item, rules.Sharing(call.principal, scope=wish.scope, people=people))
    wanted = links.draft(
        item,
        actor_of(call.state, call.principal),
        kind="view" if wish.blocks_download else wish.kind,
        scope=wish.scope,
        prevents_download=wish.blocks_download,
    )
    there = links.standing(call.state, item, wanted)
    if there is not None:
        return _answer(call, item, _existing(call, there, wish), 200)
    made = links.make(call.state, item, replace(wanted, expires_at=wish.expires_at), retain=wish.retain)
    return _answer(
        call, item, links.add_people(call.state, made, _arrived(call, wish)), 200 if wish.is_less else 201
    )


def _answer(call: Call, item: Item, link: Link, status: int) -> Answer:
    shape = permission_shape(call.state, Holding(link, None), secrets=callers.may_write(call, item))
    return Answer(status=status, body={"@odata.context": call.context("permission"), **shape})


def _existing(call: Call, link: Link, wish: _Wish) -> Link:
    """Whether a repeated request adds its recipients is not documented: a switch, off by default."""
    if not call.state.quirks.create_link_existing_adds_recipients:
        return link
    return links.add_people(call.state, link, _arrived(call, wish))


def _arrived(call: Call, wish: _Wish) -> tuple[LinkPerson, ...]:
    return tuple(strangers.arrived(call.state, person) for person in wish.people)


def _wish(call: Call, item: Item) -> _Wish:
    fields = call.fields(_FIELDS)
    kind, scope = _kind_and_scope(call, item, fields)
    asked = fields.get("recipients", [])
    _check_notification(call, item, fields)
    found = [recipient(call.state, one) for one in asked]
    if any(isinstance(one, str) for one in found) and not strangers.makes_guests(call.state):
        raise invalid("The user is not present in the tenant.")
    return _Wish(
        kind=kind,
        scope=scope,
        people=tuple(link_person(one) for one in found) if scope == "users" else (),
        retain=fields.get("retainInheritedPermissions", True),
        expires_at=policy.link_expiry(call.state, item, scope, _asked_expiry(fields)),
    )


def _asked_expiry(fields: dict[str, Any]) -> str | None:
    return expiry(fields["expirationDateTime"]) if "expirationDateTime" in fields else None


def _check_notification(call: Call, item: Item, fields: dict[str, Any]) -> None:
    if not fields.get("sendNotification"):
        return
    if not fields.get("recipients"):
        raise invalid("A notification needs recipients.")
    policy.check_notification(call.state, item)


def _kind_and_scope(call: Call, item: Item, fields: dict[str, Any]) -> tuple[str, str]:
    """Fill in what is left out by the default link: unless it was changed, one for everybody, to edit."""
    default = policy.default_link(call.state, item)
    kind, scope = fields.get("type", "adminDefault"), fields.get("scope", default.scope)
    known = _BETA_TYPES if call.version == "beta" or "type" not in fields else _V1_TYPES | {"blocksDownload"}
    if kind not in known or scope not in _SCOPES:
        raise invalid("The link's type or scope is not known.")
    if kind == "embed":
        raise not_supported("Embed links are made in OneDrive personal only.")
    if fields.get("password") is not None:
        raise invalid("Passwords are for OneDrive personal only.")
    return (default.type if kind in {"adminDefault", "addressBar"} else kind), scope


def _silently_less(call: Call, wish: _Wish) -> _Wish:
    """Do with a download-blocking link on v1.0 what the tenant does.

    The v1.0 page does not know this type; users saw 200 and a plain view link, with nobody on it.
    """
    if call.version == "beta" or not wish.blocks_download:
        return wish
    form = call.state.quirks.create_link_v1_blocks_download
    if form == "reject400":
        raise invalid("The link's type is not known.")
    if form == "honour":
        return wish
    return replace_fields(wish, kind="view", people=(), is_less=True)


def _plainer(call: Call, item: Item, wish: _Wish) -> _Wish:
    """Do what the tenant does with a download-blocking link on a file that cannot be shown."""
    if call.state.quirks.create_link_not_viewable == "reject400" or not wish.blocks_download:
        return wish
    return wish if item.is_container or _can_be_shown(call, item) else replace_fields(wish, kind="view")


def _can_be_shown(call: Call, item: Item) -> bool:
    return item.form != "package" and policy.viewable_without_download(call.state, item)


def _check_possible(call: Call, item: Item, wish: _Wish) -> None:
    if item.form == "root":
        raise not_supported("The object does not support sharing.")
    if wish.kind == "createOnly" and not item.is_container:
        raise invalid("Only a folder takes an upload-only link.")
    if wish.kind == "review" and item.is_container:
        raise invalid("Only a file takes a review link.")
    if wish.blocks_download:
        _check_blockable(call, item)


def _check_blockable(call: Call, item: Item) -> None:
    if item.is_container:
        if call.state.quirks.create_link_folder_blocks_download == "reject400":
            raise invalid("Links that block downloads are for files only.")
    elif not _can_be_shown(call, item):
        raise invalid("This file type cannot be shown with downloads blocked.")


CREATE_LINK_ROUTES = (
    Route(
        method="POST",
        template="/drives/{drive}/items/{item}/createLink",
        topic="api/driveitem-createlink",
        handler=create_link,
        roles=callers.WRITE_ROLES,
        units=5,
        sharing=True,
        write=True,
        notes="how the mails look; passwords; the inner codes of refusals by policy",
    ),
)
