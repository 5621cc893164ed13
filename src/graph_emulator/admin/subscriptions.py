"""The admin API's doors to subscriptions, to what was brought to receivers, and to whom vouches for these."""

from collections.abc import Callable
from typing import Any

import msgspec

from graph_emulator.admin.errors import AdminError
from graph_emulator.kernel.wire import Request, json_object
from graph_emulator.subscriptions.models import Notice, Subscription
from graph_emulator.tenant import Tenant


def doors(tenant: Tenant) -> dict[tuple[str, str], Callable[[Request], Any]]:
    """Return what answers, by method and name."""
    own = _Subscriptions(tenant)
    return {
        ("GET", "subscriptions"): own.subscriptions,
        ("GET", "subscriptions/deliveries"): own.deliveries,
        ("PUT", "subscriptions/ca"): own.trust,
    }


class _Subscriptions:
    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant

    def subscriptions(self, _: Request) -> Any:
        """Return every subscription."""
        return msgspec.to_builtins(list(self._tenant.state.every(Subscription)))

    def deliveries(self, _: Request) -> Any:
        """Return every notice with each attempt to bring it, oldest first."""
        self._tenant.commit()
        return msgspec.to_builtins(list(self._tenant.state.every(Notice)))

    def trust(self, request: Request) -> Any:
        """Let receivers have certificates of another authority than the emulator's own."""
        body = json_object(request.body)
        if set(body) != {"pem"} or not isinstance(body["pem"], str):
            raise AdminError("ca takes pem, the certificate of an authority")
        try:
            self._tenant.post_office.trust(body["pem"])
        except ValueError as error:
            raise AdminError(str(error)) from error
        self._tenant.commit()
        return {"trusted": 2}
