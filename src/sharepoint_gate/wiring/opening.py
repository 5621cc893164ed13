"""What a command works with, opened and closed again: declared files, database, tenant and clock."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sharepoint_gate.access.register import TENANT, Recorder
from sharepoint_gate.errors import ConfigError, SettingsError
from sharepoint_gate.faults import Fault
from sharepoint_gate.graph.meter import Meter
from sharepoint_gate.graph.tenant import GraphTenant, open_tenant
from sharepoint_gate.jobs.agreement import Desk, with_register
from sharepoint_gate.jobs.agreement_harvest import Harvest
from sharepoint_gate.jobs.budget import Till
from sharepoint_gate.jobs.correspond import Post
from sharepoint_gate.jobs.reconcile import Bench
from sharepoint_gate.jobs.think import Declared
from sharepoint_gate.ports.clock import Clock
from sharepoint_gate.ports.register import RegisterStore
from sharepoint_gate.ports.store import TrailStore
from sharepoint_gate.rehearsal import EmbeddedTenant, attach_or_start
from sharepoint_gate.roster.days import today_in
from sharepoint_gate.roster.model import Roster
from sharepoint_gate.roster.suggest import did_you_mean
from sharepoint_gate.rosterfiles import CheckReport, check_all, read_processes, read_register, read_roster
from sharepoint_gate.settings import Settings, has_settings, load_settings
from sharepoint_gate.store.opening import Store
from sharepoint_gate.telemetry import be_quiet_by_default
from sharepoint_gate.timekeeping import SystemClock
from sharepoint_gate.wiring.account import true_account
from sharepoint_gate.wiring.posts import post_of
from sharepoint_gate.wiring.signing import open_signed_store, refuse_absent, signed_store
from sharepoint_gate.wiring.stopped import told_when_stopped
from sharepoint_gate.wiring.tenants import tenant_config

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
        register: The gate's own register of decisions on the acceptance agreement.
        post: What letters need; None where none are sent.
    """

    declared: Declared
    warnings: tuple[Fault, ...]
    bench: Bench
    rehearsal: EmbeddedTenant | None
    meter: Meter
    register: RegisterStore
    post: Post | None = None

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
    shipped = Path(__file__).resolve().parents[3] / "config" / "gate.toml"
    if rehearsal and not has_settings(config) and shipped.is_file():
        return load_settings(shipped)
    return load_settings(config)


def check_files(settings: Settings) -> CheckReport:
    """Judge every declared file on the tenant's day, without stopping at the first fault.

    Faults that are faults on any day are told without a tenant, for nobody waits gladly for one to start.
    """
    if settings.is_embedded:
        report = check_all(settings.files.paths, ANY_DAY, settings.rules.rules.generic_words)
        if report.faults:
            return CheckReport(report.faults, ())
    with _rehearsal(settings) as rehearsal:
        today = today_in(_zone(settings), _clock(rehearsal).now())
    return check_all(settings.files.paths, today, settings.rules.rules.generic_words)


@contextmanager
def open_record(settings: Settings) -> Iterator[TrailStore]:
    """Open the trail for reading.

    Raises:
        StoreError: There is no database yet, or it cannot be used.
    """
    refuse_absent(settings)
    store = open_signed_store(settings)
    try:
        yield store.trail
    finally:
        store.close()


@asynccontextmanager
async def open_gate(settings: Settings, actor: str, *, looks: bool = False) -> AsyncIterator[OpenGate]:
    """Read what is declared, open database and tenant, and close them again.

    Args:
        settings: The installation's settings.
        actor: The roster id that the caller states, or "".
        looks: Nothing is written: where there is no database yet, none is made.

    Raises:
        SettingsError: The caller is not on the roster, or a file that the settings name cannot be used.
        RosterError: A declared file has faults.
        StoreError: The database cannot be used.
        GraphError: The rehearsal tenant does not start.
    """
    be_quiet_by_default()
    # Its zone says which day it is; and a slip is told before a tenant is started.
    roster = read_declared(settings, ANY_DAY, "")[0].roster
    check_actor(actor, roster)
    with _rehearsal(settings) as rehearsal:
        clock = _clock(rehearsal)
        config = tenant_config(settings, rehearsal)
        today = today_in(roster.partnership.timezone, clock.now())
        declared, warnings = read_declared(settings, today, config.client_id)
        check_actor(actor, declared.roster)
        with signed_store(settings, looks=looks) as store:
            account = true_account() + (f" as {actor}" if actor else "")
            async with open_tenant(config, clock, may_write=store.lease.check) as tenant:
                with told_when_stopped(store.trail, clock, account):
                    bench = Bench(
                        reader=tenant.reader,
                        open_writers=tenant.open_writers,
                        trail=store.trail,
                        memory=store.memory,
                        lease=store.lease,
                        clock=clock,
                        open_scopes=tenant.open_scopes,
                        actor=account,
                        gather=_harvest(settings, store, tenant, clock),
                        freezes=store.freezes,
                        till=Till(lambda: tenant.meter.cost, store.spending, config.quota),
                    )
                    yield OpenGate(
                        with_register(declared, store.register),
                        warnings,
                        bench,
                        rehearsal,
                        tenant.meter,
                        store.register,
                        post_of(settings, declared.roster.partnership, store.mails, tenant.open_mailer),
                    )


def _harvest(settings: Settings, store: Store, tenant: GraphTenant, clock: Clock) -> Harvest:
    desk = Desk(store.register, store.trail, clock, Recorder(true_account(), TENANT))
    return Harvest(settings.agreement.terms_of_use, tenant.terms_reader, desk, store.memory)


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
        return read_declared(settings, ANY_DAY, "")[0].roster.partnership.timezone
    except ConfigError:
        return ZONE


def read_declared(settings: Settings, today: date, client_id: str) -> tuple[Declared, tuple[Fault, ...]]:
    """Return what the files declare on a day, and what is odd in them; raises RosterError with all faults."""
    files = settings.files
    book = read_processes(files.processes)
    reading = read_roster(files.roster, book, today, settings.rules.rules.generic_words)
    register = read_register(files.agreement_versions, files.acceptances, reading.roster)
    mode = settings.installation_mode
    declared = Declared(reading.roster, book, register, settings.judging_rules, client_id, mode=mode)
    return declared, reading.warnings


@contextmanager
def open_rehearsal(settings: Settings) -> Iterator[tuple[EmbeddedTenant | None, Clock]]:
    """Open the rehearsal tenant where the settings name it, and the clock of whichever tenant they name."""
    with _rehearsal(settings) as rehearsal:
        yield rehearsal, _clock(rehearsal)


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
