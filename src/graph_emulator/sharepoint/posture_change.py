"""Changes of the settings of sharing, as an administrator makes them past Graph."""

from typing import Any

from graph_emulator.files.models import Site
from graph_emulator.kernel.state import State
from graph_emulator.posture.expiry import prolong_guest
from graph_emulator.posture.settings import (
    EVERY_SITE,
    changed,
    put_site,
    put_tenant,
    site_settings,
    tenant_settings,
)

_KEYS = frozenset({"tenant", "site", "site_id", "prolong"})


def change_posture(state: State, body: dict[str, Any]) -> None:
    """Set what is given: the tenant's settings, a site's or every site's, and guests' time on it.

    Raises:
        LookupError: Something else is asked for, or a site that is not there.
        msgspec.ValidationError: A setting is not known, or a value does not fit.
    """
    site_id = str(body.get("site_id", EVERY_SITE))
    if not set(body) <= _KEYS or (site_id != EVERY_SITE and state.get(Site, site_id) is None):
        raise LookupError("posture takes tenant, site and prolong, and site_id of a site that is there")
    fresh = changed(tenant_settings(state), body.get("tenant", {}))
    own = changed(site_settings(state, site_id), body.get("site", {}))
    if "tenant" in body:
        put_tenant(state, fresh)
    if "site" in body:
        put_site(state, site_id, own)
    for user_id in body.get("prolong", []):
        prolong_guest(state, str(user_id), site_id)
