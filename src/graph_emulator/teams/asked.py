"""Whom the body of a request wants to make a member, and whether a place takes them.

Source: graph:resources/aaduserconversationmember
"""

import re
from typing import Any, NamedTuple

from graph_emulator.directory.models import live_user
from graph_emulator.kernel.faults import bad_request
from graph_emulator.kernel.routes import Call
from graph_emulator.memberships.models import Outsider, membership_in
from graph_emulator.teams.places import not_there
from graph_emulator.teams.shapes import MEMBER_TYPE

ADD_FIELDS = {"@odata.type": str, "roles": list, "user@odata.bind": str, "tenantId": str}
_BIND = re.compile(
    r"https://graph\.microsoft\.com/(?:v1\.0|beta)/users(?:\('(?P<key>[^']+)'\)|/(?P<id>[^/']+))"
)


class Asked(NamedTuple):
    """Somebody who shall become a member.

    Attributes:
        id: Their object id, here or in their own directory.
        owner: Whether as an owner.
        guest: Whether the account is a guest's.
        outsider: The person of another directory, or None.
    """

    id: str
    owner: bool
    guest: bool
    outsider: Outsider | None = None


def asked_member(call: Call, fields: dict[str, Any]) -> Asked:
    """Return whom a member's JSON means; a disabled or deleted account is not found."""
    if not set(fields) <= set(ADD_FIELDS):
        raise bad_request("teams", "A member has an unknown property.")
    if not is_member_type(call, fields.get("@odata.type")):
        raise bad_request("teams", f"'@odata.type' must be {MEMBER_TYPE}.")
    roles = asked_roles(fields, guest_too=True)
    reference = bound(fields)
    if fields.get("tenantId", call.state.tenant_id) != call.state.tenant_id:
        return _outsider(call, reference, fields["tenantId"], roles)
    user = live_user(call.state, reference)
    if user is None or not user.enabled:
        raise not_there("user")
    guest = user.user_type == "Guest"
    if guest and "owner" in roles:
        raise bad_request("teams", "A guest cannot be an owner.")
    if not guest and "guest" in roles:
        raise bad_request("teams", "Only a guest has the role guest.")
    return Asked(id=user.id, owner="owner" in roles, guest=guest)


def is_member_type(call: Call, name: object) -> bool:
    """Whether a body's type is a member's; a client of the field writes it with another capital."""
    if call.state.quirks.teams_type_spelling == "any-case":
        return str(name).casefold() == MEMBER_TYPE.casefold()
    return name == MEMBER_TYPE


def check_takes(call: Call, kind: str, team_id: str, asked: Asked) -> None:
    """Refuse who cannot belong to a channel of this kind.

    Source: teams:private-channels
    Source: teams:shared-channels#guests cannot be added
    """
    if kind == "shared" and asked.guest:
        raise bad_request("teams", "A guest cannot be added to a shared channel.")
    if kind != "shared" and asked.outsider is not None:
        raise bad_request("teams", "People of other organisations belong to shared channels only.")
    needs_team = kind == "private" and call.state.quirks.teams_private_requires_team_member
    if needs_team and not membership_in(call.state, team_id, asked.id):
        raise bad_request("teams", "The user is not a member of the team, as a private channel needs.")


def asked_roles(fields: dict[str, Any], *, guest_too: bool = False) -> list[str]:
    """Return the roles of a body, which have to be there."""
    roles: list[str] = fields.get("roles", [])
    allowed = ([], ["owner"], ["guest"]) if guest_too else ([], ["owner"])
    if "roles" not in fields or roles not in allowed:
        raise bad_request("teams", "Invalid role specified for member.")
    return list(roles)


def bound(fields: dict[str, Any]) -> str:
    """Return the reference to a user that a body binds."""
    match = _BIND.fullmatch(str(fields.get("user@odata.bind", "")))
    if match is None:
        raise bad_request("teams", "'user@odata.bind' must be the address of a user.")
    return match["key"] or match["id"]


def _outsider(call: Call, reference: str, tenant_id: str, roles: list[str]) -> Asked:
    outsider = call.state.get(Outsider, reference)
    if outsider is None or outsider.tenant_id != tenant_id:
        raise not_there("user")
    if roles:
        raise bad_request("teams", "Somebody of another organisation is a plain member.")
    return Asked(id=outsider.id, owner=False, guest=False, outsider=outsider)
