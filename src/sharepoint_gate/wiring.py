"""Wiring: the only place that builds adapters and joins them to the jobs."""

import getpass
import os
import ssl
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.x509 import load_pem_x509_certificate

from sharepoint_gate.errors import ConfigError, SettingsError, StoreError
from sharepoint_gate.faults import Fault
from sharepoint_gate.graph.config import ClientCertificate, ClientSecret, TenantConfig
from sharepoint_gate.graph.meter import Meter
from sharepoint_gate.graph.tenant import open_tenant
from sharepoint_gate.jobs.reconcile import Bench
from sharepoint_gate.jobs.think import Declared
from sharepoint_gate.ports.clock import Clock
from sharepoint_gate.ports.store import TrailStore
from sharepoint_gate.rehearsal import EmbeddedClock, EmbeddedTenant, attach_or_start
from sharepoint_gate.rehearsal.foreground import serve
from sharepoint_gate.rehearsal.weekend import is_over, let_happen, read_acts
from sharepoint_gate.roster.days import today_in
from sharepoint_gate.roster.model import Roster
from sharepoint_gate.roster.suggest import did_you_mean
from sharepoint_gate.rosterfiles import CheckReport, check_all, read_processes, read_register, read_roster
from sharepoint_gate.settings import Settings, has_settings, load_settings
from sharepoint_gate.settingsections import CertificateSettings, TenantSettings
from sharepoint_gate.store.opening import open_store
from sharepoint_gate.timekeeping import SystemClock

DATABASE = "gate.sqlite"
# For the faults of a roster that cannot be read far enough to say its own zone.
ZONE = "Europe/London"
# On this day nothing that is declared lies in the future: whatever is a fault then is one on any day.
ANY_DAY = date.max


@dataclass(frozen=True, slots=True)
class OpenGate:
    """Everything that a command works with.

    Attributes:
        warnings: What is odd in the declared files but stops nothing.
        rehearsal: The rehearsal tenant, or None on a real one.
        meter: What was asked of Graph so far.
    """

    declared: Declared
    warnings: tuple[Fault, ...]
    bench: Bench
    rehearsal: EmbeddedTenant | None
    meter: Meter

    @property
    def is_rehearsal(self) -> bool:
        """Whether nothing real is touched."""
        return self.rehearsal is not None


def read_settings(config: Path | None, *, rehearsal: bool = False) -> Settings:
    """Find and read the settings; raises SettingsError with every fault.

    Args:
        config: The file that was asked for, or None.
        rehearsal: The shipped settings will do where there are no others: the command only rehearses.
    """
    shipped = Path(__file__).resolve().parents[2] / "config" / "gate.toml"
    if rehearsal and not has_settings(config) and shipped.is_file():
        return load_settings(shipped)
    return load_settings(config)


def is_weekend_over(settings: Settings, gate: OpenGate) -> bool:
    """Tell whether the rehearsal's weekend of drift has happened in this tenant."""
    return is_over(_weekend(settings), gate.bench.clock.now())


def let_the_weekend_happen(settings: Settings, gate: OpenGate) -> int:
    """Let the rehearsal's weekend happen, and look at the tenant's clock anew; return the number of deeds."""
    if gate.rehearsal is None:
        raise SettingsError("The settings name a real tenant, where nothing is planted.")
    deeds = let_happen(gate.rehearsal, _weekend(settings))
    if isinstance(gate.bench.clock, EmbeddedClock):
        gate.bench.clock.refresh()
    return deeds


def _weekend(settings: Settings) -> Sequence[Any]:
    path = settings.files.demo_weekend
    if path is None:
        raise SettingsError("The settings name no demo_weekend.", mend="Name the shipped one under [files].")
    return read_acts(path)


def serve_rehearsal(settings: Settings) -> int:
    """Serve the rehearsal tenant in the foreground; return its exit code.

    Raises:
        SettingsError: The settings name a real tenant.
    """
    if not settings.is_embedded:
        raise SettingsError(
            "The settings name a real tenant, and a rehearsal beside it would be confusing.",
            mend="Name the settings of a rehearsal with --config.",
        )
    return serve(settings.state_dir, settings.files.demo_tenant)


def check_files(settings: Settings) -> CheckReport:
    """Judge every declared file on the tenant's day, without stopping at the first fault.

    Faults that are faults on any day are told without a tenant, for nobody waits gladly for one to start.
    """
    if settings.is_embedded:
        report = check_all(settings.files.paths, ANY_DAY)
        if report.faults:
            return CheckReport(report.faults, ())
    with _rehearsal(settings) as rehearsal:
        today = today_in(_zone(settings), _clock(rehearsal).now())
    return check_all(settings.files.paths, today)


@contextmanager
def open_record(settings: Settings) -> Iterator[TrailStore]:
    """Open the trail for reading.

    Raises:
        StoreError: There is no database yet, or it cannot be used.
    """
    path = settings.state_dir / DATABASE
    if not path.exists():
        raise StoreError(
            f"There is no record yet: {path} does not exist.",
            why="nothing has run with this state folder",
            mend="Run `sharepoint-gate reconcile`, or name the right state_dir in the settings.",
        )
    store = open_store(path)
    try:
        yield store.trail
    finally:
        store.close()


@asynccontextmanager
async def open_gate(settings: Settings, actor: str) -> AsyncIterator[OpenGate]:
    """Read what is declared, open database and tenant, and close them again.

    Args:
        settings: The installation's settings.
        actor: The roster id that the caller states, or "".

    Raises:
        SettingsError: The caller is not on the roster, or a file that the settings name cannot be used.
        RosterError: A declared file has faults.
        StoreError: The database cannot be used.
        GraphError: The rehearsal tenant does not start.
    """
    # Its zone says which day it is; and a slip is told before a tenant is started.
    roster = _declared(settings, ANY_DAY, "")[0].roster
    check_actor(actor, roster)
    with _rehearsal(settings) as rehearsal:
        clock = _clock(rehearsal)
        config = _tenant_config(settings, rehearsal)
        today = today_in(roster.partnership.timezone, clock.now())
        declared, warnings = _declared(settings, today, config.client_id)
        check_actor(actor, declared.roster)
        store = open_store(settings.state_dir / DATABASE)
        try:
            async with open_tenant(config, clock) as tenant:
                bench = Bench(
                    reader=tenant.reader,
                    open_writers=tenant.open_writers,
                    trail=store.trail,
                    memory=store.memory,
                    lease=store.lease,
                    clock=clock,
                    actor=_account() + (f" as {actor}" if actor else ""),
                )
                yield OpenGate(declared, warnings, bench, rehearsal, tenant.meter)
        finally:
            store.close()


def check_actor(actor: str, roster: Roster) -> None:
    """Refuse a stated roster id that nobody has: the record would name a person who does not exist.

    Raises:
        SettingsError: The roster has no such id.
    """
    if actor and actor not in roster.people:
        raise SettingsError(
            f"--actor {actor}: the roster has nobody of that id.",
            why="what is done is written down under this name",
            mend=did_you_mean(actor, roster.people, "give your own id, as the section people shows it"),
        )


def _zone(settings: Settings) -> str:
    try:
        return _declared(settings, ANY_DAY, "")[0].roster.partnership.timezone
    except ConfigError:
        return ZONE


def _declared(settings: Settings, today: date, client_id: str) -> tuple[Declared, tuple[Fault, ...]]:
    files = settings.files
    book = read_processes(files.processes)
    reading = read_roster(files.roster, book, today)
    register = read_register(files.agreement_versions, files.acceptances, reading.roster)
    declared = Declared(reading.roster, book, register, settings.rules.rules, client_id)
    return declared, reading.warnings


@contextmanager
def _rehearsal(settings: Settings) -> Iterator[EmbeddedTenant | None]:
    if not settings.is_embedded:
        yield None
        return
    tenant = attach_or_start(settings.state_dir, settings.files.demo_tenant)
    try:
        yield tenant
    finally:
        tenant.close()


def _clock(rehearsal: EmbeddedTenant | None) -> Clock:
    return rehearsal.clock() if rehearsal is not None else SystemClock()


def _tenant_config(settings: Settings, rehearsal: EmbeddedTenant | None) -> TenantConfig:
    sharing = settings.sharing
    if rehearsal is not None:
        return TenantConfig(
            tenant_id=rehearsal.tenant_id,
            client_id=rehearsal.client_id,
            credential=ClientSecret(rehearsal.client_secret),
            authority=rehearsal.authority,
            base_url=rehearsal.base_url,
            ca_file=rehearsal.ca_file,
            company=settings.company,
            create_link_version=sharing.create_link_version,
            page_size=sharing.items_page_size,
        )
    tenant = settings.tenant
    if not isinstance(tenant, TenantSettings):
        raise SettingsError("The settings name no tenant.", mend="Fill in the section [tenant].")
    return TenantConfig(
        tenant_id=tenant.tenant_id,
        client_id=tenant.client_id,
        credential=_credential(settings, tenant),
        authority=tenant.authority_url,
        base_url=tenant.base_url,
        ca_file=_trusted(tenant.ca_file),
        company=settings.company,
        create_link_version=sharing.create_link_version,
        page_size=sharing.items_page_size,
    )


def _credential(settings: Settings, tenant: TenantSettings) -> ClientSecret | ClientCertificate:
    secret = settings.read_secret()
    if secret is not None:
        return ClientSecret(secret.get_secret_value())
    if tenant.certificate is None:
        raise SettingsError("The application has no credential.", mend="Name a secret file or a certificate.")
    return _certificate(tenant.certificate)


def _trusted(ca_file: Path | None) -> Path | None:
    try:
        if ca_file is not None:
            ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cafile=ca_file)
    except OSError as error:  # ssl.SSLError is one
        raise SettingsError(
            f"The certificates to trust, {ca_file}, cannot be used.",
            why="it is not a file of PEM certificates"
            if isinstance(error, ssl.SSLError)
            else error.strerror or "",
            mend="Correct tenant.ca_file, or leave it out to trust what is trusted in general.",
        ) from error
    return ca_file


def _certificate(settings: CertificateSettings) -> ClientCertificate:
    try:
        pem = settings.path.read_text(encoding="utf-8")
        certificate = load_pem_x509_certificate(pem.encode())
    except (OSError, ValueError) as error:
        raise SettingsError(
            f"The certificate {settings.path} cannot be read.",
            why=str(error),
            mend="It is one PEM file with the certificate and its private key.",
        ) from error
    prints = {certificate.fingerprint(kind).hex() for kind in (SHA1(), SHA256())}  # noqa: S303 - Entra shows it
    if settings.thumbprint is not None and settings.thumbprint.lower() not in prints:
        raise SettingsError(
            f"The file {settings.path} holds another certificate than the one named.",
            why=f"its thumbprints are {' and '.join(sorted(prints, key=len))}",
            mend="Compare with Entra, and correct tenant.certificate.",
        )
    return ClientCertificate(private_key=pem, certificate=pem)


def _account() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        # A container may run under a number that has no name.
        return f"uid {os.getuid()}"
