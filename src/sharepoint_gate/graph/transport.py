"""Carries requests: token, retries, one pause for all, and errors of the gate's own tree.

Reads are tried again after 429, 5xx and lost connections. A write is sent again only after 429 or 401,
which say that it was not done; a write without a clear answer is uncertain (law 10).

Source: graph:concepts/throttling, ADR-0002
"""

import secrets
from collections.abc import Callable, Sequence
from importlib.metadata import version
from itertools import count
from uuid import UUID

import anyio
import httpx

from sharepoint_gate.errors import GraphError, LawError, UnavailableError, UnexpectedAnswerError
from sharepoint_gate.graph.auth import TokenSource
from sharepoint_gate.graph.config import TenantConfig
from sharepoint_gate.graph.meter import Meter
from sharepoint_gate.graph.model import Answer, GraphRequest
from sharepoint_gate.graph.pace import Pace, load_of
from sharepoint_gate.graph.refusal import error_codes, refusal, uncertain, unexpected
from sharepoint_gate.graph.routes import route_named

ATTEMPTS = 6
NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_UNAUTHORISED, _THROTTLED, _SERVER_ERROR = 401, 429, 500
_NO_CONTENT, _ACCEPTED, _NOT_IMPLEMENTED = 204, 202, 501
BUSY = frozenset({429, 503})


def request_ids() -> Callable[[], str]:
    """Return a source of client request ids: a random half for the process, and a counter."""
    session, counter = secrets.randbits(64) << 64, count(1)
    return lambda: str(UUID(int=session | next(counter)))


class GraphTransport:
    """Sends our own requests to one tenant and returns its answers."""

    def __init__(
        self,
        config: TenantConfig,
        client: httpx.AsyncClient,
        tokens: TokenSource,
        pace: Pace,
        meter: Meter,
    ) -> None:
        self._config = config
        self._client = client
        self._tokens = tokens
        self._meter = meter
        self._ids = request_ids()
        self._room = anyio.CapacityLimiter(config.concurrency)
        self._agent = f"NONISV|{config.company}|sharepoint-gate/{version('sharepoint-gate')}"
        self.pace = pace
        self.pause = pace.pause

    @property
    def config(self) -> TenantConfig:
        """The tenant that this transport speaks to."""
        return self._config

    @property
    def meter(self) -> Meter:
        """What was sent so far."""
        return self._meter

    async def send(
        self,
        request: GraphRequest,
        accept: frozenset[int] = frozenset(),
        parts: Sequence[GraphRequest] = (),
    ) -> Answer:
        """Send a request until it has an answer that can be used.

        Args:
            request: What to ask.
            accept: Statuses beyond 2xx that the caller reads itself.
            parts: What a batch holds: each part is paid for as if it went alone.

        Raises:
            LawError: The door does not let it pass.
            WriteUncertainError: A write was sent and its fate is not known.
            GraphError: Graph refused, or did not answer a read after all attempts.
        """
        writes = route_named(request.route).writes
        renew = renewed = False
        last: GraphError = UnavailableError(f"Graph does not answer to {request.route.value}.")
        for attempt in range(ATTEMPTS):
            answer = await self._exchange(request, parts or (request,), fresh=renew)
            renewed, renew = renewed or renew, False
            if isinstance(answer, GraphError):
                last = answer
                self.pause.hold({}, attempt)
            elif answer.ok or answer.status in accept:
                self.pace.well()
                return _usable(request, answer, writes=writes)
            else:
                last = _error(request, answer, writes=writes)
                renew = answer.status == _UNAUTHORISED and not renewed
                if not renew and not self._again(answer, attempt, writes=writes):
                    break
        raise last

    async def renew(self) -> None:
        """Ask for a fresh token, where a part of a batch was told that the old one is over."""
        await self._tokens.token(fresh=True)

    def _again(self, answer: Answer, attempt: int, *, writes: bool) -> bool:
        """Return whether to send again; when Graph asks to wait, everything waits either way."""
        again = worth_another_try(answer.status, writes=writes)
        if answer.status in BUSY:
            self._meter.throttled += 1
            self.pace.busy(answer.headers, attempt)
        elif again:
            self.pause.hold(answer.headers, attempt)
        return again

    def follow(self, link: str, like: GraphRequest) -> GraphRequest:
        """Return the request for a link that an answer points to: on the configured host only (law 4)."""
        url = _address(link, like)
        base = httpx.URL(self._config.base_url)
        if (url.scheme, url.netloc) != (base.scheme, base.netloc) or url.userinfo:
            raise LawError(
                f"A link that Graph's answer to {like.route.value} points to was not followed.",
                why="it leads to another host than the configured one",
                mend="Compare base_url in the settings with the tenant's cloud.",
            )
        path, _, query = url.raw_path.decode().partition("?")
        return GraphRequest("GET", path, like.route, query)

    async def _exchange(
        self, request: GraphRequest, calls: Sequence[GraphRequest], *, fresh: bool
    ) -> Answer | GraphError:
        """Send once. Return the answer, or for a read the error of a connection that was lost."""
        load = load_of(calls)
        self._room.total_tokens = self.pace.abreast
        async with self._room:
            await self.pace.admit(load)
            outgoing = self._prepared(request, await self._tokens.token(fresh=fresh))
            self._count(calls)
            try:
                with self.pace.under_way(load):
                    response = await self._client.send(outgoing)
            except httpx.RequestError as error:  # lost connections, and answers whose packing is damaged
                return self._lost(request, error)
        headers = {name.lower(): value for name, value in response.headers.items()}
        self.pace.heed(headers)
        return Answer(response.status_code, headers, response.content)

    def _prepared(self, request: GraphRequest, token: str) -> httpx.Request:
        common = {
            "authorization": f"Bearer {token}",
            "user-agent": self._agent,
            "accept": "application/json",
            "client-request-id": self._ids(),
        }
        url = httpx.URL(self._config.base_url).copy_with(raw_path=request.target.encode("ascii"))
        headers = {**common, **request.headers}
        return self._client.build_request(request.method, url, headers=headers, content=request.body)

    def _count(self, calls: Sequence[GraphRequest]) -> None:
        self._meter.count_request()
        for call in calls:
            self._meter.count_call(route_named(call.route), call.target)

    def _lost(self, request: GraphRequest, error: httpx.RequestError) -> GraphError:
        writes, reason = route_named(request.route).writes, type(error).__name__
        if writes and not isinstance(error, NEVER_SENT):
            raise uncertain(request.route, f"the connection was lost before the answer ({reason})") from error
        lost = UnavailableError(
            f"Graph does not answer to {request.route.value}.",
            why=_plainly(error),
            mend="Look at the network, base_url in the settings and the CA file.",
        )
        if writes:
            raise lost from error
        return lost


def _address(link: str, like: GraphRequest) -> httpx.URL:
    try:
        return httpx.URL(link)
    except httpx.InvalidURL as error:
        raise UnexpectedAnswerError(
            f"Graph's answer to {like.route.value} points to what is no address.",
            mend="If it happens again, give Microsoft the time of the run.",
        ) from error


def _plainly(error: httpx.RequestError) -> str:
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return "its certificate is not trusted"
    if isinstance(error, httpx.TimeoutException):
        return f"no answer came in time ({type(error).__name__})"
    return f"the connection failed ({type(error).__name__})"


def _usable(request: GraphRequest, answer: Answer, *, writes: bool) -> Answer:
    bare = answer.status == _NO_CONTENT or (answer.status == _ACCEPTED and not answer.body)
    if bare or answer.is_json or not answer.ok:
        return answer
    if writes:
        raise uncertain(request.route, "the answer is not JSON", answer)
    raise unexpected(request.route, "it is not JSON", answer)


def _error(request: GraphRequest, answer: Answer, *, writes: bool) -> GraphError:
    if writes and not _clearly_not_done(answer):
        return uncertain(request.route, f"Graph answered {answer.status}", answer)
    return refusal(request.route, answer)


def _clearly_not_done(answer: Answer) -> bool:
    """A refusal in Graph's own words was not carried out; an unclear one may have been."""
    if answer.status in {_THROTTLED, _NOT_IMPLEMENTED}:
        return True
    return answer.status < _SERVER_ERROR and bool(error_codes(answer.body))


def worth_another_try(status: int, *, writes: bool) -> bool:
    """Return whether a call may be sent again: a read after 429 or 5xx, a write after 429 alone."""
    if writes:
        return status == _THROTTLED
    return status == _THROTTLED or (status >= _SERVER_ERROR and status != _NOT_IMPLEMENTED)
