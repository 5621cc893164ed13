"""How requests are carried: waits, attempts, and what an answer must be to count as one."""

from datetime import timedelta

import httpx
import pytest
import respx

from sharepoint_gate.access.observed import ItemId, ObjectId, PermissionId
from sharepoint_gate.errors import (
    AccessDeniedError,
    AuthenticationError,
    BadRequestError,
    ConflictError,
    GateError,
    ItemNotFoundError,
    LawError,
    ThrottledError,
    UnavailableError,
    UnexpectedAnswerError,
    WriteUncertainError,
)
from sharepoint_gate.ports.tenant import ChannelSite
from tests.fakes.clock import FakeClock
from tests.unit.graph.test_door import PERMIT
from tests.unit.graph.wire_world import BASE, START, error, opened

pytestmark = pytest.mark.anyio
SITE = ChannelSite("team-1", "19:case@thread.tacv2", "b!drive", ItemId("01ROOT"))
MEMBERS = "/v1.0/teams/team-1/channels/19%3Acase%40thread.tacv2/members"
DELETE = "/v1.0/drives/b%21drive/items/01AGENDA/permissions/p-stale"
ITEM, STALE, LINK = ItemId("01AGENDA"), PermissionId("p-stale"), PermissionId("p-link")
NOBODY = httpx.Response(200, json={"value": []})


@pytest.fixture
def clock() -> FakeClock:
    """A clock on which waiting takes no time."""
    return FakeClock(START)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "17"}, 17),
        ({"Retry-After": "17", "RateLimit-Reset": "40"}, 40),
        ({"Retry-After": "50", "RateLimit-Reset": "40"}, 50),
        ({"Retry-After": "Mon, 02 Mar 2026 09:01:30 GMT"}, 90),
        ({"Retry-After": "Mon, 02 Mar 2026 08:00:00 GMT"}, 0),
        ({"Retry-After": "soon"}, 1),
        ({}, 1),
        ({"Retry-After": "3600"}, 3600),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
async def test_the_longer_of_the_asked_waits_is_obeyed(
    graph: respx.MockRouter, clock: FakeClock, headers: dict[str, str], seconds: int, status: int
) -> None:
    """Retry-After and RateLimit-Reset: the larger one counts, however long; without them the gate chooses."""
    graph.get(MEMBERS).mock(side_effect=[httpx.Response(status, headers=headers, json=error("x")), NOBODY])
    async with opened(clock) as tenant:
        await tenant.reader.members(SITE)
    assert clock.now() - START == timedelta(seconds=seconds)


async def test_a_refused_token_is_renewed_once(graph: respx.MockRouter, clock: FakeClock) -> None:
    """401 asks for a fresh token, once; a second 401 is the answer."""
    route = graph.get(MEMBERS)
    route.mock(side_effect=[httpx.Response(401, json=error("InvalidAuthenticationToken")), NOBODY])
    async with opened(clock) as tenant:
        await tenant.reader.members(SITE)
        assert [call.request.headers["authorization"] for call in route.calls] == [
            "Bearer token-1",
            "Bearer token-2",
        ]
        route.mock(return_value=httpx.Response(401, json=error("InvalidAuthenticationToken")))
        with pytest.raises(AuthenticationError):
            await tenant.reader.members(SITE)
    assert route.call_count == 4


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, BadRequestError),
        (403, AccessDeniedError),
        (404, ItemNotFoundError),
        (405, BadRequestError),
        (409, ConflictError),
        (410, ItemNotFoundError),
        (412, ConflictError),
        (423, ConflictError),
        (429, ThrottledError),
        (500, UnavailableError),
        (501, BadRequestError),
        (503, UnavailableError),
        (507, UnavailableError),
    ],
)
async def test_every_refusal_has_its_error(
    graph: respx.MockRouter, clock: FakeClock, status: int, kind: type[GateError]
) -> None:
    """Status and code decide; the most specific code stands last, beside the request id."""
    answer = httpx.Response(
        status, headers={"request-id": "r-1"}, json=error("accessDenied", "outer", "finest")
    )
    graph.get(MEMBERS).mock(return_value=answer)
    async with opened(clock) as tenant:
        with pytest.raises(kind) as refused:
            await tenant.reader.members(SITE)
    assert refused.value.why == "accessDenied/outer/finest"
    assert "r-1" in refused.value.diagnostics()
    assert "words" not in refused.value.diagnostics()


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, text="<html>Sign in</html>"),
        httpx.Response(200, json=[]),
        httpx.Response(200, json={"values": []}),
        httpx.Response(200, json={"value": {}}),
        httpx.Response(200, json={"value": [1]}),
        httpx.Response(200, json={"value": [], "@odata.nextLink": 7}),
        httpx.Response(200, content=b'{"value": [', headers={"content-type": "application/json"}),
        httpx.Response(200, content=b"", headers={"content-type": "application/json"}),
        httpx.Response(204),
        httpx.Response(302, headers={"location": f"{BASE}/v1.0/users"}),
        httpx.Response(403, text="<html>proxy</html>"),
        httpx.Response(404, json={"detail": "no such page"}),
        httpx.Response(200, json={"value": [{"roles": [], "userId": "u"}]}),
        httpx.Response(200, json={"value": [{"id": "m", "roles": []}]}),
        httpx.Response(200, json={"value": [{"id": "m", "userId": "u", "roles": "owner"}]}),
    ],
)
async def test_an_answer_that_graph_does_not_document_is_no_answer(
    graph: respx.MockRouter, clock: FakeClock, answer: httpx.Response
) -> None:
    """Sign-in pages, redirects, half pages, entries without id: nothing is read into them."""
    graph.get(MEMBERS).mock(return_value=answer)
    async with opened(clock) as tenant:
        with pytest.raises(UnexpectedAnswerError):
            await tenant.reader.members(SITE)


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.example/v1.0/users",
        "http://graph.example/v1.0/users",
        "https://graph.example:444/v1.0/users",
        "https://me@graph.example/v1.0/users",
        f"{BASE}/v1.0/drives/b%21drive/items/01AGENDA/content",
    ],
)
async def test_law_4_links_in_answers_are_followed_on_the_configured_host_only(
    graph: respx.MockRouter, clock: FakeClock, link: str
) -> None:
    """A next link that leads elsewhere, or to what is no read of the closed list, is never followed."""
    graph.get(MEMBERS).respond(json={"value": [], "@odata.nextLink": link})
    async with opened(clock) as tenant:
        with pytest.raises(LawError):
            await tenant.reader.members(SITE)
    assert len(graph.calls) == 1


async def test_a_next_link_that_leads_in_a_circle_ends(graph: respx.MockRouter, clock: FakeClock) -> None:
    """Pages that never end are an answer that cannot be read."""
    graph.get(MEMBERS).respond(json={"value": [], "@odata.nextLink": f"{BASE}{MEMBERS}?$skiptoken=x"})
    async with opened(clock) as tenant:
        with pytest.raises(UnexpectedAnswerError):
            await tenant.reader.members(SITE)


@pytest.mark.parametrize(
    "trouble", [httpx.ReadTimeout, httpx.ReadError, httpx.RemoteProtocolError, httpx.ConnectError]
)
async def test_a_read_without_an_answer_is_tried_and_then_given_up(
    graph: respx.MockRouter, clock: FakeClock, trouble: type[httpx.TransportError]
) -> None:
    """Every kind of lost connection is tried again, within bounds."""
    route = graph.get(MEMBERS).mock(side_effect=trouble)
    async with opened(clock) as tenant:
        with pytest.raises(UnavailableError):
            await tenant.reader.members(SITE)
    assert 1 < route.call_count <= 10


@pytest.mark.parametrize(
    "trouble",
    [
        httpx.ReadTimeout,
        httpx.WriteError,
        httpx.RemoteProtocolError,
        httpx.Response(502, text="<html>"),
        httpx.Response(404, text="<html>"),
        httpx.Response(200, text="<html>"),
        httpx.Response(302, headers={"location": BASE}),
    ],
)
async def test_law_10_a_write_whose_fate_is_unknown_is_uncertain_and_sent_once(
    graph: respx.MockRouter, clock: FakeClock, trouble: httpx.Response | type[httpx.TransportError]
) -> None:
    """Only Graph's own words prove that a write was refused; a gateway's 404 does not mean deleted."""
    mock = {"return_value": trouble} if isinstance(trouble, httpx.Response) else {"side_effect": trouble}
    route = graph.delete(DELETE).mock(**mock)
    async with opened(clock, PERMIT) as tenant:
        with pytest.raises(WriteUncertainError):
            await tenant.writers.sharing.delete_permission(ITEM, STALE)
    assert route.call_count == 1


async def test_a_write_with_a_refused_token_is_sent_again(graph: respx.MockRouter, clock: FakeClock) -> None:
    """401 says that nothing was done."""
    route = graph.delete(DELETE)
    route.mock(side_effect=[httpx.Response(401, json=error("unauthenticated")), httpx.Response(204)])
    async with opened(clock, PERMIT) as tenant:
        await tenant.writers.sharing.delete_permission(ITEM, STALE)
    assert route.call_count == 2


async def test_a_recipient_that_cannot_be_found_is_a_bad_request(
    graph: respx.MockRouter, clock: FakeClock
) -> None:
    """The one refusal without a code of its own arrives as BadRequestError, and beta is not asked."""
    body = {"error": {"code": "invalidRequest", "message": "Could not find the recipient."}}
    route = graph.post(path__regex=r"/revokeGrants$").respond(400, json=body)
    async with opened(clock, PERMIT) as tenant:
        with pytest.raises(BadRequestError):
            await tenant.writers.sharing.revoke_people(ITEM, LINK, [ObjectId("o-olu")])
    assert route.call_count == 1


async def test_a_segment_that_v1_does_not_know_is_asked_of_beta(
    graph: respx.MockRouter, clock: FakeClock
) -> None:
    """400 in the words of the router, not of the operation, means that the version lacks it."""
    unknown = httpx.Response(400, json=error("BadRequest"))
    answer = httpx.Response(200, json={"id": LINK, "roles": ["read"]})
    route = graph.post(path__regex=r"/revokeGrants$").mock(side_effect=[unknown, answer])
    async with opened(clock, PERMIT) as tenant:
        await tenant.writers.sharing.revoke_people(ITEM, LINK, [ObjectId("o-olu")])
    assert [call.request.url.path.split("/")[1] for call in route.calls] == ["v1.0", "beta"]


async def test_a_made_link_that_cannot_be_read_is_uncertain(
    graph: respx.MockRouter, clock: FakeClock
) -> None:
    """A link may stand now, though its answer has no id: it must be looked at again."""
    graph.post(path__regex=r"/createLink$").respond(201, json={"roles": ["read"]})
    async with opened(clock, PERMIT) as tenant:
        with pytest.raises(WriteUncertainError):
            await tenant.writers.sharing.create_link(ITEM, [ObjectId("o-nadia")])


async def test_requests_say_who_asks(graph: respx.MockRouter, clock: FakeClock) -> None:
    """Throttling tells callers apart by the User-Agent; each request has an id of its own."""
    route = graph.get(MEMBERS).mock(return_value=NOBODY)
    async with opened(clock, company="Westmarsh") as tenant:
        await tenant.reader.members(SITE)
        await tenant.reader.members(SITE)
    headers = [call.request.headers for call in route.calls]
    assert headers[0]["user-agent"].startswith("NONISV|Westmarsh|sharepoint-gate/")
    assert headers[0]["client-request-id"] != headers[1]["client-request-id"]
