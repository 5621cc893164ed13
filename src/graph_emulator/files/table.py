"""Every route of the files service."""

from graph_emulator.files.change_routes import CHANGE_ROUTES
from graph_emulator.files.create_link import CREATE_LINK_ROUTES
from graph_emulator.files.delta import DELTA_ROUTES
from graph_emulator.files.item_routes import ITEM_ROUTES
from graph_emulator.files.permission_routes import PERMISSION_ROUTES
from graph_emulator.files.recycle_routes import RECYCLE_ROUTES
from graph_emulator.files.revocation import REVOCATION_ROUTES
from graph_emulator.files.share_routes import SHARE_ROUTES
from graph_emulator.files.site_routes import SITE_ROUTES

FILES_ROUTES = (
    *SITE_ROUTES,
    *ITEM_ROUTES,
    *CHANGE_ROUTES,
    *RECYCLE_ROUTES,
    *DELTA_ROUTES,
    *PERMISSION_ROUTES,
    *REVOCATION_ROUTES,
    *CREATE_LINK_ROUTES,
    *SHARE_ROUTES,
)
