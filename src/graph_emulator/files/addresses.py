"""The other addresses of drives: by site, by group, by person. All of them lead to the same operations.

Source: graph:resources/driveitem
Source: graph:api/drive-get
"""

from collections.abc import Callable

from graph_emulator.files.models import Drive, Site
from graph_emulator.files.shelves import Numbers
from graph_emulator.kernel.state import State
from graph_emulator.memberships.models import Team

_NOWHERE = "nowhere"
Resolve = Callable[[list[str]], list[str]]


def resolver(state: State) -> Resolve:
    """Return what turns a path's segments into those of the drive that they mean."""

    def resolve(parts: list[str]) -> list[str]:
        match parts:
            case ["sites", site, "drive", *rest] if rest:
                return ["drives", default_drive(state, site), *_below(rest)]
            case ["sites", site, "drives", drive, *rest]:
                return ["drives", _drive_in(state, site, drive), *_below(rest)]
            case ["sites", site, "lists", name, "items", number, "createLink"]:
                return ["drives", *_list_item(state, site, name, number), "createLink"]
            case ["groups", group, "drive", *rest]:
                return ["drives", _drive_of_group(state, group), *_below(rest)]
            case ["users", _, "drive", *rest] | ["me", "drive", *rest]:
                return ["drives", _NOWHERE, *_below(rest)]  # nobody here has a drive of their own
            case _:
                return parts

    return resolve


def _list_item(state: State, site: str, name: str, number: str) -> list[str]:
    """Return where the item of a list lies in its library, by the number that the list gives it.

    Source: graph:api/listitem-createlink
    """
    found = site_at(state, site)
    drives = [drive for drive in state.every(Drive) if found is not None and drive.site_id == found.id]
    for drive in drives:
        if name.casefold() in {state.ids.derived("list", drive.id), drive.name.casefold()}:
            ids = state.kept(Numbers).ids(drive.id)
            at = int(number) - 1 if number.isdigit() else -1
            return [drive.id, "items", ids[at] if 0 <= at < len(ids) else _NOWHERE]
    return [_NOWHERE, "items", _NOWHERE]


def _below(rest: list[str]) -> list[str]:
    return ["items", *rest] if rest and rest[0].partition(":")[0] == "root" else rest


def default_drive(state: State, site: str) -> str:
    """Return the id of the first library of a site, which is named by id or by address."""
    found = site_at(state, site)
    drives = (drive.id for drive in state.every(Drive) if found is not None and drive.site_id == found.id)
    return next(drives, _NOWHERE)


def site_at(state: State, address: str) -> Site | None:
    """Return the site of an id, of the site collection's part of it, or of a host and path with a colon."""
    host, colon, path = address.partition(":")
    if not colon:
        return state.get(Site, address) or _of_collection(state, address)
    wanted = (host.casefold(), path.strip("/:").casefold())
    return next(
        (one for one in state.every(Site) if (one.host.casefold(), one.path.casefold()) == wanted), None
    )


def _of_collection(state: State, address: str) -> Site | None:
    """Return the site of a collection's id alone, which SharePoint REST calls a file's `SiteId`."""
    return next((one for one in state.every(Site) if one.id.split(",")[1] == address.casefold()), None)


def _drive_in(state: State, site: str, drive_id: str) -> str:
    drive, found = state.get(Drive, drive_id), site_at(state, site)
    return drive_id if drive and found and drive.site_id == found.id else _NOWHERE


def _drive_of_group(state: State, group_id: str) -> str:
    team = state.get(Team, group_id)
    return team.drive_id or _NOWHERE if team else _NOWHERE
