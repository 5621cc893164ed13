"""A fresh look at everything that may give access to what is frozen; what cannot be read is named."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sharepoint_gate.access.desired import World
from sharepoint_gate.access.freezes import FreezeKind
from sharepoint_gate.access.freezes_removals import Left, Sought, Target, seek
from sharepoint_gate.access.observed import (
    Account,
    ItemId,
    Membership,
    Observation,
    ObservedItem,
    ObservedPermission,
    Unread,
)
from sharepoint_gate.access.paths import is_placed
from sharepoint_gate.errors import GraphError
from sharepoint_gate.jobs.freeze_bench import FreezeBench
from sharepoint_gate.ports.tenant import ChannelSite
from sharepoint_gate.roster.days import today_in

AGAIN = "Run the same command again."


@dataclass(frozen=True, slots=True)
class Look:
    """What a look showed.

    Attributes:
        began: Before the first request of it.
        doubts: What could not be read beside items.
    """

    began: datetime
    world: World
    sought: Sought
    doubts: tuple[Left, ...]

    @property
    def clean(self) -> bool:
        """Whether nothing that was read is to be taken away."""
        return not self.sought.removals and not self.sought.members

    def is_unread(self, item: ItemId | None) -> bool:
        """Tell whether an item, or the channel's members (None), could not be read."""
        if item is None:
            return self.world.observation.members is None
        seen = self.world.observation.items.get(item)
        return seen is not None and seen.permissions is None


@dataclass(frozen=True, slots=True)
class Looking:
    """Looks at one channel for one target."""

    bench: FreezeBench
    site: ChannelSite

    async def look(self, target: Target, accounts: Sequence[Account]) -> Look:
        """Return what a fresh read of library and members shows."""
        began, doubts = self.bench.clock.now(), list[Left]()
        items = await self._items(doubts)
        members = await self.members(target, doubts)
        world = self.world(target, accounts, items, members)
        if target.subject.kind is FreezeKind.CASE and not is_placed(world.observation):
            doubts.append(Left("the channel's folder", "The listing of the library left it out.", AGAIN))
        return Look(began, world, seek(world, target), tuple(doubts))

    async def members(self, target: Target, doubts: list[Left]) -> tuple[Membership, ...] | None:
        """Return the channel's members; nobody looks at them for a case."""
        if target.subject.kind is FreezeKind.CASE:
            return ()
        try:
            return tuple(await self.bench.reader.members(self.site))
        except GraphError as error:
            doubts.append(Left("the channel's members", error.what, AGAIN))
            return None

    async def _items(self, doubts: list[Left]) -> list[ObservedItem]:
        reader, drive = self.bench.reader, self.site.drive_id
        try:
            items = list(await reader.items(drive))
        except GraphError as error:
            what = f"It could not be listed, so that only remembered files were looked at: {error.what}"
            doubts.append(Left("the library", what, AGAIN))
            items = self._remembered()
        read = await reader.permissions(drive, [one.id for one in items])
        return [_with(one, read.get(one.id, Unread(one.path, "the answer left it out"))) for one in items]

    def _remembered(self) -> list[ObservedItem]:
        return [
            ObservedItem(item, None, one.path.rpartition("/")[2], one.path, is_folder=False)
            for item, one in self.bench.memory.placements.items()
        ]

    def world(
        self,
        target: Target,
        accounts: Sequence[Account],
        items: Sequence[ObservedItem],
        members: tuple[Membership, ...] | None,
    ) -> World:
        """Return what was read as the world that entries are recognised in."""
        declared, person, at = self.bench.declared, target.subject.person, self.bench.clock.now()
        return World(
            roster=declared.roster,
            processes=declared.processes,
            register=declared.register,
            rules=declared.rules,
            today=today_in(declared.roster.partnership.timezone, at),
            observation=Observation(
                at=at,
                drive_id=self.site.drive_id,
                channel_folder=self.site.folder_id,
                items={one.id: one for one in items},
                members=members,
                accounts={person.id: tuple(accounts)} if person is not None else {},
            ),
            memory=self.bench.memory,
            own_application=declared.own_application,
        )


def _with(item: ObservedItem, read: tuple[ObservedPermission, ...] | Unread) -> ObservedItem:
    if isinstance(read, Unread):
        return replace(item, permissions=None, unread=read.why)
    return replace(item, permissions=read)
