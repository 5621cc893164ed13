"""Whole nights in memory: the reconciling job on a small partnership, with every port a fake."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import anyio

from sharepoint_gate.access.permit import WritePermit
from sharepoint_gate.jobs.reconcile import Bench, Run, reconcile
from sharepoint_gate.jobs.think import Declared
from sharepoint_gate.ports.tenant import ChannelSite, Writers
from sharepoint_gate.roster.agreement import AgreementRegister
from tests.fakes.clock import FakeClock
from tests.fakes.lease import FakeLease
from tests.fakes.memory_store import FakeMemoryStore
from tests.fakes.tenant import FakeTenant
from tests.fakes.trail_store import FakeTrailStore
from tests.world import CHANNEL_ID, Scene


class Library(FakeTenant):
    """The tenant of a scene."""

    async def find_channel(self, team: str, channel: str) -> ChannelSite:
        """Return the one channel there is."""
        self._speak("find_channel", team, channel)
        return ChannelSite("team", "channel", "drive", CHANNEL_ID)


class Nights:
    """A scene's tenant, and what the gate keeps from one night to the next."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.tenant = Library(
            library={key: replace(item, permissions=None) for key, item in scene.items.items()},
            entries={key: list(item.permissions or ()) for key, item in scene.items.items()},
            channel=list(scene.members or ()),
            directory={one.username: scene.accounts[one.id] for one in scene.people.values()},
        )
        self.trail = FakeTrailStore()
        self.memory: FakeMemoryStore = FakeMemoryStore(scene.memory)
        self.lease = FakeLease()
        self.permits: list[WritePermit] = []
        self.clock = FakeClock(scene.now)

    def bench(self) -> Bench:
        """Return everything outside that a run works with."""

        @asynccontextmanager
        async def open_writers(permit: WritePermit) -> AsyncIterator[Writers]:
            self.permits.append(permit)
            yield Writers(self.tenant, self.tenant, self.tenant)

        return Bench(self.tenant, open_writers, self.trail, self.memory, self.lease, self.clock, "tester")

    def run(self) -> Run:
        """Let one night pass."""
        scene = self.scene
        register = AgreementRegister(scene.versions, dict(scene.decisions))
        declared = Declared(scene.roster(), scene.book, register, scene.rules)
        return anyio.run(reconcile, declared, self.bench())
