"""An item's own address as a sharing URL: a link for those who have access already.

It gives nobody anything, belongs to no list of permissions, and cannot be deleted. Granting on it gives
people the item directly, with the role that is asked for.

Source: graph:resources/sharinglink
Source: graph:api/permission-grant
"""

import base64
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from graph_emulator.files import links, tree
from graph_emulator.files.item_shapes import library_url
from graph_emulator.files.links import link_by_share_id
from graph_emulator.files.models import Drive, Item, Site
from graph_emulator.kernel.faults import GraphFault, not_found
from graph_emulator.kernel.state import State

_ID = "00000000-0000-0000-0000-000000000000"


def shared_item(state: State, encoded: str) -> Item:
    """Return the item behind a sharing URL, be it a link's or the item's own, or Graph's 404."""
    own = item_by_address(state, encoded)
    if own is not None:
        return own
    item = state.get(Item, link_by_share_id(state, encoded).item_id)
    if item is None:
        raise not_found()
    return item


def item_by_address(state: State, encoded: str) -> Item | None:
    """Return the item whose own address a share id encodes, or None."""
    address = _decoded(encoded)
    for drive in state.every(Drive) if address else ():
        site = state.get(Site, drive.site_id)
        path = _path_in(library_url(site), address) if site is not None else None
        found = _at(state, drive, path) if path is not None else None
        if found is not None:
            return found
    return None


def _decoded(encoded: str) -> str:
    try:
        text = encoded.removeprefix("u!")
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode() if text != encoded else ""
    except ValueError:
        return ""


def _path_in(library: str, address: str) -> str | None:
    """Return the path in a library that an address means, or None when it leads elsewhere."""
    there, here = urlsplit(unquote(address)), urlsplit(unquote(library))
    path = there.path.rstrip("/") + "/"
    if there.netloc.casefold() != here.netloc.casefold():
        return None
    return path[len(here.path) + 1 : -1] if path.casefold().startswith(here.path.casefold() + "/") else None


def _at(state: State, drive: Drive, path: str) -> Item | None:
    try:
        return tree.item_at(state, drive.id, f"root:/{path}" if path else "root")
    except GraphFault:
        return None


def shape_of(state: State, item: Item, role: str) -> dict[str, Any]:
    """Return the link for existing access, with the role that the caller has anyway."""
    _, site = links.drive_and_site(state, item)
    path = tree.path_of(state, item)
    address = library_url(site) + (f"/{quote(path)}" if path else "")
    return {
        "id": _ID,
        "roles": [role],
        "shareId": links.share_id(address),
        "hasPassword": False,
        "link": {"scope": "existingAccess", "webUrl": address, "preventsDownload": False},
        "grantedToIdentities": [],
        "grantedToIdentitiesV2": [],
    }
