"""How the gateway speaks SharePoint REST: addresses, tokens, options and refusals in its own way."""

from collections.abc import Callable, Mapping

from graph_emulator.files.models import Item, Site
from graph_emulator.kernel.faults import GraphFault
from graph_emulator.kernel.router import Match
from graph_emulator.kernel.routes import Answer, Call, Principal, Route
from graph_emulator.kernel.state import State
from graph_emulator.kernel.wire import Request
from graph_emulator.sharepoint import formats, rights, shaping, walk
from graph_emulator.sharepoint.address import is_rest, segments, site_path
from graph_emulator.sharepoint.faults import bad_query, no_site
from graph_emulator.sharepoint.model import Args, Node, Visit, Way
from graph_emulator.sharepoint.table import rest_routes

Authenticate = Callable[[Mapping[str, str]], Principal]
_CREATED, _OK, _NOTHING = 201, 200, 204


class SharePointDialect:
    """SharePoint REST as the gateway knows it.

    Attributes:
        authenticate: Returns who calls, from a token for SharePoint.
        routes: Every operation.
    """

    def __init__(self, state: State, authenticate: Authenticate) -> None:
        self._state = state
        self.authenticate = authenticate
        self._by_key = rest_routes(serve)
        self.routes: tuple[Route, ...] = tuple(self._by_key.values())

    def speaks(self, path: str) -> bool:
        """Whether a path is SharePoint's."""
        return is_rest(path)

    def match(self, request: Request) -> Match | None:
        """Return the operation that a request asks for, or None when there is none."""
        site = site_at(self._state, request.path)
        params = {name: text for name, text in request.options().items() if name.startswith("@")}
        params |= {"site": site.id} if site else {}
        try:
            parts = segments(request.path, request.options())
        except GraphFault:
            return Match(route=_UNREADABLE, params=params, arguments={})
        plan = walk.plan(parts, method_of(request))
        if plan is None:
            return None
        kind, way = plan.last
        return Match(route=self._by_key[kind.name, way.name, way.method], params=params, arguments={})

    def options(self, request: Request) -> dict[str, str]:
        """Return the query's options, names in lower case, without aliases.

        Raises:
            GraphFault: 400: an option is not known.
        """
        options = request.options().items()
        return {name.casefold(): text for name, text in options if not name.startswith("@")}

    def prepare(self, call: Call) -> None:
        """Name the item whose access a write may change, for whoever watches access."""
        if call.route.write:
            place = _place(call)
            item = place if isinstance(place, Item) else rights.top_of(call.state, place) if place else None
            if item is not None:
                call.params |= {"drive": item.drive_id, "item": item.id}

    def refusal(self, fault: GraphFault, request: Request) -> Answer:
        """Return a refusal in SharePoint's form."""
        return formats.refusal(fault, request.headers)


def site_at(state: State, path: str) -> Site | None:
    """Return the site that a request's path begins with, or None."""
    wanted = site_path(path).casefold()
    return next((site for site in state.every(Site) if site.path.casefold() == wanted), None)


def method_of(request: Request) -> str:
    """Return the method that is meant: a POST may stand for another one."""
    method = request.method
    if method == "POST":
        method = request.headers.get("x-http-method", method).upper()
    return "MERGE" if method in {"PATCH", "PUT"} else method


def _refuse_address(call: Call) -> Answer:
    segments("/" + call.path.lstrip("/"), aliases_of(call))
    raise bad_query("The address cannot be read.")


_UNREADABLE = Route(
    method="GET", template="/_api/{unreadable}", topic="concepts/errors", handler=_refuse_address
)


def aliases_of(call: Call) -> dict[str, str]:
    """Return the aliases that a request's query gives a value."""
    return {name: text for name, text in call.params.items() if name.startswith("@")}


def _visit(call: Call) -> Visit:
    site = call.state.get(Site, call.params.get("site", ""))
    if site is None:
        raise no_site()
    return Visit(call=call, site=site)


def _plan(call: Call) -> walk.Plan:
    plan = walk.plan(segments(call.path, aliases_of(call)), call.route.method)
    if plan is None:
        raise no_site()
    return plan


def _place(call: Call) -> Item | Site | None:
    """Return where a write is about to change something, or None where nothing is there."""
    try:
        steps = _plan(call).steps
        before = steps[:-1] if steps[-1].way.write else steps
        node = walk.reach(_visit(call), before, None)
    except GraphFault:
        return None
    return node.place if node else None


def serve(call: Call) -> Answer:
    """Answer one request."""
    form = formats.form_asked(call.headers)
    visit, plan = _visit(call), _plan(call)
    own = plan.last[1] if plan.last[1] in plan.last[0].own else None
    node = walk.reach(visit, plan.steps, call.body if own is None else None)
    if plan.named is not None and node is not None:
        value = formats.plain(form, walk.property_of(node, plan.named))
        return formats.answered(_OK, form, formats.single(form, plan.named[0], value, visit.base))
    if own is not None and node is not None:
        step = walk.Step(plan.last[0], own, Args())
        node = walk.follow(node, own, walk.with_body(step, call.body), is_last=True)
    return _answer(visit, form, plan.last[1], node, created=own is not None)


def _answer(visit: Visit, form: formats.Form, way: Way, node: Node | None, *, created: bool) -> Answer:
    if node is None and way.method == "MERGE":
        return Answer(status=_NOTHING)
    if node is None:
        return formats.answered(_OK, form, formats.single(form, way.name, None, visit.base))
    wrapped = f"Get{node.kind.name.removeprefix('SP.')}" if way.wraps else ""
    status = _CREATED if created and way.method == "POST" else _OK
    return formats.answered(status, form, shaping.body_of(node, form, wrapped))
