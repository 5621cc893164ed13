"""Finding a site and its document libraries.

Source: graph:api/site-getbypath
Source: graph:api/drive-list
"""

from graph_emulator.files import callers, tree
from graph_emulator.files.addresses import site_at
from graph_emulator.files.item_shapes import drive_shape, site_shape
from graph_emulator.files.models import Drive, Site
from graph_emulator.kernel.faults import not_found
from graph_emulator.kernel.routes import Answer, Call, Route, UserPrincipal

_SITE_SELECT = frozenset({"$select"})
_SITE_PROPERTIES = frozenset(
    {
        "id",
        "name",
        "displayName",
        "webUrl",
        "createdDateTime",
        "lastModifiedDateTime",
        "siteCollection",
        "root",
    }
)
_DRIVE_PROPERTIES = frozenset(
    {"id", "name", "driveType", "webUrl", "createdDateTime", "lastModifiedDateTime", "owner", "system"}
)


def site_of_call(call: Call) -> Site:
    """Return the site that a request names by id or by address, or Graph's 404."""
    asked = call.params["site"]
    site = site_at(call.state, asked)
    if site is None:
        raise not_found("Requested site could not be found")
    for drive in _drives(call, site):
        callers.check_may_read(call, tree.item_named(call.state, drive.id, "root"))
    return site


def _drives(call: Call, site: Site) -> list[Drive]:
    return [drive for drive in call.state.every(Drive) if drive.site_id == site.id]


def get_site(call: Call) -> Answer:
    """Answer with a site, found by its three-part id or by host and path."""
    shape = callers.selected(site_shape(site_of_call(call)), call, _SITE_PROPERTIES)
    return Answer(status=200, body={"@odata.context": call.context("sites/$entity"), **shape})


def list_drives(call: Call) -> Answer:
    """Answer with a site's document libraries; hidden ones come when `system` is selected.

    Source: graph:api/drive-list#remarks
    """
    site = site_of_call(call)
    asks_for_hidden = "system" in call.query.get("$select", "").split(",")
    rows = [
        callers.selected(drive_shape(drive, site), call, _DRIVE_PROPERTIES)
        for drive in _drives(call, site)
        if asks_for_hidden or not drive.hidden
    ]
    return Answer(status=200, body={"@odata.context": call.context("drives"), "value": rows})


def get_default_drive(call: Call) -> Answer:
    """Answer with a site's first document library."""
    site = site_of_call(call)
    drives = _drives(call, site)
    if not drives:
        raise not_found()
    return _one_drive(call, drives[0], site)


def get_drive(call: Call) -> Answer:
    """Answer with a document library."""
    drive = tree.drive_named(call.state, call.params["drive"])
    site = call.state.get(Site, drive.site_id)
    if site is None:
        raise not_found()
    if isinstance(call.principal, UserPrincipal):
        callers.check_may_read(call, tree.item_named(call.state, drive.id, "root"))
    return _one_drive(call, drive, site)


def _one_drive(call: Call, drive: Drive, site: Site) -> Answer:
    shape = callers.selected(drive_shape(drive, site), call, _DRIVE_PROPERTIES)
    return Answer(status=200, body={"@odata.context": call.context("drives/$entity"), **shape})


SITE_ROUTES = (
    Route(
        method="GET",
        template="/sites/{site}",
        topic="api/site-getbypath",
        handler=get_site,
        roles=callers.SITE_ROLES,
        query=_SITE_SELECT,
        notes="subsites, search and Sites.Selected",
    ),
    Route(
        method="GET",
        template="/sites/{site}/drives",
        topic="api/drive-list",
        handler=list_drives,
        roles=callers.READ_ROLES,
        units=2,
        query=_SITE_SELECT,
        notes="$top, $orderby",
    ),
    Route(
        method="GET",
        template="/sites/{site}/drive",
        topic="api/drive-get",
        handler=get_default_drive,
        roles=callers.READ_ROLES,
        query=_SITE_SELECT,
        notes="quota",
    ),
    Route(
        method="GET",
        template="/drives/{drive}",
        topic="api/drive-get",
        handler=get_drive,
        roles=callers.READ_ROLES,
        query=_SITE_SELECT,
        notes="quota",
    ),
)
