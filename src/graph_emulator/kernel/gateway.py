"""One request at a time, through the same steps: match, injected fault, token, roles, handler, journal."""

import sys
import traceback
from collections.abc import Callable, Mapping
from http import HTTPStatus

from graph_emulator.kernel.clock import parse_instant
from graph_emulator.kernel.dialect import Dialect
from graph_emulator.kernel.faults import ErrorStamp, GraphFault, bad_request, error_body
from graph_emulator.kernel.injected import injected_refusal, is_made_up
from graph_emulator.kernel.injection import Injector
from graph_emulator.kernel.journal import AccessWatch, Entry
from graph_emulator.kernel.meter import Meter
from graph_emulator.kernel.own_address import came_by
from graph_emulator.kernel.pricing import buckets_of, price
from graph_emulator.kernel.recording import Recorder
from graph_emulator.kernel.router import Match, Router
from graph_emulator.kernel.routes import Answer, Call, Principal
from graph_emulator.kernel.spending import RouteUse, is_throttling, spend_on_route
from graph_emulator.kernel.state import State
from graph_emulator.kernel.store import Store
from graph_emulator.kernel.wire import Request
from graph_emulator.kernel.work import (
    Changes,
    Outcome,
    WasGiven,
    Work,
    body_of,
    check_permission,
    entry_of,
    id_of,
    nothing_given,
    plain_name,
)

Authenticate = Callable[[Mapping[str, str]], Principal]
Observer = Callable[[Call, Answer], None]


class Gateway:
    """The one door to every service.

    Attributes:
        base_url: The emulator's address; set when the port is known.
        watch: Tells what access a write gave and took, where a service brings it.
        name_of: Returns the journal's name for a caller.
        was_given: Tells whether an application without a route's roles was given the very place it asks for.
        observers: Told of each request that a handler answered below 400, in the same transaction: what
            they put into the state becomes durable with it.
        dialects: Other interfaces to the same tenant, asked first whether a path is theirs.
        after_commit: Called when what was performed is durable; they see to what leaves the tenant.
        before_take: Called before a change that no request made is taken over.
    """

    def __init__(self, state: State, store: Store, router: Router, authenticate: Authenticate) -> None:
        self.state = state
        self.store = store
        self.router = router
        self.authenticate = authenticate
        self.injector = Injector()
        self.meter = Meter()
        self.recorder = Recorder()
        self.base_url = ""
        self.watch: AccessWatch | None = None
        self.name_of: Callable[[Principal], str] = plain_name
        self.was_given: WasGiven = nothing_given
        self.observers: list[Observer] = []
        self.dialects: list[Dialect] = []
        self.after_commit: list[Callable[[], None]] = []
        self.before_take: list[Callable[[], None]] = []
        self.entries = 0
        self.requests = 0
        self.refused = 0

    def resume(self) -> None:
        """Take up the journal where the store has it."""
        self.meter = Meter()
        self.state.throttle.clear()
        self.entries = self.requests = self.refused = 0
        for entry in self.store.journal():
            self.meter.add(entry)
            self.entries, self.requests = entry.n, entry.request
            if entry.spent:
                self.state.throttle.replay(entry.spent, int(parse_instant(entry.at).timestamp()))

    def perform(self, request: Request, principal: Principal | None = None) -> Outcome:
        """Carry out one request or one part of a batch, without committing it.

        Args:
            request: The request; its path begins with the version.
            principal: Who calls, where that is known without a token (acts of a seed).
        """
        work = self._begin(request)
        self.state.throttle.paused = principal is not None
        answer = Answer(status=0)
        if work.fault != "cut-before":
            answer = self._answered(work, principal)
        self.state.throttle.paused = False
        self._journal(work, answer)
        answer.headers = {**work.told, **answer.headers, **work.ids}
        if not is_made_up(work.fault, answer.status):
            self._record(work, answer)
        return Outcome(answer=answer, fault=work.fault)

    def refuse(self, request: Request, fault: GraphFault) -> Outcome:
        """Return the outcome of a request that was refused before it came to any route."""
        ids = self._ids(request)
        self.refused += 1
        answer = self._refusal(fault, ids)
        answer.headers |= ids
        _, version, path = (*request.path.split("/", 2), "")[:3]
        if fault.status >= HTTPStatus.BAD_REQUEST:  # what is less was made up by a fault on the envelope
            self.recorder.note(version, f"{request.method} /{path}", answer.status, request, answer.body)
        return Outcome(answer=answer)

    def route_names(self) -> frozenset[str]:
        """Return the name of every operation, those of other interfaces too."""
        others = (route for dialect in self.dialects for route in dialect.routes)
        return frozenset(route.name for route in (*self.router.routes, *others))

    def note_raw(self, name: str, changes: Changes) -> None:
        """Journal a change that no request made, as the seed's.

        Args:
            name: What the journal calls it in place of a path.
            changes: The access that it gave, and the access that it took.
        """
        self._settle()
        self.store.take(self.state)
        self.entries += 1
        entry = Entry(
            n=self.entries,
            at=self.state.clock.stamp(),
            app="seed",
            client_id="seed",
            method="SEED",
            path=name,
            route=None,
            status=200,
            write=True,
            request_units=0,
            gained=changes[0],
            lost=changes[1],
            request=self.requests,
        )
        self.store.note(entry)
        self.meter.add(entry)

    def commit(self) -> None:
        """Make durable what was performed."""
        self._settle()
        if self.state.ids.moved:
            self.store.set_meta("counters", self.state.ids.counters)
            self.state.ids.moved = False
        self.store.take(self.state)
        self.store.commit()
        for told in self.after_commit:
            told()

    def _settle(self) -> None:
        if self.state.touched:
            for told in self.before_take:
                told()

    def _begin(self, request: Request) -> Work:
        dialect = next((one for one in self.dialects if one.speaks(request.path)), None)
        _, version, path = ("", "rest", request.path) if dialect else (*request.path.split("/", 2), "")[:3]
        path = "/" + path.removeprefix("/")
        match = dialect.match(request) if dialect else self.router.match(request.method, version, path)
        fault = self.injector.kind_for(match.route.name, self.state.clock.now()) if match else None
        ids = self._ids(request)
        work = Work(request=request, version=version, path=path, match=match, fault=fault, ids=ids)
        work.dialect = dialect
        return work

    def _answered(self, work: Work, principal: Principal | None) -> Answer:
        try:
            authenticate = (work.dialect or self).authenticate
            answer = self._served(work, principal or authenticate(work.request.headers))
        except GraphFault as fault:
            self.store.restore(self.state)
            return self._refused(fault, work)
        except Exception:  # noqa: BLE001 - a bug here must answer 500 and leave nothing half done
            traceback.print_exc(file=sys.stderr)
            self.store.restore(self.state)
            bug = GraphFault(500, "generalException", "An unspecified error has occurred.")
            return self._refused(bug, work)
        self.store.take(self.state)
        return answer

    def _refused(self, fault: GraphFault, work: Work) -> Answer:
        if work.dialect is not None:
            return work.dialect.refusal(fault, work.request)
        return self._refusal(fault, work.ids)

    def _served(self, work: Work, caller: Principal) -> Answer:
        work.actor, work.client_id = self.name_of(caller), id_of(caller)
        work.query = work.dialect.options(work.request) if work.dialect else work.request.options()
        if work.match is not None:
            work.query = {**work.match.arguments, **work.query}
            work.units = price(work.match.route, work.query)
            self._spend(work, work.match, caller)
        injected = injected_refusal(work.fault or "", self.state.clock.now())
        if injected is not None:
            raise injected
        call = self._call(work, caller)
        if work.dialect is not None:
            work.dialect.prepare(call)
        watch = self.watch if call.route.write and self.state.quirks.journal_access else None
        if watch is None:
            return self._handled(call)
        watch.begin(call)
        answer = self._handled(call)
        work.changes = watch.changes()
        return answer

    def _spend(self, work: Work, match: Match, caller: Principal) -> None:
        if "identity" in buckets_of(match.route):
            work.told["x-ms-resource-unit"] = str(work.units)
        if is_throttling(self.state):
            use = RouteUse(
                units=work.units,
                headers=work.request.headers,
                params=match.params,
                size=len(work.request.body),
            )
            work.told |= spend_on_route(self.state, caller, match.route, use)

    def _handled(self, call: Call) -> Answer:
        answer = call.route.handler(call)
        if answer.status < HTTPStatus.BAD_REQUEST:
            for observe in self.observers:
                observe(call, answer)
        return answer

    def _call(self, work: Work, caller: Principal) -> Call:
        if work.match is None:
            message = f"The emulator does not know {work.request.method} {work.request.path}."
            raise GraphFault(501, "notSupported", message, "unknownRoute")
        route = work.match.route
        for name in work.query:
            if name not in route.query:
                raise bad_request(route.workload, f"The query option '{name}' is not supported here.")
        check_permission(caller, work.match, self.was_given)
        return Call(
            state=self.state,
            principal=caller,
            params=work.match.params,
            query=work.query,
            headers=work.request.headers,
            body=body_of(work),
            version="beta" if work.version == "beta" else "v1.0",
            base_url=came_by(work.request.headers, self.base_url),
            path=work.path,
            route=route,
            raw=work.request.body,
            proofs=work.request.proofs,
        )

    def _refusal(self, fault: GraphFault, ids: dict[str, str]) -> Answer:
        stamp = ErrorStamp(
            date=self.state.clock.stamp().removesuffix("Z"),
            request_id=ids["request-id"],
            client_request_id=ids["client-request-id"],
        )
        body = error_body(fault, stamp) if fault.status >= HTTPStatus.BAD_REQUEST else None
        return Answer(status=fault.status, body=body, headers=dict(fault.headers))

    def _ids(self, request: Request) -> dict[str, str]:
        own = self.state.ids.derived("request", f"{self.requests}/{self.entries}/{self.refused}")
        return {"request-id": own, "client-request-id": request.headers.get("client-request-id", own)}

    def _record(self, work: Work, answer: Answer) -> None:
        route = work.match.route if work.match else None
        # A message is JSON or MIME; what a file holds is the file's own, and of no published shape.
        is_file = route is not None and route.binary and route.workload == "files"
        name, binary = route.name if route else work.request.method, is_file
        self.recorder.note(work.version, name, answer.status, work.request, answer.body, binary=binary)

    def _journal(self, work: Work, answer: Answer) -> None:
        self.entries += 1
        work.number, work.carrier = self.entries, self.requests
        work.spent = self.state.throttle.take_spent()
        entry = entry_of(work, self.state.clock.stamp(), answer.status)
        self.store.note(entry)
        self.meter.add(entry)
