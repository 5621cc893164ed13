"""The law for invitations: one permitted address, one place to land, no other field, and once (laws 3, 12).

Source: graph:api/invitation-post
"""

from typing import Any

import msgspec

from sharepoint_gate.access.permit import WritePermit
from sharepoint_gate.graph.created import Created
from sharepoint_gate.graph.model import NOT_JSON


def why_not_invited(permit: WritePermit, created: Created, body: Any) -> str:
    """Return why an invitation may not leave; empty when it may.

    A field that is not asked for could reset an account that somebody else redeems, or make a member of a
    guest, so that the whole body is compared.
    """
    address = _address(body)
    if address is None or address not in permit.invite_addresses:
        return "the permit does not hold inviting this address"
    if address in created.invited:
        return "this very invitation has left already"
    wanted = {
        "inviteRedirectUrl": permit.invite_addresses[address],
        "invitedUserEmailAddress": address,
        "sendInvitationMessage": True,
    }
    return "" if _same(body, wanted) else "it sends its guest elsewhere, or asks for more than an invitation"


def invited_address(body: bytes) -> str:
    """Return whom an invitation that left was for; "" where it cannot be read."""
    try:
        return _address(msgspec.json.decode(body)) or ""
    except NOT_JSON:
        return ""


def _address(body: Any) -> str | None:
    address = body.get("invitedUserEmailAddress") if isinstance(body, dict) else None
    return address if isinstance(address, str) else None


def _same(body: Any, wanted: object) -> bool:
    """Compare as JSON: in Python true equals 1."""
    told = msgspec.json.encode(body, order="deterministic")
    return told == msgspec.json.encode(wanted, order="deterministic")
