"""What delta says about sharing, and to whom: it takes full control to be told.

Source: graph:api/driveitem-delta#scanning permissions hierarchies
"""

from collections.abc import Mapping
from typing import Any

from graph_emulator.files import callers, scopes
from graph_emulator.files.item_shapes import sharing_scope
from graph_emulator.files.models import Item
from graph_emulator.kernel.routes import Call

_NEEDED = frozenset({"deltashowremovedasdeleted", "deltatraversepermissiongaps", "deltashowsharingchanges"})
_ABOUT_SHARING = frozenset({"hierarchicalsharing", "deltashowsharingchanges"})


def preferences(headers: Mapping[str, str]) -> frozenset[str]:
    """Return what the request prefers, in lower case."""
    return frozenset(part.strip().lower() for part in headers.get("prefer", "").split(","))


def applied(call: Call) -> dict[str, str]:
    """Return the header that tells which preferences were honoured; the rest is passed over in silence."""
    honoured = preferences(call.headers) & (_NEEDED | _ABOUT_SHARING)
    if not callers.has_full_control(call):
        honoured -= _ABOUT_SHARING
    elif not honoured >= _NEEDED:
        honoured -= {"deltashowsharingchanges"}
    if not honoured or not call.state.quirks.delta_preference_applied:
        return {}
    return {"Preference-Applied": ", ".join(sorted(honoured))}


def is_hierarchical(call: Call) -> bool:
    """Whether only the roots of permission hierarchies are told of."""
    return "hierarchicalsharing" in preferences(call.headers)


def sharing_of(call: Call, item: Item, since: int) -> dict[str, Any]:
    """Return what is said about an item's sharing.

    Without `hierarchicalsharing` every shared item says so. With it only those do that have a scope of
    their own, and an empty facet means: of its own, and shared by no link. Folders never carry the
    annotation that their sharing changed, although their children may be reached through them.
    """
    width = sharing_scope(call.state, item)
    told: dict[str, Any] = {}
    if not is_hierarchical(call):
        told = {"shared": {"scope": width}} if width else {}
    elif scopes.own_scope(call.state, item) is not None:
        told = {"shared": {"scope": width} if width else {}}
    return told | _annotation(call, item, since)


def _annotation(call: Call, item: Item, since: int) -> dict[str, str]:
    last = item.shared_changed if call.state.quirks.delta_removals_annotated else item.shared_added
    changed = 0 < since < last and not item.is_container and preferences(call.headers) >= _NEEDED
    return {"@microsoft.graph.sharedChanged": "True"} if changed else {}
