"""Faults that a test asks for: which requests they hit is counted, never left to chance."""

import re

import msgspec

from graph_emulator.kernel.faults import GraphFault

_KINDS = re.compile(r"status:[45]\d\d|delay:\d+(\.\d+)?|cut-before|cut-after|exit-after|malformed|half-page")
_RETRY_AFTER_S = 2
_CODES = {
    400: ("invalidRequest", "Invalid request"),
    401: ("InvalidAuthenticationToken", "Access token validation failure."),
    403: ("accessDenied", "Access denied"),
    404: ("itemNotFound", "The resource could not be found."),
    409: ("nameAlreadyExists", "The specified item name already exists."),
    410: ("resyncRequired", "Resync required."),
    412: ("resourceModified", "The resource has changed since it was read."),
    423: ("resourceLocked", "The resource you are attempting to access is locked."),
    429: ("activityLimitReached", "The app or user has been throttled."),
    500: ("generalException", "An unspecified error has occurred."),
    502: ("serviceNotAvailable", "Bad gateway."),
    503: ("serviceNotAvailable", "The service is not available. Try the request again after a delay."),
    504: ("serviceNotAvailable", "The service did not answer in time."),
    507: ("quotaLimitReached", "The quota limit was reached."),
}


class InjectionError(ValueError):
    """A fault was asked for that does not exist."""


class Injected(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """One fault to come.

    Attributes:
        route: The route's name, for example `GET /users/{user}`, or `*` for every route.
        kind: What happens.
        nth: The first matching request that is hit (a count, from 1).
        count: How many matching requests are hit from there on.
        seen: How many matching requests came since it was asked for.
    """

    route: str
    kind: str
    nth: int = 1
    count: int = 1
    seen: int = 0

    def hits(self, route: str) -> bool:
        """Count a request, and tell whether it is hit."""
        if self.route not in {"*", route}:
            return False
        self.seen += 1
        return self.nth <= self.seen < self.nth + self.count

    @property
    def is_over(self) -> bool:
        """Whether no further request can be hit."""
        return self.seen >= self.nth + self.count - 1


class Injector:
    """The faults that are waiting."""

    def __init__(self) -> None:
        self.waiting: list[Injected] = []

    def add(self, fault: Injected, routes: frozenset[str]) -> None:
        """Wait for the fault's request.

        Raises:
            InjectionError: The kind or the route is not known, or a count is not positive.
        """
        if not _KINDS.fullmatch(fault.kind):
            raise InjectionError(f"no fault is called {fault.kind!r}")
        if fault.route != "*" and fault.route not in routes:
            raise InjectionError(f"no route is called {fault.route!r}")
        if fault.nth < 1 or fault.count < 1 or fault.seen:
            raise InjectionError("nth and count begin with 1, and seen is counted here")
        self.waiting.append(fault)

    def kind_for(self, route: str) -> str | None:
        """Return the kind of fault that hits this request, or None; the first asked for wins."""
        if not self.waiting:
            return None
        hit = [fault.kind for fault in self.waiting if fault.hits(route)]
        self.waiting = [fault for fault in self.waiting if not fault.is_over]
        return hit[0] if hit else None


def status_fault(kind: str) -> GraphFault | None:
    """Return the refusal that a kind such as `status:503` stands for, or None for other kinds.

    Source: graph:concepts/errors
    Source: graph:concepts/throttling
    """
    name, _, number = kind.partition(":")
    if name != "status":
        return None
    status = int(number)
    code, message = _CODES.get(status, ("generalException", "An unspecified error has occurred."))
    headers = {"Retry-After": str(_RETRY_AFTER_S)} if status in {429, 503} else {}
    return GraphFault(status, code, message, headers=headers)
