"""The last layer before the connection: what it asks before a write, and remembers without an answer."""

from collections.abc import AsyncIterator

import httpx
import pytest

from sharepoint_gate.access.letters import token_of
from sharepoint_gate.errors import FencedError, LawError
from sharepoint_gate.graph.door import Door
from sharepoint_gate.graph.door_mail import mail_body
from sharepoint_gate.graph.wire import DoorTransport
from tests.unit.graph.test_door import BASE, HELD, PERMIT
from tests.unit.graph.test_door_edges import MAILING

pytestmark = pytest.mark.anyio
MAIL = mail_body(token_of("k"), "n@nhs.example", "s", "h", "")


class Line:
    """A connection that keeps what reaches it, and answers or breaks."""

    def __init__(self, broken: httpx.RequestError | None = None) -> None:
        self.broken = broken
        self.reached: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer a request."""
        self.reached.append(request)
        if self.broken is not None:
            raise self.broken
        return httpx.Response(202)


def letter() -> httpx.Request:
    """Return the request of the one permitted letter."""
    text = str(httpx.Request("POST", BASE, json=MAIL).content, "utf-8")
    headers = {"content-type": "application/json"}
    return httpx.Request("POST", f"{BASE}/v1.0/users/p@x.example/sendMail", content=text, headers=headers)


@pytest.mark.parametrize("broken", [httpx.ReadError("cut"), httpx.ReadTimeout("slow"), None])
async def test_law_12_a_letter_without_an_answer_does_not_leave_again(
    broken: httpx.RequestError | None,
) -> None:
    """Whether it was taken is not known, so it counts as sent at this very door."""
    line = Line(broken)
    door = DoorTransport(httpx.MockTransport(line), Door(MAILING, BASE))
    if broken is None:
        await door.handle_async_request(letter())
    else:
        with pytest.raises(httpx.RequestError):
            await door.handle_async_request(letter())
    with pytest.raises(LawError, match="at the door"):
        await door.handle_async_request(letter())
    assert len(line.reached) == 1


async def test_law_10_no_write_leaves_a_run_that_another_one_took_over_from() -> None:
    """It is asked right before each write, and what only reads goes on."""

    def taken_over() -> None:
        raise FencedError("Another run took over.")

    line = Line()
    door = DoorTransport(httpx.MockTransport(line), Door(PERMIT, BASE), taken_over)
    held = HELD["delete"]
    with pytest.raises(FencedError):
        await door.handle_async_request(httpx.Request(held.method, f"{BASE}{held.path}"))
    assert not line.reached
    await door.handle_async_request(httpx.Request("GET", f"{BASE}/v1.0/drives/d"))
    assert len(line.reached) == 1


async def test_an_answer_that_breaks_off_frees_its_connection() -> None:
    """Else the pool runs dry, and a night stands still."""
    closed: list[bool] = []

    class Half(httpx.AsyncByteStream):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            yield b"{"
            raise httpx.ReadError("cut")

        async def aclose(self) -> None:
            closed.append(True)

    class Inner(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            return httpx.Response(200, stream=Half(), request=request)

    with pytest.raises(httpx.ReadError):
        await DoorTransport(Inner(), Door(PERMIT, BASE)).handle_async_request(
            httpx.Request("GET", f"{BASE}/v1.0/drives/d")
        )
    assert closed
