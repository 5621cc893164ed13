"""Keeps below the published limits, so that the tenant hardly ever has to ask for a pause.

Each request takes what it costs from a window before it leaves, so that requests under way together cannot
exceed what one alone would have to wait for. Others may work under the same application: where an answer
tells what is left, that counts, and where the tenant refuses, everything waits and fewer go abreast.

Source: sp-dev-docs:how-to-avoid-getting-throttled, graph:concepts/throttling
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import anyio

from sharepoint_gate.access.budget import (
    MINUTE_S,
    SHARING_MOST,
    SHARING_WINDOW_S,
    TEAMS_MOST,
    TEAMS_WINDOW_S,
)
from sharepoint_gate.graph.meter import Meter, price
from sharepoint_gate.graph.model import GraphRequest
from sharepoint_gate.graph.pause import Pause
from sharepoint_gate.graph.routes import SHARING, TEAMS, route_named
from sharepoint_gate.ports.clock import Clock


@dataclass(frozen=True, slots=True)
class Load:
    """What one request takes from the limits: units, sharing calls, calls of one team."""

    units: int
    shares: int = 0
    teams: int = 0


def load_of(calls: Sequence[GraphRequest]) -> Load:
    """Return the load of a request: of all its parts where it is a batch."""
    names = [call.route for call in calls]
    return Load(
        units=sum(price(route_named(call.route), call.target) for call in calls),
        shares=sum(name in SHARING for name in names),
        teams=sum(name in TEAMS for name in names),
    )


class Window:
    """So much may be used within a span of time that slides along."""

    def __init__(self, most: int, span_s: int) -> None:
        self._most = most
        self._span = timedelta(seconds=span_s)
        self._used: deque[tuple[datetime, int]] = deque()

    def take(self, now: datetime, amount: int) -> None:
        """Count an amount."""
        if amount:
            self._used.append((now, amount))

    def wait(self, now: datetime, amount: int) -> float:
        """Return in how many seconds an amount fits; one that never fits waits for an empty window."""
        while self._used and now - self._used[0][0] >= self._span:
            self._used.popleft()
        if not amount:
            return 0
        left, until = sum(used for _, used in self._used), now
        for at, used in self._used:
            if left + amount <= self._most:
                break
            left, until = left - used, at + self._span
        return (until - now).total_seconds()


class Abreast:
    """How many requests go at once: halved when the tenant is busy, slowly more when it is not."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._now = float(most)

    @property
    def number(self) -> int:
        """How many may be under way."""
        return max(1, int(self._now))

    def fewer(self) -> None:
        """Halve."""
        self._now = max(1.0, self._now / 2)

    def more(self) -> None:
        """Grow by one within as many answers as go abreast."""
        self._now = min(float(self._most), self._now + 1 / self._now)


class Pace:
    """The pace of one tenant, through the gate's clock.

    Args:
        minute: Units that may be used in a minute.
        most: How many requests may be under way at once.
    """

    def __init__(self, clock: Clock, meter: Meter, pause: Pause, *, minute: int, most: int) -> None:
        self._clock = clock
        self._meter = meter
        self.pause = pause
        self._abreast = Abreast(most)
        self._units = Window(minute, MINUTE_S)
        self._shares = Window(SHARING_MOST, SHARING_WINDOW_S)
        self._teams = Window(TEAMS_MOST, TEAMS_WINDOW_S)
        self._turn = anyio.Lock()
        self._under_way = 0
        self._left: int | None = None
        self._told_until = clock.now()

    @property
    def abreast(self) -> int:
        """How many requests may be under way at once."""
        return self._abreast.number

    async def admit(self, load: Load) -> None:
        """Return when a request may leave, with its load taken; they leave in the order of asking."""
        async with self._turn:
            while True:
                await self.pause.over()
                wait = self._wait(load)
                if wait <= 0:
                    break
                await self._clock.sleep(wait)
                self._meter.paced += wait
            self._take(load)

    @contextmanager
    def under_way(self, load: Load) -> Iterator[None]:
        """Tell that a request is on its way: an answer to another one may not have counted it yet."""
        self._under_way += load.units
        try:
            yield
        finally:
            self._under_way -= load.units

    def heed(self, headers: Mapping[str, str]) -> None:
        """Keep to what an answer says is left, less what is under way, until the time that it names."""
        left, reset = headers.get("ratelimit-remaining", ""), headers.get("ratelimit-reset", "")
        if left.isdecimal():
            seconds = int(reset) if reset.isdecimal() else MINUTE_S
            self._left = int(left) - self._under_way
            self._told_until = self._clock.now() + timedelta(seconds=seconds)

    def well(self) -> None:
        """Tell that a request was answered in its turn."""
        self._abreast.more()

    def busy(self, headers: Mapping[str, str], attempt: int) -> None:
        """Tell that the tenant asked for patience: everything waits, and fewer go abreast after it.

        Requests that were under way together are refused together; that is one sign, not many.
        """
        if self.pause.hold(headers, attempt):
            self._abreast.fewer()

    def _wait(self, load: Load) -> float:
        now = self._clock.now()
        waits = (
            self._units.wait(now, load.units),
            self._shares.wait(now, load.shares),
            self._teams.wait(now, load.teams),
            self._wait_as_told(now, load),
        )
        return max(waits)

    def _wait_as_told(self, now: datetime, load: Load) -> float:
        if self._left is None or now >= self._told_until:
            self._left = None
            return 0
        return 0 if load.units <= self._left else (self._told_until - now).total_seconds()

    def _take(self, load: Load) -> None:
        now = self._clock.now()
        self._units.take(now, load.units)
        self._shares.take(now, load.shares)
        self._teams.take(now, load.teams)
        if self._left is not None:
            self._left -= load.units
