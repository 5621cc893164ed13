"""Every operation that writes, whatever its answer: sent once where nobody knows its fate, and told (law 10).

The table is the closed list of operations itself, so that a new one is held to the same rule.

Source: graph:concepts/errors, ADR-0002
"""

from collections.abc import Callable
from dataclasses import replace

import httpx
import pytest

from sharepoint_gate.access.observed import ItemId, PermissionId
from sharepoint_gate.errors import FencedError, GraphError, WriteUncertainError
from sharepoint_gate.graph.meter import Meter
from sharepoint_gate.graph.model import GraphRequest
from sharepoint_gate.graph.pace import Pace
from sharepoint_gate.graph.pause import Pause
from sharepoint_gate.graph.routes import ROUTES, Route
from sharepoint_gate.graph.tenant import open_tenant
from sharepoint_gate.graph.transport import GraphTransport
from tests.fakes.clock import FakeClock
from tests.unit.graph.test_door import PERMIT
from tests.unit.graph.wire_world import CONFIG, START, Tokens, error

pytestmark = pytest.mark.anyio
WRITES = [route for route in ROUTES if route.writes]
Answers = Callable[[httpx.Request], httpx.Response]


def lost(kind: type[httpx.TransportError]) -> Answers:
    """Return a connection that is lost."""

    def answer(request: httpx.Request) -> httpx.Response:
        raise kind("lost", request=request)

    return answer


def told(status: int, **options: object) -> Answers:
    """Return an answer that is always the same."""
    return lambda _request: httpx.Response(status, **options)  # type: ignore[arg-type]  # httpx's own options


UNKNOWN: dict[str, Answers] = {
    "cut while it was sent": lost(httpx.WriteError),
    "cut after it was done": lost(httpx.ReadError),
    "no answer in time": lost(httpx.ReadTimeout),
    "half an answer": lost(httpx.RemoteProtocolError),
    "an answer that cannot be unpacked": told(200, headers={"content-encoding": "gzip"}, content=b"x"),
    "a fault of the service": told(500, json=error("generalException")),
    "a service that is away": told(503, headers={"Retry-After": "30"}, json=error("serviceNotAvailable")),
    "a gateway's own words": told(504, text="<html>"),
    "a proxy's refusal": told(403, text="<html>"),
    "a page to sign in": told(200, text="<html>"),
}
NOT_DONE: dict[str, Answers] = {
    "never connected": lost(httpx.ConnectError),
    "refused in Graph's words": told(403, json=error("accessDenied")),
    "gone": told(404, json=error("itemNotFound")),
    "changed meanwhile": told(412, json=error("preconditionFailed")),
}


class Wire:
    """A transport onto written answers, with what was sent."""

    def __init__(self, answers: Answers) -> None:
        self.sent: list[httpx.Request] = []
        self.clock = FakeClock(START)
        self._answers = answers
        client = httpx.AsyncClient(transport=httpx.MockTransport(self._answer))
        meter = Meter()
        pace = Pace(self.clock, meter, Pause(self.clock, meter), minute=1000, most=4)
        self.transport = GraphTransport(replace(CONFIG), client, Tokens(), pace, meter)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.sent.append(request)
        return self._answers(request)


def request_of(route: Route) -> GraphRequest:
    """Return a request of an operation; what its ids are is the door's matter."""
    path = "/v1.0/" + "/".join("x" if "{" in part else part for part in route.template)
    return GraphRequest(route.method, path, route.name, body=b"{}")


@pytest.mark.parametrize("route", WRITES, ids=lambda route: route.name.value)
async def test_law_10_a_write_of_unknown_fate_is_sent_once_and_told_as_uncertain(route: Route) -> None:
    """Cut, late, half there, or answered by somebody else than Graph: never sent again."""
    for what, answers in UNKNOWN.items():
        wire = Wire(answers)
        with pytest.raises(WriteUncertainError):
            await wire.transport.send(request_of(route))
        assert len(wire.sent) == 1, what


@pytest.mark.parametrize("route", WRITES, ids=lambda route: route.name.value)
async def test_law_10_a_write_that_was_surely_not_done_is_no_doubt(route: Route) -> None:
    """Graph's own refusal and a connection that never stood are told as such, and not tried again."""
    for what, answers in NOT_DONE.items():
        wire = Wire(answers)
        with pytest.raises(GraphError) as refused:
            await wire.transport.send(request_of(route))
        assert not isinstance(refused.value, WriteUncertainError), what
        assert len(wire.sent) == 1, what


@pytest.mark.parametrize("route", WRITES, ids=lambda route: route.name.value)
async def test_law_12_a_write_that_was_put_off_goes_once_the_wait_is_over(route: Route) -> None:
    """429 says that nothing was done: the same write leaves again, after the wait."""
    answers = iter([httpx.Response(429, headers={"Retry-After": "9"}, json=error("x")), httpx.Response(204)])
    wire = Wire(lambda _request: next(answers))
    await wire.transport.send(request_of(route))
    assert len(wire.sent) == 2
    assert (wire.clock.now() - START).total_seconds() == 9


async def test_law_12_a_run_that_was_taken_over_while_it_waited_sends_nothing() -> None:
    """The question is asked right before the bytes leave, after every wait."""

    def taken_over() -> None:
        raise FencedError("Another run has taken over from this one.")

    async with open_tenant(CONFIG, FakeClock(START), PERMIT, Tokens(), taken_over) as tenant:
        with pytest.raises(FencedError):
            await tenant.writers.sharing.delete_permission(ItemId("01AGENDA"), PermissionId("p-stale"))
