"""Channels that are made, renamed and deleted, and the folder that holds a channel's files.

Source: graph:api/channel-post
Source: graph:api/channel-patch
Source: graph:api/channel-delete
Source: graph:api/channel-get-filesfolder
"""

from datetime import timedelta
from typing import Any

from graph_emulator.directory.models import User
from graph_emulator.files.item_routes import one_item
from graph_emulator.files.models import Item
from graph_emulator.files.seeding import make_library
from graph_emulator.kernel.clock import stamp
from graph_emulator.kernel.faults import bad_request, forbidden
from graph_emulator.kernel.routes import Answer, Call, Types, UserPrincipal
from graph_emulator.memberships.models import Channel, Membership, Team, members_of, membership_in
from graph_emulator.teams.asked import Asked, asked_member, check_takes
from graph_emulator.teams.handlers import shown_channel
from graph_emulator.teams.members import put_membership
from graph_emulator.teams.places import channel_named, must_own, not_there, team_named
from graph_emulator.teams.shapes import CHANNEL_PROPERTIES, channel_shape

_TEXT: Types = (str, type(None))
_CREATE: dict[str, Types] = {
    "@odata.type": str,
    "displayName": str,
    "description": _TEXT,
    "membershipType": str,
    "members": list,
}
_UPDATE: dict[str, Types] = {"displayName": str, "description": _TEXT}
_KINDS = frozenset({"standard", "private", "shared"})
_FORBIDDEN = frozenset("~#%&*{}+/\\:<>?|'\"")
_LONGEST, _MOST = 50, 200
_SITE_TAKES = timedelta(minutes=5)


def create_channel(call: Call) -> Answer:
    """Make a channel; a private one needs an owner, a shared one exactly one."""
    team = team_named(call)
    fields = call.fields(_CREATE)
    kind = fields.get("membershipType", "standard")
    if kind not in _KINDS:
        raise bad_request("teams", "Invalid membershipType.")
    _check_name(call, team, fields.get("displayName", ""))
    people = _people(call, team, kind, fields.get("members", []))
    channel = Channel(
        id=f"19:{call.state.ids.opaque('channel').lower()}@thread.tacv2",
        team_id=team.id,
        name=fields["displayName"],
        membership=kind,
        created_at=call.state.clock.stamp(),
        description=fields.get("description"),
    )
    call.state.put(channel)
    for one in people:
        put_membership(call.state, channel.id, one.id, owner=one.owner, outsider=one.outsider)
    if kind == "standard":
        make_library(call.state, channel)
    return _shown(call, channel)


def update_channel(call: Call) -> Answer:
    """Rename or describe a channel; what kind it is never changes."""
    channel = channel_named(call)
    must_own(call, channel.team_id if channel.membership == "standard" else channel.id)
    fields = call.fields(_UPDATE)
    if not fields:
        raise bad_request("teams", "The body names nothing that could be changed.")
    if "displayName" in fields:
        _rename(call, channel, fields["displayName"])
    channel.description = fields.get("description", channel.description)
    call.state.put(channel)
    return Answer(status=204)


def delete_channel(call: Call) -> Answer:
    """Delete a channel; its site stays, with what was shared from it, and nobody in its groups.

    An owner of the team may do it without seeing the channel.

    Source: teams:private-channels
    """
    team = team_named(call)
    must_own(call, team.id)
    channel = call.state.get(Channel, call.params["channel"])
    if channel is None or channel.team_id != team.id:
        raise not_there("channel")
    if channel.is_general:
        raise bad_request("teams", "The General channel cannot be deleted.")
    for membership in members_of(call.state, channel.id):
        call.state.drop(membership)
    call.state.drop(channel)
    return Answer(status=204)


def get_files_folder(call: Call) -> Answer:
    """Answer with the folder of the channel's files; the first call sets about making a new site."""
    channel = channel_named(call)
    folder = call.state.get(Item, channel.folder_id or "")
    if folder is None:
        folder = _provisioned(call, channel)
    if folder is None:
        # Not a fault that is raised: that the making has begun has to outlive the refusal.
        return _not_yet(call)
    return one_item(call, folder)


def _provisioned(call: Call, channel: Channel) -> Item | None:
    if channel.site_due is None:
        channel.site_due = stamp(call.state.clock.now() + _SITE_TAKES)
        call.state.put(channel)
    return make_library(call.state, channel) if channel.site_due <= call.state.clock.stamp() else None


def _not_yet(call: Call) -> Answer:
    error: dict[str, Any] = {
        "code": "NotFound",
        "message": "The channel's site is being provisioned.",
        "innerError": {"date": call.state.clock.stamp().removesuffix("Z")},
    }
    return Answer(status=404, body={"error": error})


def _check_name(call: Call, team: Team, name: str) -> None:
    if not name.strip() or len(name) > _LONGEST or _FORBIDDEN & set(name):
        raise bad_request("teams", f"displayName has 1 to {_LONGEST} characters, and no special ones.")
    taken = (channel.name.casefold() for channel in call.state.find(Channel, "team", team.id))
    if name.casefold() in taken:
        raise bad_request("teams", "Channel name already existed, please use other name.")


def _rename(call: Call, channel: Channel, name: str) -> None:
    if channel.is_general:
        raise bad_request("teams", "The General channel cannot be renamed.")
    team = call.state.get(Team, channel.team_id)
    if team is not None and name.casefold() != channel.name.casefold():
        _check_name(call, team, name)
    channel.name = name


def _people(call: Call, team: Team, kind: str, members: list[Any]) -> list[Asked]:
    if kind == "standard":
        if members:
            raise bad_request("teams", "A standard channel has the people of its team.")
        return []
    if len(members) > _MOST or not all(isinstance(one, dict) for one in members):
        raise bad_request("teams", f"A channel is made with up to {_MOST} members.")
    people = [*_creator(call, team, members), *(asked_member(call, one) for one in members)]
    for one in people:
        check_takes(call, kind, team.id, one)
    owners = sum(one.owner for one in people)
    if owners < 1 or (kind == "shared" and owners > 1) or len({one.id for one in people}) < len(people):
        raise bad_request("teams", "The owners of the channel are missing, too many, or named twice.")
    return people


def _creator(call: Call, team: Team, members: list[Any]) -> list[Asked]:
    """Return the person who makes a channel and names no owner: they own it."""
    if not isinstance(call.principal, UserPrincipal):
        return []
    own: Membership | None = membership_in(call.state, team.id, call.principal.user_id)
    user = call.state.get(User, call.principal.user_id)
    if own is None or user is None or "guest" in own.roles:
        raise forbidden("teams")
    named = any("owner" in one.get("roles", ()) for one in members)
    return [] if named else [Asked(id=user.id, owner=True, guest=False)]


def _shown(call: Call, channel: Channel) -> Answer:
    row = channel_shape(call.state, channel)
    context = call.context(f"teams('{channel.team_id}')/channels/$entity")
    body = {"@odata.context": context, **shown_channel(call, row, CHANNEL_PROPERTIES)}
    return Answer(status=201, body=body)
