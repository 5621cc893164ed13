"""Takes what a request costs from its buckets: a refusal that says how long to wait, or headers that warn.

Source: spo:avoid-throttling#ratelimit headers
Source: graph:concepts/throttling-limits#additional headers
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from graph_emulator.kernel.faults import GraphFault
from graph_emulator.kernel.pricing import buckets_of
from graph_emulator.kernel.routes import AppPrincipal, Principal, Route
from graph_emulator.kernel.state import State
from graph_emulator.kernel.throttle import Reading, Use, waiting

Headers = dict[str, str]
_NEAR = 0.8
_MOST_TOLD = 1.8
_DECORATED = ("NONISV|", "ISV|")
_FILES_BUCKETS = frozenset({"sharepoint", "sharing", "sharing-mail"})


@dataclass(frozen=True, kw_only=True)
class RouteUse:
    """What a request on a route asks for.

    Attributes:
        units: Its price.
        headers: Its headers, names in lower case.
        params: The parameters of its route.
        size: How many bytes it brings.
    """

    units: int
    headers: Mapping[str, str]
    params: Mapping[str, str]
    size: int


def is_throttling(state: State) -> bool:
    """Return whether the published limits are applied at all, and to the request in hand."""
    return state.quirks.throttling == "tariff" and not state.throttle.paused


def spend(
    state: State, principal: Principal, bucket: str, units: int, headers: Mapping[str, str] | None = None
) -> Headers:
    """Take units from one bucket, for a door or a handler that pays beside its route's own price.

    Args:
        state: The tenant.
        principal: Who pays.
        bucket: The bucket's name, for example `sharepoint` or `sharing-mail`.
        units: The price.
        headers: The request's headers, names in lower case.

    Returns:
        What the answer has to say about the limits; nothing while they are switched off.

    Raises:
        GraphFault: 429, with what the answer has to say; the units count all the same.
    """
    if not is_throttling(state):
        return {}
    return _taken(state, (bucket,), _use(state, principal, units, headers or {}))


def spend_on_route(state: State, principal: Principal, route: Route, use: RouteUse) -> Headers:
    """Take the price of a request from the buckets of its route.

    Args:
        state: The tenant.
        principal: Who pays.
        route: The route that matched.
        use: What the request asks for.

    Raises:
        GraphFault: 429; what was used counts all the same.
    """
    who = _use(state, principal, use.units, use.headers)
    if not _is_decorated(use.headers):
        state.throttle.note_undecorated(who.app or who.person)
    place = place_of(use.params)
    return _taken(state, buckets_of(route), replace(who, write=route.write, place=place, size=use.size))


def _is_decorated(headers: Mapping[str, str]) -> bool:
    return headers.get("user-agent", "").startswith(_DECORATED)


def place_of(params: Mapping[str, str]) -> str:
    """Return the mailbox, channel or team that a route's parameters name."""
    for name in ("channel", "team", "user"):
        if name in params:
            return params[name].casefold()
    return ""


def _use(state: State, principal: Principal, units: int, headers: Mapping[str, str]) -> Use:
    app = principal.client_id
    person = "" if isinstance(principal, AppPrincipal) else principal.user_id
    is_first = not _is_decorated(headers) and state.quirks.throttling_undecorated == "first"
    return Use(app=app, person=person, units=units, share=_NEAR if is_first else 1.0)


def _taken(state: State, names: Iterable[str], use: Use) -> Headers:
    now = int(state.clock.now().timestamp())
    told: Headers = {}
    worst: tuple[str, Reading] | None = None
    for name in names:
        readings = state.throttle.count(name, use, now)
        told |= _warnings(name, readings)
        over = waiting(readings)
        if over is not None and (worst is None or over.wait_s > worst[1].wait_s):
            worst = (name, over)
    if worst is None:
        return told
    raise _refusal(state, *worst, use, told)


def _warnings(bucket: str, readings: Iterable[Reading]) -> Headers:
    told: Headers = {}
    for reading in readings:
        most, used = reading.limit.most, reading.used
        if used < most * _NEAR:
            continue
        if reading.limit.name == "sharepoint-minute":
            told["RateLimit-Limit"] = str(most)
            told["RateLimit-Remaining"] = str(max(0, most - math.ceil(used)))
            told["RateLimit-Reset"] = str(reading.empty_s)
        elif bucket == "identity":
            told["x-ms-throttle-limit-percentage"] = f"{min(used / most, _MOST_TOLD):.1f}"
    return told


def _refusal(state: State, bucket: str, over: Reading, use: Use, told: Headers) -> GraphFault:
    headers = {**told, "Retry-After": str(over.wait_s)}
    if bucket == "identity":
        headers |= _reason(state, over, use)
    if bucket in _FILES_BUCKETS:
        message = "The app or user has been throttled."
        return GraphFault(429, "activityLimitReached", message, "throttledRequest", headers=headers)
    return GraphFault(429, "TooManyRequests", "Please retry again later.", "429", headers=headers)


def _reason(state: State, over: Reading, use: Use) -> Headers:
    is_write = over.limit.counted == "writes"
    whose = "Tenant" if over.limit.holder == "tenant" else "Tenant_Application"
    kind = "Write" if is_write else "ReadWrite"
    return {
        "x-ms-throttle-scope": f"{whose}/{kind}/{use.app}/{state.tenant_id}",
        "x-ms-throttle-information": "WriteLimitExceeded" if is_write else "ResourceUnitLimitExceeded",
    }
