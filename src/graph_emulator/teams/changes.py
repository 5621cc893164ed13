"""Adding, changing and removing people of teams and channels.

Source: graph:api/channel-post-members
Source: graph:api/channel-update-members
Source: graph:api/channel-delete-members
Source: graph:api/team-post-members
"""

from graph_emulator.kernel.faults import bad_request, forbidden
from graph_emulator.kernel.routes import Answer, AppPrincipal, Call
from graph_emulator.memberships.models import Channel, Membership, members_of, membership_in
from graph_emulator.teams.asked import (
    ADD_FIELDS,
    Asked,
    asked_member,
    asked_roles,
    check_takes,
    is_member_type,
)
from graph_emulator.teams.members import change_roles, drop_membership, put_membership
from graph_emulator.teams.places import channel_named, membership_named, must_own, team_named
from graph_emulator.teams.shapes import member_shape

_PATCH_FIELDS = {"@odata.type": str, "roles": list}
_OWNER_ROLE = "TeamMember.ReadWrite.All"


def add_channel_member(call: Call) -> Answer:
    """Add a person to a private or shared channel.

    A disabled account is not found, and a private channel takes people of its team only.
    """
    channel = _own_people(call)
    must_own(call, channel.id)
    asked = asked_member(call, call.fields(ADD_FIELDS))
    check_takes(call, channel.membership, channel.team_id, asked)
    membership = put_new(call, channel.id, asked)
    return _one(call, membership, _in_channel(channel), 201)


def update_channel_member(call: Call) -> Answer:
    """Make a channel's member an owner, or an owner a plain member; a guest stays a guest."""
    channel = _own_people(call)
    must_own(call, channel.id)
    membership = membership_named(call, channel.id)
    if membership.tenant_id is not None:
        raise bad_request("teams", "Somebody of another organisation is a plain member.")
    _update(call, membership)
    return _one(call, membership, _in_channel(channel), 200)


def remove_channel_member(call: Call) -> Answer:
    """Remove a person from a private or shared channel, unless it is the last owner."""
    channel = _own_people(call)
    must_own(call, channel.id)
    membership = membership_named(call, channel.id)
    refuse_last_owner(call, membership)
    drop_membership(call.state, membership)
    return Answer(status=204)


def add_team_member(call: Call) -> Answer:
    """Add a person to a team."""
    team = team_named(call)
    must_own(call, team.id)
    asked = asked_member(call, call.fields(ADD_FIELDS))
    check_team_takes(call, asked)
    membership = put_new(call, team.id, asked)
    return _one(call, membership, f"teams('{team.id}')/members/$entity", 201)


def update_team_member(call: Call) -> Answer:
    """Make a team's member an owner, or an owner a plain member.

    Source: graph:api/team-update-members
    """
    team = team_named(call)
    must_own(call, team.id)
    membership = membership_named(call, team.id)
    _update(call, membership)
    return _one(call, membership, f"teams('{team.id}')/members/$entity", 200)


def remove_team_member(call: Call) -> Answer:
    """Remove a person from a team, and with it from the team's private channels."""
    team = team_named(call)
    must_own(call, team.id)
    membership = membership_named(call, team.id)
    refuse_last_owner(call, membership)
    drop_membership(call.state, membership)
    return Answer(status=204)


def check_team_takes(call: Call, asked: Asked) -> None:
    """Refuse who cannot belong to a team, and an owner where the caller may make none."""
    if asked.outsider is not None:
        raise bad_request("teams", "People of other organisations belong to shared channels only.")
    if asked.owner and isinstance(call.principal, AppPrincipal) and _OWNER_ROLE not in call.principal.roles:
        raise forbidden("teams")


def put_new(call: Call, place_id: str, asked: Asked) -> Membership:
    """Make somebody a member who is none yet."""
    if membership_in(call.state, place_id, asked.id) is not None:
        raise bad_request("teams", "The user is a member already.")
    return put_membership(call.state, place_id, asked.id, owner=asked.owner, outsider=asked.outsider)


def refuse_last_owner(call: Call, membership: Membership) -> None:
    """Refuse to take the only owner away."""
    owners = [m for m in members_of(call.state, membership.place_id) if m.is_owner]
    if membership.is_owner and len(owners) == 1:
        raise bad_request("teams", "The last owner cannot be removed.")


def _update(call: Call, membership: Membership) -> None:
    fields = call.fields(_PATCH_FIELDS)
    if "@odata.type" in fields and not is_member_type(call, fields["@odata.type"]):
        raise bad_request("teams", "A member is of the type of members.")
    roles = asked_roles(fields)
    if "guest" in membership.roles:
        raise bad_request("teams", "The role of a guest cannot be changed.")
    if membership.is_owner and not roles:
        refuse_last_owner(call, membership)
    change_roles(call.state, membership, roles)


def _own_people(call: Call) -> Channel:
    channel = channel_named(call)
    if channel.membership == "standard":
        raise bad_request("teams", "A standard channel has the people of its team.")
    return channel


def _in_channel(channel: Channel) -> str:
    return f"teams('{channel.team_id}')/channels('{channel.id}')/members/$entity"


def _one(call: Call, membership: Membership, context: str, status: int) -> Answer:
    shape = member_shape(call.state, membership)
    return Answer(status=status, body={"@odata.context": call.context(context), **shape})
