"""The httpx client of the room, with the door built into its last layer.

Source: ADR-0002 (why httpx carries and the SDK does not)
"""

import ssl
from collections.abc import Callable
from pathlib import Path

import httpx
from requests.utils import DEFAULT_CA_BUNDLE_PATH

from sharepoint_gate.errors import LawError
from sharepoint_gate.graph.config import TenantConfig
from sharepoint_gate.graph.door import Door, Outgoing

# Others let the connection write another request line, or greet another host, than those that are judged.
_HARMLESS = {"timeout"}


def always() -> None:
    """Let every write pass: of a program that holds no lease."""


class DoorTransport(httpx.AsyncBaseTransport):
    """Passes a request on only when the door lets it pass, and tells the door what came of it.

    Args:
        may_write: Asked right before a write leaves, after every wait; it raises where another run took over.
    """

    def __init__(
        self, inner: httpx.AsyncBaseTransport, door: Door, may_write: Callable[[], None] = always
    ) -> None:
        self._inner = inner
        self._door = door
        self._may_write = may_write

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Check the very request that the connection would send, send it, and read the answer whole."""
        if request.method != "GET":
            self._may_write()
        if set(request.extensions) - _HARMLESS:
            raise LawError("A request was stopped at the door.", why="it could leave by another way")
        match = self._door.check(_outgoing(request))
        try:
            response = await self._answer(request)
        except httpx.RequestError:
            self._door.note(match, 0, b"", request.content)
            raise
        self._door.note(match, response.status_code, response.content, request.content)
        return response

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        response = await self._inner.handle_async_request(request)
        try:
            await response.aread()
        except BaseException:
            # A connection whose answer was not read to its end would never be free again.
            await response.aclose()
            raise
        return response

    async def aclose(self) -> None:
        """Close the connections."""
        await self._inner.aclose()


def connections(config: TenantConfig) -> httpx.AsyncHTTPTransport:
    """Return the pool of connections to Graph: HTTP/1.1, explicit CA, nothing from the environment."""
    limits = httpx.Limits(
        max_connections=config.concurrency, max_keepalive_connections=config.concurrency, keepalive_expiry=30
    )
    return httpx.AsyncHTTPTransport(
        verify=tls_context(config.ca_file), trust_env=False, http1=True, http2=False, limits=limits
    )


def client(
    config: TenantConfig,
    pool: httpx.AsyncBaseTransport,
    door: Door,
    may_write: Callable[[], None] = always,
) -> httpx.AsyncClient:
    """Return a client whose every byte passes the door."""
    return httpx.AsyncClient(
        transport=DoorTransport(pool, door, may_write),
        trust_env=False,
        follow_redirects=False,
        timeout=httpx.Timeout(config.timeout, connect=min(10.0, config.timeout)),
    )


def tls_context(ca_file: Path | None) -> ssl.SSLContext:
    """Return a context that trusts one file; made by hand, since the usual helpers read the environment."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_verify_locations(cafile=ca_file or DEFAULT_CA_BUNDLE_PATH)
    return context


def _outgoing(request: httpx.Request) -> Outgoing:
    return Outgoing(
        method=request.method,
        scheme=request.url.scheme,
        netloc=request.url.netloc.decode(),
        target=request.url.raw_path.decode(),
        headers={name.lower(): value for name, value in request.headers.items()},
        body=request.content,
    )
