"""Every route about what applications were given."""

from graph_emulator.appgrants.list_routes import LIST_ROUTES
from graph_emulator.appgrants.site_routes import SITE_ROUTES

ROUTES = (*SITE_ROUTES, *LIST_ROUTES)
