"""Keeps below the published limits, so that the tenant hardly ever has to ask for a pause.

From four fifths of a minute's units on, answers tell how many are left. They tell it too late where several
requests are under way, so that these go one at a time once a minute has seen half of what the smallest
tenant allows; larger tenants lose nothing but the company of other requests.

Source: sp-dev-docs:how-to-avoid-getting-throttled, graph:concepts/throttling
"""

from collections import deque
from collections.abc import Mapping
from datetime import datetime, timedelta

from sharepoint_gate.graph.meter import Meter
from sharepoint_gate.graph.pause import Pause
from sharepoint_gate.graph.routes import RouteName
from sharepoint_gate.ports.clock import Clock

MINUTE = timedelta(minutes=1)
ALONE_FROM = 600
"""Units in a minute from which requests go one at a time: what is left up to four fifths of the smallest
tenant's 1,250 holds the four batches that may be under way by then."""
DEAREST = 100
"""Units of the dearest request: a batch of twenty permissions."""
SHARING = frozenset({RouteName.CREATE_LINK, RouteName.GRANT, RouteName.REVOKE_GRANTS})
SHARING_MOST = 290
"""Of the 300 sharing calls in five minutes, less some that somebody else may make in the gate's name."""
SHARING_WINDOW = timedelta(minutes=5)


class Pace:
    """The pace of one tenant, through the gate's clock."""

    def __init__(self, clock: Clock, meter: Meter, pause: Pause) -> None:
        self._clock = clock
        self._meter = meter
        self.pause = pause
        self._marks: deque[tuple[datetime, int]] = deque()
        self._before = 0
        self._shared: deque[datetime] = deque()
        self._alone_until = clock.now()

    def abreast(self, most: int) -> int:
        """Return how many requests may be under way at once."""
        now, spent = self._clock.now(), self._meter.units
        while self._marks and now - self._marks[0][0] >= MINUTE:
            self._before = self._marks.popleft()[1]
        self._marks.append((now, spent))
        return 1 if spent - self._before > ALONE_FROM or now < self._alone_until else most

    async def share(self, route: RouteName) -> None:
        """Let a sharing call wait where too many went in the last five minutes."""
        if route not in SHARING:
            return
        while len(self._shared) >= SHARING_MOST:
            left = (self._shared.popleft() + SHARING_WINDOW - self._clock.now()).total_seconds()
            if left > 0:
                await self._clock.sleep(left)
                self._meter.waited += left
        self._shared.append(self._clock.now())

    def heed(self, headers: Mapping[str, str]) -> None:
        """Make everything wait when an answer says that less is left than one request may cost.

        Where it tells what is left at all, that is little: others may have used it, or an earlier run.
        """
        left = headers.get("ratelimit-remaining", "")
        if not left.isdecimal():
            return
        self._alone_until = self._clock.now() + MINUTE
        if int(left) < DEAREST:
            self.pause.hold(headers, 0)
