"""Counts what the gate asks of the tenant, for the report and the bench.

Source: sp-dev-docs:how-to-avoid-getting-throttled (units by SharePoint's published tariff)
"""

from collections import Counter
from dataclasses import dataclass, field

from sharepoint_gate.access.budget import Cost
from sharepoint_gate.graph.routes import SHARING, Route, RouteName


@dataclass(slots=True)
class Meter:
    """What went out so far.

    Attributes:
        requests: HTTP requests to Graph, a batch counted once, each attempt counted.
        calls: Operations, the parts of a batch counted singly.
        units: Resource units by the documented tariff; throttled calls cost too.
        routes: Operations by name.
        throttled: Answers that said 429, or 503 with a wait.
        waited: Seconds that were waited because Graph asked for it.
        paced: Seconds that were waited to keep below the limits.
        shares: Sharing calls among the operations.
        rest_requests: Requests to SharePoint's own interface, whose price is not published.
    """

    requests: int = 0
    calls: int = 0
    units: int = 0
    throttled: int = 0
    waited: float = 0.0
    paced: float = 0.0
    shares: int = 0
    rest_requests: int = 0
    routes: Counter[RouteName] = field(default_factory=Counter)

    @property
    def cost(self) -> Cost:
        """What it cost so far, SharePoint's own interface apart."""
        return Cost(self.units, self.requests, self.shares)

    def count_request(self) -> None:
        """Count one HTTP request."""
        self.requests += 1

    def count_call(self, route: Route, target: str) -> None:
        """Count one operation with its price; the envelope of a batch costs nothing by itself."""
        if route.name is not RouteName.BATCH:
            self.calls += 1
            self.units += price(route, target)
            self.shares += route.name in SHARING
            self.routes[route.name] += 1


def price(route: Route, target: str) -> int:
    """Return the resource units of a call: an enumeration that goes on from a token is cheaper."""
    goes_on = route.name is RouteName.LIST_ITEMS and "token=" in target
    return 1 if goes_on else route.units
