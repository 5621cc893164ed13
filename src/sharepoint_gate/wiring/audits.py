"""Joins an audit to a tenant: an application of its own, behind a door that lets nothing but reads pass."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sharepoint_gate.access.audited_bare import bare_roster
from sharepoint_gate.access.exposure import RecordedExposure
from sharepoint_gate.access.memory import Memory
from sharepoint_gate.graph.config import TenantConfig
from sharepoint_gate.graph.meter import Meter
from sharepoint_gate.graph.tenant import open_tenant
from sharepoint_gate.jobs.audit import Auditor
from sharepoint_gate.jobs.think import Declared
from sharepoint_gate.ports.clock import Clock
from sharepoint_gate.rehearsal import EmbeddedTenant
from sharepoint_gate.roster.agreement import AgreementRegister
from sharepoint_gate.roster.process import ProcessBook
from sharepoint_gate.settings import Settings
from sharepoint_gate.wiring.account import true_account
from sharepoint_gate.wiring.opening import open_gate, open_rehearsal
from sharepoint_gate.wiring.stopped import told_where_there_is_a_record
from sharepoint_gate.wiring.tenants import auditor_config, tenant_config


@dataclass(frozen=True, slots=True)
class Scope:
    """A channel to look at without a roster."""

    team: str
    channel: str


@dataclass(frozen=True, slots=True)
class Audience:
    """Everything that an audit works with; ``meter`` counts what it asks."""

    declared: Declared
    auditor: Auditor
    with_roster: bool
    is_rehearsal: bool
    meter: Meter


@asynccontextmanager
async def open_audience(settings: Settings, actor: str, scope: Scope | None) -> AsyncIterator[Audience]:
    """Open a tenant for an audit.

    Args:
        settings: The installation's settings.
        actor: The roster id that the caller states, or "".
        scope: The channel where there is no roster; None to hold what is found against the roster.
    """
    if scope is None:
        async with open_gate(settings, actor, looks=True) as gate:
            memory = gate.bench.memory
            config = auditor_config(settings, gate.rehearsal)
            days = settings.auditor.rotation_days
            seat = _Seat(config, gate.bench.clock, memory.memory(), days, memory.exposures())
            async with _opened(gate.declared, seat, gate.rehearsal, with_roster=True) as audience:
                yield audience
        return
    with (
        open_rehearsal(settings) as (rehearsal, clock),
        told_where_there_is_a_record(settings, clock, true_account()),
    ):
        config = auditor_config(settings, rehearsal)
        seat = _Seat(config, clock, Memory({}, {}, {}), settings.auditor.rotation_days)
        declared = Declared(
            roster=bare_roster(scope.team, scope.channel),
            processes=ProcessBook({}, {}),
            register=AgreementRegister((), {}),
            rules=settings.rules.rules,
            own_application=tenant_config(settings, rehearsal).client_id,
        )
        async with _opened(declared, seat, rehearsal, with_roster=False) as audience:
            yield audience


@dataclass(frozen=True, slots=True)
class _Seat:
    config: TenantConfig
    clock: Clock
    memory: Memory
    rotation_days: int
    exposures: Sequence[RecordedExposure] = ()


@asynccontextmanager
async def _opened(
    declared: Declared, seat: _Seat, rehearsal: EmbeddedTenant | None, *, with_roster: bool
) -> AsyncIterator[Audience]:
    async with open_tenant(seat.config, seat.clock) as tenant:
        auditor = Auditor(
            reader=tenant.reader,
            audit=tenant.audit_reader,
            posture=tenant.probe_reader,
            clock=seat.clock,
            memory=seat.memory,
            client_id=seat.config.client_id,
            rotation_days=seat.rotation_days,
            exposures=seat.exposures,
        )
        yield Audience(declared, auditor, with_roster, rehearsal is not None, tenant.meter)
