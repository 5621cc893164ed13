"""Counts what each application used, by the documented tariff.

The units are the published prices of each operation, not something measured on a tenant.

Source: spo:avoid-throttling#resource units
"""

from collections import Counter
from typing import Any

from graph_emulator.kernel.journal import Entry

_THROTTLED = 429


class Usage:
    """What one application used."""

    def __init__(self) -> None:
        self.units = 0
        self.calls = 0
        self.sharing_calls = 0
        self.throttled = 0
        self.requests = 0
        self.rest_calls = 0
        self.by_route: Counter[str] = Counter()
        self._last_request = 0

    def add(self, entry: Entry) -> None:
        """Count one journal entry; the parts of a batch are calls of one request."""
        self.units += entry.request_units
        self.calls += 1
        self.rest_calls += " /_api/" in (entry.route or "")
        self.sharing_calls += entry.sharing
        self.throttled += entry.status == _THROTTLED
        self.by_route[entry.route or "unknown"] += 1
        self.requests += entry.request != self._last_request
        self._last_request = entry.request

    def shown(self) -> dict[str, Any]:
        """Return the counts as the admin API shows them."""
        return {
            "units": self.units,
            "calls": self.calls,
            "requests": self.requests,
            "sharing_calls": self.sharing_calls,
            "throttled": self.throttled,
            "rest_calls": self.rest_calls,
            "by_route": dict(sorted(self.by_route.items())),
        }


class Meter:
    """The usage of every application and person, by the name that the journal gives them."""

    def __init__(self) -> None:
        self._by_app: dict[str, Usage] = {}

    def add(self, entry: Entry) -> None:
        """Count one journal entry."""
        usage = self._by_app.get(entry.app)
        if usage is None:
            usage = self._by_app[entry.app] = Usage()
        usage.add(entry)

    def shown(self) -> dict[str, Any]:
        """Return the usage by application."""
        return {app: usage.shown() for app, usage in sorted(self._by_app.items())}
