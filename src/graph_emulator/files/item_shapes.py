"""Sites, drives and items as Graph writes them.

Source: graph:resources/driveitem
Source: graph:resources/drive
Source: graph:resources/site
"""

from typing import Any
from urllib.parse import quote

from graph_emulator.files import scopes, tree
from graph_emulator.files.links import extension
from graph_emulator.files.models import Actor, Drive, Item, Link, Site
from graph_emulator.kernel.state import State

Shape = dict[str, Any]

_OFFICE = "application/vnd.openxmlformats-officedocument"
_MIME_TYPES = {
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "pdf": "application/pdf",
    "txt": "text/plain",
    "csv": "text/csv",
    "png": "image/png",
    "jpg": "image/jpeg",
    "msg": "application/vnd.ms-outlook",
    "zip": "application/zip",
}

_WIDTH = {"users": 1, "organization": 2, "anonymous": 3}
ITEM_PROPERTIES = frozenset(
    [
        "id",
        "name",
        "webUrl",
        "size",
        "eTag",
        "cTag",
        "createdDateTime",
        "lastModifiedDateTime",
        "createdBy",
        "lastModifiedBy",
        "parentReference",
        "fileSystemInfo",
        "root",
        "folder",
        "file",
        "package",
        "shared",
        "deleted",
    ]
)


def site_shape(site: Site) -> Shape:
    """Return a site; its id is the three-part one."""
    return {
        "id": site.id,
        "name": site.path.rpartition("/")[2],
        "displayName": site.title,
        "webUrl": f"https://{site.host}/{site.path}",
        "createdDateTime": site.created_at,
        "lastModifiedDateTime": site.created_at,
        "siteCollection": {"hostname": site.host},
        "root": {},
    }


def drive_shape(drive: Drive, site: Site) -> Shape:
    """Return a document library as a drive."""
    system: Shape = {"system": {}} if drive.hidden else {}
    return {
        **system,
        "id": drive.id,
        "name": drive.name,
        "driveType": "documentLibrary",
        "webUrl": library_url(site, drive),
        "createdDateTime": drive.created_at,
        "lastModifiedDateTime": drive.created_at,
        "owner": {"user": {"displayName": f"{site.title} Owners"}},
    }


def library_url(site: Site, drive: Drive | None = None) -> str:
    """Return a library's address; the folder of the first one has an older name than its title."""
    name = drive.name if drive is not None and drive.name != "Documents" else "Shared Documents"
    return f"https://{site.host}/{site.path}/{quote(name)}"


def item_shape(state: State, item: Item, drive: Drive, site: Site) -> Shape:
    """Return an item as the drive and children routes show it, with its path."""
    shape = _common(item, drive)
    path = tree.path_of(state, item)
    shape["webUrl"] = library_url(site, drive) + (f"/{quote(path)}" if path else "")
    shape["cTag"] = item.ctag
    if item.parent_id is not None:
        above = path.rpartition("/")[0]
        shape["parentReference"]["path"] = f"/drives/{drive.id}/root:" + (f"/{above}" if above else "")
    if item.is_container:
        shape["folder"] = {"childCount": tree.child_count(state, item.id)}
    width = sharing_scope(state, item)
    return {**shape, "shared": {"scope": width}} if width else shape


def delta_shape(item: Item, drive: Drive) -> Shape:
    """Return an item as delta shows it: no cTag, no path; a deleted one says so.

    Source: graph:api/driveitem-delta#remarks
    """
    shape = _common(item, drive)
    if item.is_container:
        shape["folder"] = {}
    if item.deleted:
        shape["deleted"] = {"state": "deleted"}
    return shape


def _common(item: Item, drive: Drive) -> Shape:
    shape: Shape = {
        "id": item.id,
        "name": item.name,
        "size": item.size,
        "eTag": item.etag,
        "createdDateTime": item.created_at,
        "lastModifiedDateTime": item.modified_at,
        "createdBy": _who(item.created_by),
        "lastModifiedBy": _who(item.modified_by),
        "fileSystemInfo": {"createdDateTime": item.created_at, "lastModifiedDateTime": item.modified_at},
        "parentReference": {"driveId": drive.id, "driveType": "documentLibrary", "siteId": drive.site_id},
    }
    if item.parent_id is not None:
        shape["parentReference"]["id"] = item.parent_id
    return shape | _form(item)


def _form(item: Item) -> Shape:
    if item.form == "root":
        return {"root": {}}
    if item.form == "package":
        return {"package": {"type": "oneNote"}}
    if item.form == "file":
        return {"file": {"mimeType": _MIME_TYPES.get(extension(item.name), "application/octet-stream")}}
    return {}


def _who(actor: Actor) -> Shape:
    return {actor.form: {"id": actor.id, "displayName": actor.name}}


def sharing_scope(state: State, item: Item) -> str | None:
    """Return how widely links share an item, inherited ones included, or None when none does."""
    here, scope = scopes.holder(state, item)
    links = [*scopes.links_on(state, here), *(state.get(Link, one) for one in scope.links_from_above)]
    widths = [link.scope for link in links if link is not None]
    if any(entry.principal.form in {"user", "group", "address"} for entry in scope.entries):
        widths.append("users")
    return max(widths, key=lambda width: _WIDTH.get(width, 0), default=None)
