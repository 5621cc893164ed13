"""Sending and looking for mails, with written answers.

Source: graph:api/user-sendmail
"""

from collections.abc import Iterator
from typing import Any

import anyio
import httpx
import pytest
import respx

from sharepoint_gate.access.letters import token_of
from sharepoint_gate.errors import AccessDeniedError, LawError, WriteUncertainError
from sharepoint_gate.graph.mailer import GraphMailer
from sharepoint_gate.ports.mail import Fate
from tests.fakes.clock import FakeClock
from tests.unit.graph.test_door_mail import KEY, MESSAGE, PERMIT, SENDER, SINCE
from tests.unit.graph.wire_world import BASE, error, opened

SEND = f"{BASE}/v1.0/users/{SENDER}/sendMail"
FOLDERS = f"{BASE}/v1.0/users/{SENDER}/mailFolders"
OWN = {"name": "X-Sharepoint-Gate-Key", "value": token_of(KEY)}
NDR = {"name": "X-MS-Exchange-Message-Is-Ndr", "value": ""}


@pytest.fixture
def wire() -> Iterator[respx.MockRouter]:
    """Answers that a test writes."""
    with respx.mock(assert_all_called=False) as router:
        yield router


@pytest.fixture
def mailer() -> GraphMailer:
    """A mailer for one mail."""
    return opened(FakeClock(), PERMIT).mailer


def mails(*headers: list[dict[str, str]]) -> httpx.Response:
    """Return a page of mails with their headers."""
    return httpx.Response(
        200, json={"value": [{"id": "m", "internetMessageHeaders": one} for one in headers]}
    )


def test_an_accepted_mail_is_sent(wire: respx.MockRouter, mailer: GraphMailer) -> None:
    """202 comes without a body."""
    route = wire.post(SEND).mock(return_value=httpx.Response(202))
    anyio.run(mailer.send, MESSAGE)
    assert route.call_count == 1


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(202, text="<html>proxy</html>"),
        httpx.Response(503, json=error("serviceNotAvailable")),
        httpx.ReadError("gone"),
    ],
)
def test_law_12_an_unclear_answer_is_no_answer(
    wire: respx.MockRouter, mailer: GraphMailer, answer: Any
) -> None:
    """It may have been sent, so it is sent no second time, not even by mistake."""
    route = wire.post(SEND).mock(side_effect=[answer])
    with pytest.raises(WriteUncertainError):
        anyio.run(mailer.send, MESSAGE)
    with pytest.raises(LawError):
        anyio.run(mailer.send, MESSAGE)
    assert route.call_count == 1


def test_a_throttled_mail_is_sent_after_the_wait(wire: respx.MockRouter, mailer: GraphMailer) -> None:
    """429 says that it was not done."""
    busy = httpx.Response(429, json=error("TooManyRequests"), headers={"Retry-After": "5"})
    wire.post(SEND).mock(side_effect=[busy, httpx.Response(202)])
    anyio.run(mailer.send, MESSAGE)


def test_a_refusal_is_told(wire: respx.MockRouter, mailer: GraphMailer) -> None:
    """A mailbox that the application may not use answers 403."""
    wire.post(SEND).mock(return_value=httpx.Response(403, json=error("ErrorAccessDenied")))
    with pytest.raises(AccessDeniedError):
        anyio.run(mailer.send, MESSAGE)


def test_a_mail_is_found_by_its_header(wire: respx.MockRouter, mailer: GraphMailer) -> None:
    """Names of headers come back in any case; others' mails are passed over."""
    wire.get(f"{FOLDERS}/sentitems/messages").mock(return_value=mails([], [NDR], [OWN]))
    assert anyio.run(mailer.look_for, KEY, SINCE) is Fate.SENT
    assert anyio.run(mailer.look_for, "another", SINCE) is Fate.NOT_FOUND


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(403, json=error("ErrorAccessDenied")),
        httpx.Response(200, json={"value": [{"internetMessageHeaders": 7}]}),
        httpx.Response(200, json={"value": [{"internetMessageHeaders": [7]}]}),
    ],
)
def test_where_the_sent_items_cannot_be_read_nothing_is_said(
    wire: respx.MockRouter, mailer: GraphMailer, answer: httpx.Response
) -> None:
    """Not to know is another thing than not to find."""
    wire.get(f"{FOLDERS}/sentitems/messages").mock(return_value=answer)
    assert anyio.run(mailer.look_for, KEY, SINCE) is Fate.CANNOT_TELL


def test_returned_mails_are_known_by_the_header_that_they_carry_along(
    wire: respx.MockRouter, mailer: GraphMailer
) -> None:
    """A reply is no return, and a return of somebody else's mail is not ours."""
    wire.get(f"{FOLDERS}/inbox/messages").mock(
        return_value=mails([OWN], [NDR], [NDR, {**OWN, "value": "t2"}])
    )
    assert anyio.run(mailer.returned, SINCE) == {"t2"}


def test_an_inbox_that_may_not_be_read_has_no_returns(wire: respx.MockRouter, mailer: GraphMailer) -> None:
    """Reading it is a consent that a council may keep."""
    answer = httpx.Response(403, json=error("ErrorAccessDenied"))
    wire.get(f"{FOLDERS}/inbox/messages").mock(return_value=answer)
    assert anyio.run(mailer.returned, SINCE) == frozenset()
