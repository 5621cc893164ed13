"""Answers that mean harm, or that came through something broken: none of them ends a run without a word."""

from collections.abc import AsyncIterator

import httpx
import pytest
import respx

from sharepoint_gate.access.observed import ItemId, ObjectId, Unread
from sharepoint_gate.errors import GraphError, UnavailableError, UnexpectedAnswerError, WriteUncertainError
from sharepoint_gate.graph import requests
from sharepoint_gate.graph.door import Door
from sharepoint_gate.graph.wire import DoorTransport
from tests.fakes.clock import FakeClock
from tests.unit.graph.test_door import LINK, NADIA, OLU, PERMIT, URL, out
from tests.unit.graph.test_transport import ITEM, MEMBERS, NOBODY, SITE
from tests.unit.graph.wire_world import BASE, START, opened

pytestmark = pytest.mark.anyio
JSON = {"content-type": "application/json"}
CREATE = "/beta/drives/b%21drive/items/01AGENDA/createLink"
NO_UTF_8 = b'{"id": "\xff", "value": ["\xff"]}'
WITHOUT_END = b'{"error":' * 5000 + b"1" + b"}" * 5000
PACKED = {**JSON, "content-encoding": "gzip"}


@pytest.fixture
def clock() -> FakeClock:
    """A clock on which waiting takes no time."""
    return FakeClock(START)


@pytest.mark.parametrize("body", [NO_UTF_8, WITHOUT_END])
@pytest.mark.parametrize("status", [200, 403])
async def test_law_7_a_read_whose_answer_is_no_text_is_told_as_unreadable(
    graph: respx.MockRouter, clock: FakeClock, body: bytes, status: int
) -> None:
    """Bytes that are no UTF-8, or nested without end, are an error of Graph's and never one of the gate's."""
    graph.get(MEMBERS).respond(status, headers=JSON, content=body)
    async with opened(clock) as tenant:
        with pytest.raises(UnexpectedAnswerError):
            await tenant.reader.members(SITE)


@pytest.mark.parametrize("body", [NO_UTF_8, WITHOUT_END])
async def test_law_7_a_batch_that_is_no_text_leaves_its_items_unread(
    graph: respx.MockRouter, clock: FakeClock, body: bytes
) -> None:
    """The other batches still count."""
    graph.post("/v1.0/$batch").respond(200, headers=JSON, content=body)
    async with opened(clock) as tenant:
        found = await tenant.reader.permissions("b!drive", [ItemId("01AGENDA")])
    assert isinstance(found[ItemId("01AGENDA")], Unread)


@pytest.mark.parametrize("body", [NO_UTF_8, WITHOUT_END, b"{"])
async def test_law_10_a_write_whose_answer_is_no_text_is_uncertain(
    graph: respx.MockRouter, clock: FakeClock, body: bytes
) -> None:
    """The link may have been made: the change is looked at again."""
    route = graph.post(CREATE).respond(201, headers=JSON, content=body)
    async with opened(clock, PERMIT) as tenant:
        with pytest.raises(WriteUncertainError):
            await tenant.writers.sharing.create_link(ITEM, [NADIA])
    assert route.call_count == 1


async def test_law_10_a_write_whose_answer_is_packed_wrongly_is_uncertain_and_sent_once(
    graph: respx.MockRouter, clock: FakeClock
) -> None:
    """A damaged packing says nothing about whether the write was done."""
    route = graph.post(CREATE).mock(return_value=_packed())
    async with opened(clock, PERMIT) as tenant:
        with pytest.raises(WriteUncertainError):
            await tenant.writers.sharing.create_link(ITEM, [NADIA])
    assert route.call_count == 1


async def test_a_read_that_is_packed_wrongly_is_tried_again(
    graph: respx.MockRouter, clock: FakeClock
) -> None:
    """It is an answer that never came whole."""
    route = graph.get(MEMBERS).mock(side_effect=[_packed(), NOBODY])
    async with opened(clock) as tenant:
        assert await tenant.reader.members(SITE) == []
        route.mock(side_effect=lambda _: _packed())
        with pytest.raises(UnavailableError):
            await tenant.reader.members(SITE)


def _packed() -> httpx.Response:
    return httpx.Response(200, headers=PACKED, stream=httpx.ByteStream(b"not packed at all"))


@pytest.mark.parametrize("link", ["https://graph.example/v1.0/\x00", f"{BASE}/{'x' * 70_000}"])
async def test_law_4_a_next_link_that_is_no_address_is_an_answer_that_cannot_be_read(
    graph: respx.MockRouter, clock: FakeClock, link: str
) -> None:
    """It is told as such, so that the rest of the picture still counts."""
    graph.get(MEMBERS).respond(json={"value": [], "@odata.nextLink": link})
    async with opened(clock) as tenant:
        with pytest.raises(UnexpectedAnswerError):
            await tenant.reader.members(SITE)


@pytest.mark.parametrize("asked", ["9" * 20, "9" * 400, "Fri, 31 Dec 9999 23:59:59 GMT"])
async def test_a_wait_without_end_is_cut_to_a_day(
    graph: respx.MockRouter, clock: FakeClock, asked: str
) -> None:
    """A wait that no calendar holds neither stops the program nor hangs it for ever."""
    graph.get(MEMBERS).mock(side_effect=[httpx.Response(429, headers={"Retry-After": asked}), NOBODY])
    async with opened(clock) as tenant:
        await tenant.reader.members(SITE)
    assert (clock.now() - START).days == 1


def test_law_14_no_address_token_or_body_shows_when_a_request_is_printed() -> None:
    """A share token is a link in another spelling."""
    request = requests.grant(URL, [NADIA])
    told = repr(request) + repr(out(request))
    assert requests.share_token(URL) not in told
    assert "Bearer" not in told
    assert NADIA not in told


async def test_law_10_errors_of_the_wire_are_the_gates_own(graph: respx.MockRouter, clock: FakeClock) -> None:
    """Whatever becomes of the answer to a write, the change has an outcome."""
    graph.post(f"/v1.0/drives/b%21drive/items/01AGENDA/permissions/{LINK}/revokeGrants").mock(
        side_effect=httpx.DecodingError("x")
    )
    async with opened(clock, PERMIT) as tenant:
        with pytest.raises(GraphError):
            await tenant.writers.sharing.revoke_people(ITEM, LINK, [ObjectId(OLU)])


class _Damaged(httpx.AsyncByteStream):
    """An answer's body that is not packed as it says, and that knows whether it was let go of."""

    closed = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b"not packed at all"

    async def aclose(self) -> None:
        self.closed = True


async def test_an_answer_that_cannot_be_unpacked_frees_its_connection() -> None:
    """Four of them would otherwise use up all connections, and everything after them would wait in vain."""
    body = _Damaged()
    inner = httpx.MockTransport(lambda _: httpx.Response(200, headers=PACKED, stream=body))
    leaving = httpx.Request("GET", f"{BASE}/v1.0/teams", headers={"accept": "application/json"})
    with pytest.raises(httpx.DecodingError):
        await DoorTransport(inner, Door(PERMIT, BASE)).handle_async_request(leaving)
    assert body.closed
