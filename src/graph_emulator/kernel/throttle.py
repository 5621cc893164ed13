"""What was used of each limit, on the tenant's clock: sliding windows and token buckets.

Requests that are refused count as well, so that whoever does not wait stays out.

Source: graph:concepts/throttling#best practices
Source: graph:concepts/throttling-limits#pattern
"""

import math
from collections import Counter, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from graph_emulator.kernel.limits import Limit, buckets, limit_named

_OVERFLOW = 1.8  # the published percentage of a token bucket ends there


class Gauge(Protocol):
    """What is used of one limit by one holder; instants are whole seconds."""

    def add(self, now: int, amount: int) -> None:
        """Count an amount."""

    def used(self, now: int) -> float:
        """Return how much counts at an instant."""

    def wait(self, now: int, amount: int, most: float) -> int:
        """Return in how many seconds an amount fits below a limit, from 1."""

    def empty_in(self, now: int) -> int:
        """Return in how many seconds nothing counts any more."""


class Window:
    """A window that slides: an amount counts until the window's length has passed."""

    def __init__(self, limit: Limit) -> None:
        self._span = limit.window_s
        self._parts: deque[list[int]] = deque()
        self._total = 0

    def add(self, now: int, amount: int) -> None:
        """Count an amount."""
        self._forget(now)
        if self._parts and self._parts[-1][0] == now:
            self._parts[-1][1] += amount
        else:
            self._parts.append([now, amount])
        self._total += amount

    def used(self, now: int) -> float:
        """Return how much counts at an instant."""
        self._forget(now)
        return self._total

    def wait(self, now: int, amount: int, most: float) -> int:
        """Return in how many seconds an amount fits, from 1; one that never fits waits a whole window."""
        left = self._total
        for at, part in self._parts:
            left -= part
            if left + amount <= most:
                return max(1, at + self._span - now)
        return self._span

    def empty_in(self, now: int) -> int:
        """Return in how many seconds nothing counts any more."""
        return self._parts[-1][0] + self._span - now if self._parts else 0

    def _forget(self, now: int) -> None:
        parts = self._parts
        while parts and parts[0][0] <= now - self._span:
            self._total -= parts.popleft()[1]


class TokenBucket:
    """A bucket that what was used leaves evenly; it holds at most 1.8 times the limit."""

    def __init__(self, limit: Limit) -> None:
        self._most = limit.most
        self._rate = limit.most / limit.window_s
        self._level, self._at = 0.0, 0

    def add(self, now: int, amount: int) -> None:
        """Count an amount."""
        self._level = min(self.used(now) + amount, self._most * _OVERFLOW)
        self._at = now

    def used(self, now: int) -> float:
        """Return how much counts at an instant."""
        return max(0.0, self._level - (now - self._at) * self._rate)

    def wait(self, now: int, amount: int, most: float) -> int:
        """Return in how many seconds an amount fits, from 1."""
        return max(1, math.ceil((self.used(now) + amount - most) / self._rate))

    def empty_in(self, now: int) -> int:
        """Return in how many seconds nothing counts any more."""
        return math.ceil(self.used(now) / self._rate)


@dataclass(frozen=True, kw_only=True)
class Use:
    """What one request uses.

    Attributes:
        app: The id of the application, by itself or for a person; empty where it is none of the tenant's.
        person: The id of the person for whom it calls; empty where it calls as itself.
        units: Its price.
        write: Whether it is anything but a GET.
        size: How many bytes it brings.
        place: The mailbox, team or channel that it is about.
        share: The part of each limit of SharePoint that this client may use, up to 1.
    """

    app: str = ""
    person: str = ""
    units: int = 1
    write: bool = False
    size: int = 0
    place: str = ""
    share: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One limit after a request was counted.

    Attributes:
        limit: The limit.
        used: How much counts, the request included.
        over: Whether that is more than the request's client may use.
        wait_s: If it is, in how many seconds the request fits.
        empty_s: In how many seconds nothing counts any more.
    """

    limit: Limit
    used: float
    over: bool
    wait_s: int
    empty_s: int


_UNDECORATED = "undecorated"


class Throttle:
    """Every gauge of the tenant.

    Attributes:
        paused: Whether nothing is counted, while a story's own acts happen.
        licences: How many licences the tenant has.
        undecorated: Requests by client whose User-Agent did not say who sends it.
        spent: What was counted since it was last taken for the journal, by gauge.
    """

    def __init__(self) -> None:
        self.paused = False
        self.licences = 500
        self.undecorated: Counter[str] = Counter()
        self.spent: dict[str, int] = {}
        self._gauges: dict[str, Gauge] = {}

    def clear(self) -> None:
        """Forget what was used."""
        self._gauges.clear()
        self.spent = {}
        self.undecorated.clear()

    def count(self, bucket: str, use: Use, now: int) -> list[Reading]:
        """Count a request in every limit of a bucket, and return what each holds then."""
        return [
            reading
            for limit in buckets(self.licences)[bucket]
            if (reading := self._count(limit, use, now)) is not None
        ]

    def note_undecorated(self, client: str) -> None:
        """Count a request whose sender did not say who it is."""
        self.undecorated[client] += 1
        self.spent[f"{_UNDECORATED}|{client}"] = 1

    def take_spent(self) -> dict[str, int] | None:
        """Return what was counted since the last time, for the journal; None when nothing was."""
        spent, self.spent = self.spent, {}
        return spent or None

    def replay(self, spent: Mapping[str, int], now: int) -> None:
        """Count again what the journal says was counted at an instant."""
        for key, amount in spent.items():
            name, _, client = key.partition("|")
            if name == _UNDECORATED:
                self.undecorated[client] += amount
            limit = limit_named(name, self.licences)
            if limit is not None:
                self._gauge(key, limit).add(now, amount)

    def shown(self, now: int) -> list[dict[str, Any]]:
        """Return what each gauge holds, as the admin API shows it."""
        return [row for key in sorted(self._gauges) if (row := self._row(key, now))["used"]]

    def _count(self, limit: Limit, use: Use, now: int) -> Reading | None:
        holder, amount = _holder(limit, use), _amount(limit, use)
        if holder is None or not amount:
            return None
        key = f"{limit.name}|{holder}"
        gauge = self._gauge(key, limit)
        gauge.add(now, amount)
        self.spent[key] = self.spent.get(key, 0) + amount
        used = gauge.used(now)
        most = limit.most * (use.share if limit.name.startswith("sharepoint") else 1.0)
        over = used > most
        wait_s = gauge.wait(now, amount, most) if over else 0
        return Reading(limit=limit, used=used, over=over, wait_s=wait_s, empty_s=gauge.empty_in(now))

    def _gauge(self, key: str, limit: Limit) -> Gauge:
        gauge = self._gauges.get(key)
        if gauge is None:
            gauge = self._gauges[key] = TokenBucket(limit) if limit.leaks else Window(limit)
        return gauge

    def _row(self, key: str, now: int) -> dict[str, Any]:
        name, _, holder = key.partition("|")
        limit = limit_named(name, self.licences)
        assert limit is not None  # noqa: S101 - gauges are made from limits
        gauge = self._gauges[key]
        used = math.ceil(gauge.used(now))
        return {
            "limit": name,
            "of": holder,
            "counts": limit.counted,
            "used": used,
            "most": limit.most,
            "window_s": limit.window_s,
            "empty_in_s": gauge.empty_in(now),
        }


def _holder(limit: Limit, use: Use) -> str | None:
    """Return whose gauge it is, or None where this client has none of the kind."""
    if limit.holder == "tenant":
        return "tenant"
    holder = use.person if limit.holder == "person" else use.app
    if not holder:
        return None
    return f"{holder}/{use.place}" if limit.holder in {"mailbox", "place"} else holder


def _amount(limit: Limit, use: Use) -> int:
    by_kind = {"units": use.units, "requests": 1, "writes": int(use.write), "bytes": use.write * use.size}
    return by_kind[limit.counted]


def waiting(readings: Iterable[Reading]) -> Reading | None:
    """Return the limit that makes a request wait longest, or None when none is exceeded."""
    over = [reading for reading in readings if reading.over]
    return max(over, key=lambda reading: reading.wait_s) if over else None
