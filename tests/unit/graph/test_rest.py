"""SharePoint's own interface: what may leave for it, and what is done about its answers.

Source: sp-dev-docs:users-groups-and-roles, sp-dev-docs:solution-guidance/security-apponly-azuread
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from sharepoint_gate.errors import (
    AccessDeniedError,
    LawError,
    ThrottledError,
    UnavailableError,
    UnexpectedAnswerError,
)
from sharepoint_gate.graph import rest
from sharepoint_gate.graph.config import ClientCertificate
from sharepoint_gate.graph.meter import Meter
from sharepoint_gate.graph.pause import Pause
from sharepoint_gate.graph.rest import Question, RestDoor, SharePointRest, why_not
from tests.fakes.clock import FakeClock
from tests.unit.graph.wire_world import CONFIG, START, Tokens

pytestmark = pytest.mark.anyio
SITE = "https://graph.example/sites/Case-review"
WEB_URL = "https://westmarsh.sharepoint.example/sites/Case-review/Shared%20Documents"


@pytest.mark.parametrize("question", Question)
def test_law_4_each_question_may_leave_as_a_plain_read(question: Question) -> None:
    """And its further pages."""
    assert why_not("GET", f"{SITE}{question.value}", b"", SITE) == ""
    assert why_not("GET", f"{SITE}{question.value}&$skiptoken=20", b"", SITE) == ""


@pytest.mark.parametrize(
    ("method", "address", "body"),
    [
        ("POST", f"{SITE}{Question.GROUPS.value}", b""),
        ("GET", f"{SITE}{Question.GROUPS.value}", b"{}"),
        ("GET", f"{SITE}/_api/web/lists", b""),
        ("GET", f"{SITE}{Question.GROUPS.value}&$skiptoken=2&$expand=Owner", b""),
        ("GET", f"https://elsewhere.example/sites/Case-review{Question.GROUPS.value}", b""),
        ("GET", f"{SITE}/../other{Question.GROUPS.value}", b""),
        ("MERGE", f"{SITE}/_api/web", b"{}"),
    ],
)
async def test_law_4_nothing_else_leaves(method: str, address: str, body: bytes) -> None:
    """Another verb, a body, another site, or one option more."""
    assert why_not(method, address, body, SITE)
    sent = httpx.MockTransport(lambda _request: httpx.Response(200, json={}))
    async with httpx.AsyncClient(transport=RestDoor(sent, SITE)) as client:
        with pytest.raises(LawError):
            await client.request(method, address, content=body)


@pytest.fixture
def asking(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return what asks a site whose answers the test writes, one after the other."""
    sent: list[httpx.Request] = []

    def begin(*answers: httpx.Response | Exception) -> SharePointRest:
        waiting: Iterator[httpx.Response | Exception] = iter(answers)

        def answer(request: httpx.Request) -> httpx.Response:
            sent.append(request)
            told = next(waiting)
            if isinstance(told, Exception):
                raise told
            return told

        monkeypatch.setattr(rest, "rest_tokens", lambda _config, _url, _sleep: Tokens())
        monkeypatch.setattr(httpx, "AsyncHTTPTransport", lambda **_options: httpx.MockTransport(answer))
        config = replace(CONFIG, credential=ClientCertificate("key", "certificate"))
        return SharePointRest(config, WEB_URL, Pause(FakeClock(START), Meter()))

    begin.sent = sent  # type: ignore[attr-defined]  # what left, for the tests to read
    return begin


async def test_pages_are_followed_to_their_end(asking: Any) -> None:
    """A link may show SharePoint's public name; it is followed where the site is reached."""
    public = f"https://westmarsh.sharepoint.example/sites/Case-review{Question.GROUPS.value}&$skiptoken=1"
    first = httpx.Response(200, json={"value": [{"Id": 1}], "odata.nextLink": public})
    site = asking(first, httpx.Response(200, json={"value": [{"Id": 2}]}))
    assert [row["Id"] for row in await site.rows(Question.GROUPS)] == [1, 2]
    assert asking.sent[1].url.host == "graph.example"


async def test_law_4_a_link_to_another_question_is_not_followed(asking: Any) -> None:
    """An answer cannot lead the audit elsewhere."""
    site = asking(httpx.Response(200, json={"value": [], "odata.nextLink": f"{SITE}/_api/web/lists"}))
    with pytest.raises(LawError):
        await site.rows(Question.GROUPS)


@pytest.mark.parametrize(
    "first",
    [
        httpx.Response(429, headers={"Retry-After": "5"}),
        httpx.Response(503),
        httpx.Response(401),
        httpx.ConnectError("lost"),
    ],
)
async def test_a_read_is_asked_again(asking: Any, first: httpx.Response | Exception) -> None:
    """Throttled, down, with a token that is over, or lost on the way."""
    site = asking(first, httpx.Response(200, json={"MembersCanShare": False}))
    assert await site.one(Question.MEMBERS) == {"MembersCanShare": False}
    assert len(asking.sent) == 2


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ([httpx.Response(403)], AccessDeniedError),
        ([httpx.Response(401)] * 2, AccessDeniedError),
        ([httpx.Response(429)] * 9, ThrottledError),
        ([httpx.Response(500)] * 9, UnavailableError),
        ([httpx.ConnectError("lost")] * 9, UnavailableError),
        ([httpx.Response(200, content=b"{")], UnexpectedAnswerError),
        ([httpx.Response(200, json={"value": {}})], UnexpectedAnswerError),
    ],
)
async def test_law_7_what_never_comes_is_an_error(
    asking: Any, answers: list[httpx.Response | Exception], error: type[Exception]
) -> None:
    """Half an answer is none."""
    with pytest.raises(error):
        await asking(*answers).rows(Question.GROUPS)


async def test_a_collection_without_end_is_given_up(asking: Any) -> None:
    """Pages that go on for ever do not keep an audit for ever."""
    link = f"{SITE}{Question.GROUPS.value}&$skiptoken=1"
    page = httpx.Response(200, json={"value": [], "odata.nextLink": link})
    with pytest.raises(UnexpectedAnswerError):
        await asking(*[page] * 300).rows(Question.GROUPS)


def test_an_application_with_a_secret_is_not_let_ask() -> None:
    """SharePoint takes certificates only; nothing is sent."""
    with pytest.raises(AccessDeniedError, match="was not asked"):
        SharePointRest(CONFIG, WEB_URL, Pause(FakeClock(START), Meter()))
