"""SharePoint's own interface and redirects: what is tried there, bent in every way (laws 3 and 4)."""

from collections.abc import Callable
from dataclasses import replace

import httpx
import pytest

from sharepoint_gate.errors import LawError
from sharepoint_gate.graph.door import NOTHING, Door
from sharepoint_gate.graph.door_rest import ScopeDoor, ScopeRoute
from sharepoint_gate.graph.rest import Question, RestDoor
from sharepoint_gate.graph.wire import client
from tests.contract.door.streams import Pool, Raw, bent, programs
from tests.unit.graph.wire_world import BASE, CONFIG

pytestmark = pytest.mark.anyio
SITE = "https://saltmere.sharepoint.example/sites/reviews"
MINE, OTHER = "0f9e1c9e-0000-4000-8000-000000000001", "0f9e1c9e-0000-4000-8000-000000000002"
Doors = Callable[[httpx.AsyncBaseTransport], httpx.AsyncBaseTransport]
PLAIN = {"host", "accept", "accept-encoding", "authorization", "connection", "content-length", "user-agent"}


def _raw(method: str, address: str) -> Raw:
    url = httpx.URL(address)
    return Raw(method, f"https://{url.netloc.decode()}", url.raw_path.decode(), (), b"")


async def _passed(door: Doors, seeds: list[Raw], count: int) -> list[httpx.Request]:
    reached: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        reached.append(request)
        return httpx.Response(200, json={"value": []})

    tried = door(httpx.MockTransport(answer))
    pool = Pool([MINE, OTHER, "1", "sitegroups"], seeds)
    for program in programs(count):
        try:
            await tried.handle_async_request(bent(program, pool).request("t"))
        except (LawError, httpx.InvalidURL, ValueError):
            continue
    return reached


def _is_plain(request: httpx.Request) -> bool:
    return not request.content and set(request.headers) <= PLAIN and not request.extensions


async def test_law_4_nothing_but_its_questions_is_asked_of_a_site() -> None:
    """Five addresses are read by GET: in these letters, without a body or a header more."""
    asked = [f"{SITE}{one.value}" for one in Question]
    reached = await _passed(lambda inner: RestDoor(inner, SITE), [_raw("GET", one) for one in asked], 300)
    assert {str(one.url) for one in reached} <= set(asked)
    assert {one.method for one in reached} == {"GET"}
    assert all(map(_is_plain, reached))


async def test_law_3_no_scope_is_given_back_that_the_permit_does_not_hold() -> None:
    """Looks and resets of the permit's own item leave, and nothing that was made of them."""
    seeds = [_raw(one.method, one.address(SITE, guid)) for one in ScopeRoute for guid in (MINE, OTHER)]
    reached = await _passed(lambda inner: ScopeDoor(inner, SITE, [MINE]), seeds, 300)
    held = {(one.method, one.address(SITE, MINE)) for one in ScopeRoute}
    assert {(one.method, str(one.url)) for one in reached} == held
    assert all(map(_is_plain, reached))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    "where", ["https://evil.example/v1.0/drives", f"{BASE}/v1.0/invitations", "//evil.example", "/"]
)
async def test_law_4_no_redirect_is_followed(status: int, where: str) -> None:
    """A server that points elsewhere is answered to by nobody: what was asked is asked once, there alone."""
    reached: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        reached.append(str(request.url))
        return httpx.Response(status, headers={"location": where})

    door = Door(NOTHING, BASE)
    async with client(replace(CONFIG), httpx.MockTransport(answer), door) as asking:
        response = await asking.get(f"{BASE}/v1.0/drives/d")
    assert (response.status_code, reached) == (status, [f"{BASE}/v1.0/drives/d"])
