"""The admin API's doors to the settings of sharing: what Graph cannot set, or not for one site."""

from collections.abc import Callable
from typing import Any

import msgspec

from graph_emulator.files.access_watch import access_changes, reach_everywhere
from graph_emulator.kernel.state import State
from graph_emulator.kernel.wire import Request, json_object
from graph_emulator.posture.settings import EVERY_SITE, SitePosture, site_settings, tenant_settings
from graph_emulator.sharepoint.posture_change import change_posture
from graph_emulator.tenant import Tenant


def doors(tenant: Tenant) -> dict[tuple[str, str], Callable[[Request], Any]]:
    """Return the doors of this room."""
    return {
        ("GET", "posture"): lambda _: posture(tenant.state),
        ("PUT", "posture"): lambda request: _change(tenant, json_object(request.body)),
    }


def posture(state: State) -> dict[str, Any]:
    """Return the tenant's settings, those of every site, and those of sites with their own."""
    own = {one.id: msgspec.to_builtins(one.settings) for one in state.every(SitePosture)}
    return {
        "tenant": msgspec.to_builtins(tenant_settings(state)),
        "site": msgspec.to_builtins(site_settings(state, EVERY_SITE)),
        "sites": {site_id: settings for site_id, settings in own.items() if site_id != EVERY_SITE},
    }


def _change(tenant: Tenant, body: dict[str, Any]) -> dict[str, Any]:
    state = tenant.state
    before = reach_everywhere(state)
    change_posture(state, body)
    tenant.gateway.note_raw("posture", access_changes(before, reach_everywhere(state)))
    tenant.commit()
    return posture(state)
