"""The register of decisions, opened without a connection to the tenant: most of a desk's work needs none."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sharepoint_gate.access.desired import World
from sharepoint_gate.access.observed import ItemId, Observation
from sharepoint_gate.access.register import Recorder, merge
from sharepoint_gate.jobs.agreement import Desk, load, with_register
from sharepoint_gate.jobs.think import Declared
from sharepoint_gate.roster.agreement import AgreementRegister
from sharepoint_gate.roster.days import today_in
from sharepoint_gate.roster.model import PersonId
from sharepoint_gate.rosterfiles import read_register
from sharepoint_gate.settings import Settings
from sharepoint_gate.store.opening import Store
from sharepoint_gate.wiring.account import true_account
from sharepoint_gate.wiring.opening import (
    ANY_DAY,
    OpenGate,
    check_actor,
    open_rehearsal,
    read_declared,
)
from sharepoint_gate.wiring.signing import signed_store


@dataclass(frozen=True, slots=True)
class OpenDesk:
    """The register, and everything that decides but the tenant itself.

    Attributes:
        declared: What people declared, the decisions of the register among it.
        world: The same today, with nothing observed.
        conflicts: Where the declared file and the register say the opposite of one another.
    """

    declared: Declared
    desk: Desk
    world: World
    conflicts: tuple[str, ...]
    is_rehearsal: bool


@contextmanager
def open_desk(settings: Settings, actor: str, *, looks: bool = False) -> Iterator[OpenDesk]:
    """Open the register; for somebody who only looks, no database is made.

    Raises:
        SettingsError: The caller is not on the roster, or a file that the settings name cannot be used.
        RosterError: A declared file has faults.
        StoreError: The database cannot be used.
    """
    roster = read_declared(settings, ANY_DAY, "")[0].roster
    check_actor(actor, roster)
    with open_rehearsal(settings) as (_, clock):
        today = today_in(roster.partnership.timezone, clock.now())
        declared = read_declared(settings, today, "")[0]
        with signed_store(settings, looks=looks) as store:
            recorder = Recorder(true_account(), PersonId(actor))
            differ = settings.agreement.second_name == "account"
            desk = Desk(store.register, store.trail, clock, recorder, differ)
            conflicts = merge(declared.register, store.register.decisions()).conflicts
            declared = with_register(declared, store.register)
            world = _world(declared, desk, store)
            yield OpenDesk(declared, desk, world, conflicts, settings.is_embedded)


def past_decisions(settings: Settings, declared: Declared, path: Path) -> AgreementRegister:
    """Read a file of past decisions; raises RosterError with every fault."""
    return read_register(settings.files.agreement_versions, path, declared.roster)


def load_past(settings: Settings, gate: OpenGate) -> int:
    """Load the decisions of the rehearsal's file into its register; return how many were new."""
    path = settings.files.acceptances
    if path is None:
        return 0
    desk = Desk(gate.register, gate.bench.trail, gate.bench.clock, Recorder(true_account(), PersonId("")))
    return load(past_decisions(settings, gate.declared, path), desk)


def _world(declared: Declared, desk: Desk, store: Store) -> World:
    nothing = Observation(desk.clock.now(), "", ItemId(""), {}, None, {}, ())
    today = today_in(declared.roster.partnership.timezone, nothing.at)
    memory = store.memory.memory()
    return World(
        declared.roster, declared.processes, declared.register, declared.rules, today, nothing, memory
    )
