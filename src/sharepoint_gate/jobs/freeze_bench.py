"""What a freeze works with."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sharepoint_gate.access.memory import Memory
from sharepoint_gate.jobs.think import Declared
from sharepoint_gate.ports.clock import Clock
from sharepoint_gate.ports.freezes import EmergencyRecord, FreezeStore, GroupReader, OpensFreezeWriters
from sharepoint_gate.ports.store import TrailStore
from sharepoint_gate.ports.tenant import TenantReader


@dataclass(frozen=True, slots=True)
class FreezeBench:
    """Everything outside that a freeze works with.

    Attributes:
        declared: What people declared; the last valid files where those of today have a fault.
        store: None where the database could not be opened.
        trail: The same.
        memory: As far as it could be read.
        troubles: What is wrong with the database, in plain words.
        wait: Lets a moment of the wall's time pass, while another process goes on.
        cry: Tells whoever sits there what no file takes.
    """

    declared: Declared
    reader: TenantReader
    groups: GroupReader
    open_writers: OpensFreezeWriters
    store: FreezeStore | None
    trail: TrailStore | None
    memory: Memory
    emergency: EmergencyRecord
    clock: Clock
    actor: str
    wait: Callable[[float], Awaitable[None]]
    cry: Callable[[str], None]
    troubles: tuple[str, ...] = ()
