"""The request in hand: what is known of it on its way through the gateway, and what became of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from graph_emulator.kernel.dialect import Dialect
from graph_emulator.kernel.faults import GraphFault, forbidden
from graph_emulator.kernel.journal import AccessChange, Entry
from graph_emulator.kernel.router import Match
from graph_emulator.kernel.routes import Answer, AppPrincipal, Principal
from graph_emulator.kernel.wire import Request, json_object

WasGiven = Callable[[AppPrincipal, Match], bool]
Changes = tuple[list[AccessChange], list[AccessChange]]


@dataclass(kw_only=True)
class Outcome:
    """What became of one request.

    Attributes:
        answer: What Graph says.
        fault: The injected fault that hit it, which the sender of the answer has to carry out.
    """

    answer: Answer
    fault: str | None = None


@dataclass(kw_only=True)
class Work:
    """What is known so far about the request in hand.

    Attributes:
        number: Its place in the journal.
        carrier: Which HTTP request carries it; the parts of a batch share one.
        spent: What it took from each gauge of the published limits.
        told: Headers that its answer gets, whatever it is.
    """

    request: Request
    version: str
    path: str
    match: Match | None
    fault: str | None
    ids: dict[str, str]
    actor: str = "anonymous"
    client_id: str = ""
    units: int = 0
    told: dict[str, str] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    dialect: Dialect | None = None
    changes: Changes = field(default_factory=lambda: ([], []))
    number: int = 0
    carrier: int = 0
    spent: dict[str, int] | None = None


def entry_of(work: Work, at: str, status: int) -> Entry:
    """Return the journal's entry of a request.

    Args:
        work: The request.
        at: The tenant's instant.
        status: The status that was answered.
    """
    route = work.match.route if work.match else None
    return Entry(
        n=work.number,
        at=at,
        app=work.actor,
        client_id=work.client_id,
        method=work.request.method,
        path=work.request.target,
        route=route.name if route else None,
        status=status,
        write=bool(route and route.write),
        request_units=0 if work.dialect else work.units,
        gained=work.changes[0],
        lost=work.changes[1],
        request=work.carrier,
        sharing=bool(route and route.sharing and work.units),
        spent=work.spent,
    )


def check_permission(caller: Principal, match: Match, was_given: WasGiven) -> None:
    """Refuse a caller who holds none of the permissions that a route asks for."""
    route = match.route
    if isinstance(caller, AppPrincipal):
        held = not route.roles or not caller.roles.isdisjoint(route.roles)
        allowed = (held or was_given(caller, match)) and not route.delegated_only
    else:
        allowed = not (route.scopes and caller.scopes) or not caller.scopes.isdisjoint(route.scopes)
    if not allowed:
        raise forbidden(route.workload)


def body_of(work: Work) -> dict[str, Any] | None:
    """Return the JSON object that a request brings, or None where it brings none."""
    assert work.match is not None  # noqa: S101 - _call refused the request otherwise
    if not work.request.body or work.match.route.binary:
        return None
    kind = work.request.headers.get("content-type", "")
    if not kind.startswith("application/json"):
        raise GraphFault(
            400, "BadRequest", "Write requests (excluding DELETE) must contain the Content-Type header."
        )
    return json_object(work.request.body)


def nothing_given(_caller: AppPrincipal, _match: Match) -> bool:
    """Say that no application was given any place."""
    return False


def plain_name(principal: Principal) -> str:
    """Return what the journal calls a caller when nobody says it better."""
    return principal.name if isinstance(principal, AppPrincipal) else f"person:{principal.user_id}"


def id_of(principal: Principal) -> str:
    """Return the id of the application or person that calls."""
    return principal.client_id if isinstance(principal, AppPrincipal) else principal.user_id
