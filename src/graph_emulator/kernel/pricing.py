"""Which buckets a request on a route is taken from.

Source: graph:concepts/throttling-limits
"""

from collections.abc import Mapping
from functools import lru_cache

from graph_emulator.kernel.routes import Route

_USUAL: Mapping[str, tuple[str, ...]] = {
    "files": ("sharepoint",),
    "directory": ("identity",),
    "teams": ("teams",),
    "outlook": ("outlook",),
}


@lru_cache(maxsize=1024)
def buckets_of(route: Route) -> tuple[str, ...]:
    """Return the names of the buckets that a request on this route is taken from."""
    names = route.limits or _USUAL.get(route.workload, ())
    found: list[str] = []
    for name in names:
        found += _of_teams(route) if name == "teams" else [name]
    return (*found, "sharing") if route.sharing and "sharing" not in found else tuple(found)


def _of_teams(route: Route) -> list[str]:
    """Return the group of operations that has a rate of its own, and the rate on one team or channel."""
    last = route.template.rpartition("/")[2]
    if route.method == "GET":
        group = "teams-members" if last in {"members", "channels"} else "teams-reads"
    else:
        group = "teams-deletes" if route.method == "DELETE" else "teams-writes"
    return [group, "teams-place"] if "{team}" in route.template else [group]
