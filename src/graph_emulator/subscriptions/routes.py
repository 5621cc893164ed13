"""The routes of subscriptions."""

from functools import partial

from graph_emulator.files.selected_grants import SCOPES
from graph_emulator.kernel.routes import Route
from graph_emulator.subscriptions import handlers
from graph_emulator.subscriptions.resources import ROLES

_ONE = "/subscriptions/{subscription}"
_NEEDED = tuple(ROLES.values())

_route = partial(Route, workload="notifications", roles=(*_NEEDED, *sorted(SCOPES)), delegated=_NEEDED)

ROUTES = (
    _route(
        method="POST",
        template="/subscriptions",
        topic="api/subscription-post-subscriptions",
        handler=handlers.create_subscription,
        write=True,
        notes="resources other than drives/{id}/root, sites/{id}/lists/{id}, users and groups; rich data; "
        "addresses other than HTTPS on loopback; a handshake inside a batch; how many there may be",
    ),
    _route(
        method="GET",
        template="/subscriptions",
        topic="api/subscription-list",
        handler=handlers.list_subscriptions,
        notes="paging; subscriptions of other applications, for administrators",
    ),
    _route(method="GET", template=_ONE, topic="api/subscription-get", handler=handlers.get_subscription),
    _route(
        method="PATCH",
        template=_ONE,
        topic="api/subscription-update",
        handler=handlers.update_subscription,
        write=True,
        notes="a new notificationUrl",
    ),
    _route(
        method="POST",
        template=f"{_ONE}/reauthorize",
        topic="api/subscription-reauthorize",
        handler=handlers.reauthorize_subscription,
        write=True,
        notes="pausing when nobody reauthorises",
    ),
    _route(
        method="DELETE",
        template=_ONE,
        topic="api/subscription-delete",
        handler=handlers.delete_subscription,
        write=True,
    ),
)
