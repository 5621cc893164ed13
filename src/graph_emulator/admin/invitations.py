"""The door by which a guest accepts an invitation, as they do in a browser of their own."""

from collections.abc import Callable
from typing import Any

from graph_emulator.admin import views
from graph_emulator.admin.errors import AdminError
from graph_emulator.invitations.redemption import HOME_DIRECTORY, redeem
from graph_emulator.kernel.wire import Request, json_object
from graph_emulator.posture.rules import may_accept
from graph_emulator.tenant import Tenant


def doors(tenant: Tenant) -> dict[tuple[str, str], Callable[[Request], Any]]:
    """Return the doors of this room."""
    return {("POST", "invitations/redeem"): lambda request: _redeem(tenant, request)}


def _redeem(tenant: Tenant, request: Request) -> Any:
    """Accept somebody's invitation, as the identity that is given or as one of their home directory."""
    body = json_object(request.body)
    if "person" not in body or not set(body) <= {"person", "as_identity"}:
        raise AdminError("redeem takes person, and may have as_identity")
    issuer, issuer_id = _identity(body.get("as_identity", HOME_DIRECTORY))
    user = views.person(tenant.state, str(body["person"]))
    if issuer_id and not may_accept(tenant.state, user.mail or user.upn, issuer_id):
        raise AdminError("this tenant lets the invited address accept only")
    redeem(tenant.state, user, issuer, issuer_id)
    tenant.commit()
    return {"id": user.id, "external_state": user.external_state, "issuer": user.issuer}


def _identity(asked: Any) -> tuple[str, str | None]:
    """Return issuer and name: as_identity is an issuer, or an object of issuer and id."""
    if isinstance(asked, str) and asked:
        return asked, None
    if isinstance(asked, dict) and set(asked) == {"issuer", "id"}:
        return str(asked["issuer"]), str(asked["id"])
    raise AdminError("as_identity is an issuer, or issuer and id")
