"""What the emulator writes down about each request, and the seam by which access changes reach it."""

from dataclasses import dataclass
from typing import Any, Protocol

from graph_emulator.kernel.routes import Call

AccessChange = dict[str, str]
"""`{"person": object id, "item": item id, "role": read | write | owner}`."""


class AccessWatch(Protocol):
    """Compares who can reach what before and after one write; the files service brings it.

    The kernel calls `begin` before the handler of a writing route and `changes` after it, while
    `state.touched` still holds what the handler put and dropped.
    """

    def begin(self, call: Call) -> None:
        """Note the effective access that the write may change."""

    def changes(self) -> tuple[list[AccessChange], list[AccessChange]]:
        """Return what was gained and what was lost since `begin`, over touched items and below."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One request, as the journal keeps it.

    Attributes:
        n: Its place in the journal, from 1.
        at: The tenant's instant, as Graph writes it.
        app: The application's name, `person:KEY`, or `anonymous`.
        client_id: The application's or person's id, for the meter.
        method: HTTP method.
        path: Path with version, and query.
        route: The route that matched, or None.
        status: The status that was answered, also when the answer was then cut off.
        write: Whether the route may change something.
        request_units: What it cost by the documented tariff.
        gained: Access that it gave.
        lost: Access that it took.
        request: Which HTTP request carried it; the parts of a batch share one.
        sharing: Whether the limit of sharing calls counts it.
        spent: What was taken from each gauge of the published limits, where these are applied.
    """

    n: int
    at: str
    app: str
    client_id: str
    method: str
    path: str
    route: str | None
    status: int
    write: bool
    request_units: int
    gained: list[AccessChange]
    lost: list[AccessChange]
    request: int = 0
    sharing: bool = False
    spent: dict[str, int] | None = None

    def shown(self) -> dict[str, Any]:
        """Return the entry as the admin API shows it."""
        return {
            "n": self.n,
            "at": self.at,
            "app": self.app,
            "method": self.method,
            "path": self.path,
            "status": self.status,
            "write": self.write,
            "request_units": self.request_units,
            "gained": self.gained,
            "lost": self.lost,
        }
