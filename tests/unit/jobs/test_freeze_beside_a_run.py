"""A freeze beside a run: at no interleaving of the two does anybody frozen keep access.

The freeze falls into every point at which a run waits for the tenant, looks at the freezes in force or writes
into the trail; the run goes on, or is killed there. And a whole run falls into every point of a freeze.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import anyio
import pytest

from sharepoint_gate.access.freezes import Freeze
from sharepoint_gate.access.freezes_report import FreezeReport
from sharepoint_gate.errors import BadRequestError, GateError
from sharepoint_gate.jobs.reconcile import reconcile
from sharepoint_gate.ports.tenant import Writers
from sharepoint_gate.trail.events import Event
from sharepoint_gate.trail.log import Record
from tests.fakes.clock import FakeClock
from tests.unit.access.freezing import CASE
from tests.unit.jobs.freezing import Freezer, declared
from tests.unit.jobs.nights import Nights
from tests.world import Scene, item_id, object_id, own_link

PACK = f"{CASE}/40-panel-pack"
NEW, MORE, LESS = f"{PACK}/a-new.docx", f"{PACK}/b-more.docx", f"{PACK}/c-less.docx"
Hook = Callable[[], Awaitable[None]]


class Killed(BaseException):
    """What ends a run in the middle of it."""


def scene_of_grants() -> Scene:
    """Return a channel in which a run makes a link, adds to one, makes one anew, and adds a member."""
    scene = Scene().case(CASE, "panel-meeting", u12="panel-member", u19="panel-member")
    scene.file(NEW, MORE, LESS).in_sync()
    for path in (NEW, MORE, LESS):
        scene.unshare(path, f"own-{item_id(path)}")
    scene.share(MORE, own_link(["u19"], f"own-{item_id(MORE)}"))
    scene.person("u44").share(LESS, own_link(["u12", "u19", "u44"], f"own-{item_id(LESS)}"))
    scene.members = tuple(one for one in scene.members or () if one.object_id != object_id("u02"))
    return scene


@dataclass
class Points:
    """Counts the points of a run, and lets something happen at one of them.

    Attributes:
        at: Which point; none when 0.
        then: What happens there.
        passed: How many points there were.
    """

    at: int = 0
    then: Hook | None = None
    passed: int = 0
    due: bool = False

    async def wait(self) -> None:
        """Pass a point at which the run waits for the tenant."""
        self.step()
        if self.due and self.then is not None:
            self.due = False
            await self.then()

    def step(self) -> None:
        """Pass a point at which the run does not wait: what is to happen begins at the next one."""
        self.passed += 1
        self.due = self.due or self.passed == self.at


@dataclass
class Slowly:
    """Passes every call on, with a point before and after it."""

    inner: Any
    points: Points

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        """Return a method of the tenant with a point on either side."""

        async def call(*arguments: object) -> Any:
            await self.points.wait()
            try:
                return await getattr(self.inner, name)(*arguments)
            finally:
                await self.points.wait()

        return call


@dataclass
class Beside:
    """A freeze and a run in one channel.

    Attributes:
        name: Whom or what is frozen.
        killed: The run ends where the freeze falls into it.
    """

    name: str
    killed: bool = False
    report: FreezeReport | None = None
    nights: Nights = field(default_factory=lambda: Nights(scene_of_grants()))
    freezer: Freezer = field(init=False)

    def __post_init__(self) -> None:
        self.freezer = Freezer(self.nights)
        # The service cannot take one person off a link: it goes, and comes back for those who stay.
        self.nights.tenant.refuse["revoke_people"] = BadRequestError("Could not find the recipient.")

    async def run(self, points: Points) -> None:
        """Let a run pass, slowly."""
        slow = Slowly(self.nights.tenant, points)
        bench = self.nights.bench()
        object.__setattr__(bench, "reader", slow)
        object.__setattr__(bench, "open_writers", _opens(slow))
        self._watch(points)
        await reconcile(declared(self.nights.scene), bench)

    def _watch(self, points: Points) -> None:
        memory, trail = self.nights.memory, self.nights.trail
        asked, appended = memory.freezes, trail.append

        def freezes() -> Sequence[Freeze]:
            points.step()
            return asked()

        def append(events: Sequence[Event]) -> Sequence[Record]:
            points.step()
            return appended(events)

        memory.freezes = freezes  # type: ignore[method-assign]
        trail.append = append  # type: ignore[method-assign]

    async def freeze_at(self, point: int) -> None:
        """Let the freeze fall into one point of the run."""
        go_on, points = anyio.Event(), Points(point)
        clock = FakeClock(self.nights.clock.at)

        async def hold() -> None:
            async with anyio.create_task_group() as inside:
                inside.start_soon(self._freeze, go_on)
                await go_on.wait()
                if self.killed:
                    # The freeze goes on without the run, as another process would.
                    self.freezer.waits = []
            raise_if(self.killed)

        async def let_go() -> None:
            go_on.set()
            for _ in range(20):
                await anyio.lowlevel.checkpoint()

        self.freezer.waits = [let_go] * 40
        points.then = hold if self.killed else self._together(go_on)
        self.nights.clock = clock
        async with anyio.create_task_group() as tasks:
            self._tasks = tasks
            with suppress(GateError, Killed):
                await self.run(points)
        if self.report is None:
            # The run waited for nothing any more.
            await self._freeze(go_on)

    def _together(self, go_on: anyio.Event) -> Hook:
        async def hold() -> None:
            self._tasks.start_soon(self._freeze, go_on)
            await go_on.wait()

        return hold

    async def _freeze(self, go_on: anyio.Event) -> None:
        self.report = await self.freezer.carry_out(self.name)
        go_on.set()

    @property
    def still(self) -> set[str]:
        """Who of the frozen holds anything at the end."""
        everybody = self.freezer.holders() | {one.object_id for one in self.nights.tenant.channel}
        frozen = {"u12": {object_id("u12")}, "u02": {object_id("u02")}}
        return everybody & frozen.get(self.name, {object_id("u12"), object_id("u19"), object_id("u44")})


def raise_if(killed: bool) -> None:  # noqa: FBT001 - the last line of a kill
    """End the run here."""
    if killed:
        raise Killed


def _opens(slow: Slowly) -> Any:
    @asynccontextmanager
    async def open_writers(_permit: object) -> AsyncIterator[Writers]:
        whole: Any = slow
        yield Writers(whole, whole, whole)

    return open_writers


# After one call and before the next one is nearly the same point: every second one, in the long run all.
FALLS = [
    *(pytest.param(name, 2) for name in ("u12", "u02", CASE)),
    *(pytest.param(name, 1, marks=pytest.mark.long) for name in ("u12", "u02", CASE)),
]


def points_of_a_run() -> int:
    """Return at how many points a run of these grants can be met."""
    beside, points = Beside("u12"), Points()
    anyio.run(beside.run, points)
    assert {object_id("u12"), object_id("u19")} <= beside.freezer.holders()
    return points.passed


@pytest.mark.parametrize(("name", "every"), FALLS)
def test_law_1_a_freeze_at_any_point_of_a_run_leaves_nothing(name: str, every: int) -> None:
    """Run and freeze both end; nobody frozen holds anything, and the freeze says that it is done."""
    for point in range(every, points_of_a_run() + 1, every):
        beside = Beside(name)
        anyio.run(beside.freeze_at, point)
        assert beside.still == set(), f"point {point}"
        assert beside.report is not None
        assert beside.report.exit_code == 0, f"point {point}: {beside.report.left}"


@pytest.mark.parametrize(("name", "every"), FALLS)
def test_law_10_a_freeze_beside_a_run_that_is_killed_says_what_it_cannot_know(name: str, every: int) -> None:
    """Nothing is left; where the run had a grant in hand the freeze does not call itself done."""
    doubts = 0
    for point in range(every, points_of_a_run() + 1, every):
        beside = Beside(name, killed=True)
        anyio.run(beside.freeze_at, point)
        assert beside.still == set(), f"point {point}"
        assert beside.report is not None
        doubts += beside.report.exit_code != 0
    assert doubts > 0


@pytest.mark.parametrize("name", ["u12", "u02", CASE])
def test_law_1_a_whole_run_within_any_point_of_a_freeze_gives_nothing_to_the_frozen(name: str) -> None:
    """From the moment in which the freeze is written down no run gives anything back."""
    point = 0
    while True:
        point += 1
        beside, points = Beside(name), Points(point)
        slow = Slowly(beside.nights.tenant, points)
        ran: list[bool] = []

        async def a_run(one: Beside = beside, seen: list[bool] = ran) -> None:
            seen.append(True)
            await one.run(Points())

        points.then = a_run
        tenant = beside.nights.tenant
        beside.freezer.nights.tenant = slow  # type: ignore[assignment]

        async def freeze_it(one: Beside = beside, real: Any = tenant) -> None:
            bench = one.freezer.bench()
            one.freezer.nights.tenant = real
            one.freezer.bench = lambda: bench  # type: ignore[method-assign]
            one.report = await one.freezer.carry_out(one.name)

        anyio.run(freeze_it)
        assert beside.still == set(), f"point {point}"
        if not ran:
            return
