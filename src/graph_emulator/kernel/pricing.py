"""What a request on a route costs, and which buckets it is taken from.

Source: graph:concepts/throttling-limits
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from graph_emulator.kernel.numbers import number_in
from graph_emulator.kernel.routes import Route

_USUAL: Mapping[str, tuple[str, ...]] = {
    "files": ("sharepoint",),
    "directory": ("identity",),
    "teams": ("teams",),
    "outlook": ("outlook",),
}


# The published base costs of the directory, a parameter written `{}`; what is not listed costs 1.
_IDENTITY_COSTS: Mapping[str, int] = {
    "GET /applications": 2,
    "POST /directoryObjects/getByIds": 3,
    "GET /groups/{}/members": 3,
    "GET /groups/{}/transitiveMembers": 5,
    "GET /users": 2,
    "POST /users/{}/checkMemberGroups": 4,
    "POST /users/{}/checkMemberObjects": 4,
    "POST /users/{}/getMemberGroups": 2,
    "POST /users/{}/getMemberObjects": 2,
    "GET /users/{}/licenseDetails": 2,
    "GET /users/{}/memberOf": 2,
    "GET /users/{}/ownedObjects": 2,
    "GET /users/{}/transitiveMemberOf": 2,
    "GET /oauth2PermissionGrants": 2,
    "GET /oauth2PermissionGrants/{}": 2,
    "GET /servicePrincipals/{}/appRoleAssignments": 2,
    "GET /subscribedSkus": 3,
}
_SMALL_PAGE = 20


def price(route: Route, query: Mapping[str, str]) -> int:
    """Return the resource units of a request with these query options and arguments.

    The directory's own table holds for whatever is taken from its bucket; elsewhere the route says.

    Source: graph:concepts/throttling-limits#identity-and-access
    """
    if "identity" not in buckets_of(route):
        return route.price(query)
    small = 0 <= number_in(query.get("$top", "")) < _SMALL_PAGE
    return max(1, base_price(route) - ("$select" in query) + ("$expand" in query) - small)


@lru_cache(maxsize=1024)
def base_price(route: Route) -> int:
    """Return what a request costs without any query option."""
    if "identity" not in buckets_of(route):
        return route.units
    return _IDENTITY_COSTS.get(f"{route.method} {re.sub(r'{[^}]*}', '{}', route.template)}", 1)


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
