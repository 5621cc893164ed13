"""The part of the walk that is an administrator's: settings of sharing, and what applications are given."""

from collections.abc import Callable
from typing import Any, NamedTuple

Ok = Callable[..., dict[str, Any]]


class Places(NamedTuple):
    """Where the walk goes: a site, an item in it, and the application that is given something."""

    site: str
    item: str
    client_id: str


def grants(ok: Ok, version: str, places: Places) -> None:
    """Read and change the settings, and give an application the site, its library and a file."""
    settings = f"/{version}/admin/sharepoint/settings"
    before = ok("witness", f"GET {settings}")
    ok(
        "witness",
        f"PATCH {settings}",
        {
            "sharingCapability": before["sharingCapability"],
            "sharingAllowedDomainList": ["nhs.example"],
            "idleSessionSignOut": {"isEnabled": True, "warnAfterInSeconds": 120},
        },
    )
    application = {"application": {"id": places.client_id, "displayName": "outsider"}}
    site = f"/{version}/sites/{places.site}"
    _round(ok, f"{site}/permissions", {"roles": ["write"], "grantedToIdentities": [application]})
    row = ok("witness", f"GET {site}/lists")["value"][0]
    library = f"{site}/lists/{row['id']}"
    ok("witness", f"GET {library}")
    _round(ok, f"{library}/permissions", {"roles": ["write"], "grantedToV2": application})
    place = f"/{version}{places.item}/permissions"
    made = ok("witness", f"POST {place}", {"roles": ["read"], "grantedToV2": application})
    ok("witness", f"GET {place}")
    ok("witness", f"DELETE {place}/{made['id']}")


def _round(ok: Ok, place: str, body: dict[str, Any]) -> None:
    made = ok("witness", f"POST {place}", body)
    ok("witness", f"GET {place}")
    ok("witness", f"GET {place}/{made['id']}")
    ok("witness", f"PATCH {place}/{made['id']}", {"roles": ["read"]})
    ok("witness", f"DELETE {place}/{made['id']}")
