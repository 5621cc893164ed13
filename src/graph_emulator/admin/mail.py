"""The admin API's door to the mail."""

from collections.abc import Callable
from typing import Any

from graph_emulator.kernel.wire import Request
from graph_emulator.mail.describe import describe_mail
from graph_emulator.tenant import Tenant


def doors(tenant: Tenant) -> dict[tuple[str, str], Callable[[Request], Any]]:
    """Return what answers, by method and name."""
    return {("GET", "mail"): lambda _: describe_mail(tenant.state)}
