"""Writes COVERAGE.md from the route tables: what is answered, after which page, and what is left out.

Run `python -m graph_emulator.coverage` after a route changed.
"""

from collections.abc import Iterable
from pathlib import Path

from graph_emulator.kernel.routes import Route
from graph_emulator.services import all_routes

PATH = Path(__file__).with_name("COVERAGE.md")
_HEAD = """# What the emulator covers

Made from the route tables by `python -m graph_emulator.coverage`; do not edit. Anything that is not listed
answers 501, and every query option or body property that an operation does not name answers 400.
Roles: any one of the application roles suffices, the least first. A person's token is bound by the
person's own rights instead. Units: resource units by the published tariff, not measured on a tenant.
"""
_OTHERS = """
## Outside the tables

| operation | topic | not modelled |
|---|---|---|
| `POST /$batch` | concepts/json-batching | parts at the same time: they run one by one |
| `GET {authority}/v2.0/.well-known/openid-configuration` | v2-protocols-oidc | endpoints for people |
| `GET {authority}/discovery/v2.0/keys` | access-tokens | key rotation |
| `POST {authority}/oauth2/v2.0/token` | v2-oauth2-client-creds-grant-flow | every other grant |

## Not modelled anywhere

- Limits that are not published. The published ones are applied where the quirk `throttling` says so.
- Delay until a change is seen everywhere: a change is seen by the next request.
- Conditional access, licences, and consent that changes while a token is valid.
- What a viewer does in the browser; printing, copying and download are told by the admin API's `access` only.
"""


def coverage(routes: Iterable[Route]) -> str:
    """Return the page for these routes."""
    parts = [_HEAD]
    by_workload: dict[str, list[Route]] = {}
    for route in routes:
        by_workload.setdefault(route.workload, []).append(route)
    for workload, own in by_workload.items():
        parts.append(f"\n## {workload.capitalize()}: {len(own)} operations\n")
        parts.append("| operation | versions | topic | application roles | units | not modelled |")
        parts.append("|---|---|---|---|---|---|")
        parts += [_row(route) for route in sorted(own, key=lambda route: (route.template, route.method))]
    return "\n".join(parts) + "\n" + _OTHERS


def _row(route: Route) -> str:
    roles = ", ".join(route.roles) or "any token"
    units = f"{route.units}, by query" if route.tariff else str(route.units)
    sharing = "; counts as sharing" if route.sharing else ""
    versions = ", ".join(route.versions)
    return f"| `{route.name}` | {versions} | {route.topic} | {roles} | {units}{sharing} | {route.notes} |"


if __name__ == "__main__":
    PATH.write_text(coverage(all_routes()), encoding="utf-8")
