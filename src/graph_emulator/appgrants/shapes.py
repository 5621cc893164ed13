"""Permissions of applications and lists, as Graph writes them.

Source: graph:api/site-list-permissions
Source: graph:api/list-post-permissions
Source: graph:resources/list
"""

from typing import Any

from graph_emulator.files.app_grants import AppGrant
from graph_emulator.files.item_shapes import library_url
from graph_emulator.files.models import Drive, Site
from graph_emulator.files.named_places import list_id
from graph_emulator.kernel.state import State

Shape = dict[str, Any]
_DEPRECATED_MANY = "GrantedToIdentities has been deprecated. Refer to GrantedToIdentitiesV2"
_DEPRECATED_ONE = "GrantedTo has been deprecated. Refer to GrantedToV2"


def many_shape(grant: AppGrant, *, roles: bool = True) -> Shape:
    """Return a permission of a site, or of a list among others: its application stands in a list."""
    application = {"application": {"id": grant.client_id, "displayName": grant.name}}
    shape: Shape = {
        "id": grant.permission_id,
        "@deprecated.GrantedToIdentities": _DEPRECATED_MANY,
        "grantedToIdentities": [application],
        "grantedToIdentitiesV2": [application],
    }
    return {**shape, "roles": list(grant.roles)} if roles else shape


def one_shape(grant: AppGrant) -> Shape:
    """Return a permission of a list or an item on its own: its application stands alone."""
    application = {"application": {"id": grant.client_id, "displayName": grant.name}}
    return {
        "id": grant.permission_id,
        "roles": list(grant.roles),
        "@deprecated.GrantedTo": _DEPRECATED_ONE,
        "grantedTo": application,
        "grantedToV2": application,
    }


def list_shape(state: State, drive: Drive, site: Site) -> Shape:
    """Return a library as a list."""
    return {
        "id": list_id(state, drive),
        "name": "Shared Documents",
        "displayName": drive.name,
        "webUrl": library_url(site),
        "createdDateTime": drive.created_at,
        "lastModifiedDateTime": drive.created_at,
        "parentReference": {"siteId": site.id},
        "list": {"contentTypesEnabled": False, "hidden": False, "template": "documentLibrary"},
    }
