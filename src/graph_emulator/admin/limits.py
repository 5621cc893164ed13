"""What the meter shows: what each application used, and where the limits are applied what each one holds."""

from typing import Any

from graph_emulator.directory.models import Application
from graph_emulator.kernel.spending import is_throttling
from graph_emulator.tenant import Tenant

LIMITS = "limits"


def metered(tenant: Tenant) -> dict[str, Any]:
    """Return the usage by application and, while the quirk `throttling` is on, every limit under `limits`."""
    state = tenant.state
    usage = tenant.gateway.meter.shown()
    if not is_throttling(state):
        return usage
    names = {app.id: app.name for app in state.every(Application)}
    now = int(state.clock.now().timestamp())
    rows = state.throttle.shown(now)
    undecorated = {names.get(id_, id_): count for id_, count in sorted(state.throttle.undecorated.items())}
    return {**usage, LIMITS: {"held": [_named(row, names) for row in rows], "undecorated": undecorated}}


def _named(row: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    holder, slash, place = str(row["of"]).partition("/")
    return {**row, "of": names.get(holder, holder) + slash + place}
