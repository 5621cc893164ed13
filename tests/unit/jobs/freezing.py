"""A freeze in memory: the job on a small partnership, beside its nights, with every port a fake."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import anyio

from sharepoint_gate.access.freezes import Freeze
from sharepoint_gate.access.freezes_report import FreezeReport
from sharepoint_gate.access.freezes_who import subject_named
from sharepoint_gate.access.observed import ObjectId
from sharepoint_gate.access.permit import WritePermit
from sharepoint_gate.errors import GraphError
from sharepoint_gate.jobs.freeze import freeze
from sharepoint_gate.jobs.freeze_bench import FreezeBench
from sharepoint_gate.jobs.think import Declared
from sharepoint_gate.ports.freezes import FreezeWriters
from sharepoint_gate.roster.agreement import AgreementRegister
from tests.fakes.freeze_store import FakeEmergency, FakeFreezeStore
from tests.unit.jobs.nights import Nights
from tests.world import Scene


@dataclass(frozen=True)
class InGroup:
    """Somebody in a group."""

    addresses: tuple[str, ...]


@dataclass
class Freezer:
    """Freezes in the tenant of some nights.

    Attributes:
        people: Addresses of everybody in each group.
        signed_out: Accounts whose sessions were ended.
        signing_out: Raised instead.
        waits: What happens in each moment that the freeze waits for a run.
    """

    nights: Nights
    people: dict[str, Sequence[str]] = field(default_factory=dict)
    signed_out: list[str] = field(default_factory=list)
    signing_out: GraphError | None = None
    emergency: FakeEmergency = field(default_factory=FakeEmergency)
    waits: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
    permits: list[WritePermit] = field(default_factory=list)
    cried: list[str] = field(default_factory=list)
    opened: bool = True
    store: FakeFreezeStore = field(init=False)
    _count: int = 0

    def __post_init__(self) -> None:
        self.store = FakeFreezeStore(self.nights.memory, self.nights.trail)

    async def group_people(self, group: ObjectId) -> Sequence[InGroup]:
        """Return everybody in a group that the test knows."""
        if group not in self.people:
            raise GraphError("Groups cannot be read.")
        return [InGroup((one,)) for one in self.people[group]]

    async def revoke_sessions(self, account: ObjectId) -> None:
        """End somebody's sessions."""
        if self.signing_out is not None:
            raise self.signing_out
        self.signed_out.append(account)

    async def _wait(self, _seconds: float) -> None:
        if self.waits:
            await self.waits.pop(0)()

    def bench(self) -> FreezeBench:
        """Return everything outside that a freeze works with."""
        nights, tenant = self.nights, self.nights.tenant

        @asynccontextmanager
        async def open_writers(permit: WritePermit) -> AsyncIterator[FreezeWriters]:
            self.permits.append(permit)
            yield FreezeWriters(tenant, tenant, self)

        return FreezeBench(
            declared=declared(nights.scene),
            reader=tenant,
            groups=self,
            open_writers=open_writers,
            store=self.store if self.opened else None,
            trail=nights.trail if self.opened else None,
            memory=nights.memory.memory(),
            emergency=self.emergency,
            clock=nights.clock,
            actor="tester",
            wait=self._wait,
            cry=self.cried.append,
        )

    async def carry_out(self, text: str) -> FreezeReport:
        """Freeze what a text names."""
        bench = self.bench()
        subject = subject_named(bench.declared.roster, text)
        self._count += 1
        key, at = f"freeze-{self._count}", bench.clock.now()
        new = Freeze(key, subject.kind, subject.subject, subject.marks, at, "tester", "phone lost")
        return await freeze(bench, subject, new)

    def freeze(self, text: str) -> FreezeReport:
        """Freeze what a text names, and wait for the end of it."""
        return anyio.run(self.carry_out, text)

    def holders(self, path_part: str = "") -> set[str]:
        """Return every account that anything on any item names."""
        found: set[str] = set()
        for item, entries in self.nights.tenant.entries.items():
            for entry in entries if path_part in item else ():
                people = (*entry.people, *((entry.grantee,) if entry.grantee is not None else ()))
                found |= {one.object_id for one in people if one.object_id is not None}
        return found


def declared(scene: Scene) -> Declared:
    """Return what a scene declares."""
    register = AgreementRegister(scene.versions, dict(scene.decisions))
    return Declared(scene.roster(), scene.book, register, scene.rules)
