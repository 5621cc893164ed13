"""The doctor's requests, by hand: they are few, plain, and not worth the SDK's start.

Source: graph:api/driveitem-delta, graph:api/sharepointsettings-get, graph:api/driveitem-put-content
"""

from datetime import datetime
from urllib.parse import quote, urlencode

from sharepoint_gate.access.observed import ItemId
from sharepoint_gate.graph.door import SHARING_PREFERENCES
from sharepoint_gate.graph.door_items import CONTENT, folder_body
from sharepoint_gate.graph.model import GraphRequest
from sharepoint_gate.graph.routes import RouteName
from sharepoint_gate.ports.probing import Room

PREFER = {"prefer": SHARING_PREFERENCES}
_ROOMS = {
    Room.TERMS: ("/v1.0/identityGovernance/termsOfUse/agreements", RouteName.LIST_AGREEMENTS),
    Room.AUDIT_LOG: ("/v1.0/security/auditLog/queries", RouteName.LIST_AUDIT_QUERIES),
    Room.DIRECTORY_LOG: ("/v1.0/auditLogs/directoryAudits", RouteName.LIST_DIRECTORY_AUDITS),
}


def room(which: Room) -> GraphRequest:
    """Read a collection's first page."""
    path, route = _ROOMS[which]
    return GraphRequest("GET", path, route)


def sharing_settings() -> GraphRequest:
    """Get the tenant's settings of SharePoint."""
    return GraphRequest("GET", "/v1.0/admin/sharepoint/settings", RouteName.SHARING_SETTINGS)


def drive(drive_id: str) -> GraphRequest:
    """Get a library."""
    return GraphRequest("GET", f"/v1.0/drives/{_quoted(drive_id)}", RouteName.GET_DRIVE)


def item(drive_id: str, item_id: ItemId) -> GraphRequest:
    """Get an item, which names its site."""
    return GraphRequest("GET", _item(drive_id, item_id), RouteName.GET_ITEM)


def item_ids(drive_id: str, item_id: ItemId) -> GraphRequest:
    """Get the ids by which SharePoint's own interface knows an item."""
    return GraphRequest("GET", f"{_item(drive_id, item_id)}?$select=id,sharepointIds", RouteName.GET_ITEM)


def site_permissions(site_id: str) -> GraphRequest:
    """List the applications that a site was given to."""
    path = f"/v1.0/sites/{_quoted(site_id)}/permissions"
    return GraphRequest("GET", path, RouteName.LIST_SITE_PERMISSIONS)


def permissions(drive_id: str, item_id: ItemId) -> GraphRequest:
    """List an item's permissions, as they stand."""
    return GraphRequest("GET", f"{_item(drive_id, item_id)}/permissions", RouteName.LIST_PERMISSIONS)


def links_only(drive_id: str, item_id: ItemId) -> GraphRequest:
    """List an item's links by the filter for them."""
    path = f"{_item(drive_id, item_id)}/permissions"
    return GraphRequest("GET", path, RouteName.LIST_PERMISSIONS, _query({"$filter": "Link ne null"}))


def changes(drive_id: str, token: str) -> GraphRequest:
    """Ask delta for changes, sharing included; ``token`` is ``latest``, an instant, or empty for all."""
    path = f"/v1.0/drives/{_quoted(drive_id)}/root/delta"
    return GraphRequest(
        "GET", path, RouteName.LIST_ITEMS, _query({"token": token} if token else {}), dict(PREFER)
    )


def instant(at: datetime) -> str:
    """Return an instant as delta takes it for a token."""
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def make_file(drive_id: str, parent: ItemId, name: str) -> GraphRequest:
    """Put the probe's content under a new name."""
    path = f"/v1.0/drives/{_quoted(drive_id)}/items/{_quoted(parent)}:/{_quoted(name)}:/content"
    return GraphRequest("PUT", path, RouteName.MAKE_FILE, "", {"content-type": "text/plain"}, CONTENT)


def make_folder(drive_id: str, parent: ItemId, name: str) -> GraphRequest:
    """Make an empty folder."""
    path = f"{_item(drive_id, parent)}/children"
    headers = {"content-type": "application/json"}
    return GraphRequest("POST", path, RouteName.MAKE_FOLDER, "", headers, folder_body(name))


def remove_item(drive_id: str, item_id: ItemId) -> GraphRequest:
    """Delete an item for good."""
    path = f"{_item(drive_id, item_id)}/permanentDelete"
    return GraphRequest("POST", path, RouteName.REMOVE_ITEM)


def bin_item(drive_id: str, item_id: ItemId) -> GraphRequest:
    """Move an item to the recycle bin."""
    return GraphRequest("DELETE", _item(drive_id, item_id), RouteName.BIN_ITEM)


def _item(drive_id: str, item_id: str) -> str:
    return f"/v1.0/drives/{_quoted(drive_id)}/items/{_quoted(item_id)}"


def _quoted(text: str) -> str:
    return quote(text, safe="")


def _query(values: dict[str, str]) -> str:
    return urlencode(values, quote_via=quote)
