"""Adding, changing and removing people of teams and channels.

Source: graph:api/channel-post-members
Source: graph:api/channel-update-members
Source: graph:api/channel-delete-members
Source: graph:api/team-post-members
"""

import re
from typing import Any

from graph_emulator.directory.models import User, live_user
from graph_emulator.kernel.faults import GraphFault, bad_request, forbidden
from graph_emulator.kernel.routes import Answer, AppPrincipal, Call, UserPrincipal
from graph_emulator.memberships.models import Channel, Membership, members_of, membership_in
from graph_emulator.teams.handlers import channel_named, membership_named, not_there, team_named
from graph_emulator.teams.members import drop_membership, put_membership
from graph_emulator.teams.shapes import MEMBER_TYPE, member_shape

_BIND = re.compile(
    r"https://graph\.microsoft\.com/(?:v1\.0|beta)/users(?:\('(?P<key>[^']+)'\)|/(?P<id>[^/']+))"
)
_ADD_FIELDS = {"@odata.type": str, "roles": list, "user@odata.bind": str}
_PATCH_FIELDS = {"@odata.type": str, "roles": list}
_OWNER_ROLE = "TeamMember.ReadWrite.All"
_MOST_AT_ONCE = 200


def add_channel_member(call: Call) -> Answer:
    """Add a person to a private or shared channel.

    A disabled account is not found, and a private channel takes people of its team only.
    """
    channel = _own_people(call)
    _must_own(call, channel.id)
    user, owner = _asked(call, call.fields(_ADD_FIELDS))
    needs_team = channel.membership == "private" and call.state.quirks.teams_private_requires_team_member
    if needs_team and not membership_in(call.state, channel.team_id, user.id):
        raise bad_request("teams", "The user is not a member of the team, as a private channel needs.")
    membership = _put_new(call, channel.id, user, owner=owner)
    context = f"teams('{channel.team_id}')/channels('{channel.id}')/members/$entity"
    return _one(call, membership, context, 201)


def update_channel_member(call: Call) -> Answer:
    """Make a channel's member an owner, or an owner a plain member; a guest stays a guest."""
    channel = _own_people(call)
    _must_own(call, channel.id)
    membership = membership_named(call, channel.id)
    roles = _roles(call.fields(_PATCH_FIELDS))
    if "guest" in membership.roles:
        raise bad_request("teams", "The role of a guest cannot be changed.")
    if membership.is_owner and not roles:
        _refuse_last_owner(call, membership)
    membership.roles = roles
    call.state.put(membership)
    context = f"teams('{channel.team_id}')/channels('{channel.id}')/members/$entity"
    return _one(call, membership, context, 200)


def remove_channel_member(call: Call) -> Answer:
    """Remove a person from a private or shared channel, unless it is the last owner."""
    channel = _own_people(call)
    _must_own(call, channel.id)
    membership = membership_named(call, channel.id)
    _refuse_last_owner(call, membership)
    call.state.drop(membership)
    return Answer(status=204)


def add_team_member(call: Call) -> Answer:
    """Add a person to a team."""
    team = team_named(call)
    _must_own(call, team.id)
    user, owner = _asked(call, call.fields(_ADD_FIELDS))
    _check_may_make_owner(call, owner=owner)
    membership = _put_new(call, team.id, user, owner=owner)
    return _one(call, membership, f"teams('{team.id}')/members/$entity", 201)


def add_team_members(call: Call) -> Answer:
    """Add many people to a team; 207 when some of them could not be added.

    Source: graph:api/conversationmembers-add
    """
    team = team_named(call)
    _must_own(call, team.id)
    asked = call.fields({"values": list}).get("values", [])
    if not 1 <= len(asked) <= _MOST_AT_ONCE:
        raise bad_request("teams", f"Between 1 and {_MOST_AT_ONCE} members can be added at once.")
    results = [_bulk_result(call, team.id, values) for values in asked]
    status = 207 if any(result["error"] for result in results) else 200
    context = call.context("Collection(microsoft.graph.aadUserConversationMemberResult)")
    return Answer(status=status, body={"@odata.context": context, "value": results})


def remove_team_member(call: Call) -> Answer:
    """Remove a person from a team, and with it from the team's private channels."""
    team = team_named(call)
    _must_own(call, team.id)
    membership = membership_named(call, team.id)
    _refuse_last_owner(call, membership)
    drop_membership(call.state, membership)
    return Answer(status=204)


def _bulk_result(call: Call, team_id: str, values: object) -> dict[str, Any]:
    result: dict[str, Any] = {
        "@odata.type": "#microsoft.graph.aadUserConversationMemberResult",
        "userId": None,
    }
    try:
        if not isinstance(values, dict) or not set(values) <= set(_ADD_FIELDS):
            raise bad_request("teams", "A member has an unknown property.")
        user, owner = _asked(call, values)
        result["userId"] = user.id
        _check_may_make_owner(call, owner=owner)
        _put_new(call, team_id, user, owner=owner)
    except GraphFault as fault:
        return {**result, "error": {"code": fault.code, "message": fault.message}}
    return {**result, "error": None}


def _own_people(call: Call) -> Channel:
    channel = channel_named(call)
    if channel.membership == "standard":
        raise bad_request("teams", "A standard channel has the people of its team.")
    return channel


def _must_own(call: Call, place_id: str) -> None:
    if isinstance(call.principal, UserPrincipal):
        membership = membership_in(call.state, place_id, call.principal.user_id)
        if membership is None or not membership.is_owner:
            raise forbidden("teams")


def _check_may_make_owner(call: Call, *, owner: bool) -> None:
    if owner and isinstance(call.principal, AppPrincipal) and _OWNER_ROLE not in call.principal.roles:
        raise forbidden("teams")


def _asked(call: Call, fields: dict[str, Any]) -> tuple[User, bool]:
    if fields.get("@odata.type") != MEMBER_TYPE:
        raise bad_request("teams", f"'@odata.type' must be {MEMBER_TYPE}.")
    roles = _roles(fields, guest_too=True)
    user = live_user(call.state, _bound(fields))
    if user is None or not user.enabled:
        raise not_there("user")
    if user.user_type == "Guest" and "owner" in roles:
        raise bad_request("teams", "A guest cannot be an owner.")
    if user.user_type != "Guest" and "guest" in roles:
        raise bad_request("teams", "Only a guest has the role guest.")
    return user, "owner" in roles


def _bound(fields: dict[str, Any]) -> str:
    match = _BIND.fullmatch(str(fields.get("user@odata.bind", "")))
    if match is None:
        raise bad_request("teams", "'user@odata.bind' must be the address of a user.")
    return match["key"] or match["id"]


def _roles(fields: dict[str, Any], *, guest_too: bool = False) -> list[str]:
    roles: list[str] = fields.get("roles", [])
    allowed = ([], ["owner"], ["guest"]) if guest_too else ([], ["owner"])
    if "roles" not in fields or roles not in allowed:
        raise bad_request("teams", "Invalid role specified for member.")
    return list(roles)


def _put_new(call: Call, place_id: str, user: User, *, owner: bool) -> Membership:
    if membership_in(call.state, place_id, user.id) is not None:
        raise bad_request("teams", "The user is a member already.")
    return put_membership(call.state, place_id, user.id, owner=owner)


def _refuse_last_owner(call: Call, membership: Membership) -> None:
    owners = [m for m in members_of(call.state, membership.place_id) if m.is_owner]
    if membership.is_owner and len(owners) == 1:
        raise bad_request("teams", "The last owner cannot be removed.")


def _one(call: Call, membership: Membership, context: str, status: int) -> Answer:
    shape = member_shape(call.state, membership)
    return Answer(status=status, body={"@odata.context": call.context(context), **shape})
