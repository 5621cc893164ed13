"""Lists, and permissions of applications on lists and files: granting one breaks inheritance there.

Source: graph:api/list-list
Source: graph:api/list-get
Source: graph:api/list-list-permissions
Source: graph:api/list-post-permissions
Source: graph:api/driveitem-post-permissions
"""

from functools import partial

from msgspec.structs import replace

from graph_emulator.appgrants.shapes import list_shape, many_shape, one_shape
from graph_emulator.appgrants.wishes import Wish, read_wish, roles_in
from graph_emulator.files import callers, effective, inheritance, scopes, tree
from graph_emulator.files import selected_grants as selected
from graph_emulator.files.app_grants import AppGrant, grant_id, grants_on, stands
from graph_emulator.files.models import Drive, Item
from graph_emulator.files.named_places import drives_of, item_in, list_named, site_in
from graph_emulator.files.principals import entry_for_app
from graph_emulator.kernel.faults import access_denied, not_found
from graph_emulator.kernel.routes import Answer, Call, Route, UserPrincipal

_LISTS = "/sites/{site}/lists"
_LIST = f"{_LISTS}/{{list}}"
_PERMISSIONS = f"{_LIST}/permissions"
_SELECT = frozenset({"$select"})
_PROPERTIES = frozenset({
    "id", "name", "displayName", "webUrl", "createdDateTime", "lastModifiedDateTime", "parentReference",
    "list",
})  # fmt: skip
_MANAGE = ("Sites.ReadWrite.All", "Sites.Manage.All", "Sites.FullControl.All")


def list_lists(call: Call) -> Answer:
    """Answer with a site's lists: of those that applications get singly, only what the caller was given."""
    site = site_in(call.state, call.params)
    rows = [
        callers.selected(list_shape(call.state, drive, site), call, _PROPERTIES)
        for drive in drives_of(call.state, site)
        if callers.may_read(call, _top(call, drive))
    ]
    return Answer(
        status=200, body={"@odata.context": call.context(f"sites('{site.id}')/lists"), "value": rows}
    )


def get_list(call: Call) -> Answer:
    """Answer with a list, found by its id or its title."""
    site, drive = site_in(call.state, call.params), _drive(call)
    shape = callers.selected(list_shape(call.state, drive, site), call, _PROPERTIES)
    context = call.context(f"sites('{site.id}')/lists/$entity")
    return Answer(status=200, body={"@odata.context": context, **shape})


def _drive(call: Call) -> Drive:
    drive = list_named(call.state, site_in(call.state, call.params), call.params["list"])
    callers.check_may_read(call, _top(call, drive))
    return drive


def _top(call: Call, drive: Drive) -> Item:
    return tree.item_named(call.state, drive.id, "root")


def list_grants(call: Call) -> Answer:
    """Answer with what applications were given on a list."""
    top = _top(call, _drive(call))
    rows = [
        many_shape(grant, roles=call.state.quirks.app_grants_list_roles) for grant in _standing(call, top)
    ]
    return Answer(status=200, body={"@odata.context": _context(call), "value": rows})


def get_grant(call: Call) -> Answer:
    """Answer with one permission of a list."""
    return _one(call, _grant(call, _top(call, _drive(call))))


def create_grant(call: Call) -> Answer:
    """Give a list to an application: the list's permissions are its own from then on."""
    top = _top(call, _drive(call))
    _check_may_manage(call, top)
    wish = read_wish(call)
    inheritance.break_inheritance(call.state, top, copy=True)
    return _one(call, _give(call, top, wish), 201)


def update_grant(call: Call) -> Answer:
    """Change the roles of an application on a list."""
    top = _top(call, _drive(call))
    _check_may_manage(call, top)
    grant = _grant(call, top)
    roles = roles_in(call.fields({"roles": list}))
    entry = entry_for_app(call.state, grant.client_id, grant.name, roles)
    scopes.replace_entry(call.state, top, entry)
    changed = replace(grant, roles=roles)
    call.state.put(changed)
    return _one(call, changed)


def delete_grant(call: Call) -> Answer:
    """Take a list away from an application, with everything in it that it was given singly."""
    top = _top(call, _drive(call))
    _check_may_manage(call, top)
    grant = _grant(call, top)
    scopes.remove_entry(call.state, top, grant.permission_id)
    call.state.drop(grant)
    return Answer(status=204)


def create_item_grant(call: Call) -> Answer:
    """Give a file or folder to an application; people are invited instead."""
    item = item_in(call.state, call.params)
    if item is None:
        raise not_found()
    callers.check_may_read(call, item)
    _check_may_manage(call, item)
    return _one(call, _give(call, item, read_wish(call, strictly_v2=True)), 201)


def _give(call: Call, item: Item, wish: Wish) -> AppGrant:
    entry = entry_for_app(call.state, wish.app.id, wish.app.name, wish.roles)
    standing = scopes.add_entry(call.state, item, entry)
    grant = AppGrant(
        id=grant_id(item.id, wish.app.id),
        place_id=item.id,
        client_id=wish.app.id,
        name=wish.app.name,
        permission_id=entry.id,
        roles=standing.roles,
    )
    call.state.put(grant)
    return grant


def _check_may_manage(call: Call, item: Item) -> None:
    """The overview asks for full control, the operations' own pages for writing only: a switch."""
    if isinstance(call.principal, UserPrincipal):
        if effective.role_of(call.state, call.principal.user_id, item) != "owner":
            raise access_denied()
        return
    if not call.state.quirks.app_grants_need_full_control or callers.FULL_CONTROL in call.principal.roles:
        return
    if not selected.allowed(call.state, call.principal, call.route, call.params):
        raise access_denied()


def _standing(call: Call, item: Item) -> list[AppGrant]:
    return [grant for grant in grants_on(call.state, item.id) if stands(call.state, item, grant)]


def _grant(call: Call, item: Item) -> AppGrant:
    for grant in _standing(call, item):
        if grant.permission_id == call.params["permission"]:
            return grant
    raise not_found()


def _one(call: Call, grant: AppGrant, status: int = 200) -> Answer:
    body = {"@odata.context": _context(call) + "/$entity", **one_shape(grant)}
    return Answer(status=status, body=body)


def _context(call: Call) -> str:
    params = call.params
    if "list" in params:
        return call.context(f"sites('{params['site']}')/lists('{params['list']}')/permissions")
    return call.context(f"drives('{params['drive']}')/items('{params['item']}')/permissions")


_get = partial(Route, method="GET", roles=callers.SITE_ROLES, query=_SELECT, units=1)
_manage = partial(Route, roles=_MANAGE, write=True, units=5, notes="permissions on list items by number")

LIST_ROUTES = (
    _get(
        template=_LISTS,
        topic="api/list-list",
        handler=list_lists,
        units=2,
        notes="lists that are no libraries; $expand, $filter, $top",
    ),
    _get(template=_LIST, topic="api/list-get", handler=get_list, notes="$expand"),
    Route(
        method="GET",
        template=_PERMISSIONS,
        topic="api/list-list-permissions",
        handler=list_grants,
        roles=callers.SITE_ROLES,
        units=5,
        notes="$select, $filter, $count, $top",
    ),
    Route(
        method="GET",
        template=f"{_PERMISSIONS}/{{permission}}",
        topic="api/list-get-permission",
        handler=get_grant,
        roles=callers.SITE_ROLES,
        units=5,
    ),
    _manage(method="POST", template=_PERMISSIONS, topic="api/list-post-permissions", handler=create_grant),
    _manage(
        method="PATCH",
        template=f"{_PERMISSIONS}/{{permission}}",
        topic="api/list-update-permission",
        handler=update_grant,
    ),
    _manage(
        method="DELETE",
        template=f"{_PERMISSIONS}/{{permission}}",
        topic="api/list-delete-permission",
        handler=delete_grant,
    ),
    Route(
        method="POST",
        template="/drives/{drive}/items/{item}/permissions",
        topic="api/driveitem-post-permissions",
        handler=create_item_grant,
        roles=("Files.ReadWrite.All", *_MANAGE),
        units=5,
        write=True,
        notes="groups of SharePoint Embedded",
    ),
)
