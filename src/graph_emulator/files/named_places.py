"""Finds the site, library or item that a request names by its parameters.

Source: graph:api/list-get
"""

from collections.abc import Mapping

from graph_emulator.files import tree
from graph_emulator.files.addresses import site_at
from graph_emulator.files.existing_access import shared_item
from graph_emulator.files.models import Drive, Item, Site
from graph_emulator.kernel.faults import GraphFault, not_found
from graph_emulator.kernel.state import State


def site_in(state: State, params: Mapping[str, str]) -> Site:
    """Return the site that a request names by its id or by host and path, or Graph's 404."""
    site = site_at(state, params["site"])
    if site is None:
        raise not_found("Requested site could not be found")
    return site


def drives_of(state: State, site: Site) -> list[Drive]:
    """Return a site's libraries, the first of them first."""
    return [drive for drive in state.every(Drive) if drive.site_id == site.id]


def list_id(state: State, drive: Drive) -> str:
    """Return the id by which a library is known as a list."""
    return state.ids.derived("list", drive.id)


def list_named(state: State, site: Site, reference: str) -> Drive:
    """Return the library that is the list of this id or title, or Graph's 404."""
    for drive in drives_of(state, site):
        if reference.casefold() in {list_id(state, drive), drive.name.casefold()}:
            return drive
    raise not_found("The specified list was not found")


def list_top(state: State, site: Site, reference: str) -> Item:
    """Return the item at the top of a list."""
    return tree.item_named(state, list_named(state, site, reference).id, "root")


def item_in(state: State, params: Mapping[str, str]) -> Item | None:
    """Return the item that a request names, or None where it names a site or a list.

    Of an item that is not there, the nearest thing above it that is: whoever was given that may be told so,
    and may put something there.
    """
    if "share" in params:
        return shared_item(state, params["share"])
    if "drive" in params:
        return _nearest(state, params["drive"], params.get("item", "root"))
    return None


def _nearest(state: State, drive_id: str, address: str) -> Item:
    base, _, path = address.partition(":")
    try:
        here = tree.item_named(state, drive_id, base)
    except GraphFault:
        return tree.item_named(state, drive_id, "root")
    for name in filter(None, path.strip(":").split("/")):
        child = tree.child_named(state, here.id, name)
        if child is None:
            break
        here = child
    return here
