"""Writes COVERAGE.md from the route tables: what is answered, after which page, and what is left out.

Run `python -m graph_emulator.coverage` after a route changed.
"""

from collections.abc import Iterable
from pathlib import Path

from graph_emulator.kernel.pricing import base_price, buckets_of
from graph_emulator.kernel.routes import Route
from graph_emulator.services import all_routes
from graph_emulator.sharepoint.front import serve
from graph_emulator.sharepoint.table import rest_routes

PATH = Path(__file__).with_name("COVERAGE.md")
_HEAD = """# What the emulator covers

Made from the route tables by `python -m graph_emulator.coverage`; do not edit. Anything that is not listed
answers 501, and every query option or body property that an operation does not name answers 400.
Roles: any one of the application roles suffices, the least first. A person is bound by their own rights, and
by the delegated permissions of the client, which are called like the roles where the table names no others
(and `Files.Read`, `Files.ReadWrite`); a token of the admin API without scopes may all that its person may.
Units: resource units by the published tariff, not measured on a tenant.
"""
_REST = """
## SharePoint REST: {count} operations

Below `/sites/NAME/_api`. An operation is named by the type that it begins at, since many addresses lead
there: `POST /_api/SP.UserCollection` is what a POST to the users of any of the site's groups reaches.
Tokens are for SharePoint, and an application's was got with a certificate. `Sites.Selected` counts where
the application was given the site or the item. JSON only: nometadata, minimal and verbose; not Atom, not
`$batch`. Options: `$select`, `$expand`, `$top`, `$skip`, `$orderby` by one property, and of `$filter` eq, ne,
startswith, substringof and `and`. What a call costs is not published: the journal says 0, the limits count 2
units.

"""
_OTHERS = """
## Outside the tables

| operation | topic | not modelled |
|---|---|---|
| `POST /$batch` | concepts/json-batching | parts at the same time: they run one by one |
| `GET {authority}/v2.0/.well-known/openid-configuration` | v2-protocols-oidc | flows without a code |
| `GET {authority}/discovery/v2.0/keys` | access-tokens | keys of single applications |
| `GET {authority}/oauth2/v2.0/authorize` | v2-oauth2-auth-code-flow | passwords; consent; PKCE by plain |
| `POST {authority}/oauth2/v2.0/token` | v2-oauth2-auth-code-flow | on behalf of; device codes |
| `GET {authority}/oauth2/v2.0/logout` | v2-protocols-oidc | signing out of other applications |
| `GET {authority}/openid/userinfo` | userinfo | the address at Graph; the picture |

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
    return "\n".join(parts) + "\n" + _rest() + _OTHERS


def _rest() -> str:
    """Return the section of SharePoint's own interface."""
    routes = sorted(rest_routes(serve).values(), key=lambda route: (route.template, route.method))
    rows = [_row_of_rest(route) for route in routes]
    head = ["| operation | topic | application roles | not modelled |", "|---|---|---|---|"]
    return _REST.format(count=len(routes)) + "\n".join([*head, *rows]) + "\n"


def _row_of_rest(route: Route) -> str:
    roles = ", ".join(route.roles) or "any token"
    return f"| `{route.name}` | {route.topic} | {roles} | {route.notes} |"


def _row(route: Route) -> str:
    roles = ", ".join(route.roles) or "any token"
    by_query = route.tariff is not None or "identity" in buckets_of(route)
    units = f"{base_price(route)}, by query" if by_query else str(base_price(route))
    sharing = "; counts as sharing" if route.sharing else ""
    versions = ", ".join(route.versions)
    return f"| `{route.name}` | {versions} | {route.topic} | {roles} | {units}{sharing} | {route.notes} |"


if __name__ == "__main__":
    PATH.write_text(coverage(all_routes()), encoding="utf-8")
