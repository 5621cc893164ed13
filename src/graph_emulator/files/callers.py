"""What a caller may do with an item: applications by their roles, people by their own rights."""

from collections.abc import Mapping
from typing import Any

from graph_emulator.files import effective, selected_grants, tree
from graph_emulator.files.models import Item
from graph_emulator.kernel.faults import access_denied, invalid, not_found, tag_mismatch
from graph_emulator.kernel.routes import AppPrincipal, Call, UserPrincipal

READ_ROLES = (
    "Files.Read.All",
    "Files.ReadWrite.All",
    "Sites.Read.All",
    "Sites.ReadWrite.All",
    "Sites.FullControl.All",
)
WRITE_ROLES = ("Files.ReadWrite.All", "Sites.ReadWrite.All", "Sites.FullControl.All")
SITE_ROLES = ("Sites.Read.All", "Sites.ReadWrite.All", "Sites.FullControl.All")
FULL_CONTROL = "Sites.FullControl.All"
_WIDE = tuple({*READ_ROLES, *SITE_ROLES})


def item_to_read(call: Call) -> Item:
    """Return the item that a request names; whoever may not see it is told that it is not there."""
    return check_may_read(call, tree.item_at(call.state, call.params["drive"], call.params["item"]))


def check_may_read(call: Call, item: Item) -> Item:
    """Return the item, or Graph's 404 when the caller may not see it."""
    if not may_read(call, item):
        raise not_found()
    return item


def reads_all(call: Call) -> bool:
    """Whether the caller is an application that may see every item."""
    principal = call.principal
    return isinstance(principal, AppPrincipal) and not selected_grants.only_selected(principal, _WIDE)


def may_read(call: Call, item: Item) -> bool:
    """Whether the caller may see an item."""
    if isinstance(call.principal, AppPrincipal):
        return reads_all(call) or selected_grants.may(call.state, call.principal, item, selected_grants.READ)
    return effective.role_of(call.state, call.principal.user_id, item) is not None


def item_to_change(call: Call) -> Item:
    """Return the item that a request wants to change or share."""
    return check_may_write(call, item_to_read(call))


def check_may_write(call: Call, item: Item) -> Item:
    """Return the item; a reader is refused, and whoever may not even see it gets a 404."""
    check_may_read(call, item)
    if not may_write(call, item):
        raise access_denied()
    return item


def may_write(call: Call, item: Item) -> bool:
    """Whether the caller may change and share an item, and so see a link's secrets."""
    if isinstance(call.principal, AppPrincipal):
        wide = not call.principal.roles.isdisjoint(WRITE_ROLES)
        return wide or selected_grants.may(call.state, call.principal, item, selected_grants.WRITE)
    return effective.role_of(call.state, call.principal.user_id, item) in {"write", "owner"}


def may_take(call: Call, item: Item) -> bool:
    """Whether the caller may take an item's content elsewhere: not who reads it without download only."""
    return may_download(call, item) or (isinstance(call.principal, UserPrincipal) and may_write(call, item))


def may_download(call: Call, item: Item) -> bool:
    """Whether the caller gets an item's content: no policy and no link keeps an application from it.

    Source: spo:block-download-from-sites
    """
    if isinstance(call.principal, AppPrincipal):
        return may_read(call, item)
    return effective.can_download(call.state, call.principal.user_id, item)


def has_full_control(call: Call) -> bool:
    """Whether an application has full control of all sites, or was given it here; a person needs none."""
    if not isinstance(call.principal, AppPrincipal) or FULL_CONTROL in call.principal.roles:
        return True
    return selected_grants.held_for(call.state, call.principal, call.params) >= selected_grants.FULL


def check_if_match(headers: Mapping[str, str], item: Item) -> None:
    """Refuse a change when If-Match names neither of the item's current tags."""
    wanted = headers.get("if-match")
    if wanted is not None and wanted not in {"*", item.etag, item.ctag}:
        raise tag_mismatch()


def sees_everything(call: Call) -> bool:
    """Whether nothing is hidden from the caller: applications read whole libraries."""
    return isinstance(call.principal, AppPrincipal)


def selected(shape: dict[str, Any], call: Call, known: frozenset[str]) -> dict[str, Any]:
    """Return only the properties that $select names, or all of them when the request has none.

    Source: graph:query-parameters#select
    """
    text = call.query.get("$select")
    return shape if text is None else chosen(shape, text, known)


def chosen(shape: dict[str, Any], text: str, known: frozenset[str]) -> dict[str, Any]:
    """Return only the properties that a selection names; the id and annotations always come along."""
    wanted = {name.strip() for name in text.split(",")}
    unknown = wanted - known
    if unknown:
        raise invalid(f"Could not find a property named '{min(unknown)}'.")
    return {name: value for name, value in shape.items() if name in wanted or name == "id" or name[0] == "@"}
