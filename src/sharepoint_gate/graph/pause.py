"""One pause for all requests: when Graph asks one of them to wait, everything waits.

Source: graph:concepts/throttling, onedrive-api-docs:scan-guidance
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import anyio

from sharepoint_gate.graph.meter import Meter
from sharepoint_gate.ports.clock import Clock

LONGEST = 60.0
"""Seconds that a wait of our own choosing may take; one that Graph names is obeyed, up to a day."""
_DAY = 86_400.0


class Pause:
    """The pause of one tenant, through the gate's clock."""

    def __init__(self, clock: Clock, meter: Meter) -> None:
        self._clock = clock
        self._meter = meter
        self._until: datetime | None = None
        self._lock = anyio.Lock()

    def hold(self, headers: Mapping[str, str], attempt: int) -> bool:
        """Make every request wait: as long as Graph says, else longer with each attempt.

        Returns:
            Whether a pause began; else one went on already, and is longer now at most.
        """
        begins = self._until is None or self._until <= self._clock.now()
        asked = asked_wait(headers, self._clock.now())
        seconds = min(LONGEST, 2.0**attempt) if asked is None else asked
        until = self._clock.now() + timedelta(seconds=seconds)
        self._until = max(until, self._until or until)
        return begins

    async def sleep(self, seconds: float) -> None:
        """Let time pass by the gate's clock."""
        await self._clock.sleep(seconds)

    async def over(self) -> None:
        """Return when the pause is over; at once when there is none."""
        async with self._lock:
            while self._until is not None:
                await self._wait_until(self._until)

    async def _wait_until(self, until: datetime) -> None:
        left = (until - self._clock.now()).total_seconds()
        if left > 0:
            await self._clock.sleep(left)
            self._meter.waited += left
        if self._until == until:
            self._until = None


def asked_wait(headers: Mapping[str, str], now: datetime) -> float | None:
    """Return the seconds that an answer asks to wait: the larger of the two headers that may say so."""
    waits = [_seconds(headers.get("retry-after"), now), _seconds(headers.get("ratelimit-reset"), now)]
    known = [wait for wait in waits if wait is not None]
    return max(known, default=None)


def _seconds(text: str | None, now: datetime) -> float | None:
    if text is None:
        return None
    if text.strip().isdecimal():
        return min(_DAY, float(text))
    try:
        return min(_DAY, max(0.0, (parsedate_to_datetime(text) - now).total_seconds()))
    except (ValueError, TypeError, OverflowError):  # neither seconds nor a date with its zone
        return None
