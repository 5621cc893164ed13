"""The admin API's doors to the libraries: what people do in SharePoint, what the service forgets."""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from graph_emulator.admin import views
from graph_emulator.files import recycling, strangers
from graph_emulator.files.models import Actor, Drive, Item, Link, LinkPerson, Recycled, Site
from graph_emulator.files.seeding import add_library, item_at_path, link_id_at
from graph_emulator.kernel.state import State
from graph_emulator.kernel.wire import Request, json_object
from graph_emulator.tenant import Tenant

_SYSTEM = Actor(form="user", id="system", name="System Account")


def doors(tenant: Tenant) -> dict[tuple[str, str], Callable[[Request], Any]]:
    """Return the doors of this room."""
    named = {
        "resync": _resync,
        "redeem": _redeem,
        "library": _library,
        "restore": _restore,
        "admins": _site_admins,
    }
    return {("POST", name): _committed(tenant, act) for name, act in named.items()}


def _committed(tenant: Tenant, act: Callable[[State, dict[str, Any]], Any]) -> Callable[[Request], Any]:
    def door(request: Request) -> Any:
        said = act(tenant.state, json_object(request.body))
        tenant.commit()
        return said

    return door


def _resync(state: State, body: dict[str, Any]) -> Any:
    """Let the service lose track of one library or all: every delta token given so far is void."""
    _only(body, "drive")
    drives = [drive for drive in state.every(Drive) if body.get("drive", drive.id) == drive.id]
    for drive in drives:
        state.put(replace(drive, generation=drive.generation + 1))
    return {"drives": [drive.id for drive in drives]}


def _restore(state: State, body: dict[str, Any]) -> Any:
    """Bring back what waits in a recycle bin, as somebody does it in SharePoint itself."""
    _only(body, "name", "item")
    found = [
        one for one in state.every(Recycled) if body.get("item", body.get("name")) in {one.item_id, one.name}
    ]
    if not found:
        raise LookupError("nothing of this name waits in a recycle bin")
    entry = recycling.recycled_named(state, found[-1].site_id, found[-1].id)
    return {"item": recycling.restore(state, entry, _SYSTEM).id}


def _redeem(state: State, body: dict[str, Any]) -> Any:
    """Let somebody open a link, as they do with its address in a browser."""
    _only(body, "item", "scope", "person", "address")
    item = state.get(Item, str(body.get("item"))) or item_at_path(state, str(body.get("item")))
    link = state.get(Link, link_id_at(state, item.id, str(body.get("scope", "users"))))
    who = LinkPerson(form="address", key=str(body.get("address", "")))
    if "person" in body:
        who = LinkPerson(form="user", key=views.person(state, str(body["person"])).id)
    if link is None or not strangers.may_open(state, link, who):
        raise LookupError("this link does not let them in")
    strangers.redeem(state, link, who)
    return {"link": link.id, "redeemed": who.key}


def _library(state: State, body: dict[str, Any]) -> Any:
    """Make one more library in a site: the first one's, where none is named."""
    _only(body, "site", "name", "hidden")
    site = next((one for one in state.every(Site) if body.get("site", one.id) == one.id), None)
    if site is None or "name" not in body:
        raise LookupError("a library needs a site and a name")
    return {"drive": add_library(state, site, str(body["name"]), hidden=bool(body.get("hidden"))).id}


def _site_admins(state: State, body: dict[str, Any]) -> Any:
    """Set who administers a site collection; no list of Graph's shows them."""
    _only(body, "site", "people")
    people = tuple(views.person(state, str(one)).id for one in body.get("people", []))
    for site in state.every(Site):
        if body.get("site", site.id) == site.id:
            state.put(replace(site, admins=people))
    return {"people": list(people)}


def _only(body: dict[str, Any], *names: str) -> None:
    unknown = set(body) - set(names)
    if unknown:
        raise LookupError(f"{min(unknown)} is not known here; known are {', '.join(names)}")
