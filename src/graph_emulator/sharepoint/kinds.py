"""Every kind of thing that the REST interface knows, by name, and where each address begins."""

from typing import Any

from graph_emulator.sharepoint import bin as recycle_bin
from graph_emulator.sharepoint import items, levels, lists, principals, roles, sharing, webs
from graph_emulator.sharepoint.model import Args, Kind, Node, Way

_DIGEST_SECONDS = 1800
_LIBRARY_VERSION = "16.0.0.0"


def _digest(node: Node) -> str:
    stamp = node.state.clock.stamp()
    return f"0x{node.state.ids.derived('form-digest', stamp).replace('-', '').upper()},{stamp}"


_CONTEXT = Kind(
    name="SP.ContextWebInformation",
    shown={
        "FormDigestTimeoutSeconds": lambda _node: _DIGEST_SECONDS,
        "FormDigestValue": _digest,
        "LibraryVersion": lambda _node: _LIBRARY_VERSION,
        "SiteFullUrl": lambda node: node.visit.base,
        "SupportedSchemaVersions": lambda _node: ["14.0.0.0", "15.0.0.0"],
        "WebFullUrl": lambda node: node.visit.base,
    },
)


def _same(node: Node, _args: Args) -> Any:
    return node.value


ROOT = Kind(
    name="_api",
    ways=(
        Way(name="Web", to="SP.Web", follow=_same),
        Way(name="Site", to="SP.Site", follow=_same),
        Way(
            name="ContextInfo",
            to="SP.ContextWebInformation",
            follow=_same,
            method="POST",
            need="nothing",
            wraps=True,
            topic="sp-add-ins/complete-basic-operations-using-sharepoint-rest-endpoints",
            notes="the digest is not asked for: a bearer token needs none",
        ),
    ),
)
KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        _CONTEXT,
        webs.WEB,
        webs.SITE,
        lists.LIST,
        lists.LISTS,
        items.ITEM,
        items.ITEMS,
        items.FILE,
        items.FILES,
        items.FOLDER,
        items.FOLDERS,
        principals.USER,
        principals.USERS,
        principals.SITE_USERS,
        principals.GROUP,
        principals.GROUPS,
        principals.PRINCIPAL,
        roles.ASSIGNMENT,
        roles.ASSIGNMENTS,
        levels.LEVEL,
        levels.LEVEL_COLLECTION,
        sharing.INFORMATION,
        recycle_bin.ENTRY,
        recycle_bin.ENTRIES,
    )
}
