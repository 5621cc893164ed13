"""Joins the doctor to a tenant: the gate's own, with a reader that answers open questions."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from cryptography.x509 import load_pem_x509_certificate

from sharepoint_gate.access.consent import Part
from sharepoint_gate.access.examination import Credential
from sharepoint_gate.graph.config import ClientCertificate, TenantConfig
from sharepoint_gate.graph.tenant import open_tenant
from sharepoint_gate.jobs.doctor import Patient
from sharepoint_gate.ports.probing import OpensProbes
from sharepoint_gate.settings import Settings
from sharepoint_gate.timekeeping import SystemClock
from sharepoint_gate.wiring.opening import OpenGate, open_gate
from sharepoint_gate.wiring.tenants import auditor_config, tenant_config


@dataclass(frozen=True, slots=True)
class Surgery:
    """Everything that the doctor works with."""

    gate: OpenGate
    patient: Patient
    open_probes: OpensProbes


@asynccontextmanager
async def open_surgery(settings: Settings, actor: str, part: Part) -> AsyncIterator[Surgery]:
    """Open the gate, and beside it a reader of its own for the doctor.

    Args:
        settings: The installation's settings.
        actor: The roster id that the caller states, or "".
        part: What the application is meant to be: the tenant's own, or the auditor's.
    """
    async with open_gate(settings, actor) as gate:
        as_part = auditor_config if part is Part.AUDITOR else tenant_config
        config = as_part(settings, gate.rehearsal)
        async with open_tenant(config, gate.bench.clock) as tenant:
            patient = Patient(
                roster=gate.declared.roster,
                reader=tenant.reader,
                probing=tenant.probe_reader,
                clock=gate.bench.clock,
                credential=credential_of(config, SystemClock().now()),
                part=part,
                link_version=config.create_link_version,
                posture=gate.declared.rules.posture,
                mode=settings.installation_mode,
            )
            yield Surgery(gate, patient, tenant.open_probes)


def credential_of(config: TenantConfig, now: datetime) -> Credential:
    """Return how the application proves itself; certificates end by the wall clock, as TLS does."""
    if not isinstance(config.credential, ClientCertificate):
        return Credential("secret", config.client_id)
    ends = load_pem_x509_certificate(config.credential.certificate.encode()).not_valid_after_utc
    return Credential("certificate", config.client_id, ends, (ends - now).days)
