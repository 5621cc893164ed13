"""What freezing works with. It opens with whatever is there: a full disk must not keep access alive."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from secrets import token_hex

import anyio

from sharepoint_gate.access.freezes import Freeze
from sharepoint_gate.access.freezes_report import Unfrozen
from sharepoint_gate.access.freezes_who import Subject, frozen_named
from sharepoint_gate.access.memory import Memory
from sharepoint_gate.errors import ConfigError, RosterError, StoreError
from sharepoint_gate.graph.tenant import open_tenant
from sharepoint_gate.jobs.freeze_bench import FreezeBench
from sharepoint_gate.jobs.freeze_inhand import OF_A_FREEZE
from sharepoint_gate.jobs.journal import Journal
from sharepoint_gate.jobs.think import Declared
from sharepoint_gate.jobs.unfreeze import unfreeze
from sharepoint_gate.roster.days import today_in
from sharepoint_gate.rosterfiles.keeping import sound_copy
from sharepoint_gate.settings import Settings
from sharepoint_gate.store.emergency import EmergencyFile, emergency_path
from sharepoint_gate.store.opening import Store, open_store
from sharepoint_gate.telemetry import be_quiet_by_default
from sharepoint_gate.wiring.account import true_account
from sharepoint_gate.wiring.inforce import first_fault, last_valid, on_files
from sharepoint_gate.wiring.opening import ANY_DAY, check_actor, open_rehearsal, read_declared
from sharepoint_gate.wiring.places import copies_folder, database_path
from sharepoint_gate.wiring.signing import key_folder
from sharepoint_gate.wiring.stopped import told_when_stopped
from sharepoint_gate.wiring.tenants import tenant_config

# Whoever freezes cannot wait for whoever holds the database.
WAIT_FOR_DATABASE_S = 2.0


@dataclass(frozen=True, slots=True)
class FreezeDesk:
    """An open desk for freezing.

    Attributes:
        today: The day in the partnership's time zone.
        broken: What is wrong with the files of today, where the last valid ones are in force.
    """

    bench: FreezeBench
    today: date
    broken: str
    is_rehearsal: bool

    def new_freeze(self, subject: Subject, reason: str, leaves_on: date | None = None) -> Freeze:
        """Return a freeze that begins now, under a key of its own."""
        at = self.bench.clock.now()
        return Freeze(
            key=f"{OF_A_FREEZE}{at:%Y%m%dT%H%M%SZ}-{token_hex(4)}",
            kind=subject.kind,
            subject=subject.subject,
            marks=subject.marks,
            since=at,
            by=self.bench.actor,
            reason=reason,
            leaves_on=leaves_on,
        )


@asynccontextmanager
async def open_freezing(
    settings: Settings, actor: str, cry: Callable[[str], None]
) -> AsyncIterator[FreezeDesk]:
    """Open what a freeze works with; a database that cannot be used is told, and gone without.

    Args:
        settings: The installation's settings.
        actor: The roster id that the caller states, or "".
        cry: Tells whoever sits there what no file takes.

    Raises:
        RosterError: There are no valid files, today's or kept.
        SettingsError: The caller is not on the roster, or a file that the settings name cannot be used.
        GraphError: The rehearsal tenant does not start.
    """
    be_quiet_by_default()
    with ExitStack() as stack:
        rehearsal, clock = stack.enter_context(open_rehearsal(settings))
        # A freeze may use what no ordinary run touches: it never waits for one.
        config = replace(tenant_config(settings, rehearsal), urgent=True)
        declared, broken = _declared(settings, config.client_id)
        check_actor(actor, declared.roster)
        store, trouble = _store(settings)
        if store is not None:
            stack.callback(store.close)
            stack.enter_context(told_when_stopped(store.trail, clock, _account(actor)))
        memory, unread = _memory(settings, store)
        async with open_tenant(config, clock) as tenant:
            bench = FreezeBench(
                declared=declared,
                reader=tenant.reader,
                groups=tenant.audit_reader,
                open_writers=tenant.open_freezing,
                store=store.freezes if store is not None else None,
                trail=store.trail if store is not None else None,
                memory=memory,
                emergency=EmergencyFile(emergency_path(database_path(settings))),
                clock=clock,
                actor=_account(actor),
                wait=anyio.sleep,
                cry=cry,
                troubles=tuple(filter(None, (trouble, unread))),
            )
            today = today_in(declared.roster.partnership.timezone, clock.now())
            yield FreezeDesk(bench, today, broken, is_rehearsal=rehearsal is not None)


def lift_freeze(settings: Settings, actor: str, text: str, reason: str) -> tuple[Unfrozen, bool]:
    """Lift the freezes of whatever a text names; tell whether it was a rehearsal.

    Raises:
        ConfigError: The roster knows nobody of that name, or there are no valid files.
        RefusedError: It is not frozen.
        StoreError: It cannot be written down; then everything stays frozen.
    """
    be_quiet_by_default()
    with open_rehearsal(settings) as (rehearsal, clock), _opened(settings) as store:
        declared, _ = _declared(settings, "")
        check_actor(actor, declared.roster)
        subject = frozen_named(declared.roster, store.freezes.in_force(), text)
        run_id = f"unfreeze-{clock.now():%Y%m%dT%H%M%SZ}-{token_hex(4)}"
        journal = Journal(store.trail, clock, run_id, _account(actor))
        return unfreeze(store.freezes, journal, subject, reason), rehearsal is not None


def _account(actor: str) -> str:
    return true_account() + (f" as {actor}" if actor else "")


@contextmanager
def _opened(settings: Settings) -> Iterator[Store]:
    store = open_store(database_path(settings), signing=key_folder(settings))
    try:
        yield store
    finally:
        store.close()


def _store(settings: Settings) -> tuple[Store | None, str]:
    try:
        path = database_path(settings)
        return open_store(path, wait_s=WAIT_FOR_DATABASE_S, signing=key_folder(settings)), ""
    except StoreError as error:
        return None, f"{error.what} {error.why}".strip()


def _memory(settings: Settings, store: Store | None) -> tuple[Memory, str]:
    try:
        if store is not None:
            return store.memory.memory(), ""
        beside = EmergencyFile(emergency_path(database_path(settings))).read()
        return replace(Memory({}, {}, {}), freezes=tuple(beside)), ""
    except StoreError as error:
        return Memory({}, {}, {}), f"{error.what} {error.why}".strip()


def _declared(settings: Settings, client_id: str) -> tuple[Declared, str]:
    """Return what is declared; where today's files have a fault, what the last valid ones say.

    Nobody's authorship is asked about here: a freeze can only take away, whoever wrote the roster.
    """
    try:
        return read_declared(settings, ANY_DAY, client_id)[0], ""
    except RosterError as error:
        kept = _kept(settings)
        if kept is None:
            raise
        declared = read_declared(kept, ANY_DAY, client_id)[0]
        return replace(declared, broken=first_fault(error)), first_fault(error)


def _kept(settings: Settings) -> Settings | None:
    try:
        return last_valid(settings)[1]
    except (StoreError, ConfigError):
        # The database cannot say which copy is the last valid one. There is one at most but for a moment,
        # and its name is its digest: what is sound will do, since nothing is given by it.
        return _any_sound_copy(settings)


def _any_sound_copy(settings: Settings) -> Settings | None:
    folder = copies_folder(settings)
    names = sorted(one.name for one in folder.iterdir()) if folder.is_dir() else []
    for name in names:
        paths = sound_copy(folder, name)
        if paths is not None:
            return on_files(settings, paths)
    return None
