"""Faults that a test asks for: which requests they hit is counted, never left to chance."""

import re
from datetime import datetime

import msgspec

_SECONDS = r"\d+"
KINDS = {
    "status": r"[45]\d\d",
    "delay": r"\d+(\.\d+)?",
    "retry-after": _SECONDS,
    "retry-after-503": _SECONDS,
    "retry-after-date": _SECONDS,
    "redirect": r"https?://\S+",
    "expired-token": "",
    "cut-before": "",
    "cut-within": "",
    "cut-after": "",
    "exit-after": "",
    "malformed": "",
    "empty-body": "",
    "wrong-content-type": "",
    "half-page": "",
    "lost-part": "",
    "duplicate-part": "",
}
"""Each kind of fault, with the form of what stands behind its colon; empty: it has no colon."""
TOKEN = "POST /oauth2/v2.0/token"  # noqa: S105 - an address, and nobody's secret
SHAREPOINT = "/_api"
BESIDE = frozenset({TOKEN, SHAREPOINT})
"""What faults call the doors that are no routes of Graph; `*` does not mean them."""


class InjectionError(ValueError):
    """A fault was asked for that does not exist."""


class Injected(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """One fault to come.

    Attributes:
        route: The route's name, for example `GET /users/{user}`, or `*` for every route of Graph.
        kind: What happens.
        nth: The first matching request that is hit (a count, from 1).
        count: How many are hit; without word 1, or with `until` as many as come.
        every: Which of the matching requests are hit from the nth on: each one, or each second, and so on.
        until: The tenant's instant at which it is over.
        seen: How many matching requests came since it was asked for.
        done: How many were hit.
    """

    route: str
    kind: str
    nth: int = 1
    count: int | None = None
    every: int = 1
    until: datetime | None = None
    seen: int = 0
    done: int = 0

    def hits(self, route: str, now: datetime) -> bool:
        """Count a request, and tell whether it is hit."""
        if not self.means(route) or self.is_over(now):
            return False
        self.seen += 1
        hit = self.seen >= self.nth and (self.seen - self.nth) % self.every == 0
        self.done += hit
        return hit

    def would_hit(self, route: str, now: datetime) -> bool:
        """Tell whether the next request on a route will be hit, without counting one."""
        seen = self.seen + 1
        due = seen >= self.nth and (seen - self.nth) % self.every == 0
        return due and self.means(route) and not self.is_over(now)

    def means(self, route: str) -> bool:
        """Return whether it waits for this route."""
        is_of_graph = route not in BESIDE and f" {SHAREPOINT}/" not in route
        return self.route == route or (self.route == "*" and is_of_graph)

    def is_over(self, now: datetime) -> bool:
        """Return whether no further request can be hit."""
        most = 1 if self.count is None and self.until is None else self.count
        return (most is not None and self.done >= most) or (self.until is not None and now >= self.until)


class Injector:
    """The faults that are waiting."""

    def __init__(self) -> None:
        self.waiting: list[Injected] = []

    def add(self, fault: Injected, routes: frozenset[str]) -> None:
        """Wait for the fault's request.

        Raises:
            InjectionError: The kind or the route is not known, or a count is not positive.
        """
        if not _is_kind(fault.kind):
            raise InjectionError(f"no fault is called {fault.kind!r}")
        if fault.route != "*" and fault.route not in routes | BESIDE:
            raise InjectionError(f"no route is called {fault.route!r}")
        if min(fault.nth, fault.every, 1 if fault.count is None else fault.count) < 1:
            raise InjectionError("nth, every and count begin with 1")
        if fault.seen or fault.done:
            raise InjectionError("seen and done are counted here")
        if fault.until is not None and fault.until.tzinfo is None:
            raise InjectionError("until needs its zone, for example 2026-03-30T08:00:00Z")
        self.waiting.append(fault)

    def kind_for(self, route: str, now: datetime) -> str | None:
        """Return the kind of fault that hits this request, or None; the first asked for wins.

        Args:
            route: The route's name, or the name of a door beside Graph.
            now: The tenant's instant.
        """
        if not self.waiting:
            return None
        hit = [fault.kind for fault in self.waiting if fault.hits(route, now)]
        self.waiting = [fault for fault in self.waiting if not fault.is_over(now)]
        return hit[0] if hit else None

    def foretold(self, route: str, now: datetime) -> str | None:
        """Return the kind of fault that will hit the next request on a route, which is not counted yet."""
        return next((fault.kind for fault in self.waiting if fault.would_hit(route, now)), None)


def _is_kind(kind: str) -> bool:
    name, colon, argument = kind.partition(":")
    form = KINDS.get(name)
    return form is not None and bool(colon) is bool(form) and bool(re.fullmatch(form, argument))
