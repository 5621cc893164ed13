"""Reading items and their children.

Source: graph:api/driveitem-get
Source: graph:api/driveitem-get-content
Source: graph:api/driveitem-list-children
"""

from typing import Any

from graph_emulator.files import callers, tree
from graph_emulator.files.item_shapes import ITEM_PROPERTIES, item_shape
from graph_emulator.files.links import drive_and_site
from graph_emulator.files.models import CopyJob, Item
from graph_emulator.kernel.faults import access_denied, invalid, not_found
from graph_emulator.kernel.paging import page_of, top_of
from graph_emulator.kernel.routes import Answer, Call, Route

_SELECT = frozenset({"$select"})
_PAGED = frozenset({"$select", "$top", "$skiptoken"})
_MOST_A_PAGE = 1000
_BY_NAME = frozenset({"sharepointIds"})  # comes only when it is asked for by name
_ITEM = "/drives/{drive}/items/{item}"


def one_item(call: Call, item: Item, status: int = 200) -> Answer:
    """Answer with one item."""
    shape = callers.selected(_shape(call, item) | _rest_ids(call, item), call, ITEM_PROPERTIES | _BY_NAME)
    context = call.context(f"drives('{item.drive_id}')/items/$entity")
    return Answer(status=status, body={"@odata.context": context, **shape})


def _rest_ids(call: Call, item: Item) -> dict[str, Any]:
    """Return the ids by which SharePoint's own interface knows an item, where $select names them.

    Source: graph:resources/sharepointids
    """
    if "sharepointIds" not in call.query.get("$select", "").split(","):
        return {}
    _, site = drive_and_site(call.state, item)
    _, collection, web = site.id.split(",")
    address = f"https://{site.host}/{site.path}"
    known = {"listItemUniqueId": item.guid, "siteId": collection, "siteUrl": address, "webId": web}
    return {"sharepointIds": known}


def _shape(call: Call, item: Item) -> dict[str, Any]:
    drive, site = drive_and_site(call.state, item)
    return item_shape(call.state, item, drive, site)


def get_item(call: Call) -> Answer:
    """Answer with an item; If-None-Match with its current tag gives 304."""
    item = callers.item_to_read(call)
    if call.headers.get("if-none-match") in {item.etag, item.ctag}:
        return Answer(status=304)
    return one_item(call, item)


def get_content(call: Call) -> Answer:
    """Answer with where a file's content lies, for who may download it.

    Source: graph:api/driveitem-get-content
    """
    item = callers.item_to_read(call)
    if item.form != "file":
        raise invalid("Only a file has content.")
    if not callers.may_download(call, item):
        raise access_denied()
    if call.headers.get("if-none-match") in {item.etag, item.ctag}:
        return Answer(status=304)
    _, site = drive_and_site(call.state, item)
    pass_ = call.state.ids.token("download")
    place = f"https://{site.host}/{site.path}/_layouts/15/download.aspx"
    query = f"UniqueId={item.guid}&Translate=false&tempauth={pass_}&ApiVersion=2.0"
    return Answer(status=302, headers={"Location": f"{place}?{query}"})


def list_children(call: Call) -> Answer:
    """Answer with a page of what lies straight in a folder, in no helpful order.

    Writes between two pages may hide a child: only delta is a whole enumeration.
    """
    folder = callers.item_to_read(call)
    ids = tree.child_ids(call.state, folder.id)
    rows = ids if callers.reads_all(call) else [one for one in ids if _is_visible(call, one)]
    size = top_of(call, call.state.quirks.pages_children, _MOST_A_PAGE)
    page, next_link = page_of(call, rows, size)
    items = [tree.item_named(call.state, folder.drive_id, item_id) for item_id in page]
    shapes = [callers.selected(_shape(call, item), call, ITEM_PROPERTIES) for item in items]
    context = call.context(f"drives('{folder.drive_id}')/items('{folder.id}')/children")
    following = {"@odata.nextLink": next_link} if next_link else {}
    return Answer(status=200, body={"@odata.context": context, **following, "value": shapes})


def _is_visible(call: Call, item_id: str) -> bool:
    item = call.state.get(Item, item_id)
    return item is not None and callers.may_read(call, item)


def get_copy_job(call: Call) -> Answer:
    """Answer with the state of a copy: it is done by the time that anybody can ask.

    Source: graph:concepts/long-running-actions-overview
    """
    job = call.state.get(CopyJob, call.params["job"])
    if job is None or job.drive_id != call.params["drive"]:
        raise not_found()
    body = {"status": "completed", "percentageComplete": 100.0, "resourceId": job.item_id}
    return Answer(status=200, body=body)


ITEM_ROUTES = (
    Route(
        method="GET",
        template=_ITEM,
        topic="api/driveitem-get",
        handler=get_item,
        roles=callers.READ_ROLES,
        query=_SELECT,
        notes="$expand; includeDeletedItems; downloadUrl",
    ),
    Route(
        method="GET",
        template=f"{_ITEM}/content",
        topic="api/driveitem-get-content",
        handler=get_content,
        roles=callers.READ_ROLES,
        notes="the address leads nowhere, as no bytes are kept; format; the same by a sharing link",
    ),
    Route(
        method="GET",
        template=f"{_ITEM}/children",
        topic="api/driveitem-list-children",
        handler=list_children,
        roles=callers.READ_ROLES,
        units=2,
        query=_PAGED,
        notes="$expand and $orderby",
    ),
    Route(
        method="GET",
        template="/drives/{drive}/monitor/{job}",
        topic="concepts/long-running-actions-overview",
        handler=get_copy_job,
        notes="on a tenant the monitor's address is on SharePoint's own host and needs no token",
    ),
)
