"""Opens a tenant: the one place that joins token, door, connections, reader and writers.

There is no global state but the levels of the libraries' own loggers: they write addresses of requests,
and those hold link URLs and user names (law 14).
"""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Self

import httpx

from sharepoint_gate.access.permit import WritePermit
from sharepoint_gate.graph.auditing import GraphAuditReader
from sharepoint_gate.graph.auth import MsalTokens, TokenSource
from sharepoint_gate.graph.config import TenantConfig
from sharepoint_gate.graph.door import NOTHING, Door
from sharepoint_gate.graph.mailer import GraphMailer
from sharepoint_gate.graph.meter import Meter
from sharepoint_gate.graph.pace import Pace
from sharepoint_gate.graph.pause import Pause
from sharepoint_gate.graph.probing import GraphProbeReader
from sharepoint_gate.graph.probing_writer import GraphProbeWriter
from sharepoint_gate.graph.reader import GraphReader
from sharepoint_gate.graph.reader_audits import GraphTermsReader
from sharepoint_gate.graph.rest_writer import RestScopeWriter, open_scope_writer
from sharepoint_gate.graph.transport import GraphTransport
from sharepoint_gate.graph.wire import always, client, connections
from sharepoint_gate.graph.writer import (
    GraphChannelWriter,
    GraphGuestWriter,
    GraphSessionWriter,
    GraphSharingWriter,
)
from sharepoint_gate.ports.clock import Clock
from sharepoint_gate.ports.freezes import FreezeWriters
from sharepoint_gate.ports.tenant import Writers

_TALKATIVE = ("httpx", "httpcore", "msal", "urllib3")


class GraphTenant:
    """A tenant that is open.

    Attributes:
        reader: Reads; always there.
        writers: Write permissions of items and channel members, as far as the permit goes.
        meter: What was asked so far, shared by all permits of this tenant.
        probe_reader: Looks for the doctor; always there.
        audit_reader: Looks for the audit; always there.
        terms_reader: Reads decisions on terms of use; always there.
        probe_writer: Writes on probe items, as far as the permit goes.
        mailer: Sends mails, as far as the permit goes.
        sessions: Ends sign-ins, as far as the permit goes.
    """

    def __init__(self, shared: "_Shared", permit: WritePermit) -> None:
        self._shared = shared
        door = Door(permit, shared.config.base_url, shared.config.resource)
        self._client = client(shared.config, shared.pool, door, shared.may_write)
        transport = GraphTransport(shared.config, self._client, shared.tokens, shared.pace, shared.meter)
        self.transport = transport
        self.reader = GraphReader(transport)
        self.writers = Writers(
            GraphSharingWriter(transport, permit),
            GraphChannelWriter(transport, permit),
            GraphGuestWriter(transport, permit),
        )
        self.meter = shared.meter
        self.probe_reader = GraphProbeReader(transport, shared.tokens)
        self.audit_reader = GraphAuditReader(transport)
        self.terms_reader = GraphTermsReader(transport)
        self.probe_writer = GraphProbeWriter(transport, permit)
        self.mailer = GraphMailer(transport, permit)
        self.sessions = GraphSessionWriter(transport)

    def with_permit(self, permit: WritePermit) -> "GraphTenant":
        """Return the same tenant with another permit: same connections, token, pause and meter."""
        return GraphTenant(self._shared, permit)

    @asynccontextmanager
    async def open_writers(self, permit: WritePermit) -> AsyncIterator[Writers]:
        """Open writers behind a door of their own, for the length of a context (``OpensWriters``)."""
        yield self.with_permit(permit).writers

    @asynccontextmanager
    async def open_scopes(self, permit: WritePermit) -> AsyncIterator[RestScopeWriter]:
        """Open a writer that gives scopes back, behind a door of its own (``OpensScopes``)."""
        here = self.with_permit(permit)
        async with open_scope_writer(here.transport, permit, self._shared.pause) as writer:
            yield writer

    @asynccontextmanager
    async def open_probes(self, permit: WritePermit) -> AsyncIterator[GraphProbeWriter]:
        """Open a probe writer behind a door of its own, for the length of a context (``OpensProbes``)."""
        yield self.with_permit(permit).probe_writer

    @asynccontextmanager
    async def open_freezing(self, permit: WritePermit) -> AsyncIterator[FreezeWriters]:
        """Open all that takes away behind a door of its own (``OpensFreezeWriters``)."""
        tenant = self.with_permit(permit)
        yield FreezeWriters(tenant.writers.sharing, tenant.writers.channel, tenant.sessions)

    @asynccontextmanager
    async def open_mailer(self, permit: WritePermit) -> AsyncIterator[GraphMailer]:
        """Open a mailer behind a door of its own, for the length of a context (``OpensMailers``)."""
        yield self.with_permit(permit).mailer

    async def aclose(self) -> None:
        """Close the connections, for every permit of this tenant."""
        await self._shared.pool.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()


class _Shared:
    """What all permits of a tenant have in common."""

    def __init__(
        self, config: TenantConfig, clock: Clock, tokens: TokenSource, may_write: Callable[[], None]
    ) -> None:
        self.config = config
        self.may_write = may_write
        self.tokens = tokens
        self.pool: httpx.AsyncHTTPTransport = connections(config)
        self.meter = Meter()
        self.pause = Pause(clock, self.meter)
        self.pace = Pace(clock, self.meter, self.pause, minute=config.minute, most=config.concurrency)


def open_tenant(
    config: TenantConfig,
    clock: Clock,
    permit: WritePermit = NOTHING,
    tokens: TokenSource | None = None,
    may_write: Callable[[], None] = always,
) -> GraphTenant:
    """Return the tenant, open for what the permit holds; nothing is sent yet.

    Args:
        config: The tenant, and the application to be.
        clock: The gate's time: waits go through it.
        permit: What may be written; without one the tenant is read-only.
        tokens: Another source of tokens than msal, for tenants that have one.
        may_write: Asked right before each write; it raises where another run has taken over.
    """
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    return GraphTenant(_Shared(config, clock, tokens or MsalTokens(config, clock.sleep), may_write), permit)
