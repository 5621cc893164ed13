"""Injected faults at the doors that are no routes of Graph: the token endpoint, and SharePoint's own API."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from graph_emulator.kernel.faults import GraphFault
from graph_emulator.kernel.injected import injected_refusal
from graph_emulator.kernel.injection import SHAREPOINT, TOKEN, Injector
from graph_emulator.kernel.sending import spoiled
from graph_emulator.kernel.wire import Reply, json_reply

_OURS = 500


def door_beside(path: str, tenant_id: str) -> str | None:
    """Return what faults call the door that a path leads to, or None for Graph's own routes."""
    if path == f"/{tenant_id}/oauth2/v2.0/token":
        return TOKEN
    return SHAREPOINT if "/_api/" in path else None


def disturbed(injector: Injector, door: str, now: datetime, answer: Callable[[], Reply]) -> Reply:
    """Answer at a door beside Graph, with the fault that waits for it.

    Args:
        injector: Where faults wait.
        door: What faults call the door.
        now: The tenant's instant.
        answer: Does the work.
    """
    fault = injector.kind_for(door, now)
    if fault == "cut-before":
        return Reply(status=0, cut="before")
    refusal = injected_refusal(fault or "", now)
    if refusal is None:
        return spoiled(answer(), fault)
    body = _of_sign_in(refusal) if door == TOKEN else _of_sharepoint(refusal)
    return json_reply(refusal.status, body, refusal.headers)


def _of_sign_in(refusal: GraphFault) -> dict[str, Any]:
    """Return the body in the form of the OAuth protocol.

    Source: rfc:6749
    """
    error = "temporarily_unavailable" if refusal.status >= _OURS else "invalid_request"
    description = f"AADSTS90033: A transient error has occurred. {refusal.message}"
    return {"error": error, "error_description": description, "error_codes": [90033]}


def _of_sharepoint(refusal: GraphFault) -> dict[str, Any]:
    message = {"lang": "en-US", "value": refusal.message}
    return {"odata.error": {"code": f"-1, {refusal.code}", "message": message}}
