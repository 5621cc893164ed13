"""Permissions of applications on a site: an administrator's tool, for applications with full control only.

People and the site's groups never show here.

Source: graph:api/site-list-permissions
Source: graph:api/site-get-permission
Source: graph:api/site-update-permission
Source: graph:api/site-delete-permission
"""

from functools import partial

from graph_emulator.appgrants.shapes import many_shape
from graph_emulator.appgrants.wishes import read_wish, roles_in
from graph_emulator.files.app_grants import AppGrant, grant_id, grants_on
from graph_emulator.files.models import Site
from graph_emulator.files.named_places import site_in
from graph_emulator.files.principals import entry_for_app
from graph_emulator.kernel.faults import access_denied, not_found
from graph_emulator.kernel.routes import Answer, AppPrincipal, Call, Route

_PATH = "/sites/{site}/permissions"
_ROLES = ("Sites.FullControl.All",)


def _site(call: Call) -> Site:
    """Return the site; a person needs an administrator's role, which nobody has in this tenant."""
    if not isinstance(call.principal, AppPrincipal):
        raise access_denied()
    return site_in(call.state, call.params)


def list_grants(call: Call) -> Answer:
    """Answer with what applications were given on a site."""
    site = _site(call)
    shown = call.state.quirks.app_grants_list_roles
    rows = [many_shape(grant, roles=shown) for grant in grants_on(call.state, site.id)]
    return Answer(status=200, body={"@odata.context": _context(call, site), "value": rows})


def create_grant(call: Call) -> Answer:
    """Give a site to an application; that breaks no inheritance. Who has it already gets the new roles."""
    site, wish = _site(call), read_wish(call)
    grant = AppGrant(
        id=grant_id(site.id, wish.app.id),
        place_id=site.id,
        client_id=wish.app.id,
        name=wish.app.name,
        permission_id=entry_for_app(call.state, wish.app.id, wish.app.name, ()).id,
        roles=wish.roles,
    )
    call.state.put(grant)
    return _one(call, site, grant, 201)


def get_grant(call: Call) -> Answer:
    """Answer with one permission."""
    site = _site(call)
    return _one(call, site, _grant(call, site))


def update_grant(call: Call) -> Answer:
    """Change the roles."""
    site = _site(call)
    grant = _grant(call, site)
    grant.roles = roles_in(call.fields({"roles": list}))
    call.state.put(grant)
    return _one(call, site, grant)


def delete_grant(call: Call) -> Answer:
    """Take a site away from an application."""
    call.state.drop(_grant(call, _site(call)))
    return Answer(status=204)


def _grant(call: Call, site: Site) -> AppGrant:
    for grant in grants_on(call.state, site.id):
        if grant.permission_id == call.params["permission"]:
            return grant
    raise not_found()


def _one(call: Call, site: Site, grant: AppGrant, status: int = 200) -> Answer:
    return Answer(
        status=status, body={"@odata.context": _context(call, site) + "/$entity", **many_shape(grant)}
    )


def _context(call: Call, site: Site) -> str:
    return call.context(f"sites('{site.id}')/permissions")


_route = partial(Route, roles=_ROLES, delegated=_ROLES, notes="people with an administrator's role; $filter")

SITE_ROUTES = (
    _route(method="GET", template=_PATH, topic="api/site-list-permissions", handler=list_grants),
    _route(
        method="POST", template=_PATH, topic="api/site-post-permissions", handler=create_grant, write=True
    ),
    _route(
        method="GET",
        template=f"{_PATH}/{{permission}}",
        topic="api/site-get-permission",
        handler=get_grant,
    ),
    _route(
        method="PATCH",
        template=f"{_PATH}/{{permission}}",
        topic="api/site-update-permission",
        handler=update_grant,
        write=True,
    ),
    _route(
        method="DELETE",
        template=f"{_PATH}/{{permission}}",
        topic="api/site-delete-permission",
        handler=delete_grant,
        write=True,
    ),
)
