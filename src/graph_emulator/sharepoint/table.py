"""The routes of the REST interface, made from its kinds: one for each way, and for what may be done there."""

from collections.abc import Callable, Iterator

from graph_emulator.kernel.routes import Answer, Call, Route
from graph_emulator.sharepoint.kinds import KINDS, ROOT
from graph_emulator.sharepoint.model import Kind, Way
from graph_emulator.sharepoint.rights import DELEGATED, ROLES, SELECTED
from graph_emulator.sharepoint.walk import PROPERTY

Key = tuple[str, str, str]
OPTIONS = frozenset({"$select", "$expand", "$filter", "$top", "$skip", "$skiptoken", "$orderby"})
UNITS = 2


def rest_routes(handler: Callable[[Call], Answer]) -> dict[Key, Route]:
    """Return the routes by kind, way and method.

    Args:
        handler: What answers each of them.
    """
    routes: dict[Key, Route] = {}
    for kind in (ROOT, *KINDS.values()):
        for way, template in _operations(kind):
            routes[kind.name, way.name, way.method] = _route(way, template, handler)
    return routes


def _operations(kind: Kind) -> Iterator[tuple[Way, str]]:
    for way in kind.ways:
        yield way, f"/_api/{kind.name}/{way.name}" if kind is not ROOT else f"/_api/{way.name}"
    for own in kind.own:
        yield own, f"/_api/{kind.name}"
    if (kind.shown or kind.asked) and kind is not ROOT:
        yield PROPERTY, f"/_api/{kind.name}/{PROPERTY.name}"


def _route(way: Way, template: str, handler: Callable[[Call], Answer]) -> Route:
    roles = ROLES[way.need]
    return Route(
        method=way.method,
        template=template,
        topic=way.topic,
        handler=handler,
        roles=(*roles, SELECTED) if roles else (),
        delegated=DELEGATED[way.need],
        units=UNITS,
        write=way.write,
        query=OPTIONS,
        notes=way.notes,
    )
