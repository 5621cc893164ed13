"""The handshake, which is made before a request is performed and while nobody holds the tenant.

A receiver may so call the emulator while it answers: a program that does both would else wait for itself.
"""

import ssl
from collections.abc import Callable
from dataclasses import replace

from graph_emulator.kernel.faults import GraphFault
from graph_emulator.kernel.gateway import Gateway
from graph_emulator.kernel.injected import injected_refusal
from graph_emulator.kernel.wire import Request, json_object
from graph_emulator.subscriptions.posting import shake_hands
from graph_emulator.subscriptions.wishes import wish_of

_PATHS = frozenset({"/v1.0/subscriptions", "/beta/subscriptions"})
_ROUTE = "POST /subscriptions"
_TOKEN = "Validation: Testing client application reachability for subscription Request-Id: {}"  # noqa: S105 - no secret


def preparation(gateway: Gateway, context: ssl.SSLContext, request: Request) -> Callable[[], Request] | None:
    """Return what has to be done before a request can be performed, or None when nothing has.

    Args:
        gateway: What the request will go through.
        context: How receivers' certificates are checked.
        request: Any request.

    Returns:
        A function that may run on any thread, since it touches nothing of the tenant; it returns the request
        with the proofs of its addresses.
    """
    if request.method != "POST" or request.path not in _PATHS or _is_refused(gateway, request):
        return None
    try:
        principal = gateway.authenticate(request.headers)
        wish = wish_of(gateway.state, json_object(request.body), principal)
    except GraphFault:  # the request will be refused, and nobody is called for that
        return None
    tokens = {url: _TOKEN.format(gateway.state.ids.guid("validation")) for url in wish.urls}
    return lambda: replace(
        request, proofs={url: shake_hands(url, token, context) for url, token in tokens.items()}
    )


def _is_refused(gateway: Gateway, request: Request) -> bool:
    """Whether the request will fail whatever its body says."""
    now = gateway.state.clock.now()
    fault = gateway.injector.foretold(_ROUTE, now) or ""
    hit = fault == "cut-before" or injected_refusal(fault, now) is not None
    typed = request.headers.get("content-type", "").startswith("application/json")
    return hit or bool(request.query) or not typed or gateway.state.quirks.notifications == "off"
