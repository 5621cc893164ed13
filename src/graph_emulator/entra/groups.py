"""Groups: reads, members of either kind, and the site of a team's group.

Source: graph:api/group-list-members
Source: graph:api/group-post-members
"""

import re
from typing import Any

from graph_emulator.directory.models import Group, User, live_user
from graph_emulator.entra import nesting
from graph_emulator.entra.handlers import entity, fragment, picked
from graph_emulator.entra.listing import count_of, directory_list
from graph_emulator.entra.shapes import (
    GROUP_DEFAULT,
    GROUP_KIND,
    TYPED_GROUP,
    TYPED_USER,
    USER_DEFAULT,
    USER_KIND,
    USER_PROPERTIES,
    group_shape,
    user_shape,
)
from graph_emulator.files.item_shapes import site_shape
from graph_emulator.files.models import Site
from graph_emulator.kernel.collections import selected_names
from graph_emulator.kernel.faults import GraphFault, bad_request, unknown_resource
from graph_emulator.kernel.routes import Answer, Call
from graph_emulator.memberships.models import Team, membership_in
from graph_emulator.teams.members import drop_membership, put_membership

_BIND = re.compile(
    r"https://graph\.microsoft\.com/(?:v1\.0|beta)/(?:directoryObjects|users|groups)/(?P<id>[^/]+)"
)
_ALREADY = (
    "One or more added object references already exist for the following modified properties: 'members'."
)


def group_named(call: Call) -> Group:
    """Return the group of the path, or 404."""
    group = call.state.get(Group, call.params["group"])
    if group is None:
        raise unknown_resource(call.params["group"])
    return group


def list_groups(call: Call) -> Answer:
    """Answer with a page of groups."""
    names = selected_names(call, frozenset(GROUP_DEFAULT), GROUP_DEFAULT, "group")
    return directory_list(
        call, _all(call), GROUP_KIND, fragment(call, "groups", names), lambda row: picked(row, names)
    )


def count_groups(call: Call) -> Answer:
    """Answer with the number of groups."""
    return count_of(call, _all(call), GROUP_KIND)


def get_group(call: Call) -> Answer:
    """Answer with a group."""
    names = selected_names(call, frozenset(GROUP_DEFAULT), GROUP_DEFAULT, "group")
    return Answer(status=200, body=entity(call, "groups", names, group_shape(group_named(call))))


def list_group_members(call: Call) -> Answer:
    """Answer with a page of a group's direct members: people whose accounts are not deleted, and groups."""
    group = group_named(call)
    return _members(call, nesting.people_in(call.state, group), nesting.groups_in(call.state, group))


def list_transitive_members(call: Call) -> Answer:
    """Answer with a page of everybody and every group within a group."""
    group = group_named(call)
    return _members(call, nesting.people_below(call.state, group), nesting.groups_below(call.state, group))


def list_owners(call: Call) -> Answer:
    """Answer with a page of a group's owners."""
    return _members(call, nesting.owners_of(call.state, group_named(call)), ())


def add_member(call: Call) -> Answer:
    """Make a person or a group of security a member."""
    group, member = group_named(call), _asked(call)
    if isinstance(member, Group):
        _add_group(call, group, member)
    elif group.is_team:
        _add_to_team(call, group, member)
    elif member.id in group.members:
        raise bad_request("directory", _ALREADY)
    else:
        group.members.append(member.id)
        call.state.put(group)
    return Answer(status=204)


def remove_member(call: Call) -> Answer:
    """Take a person or a group out of a group; who leaves a team's group leaves the team."""
    group, member_id = group_named(call), call.params["member"]
    membership = membership_in(call.state, group.id, member_id)
    if group.is_team and membership is not None:
        drop_membership(call.state, membership)
        return Answer(status=204)
    if member_id not in (*group.members, *group.groups):
        raise unknown_resource(member_id)
    group.members = [one for one in group.members if one != member_id]
    group.groups = [one for one in group.groups if one != member_id]
    call.state.put(group)
    return Answer(status=204)


def get_root_site(call: Call) -> Answer:
    """Answer with the site that is connected to a team's group."""
    group = group_named(call)
    team = call.state.get(Team, group.id)
    site = call.state.get(Site, team.site_id or "") if team else None
    if site is None:
        raise GraphFault(404, "itemNotFound", "Requested site could not be found")
    return Answer(status=200, body={"@odata.context": call.context("sites/$entity"), **site_shape(site)})


def _all(call: Call) -> list[dict[str, Any]]:
    return [group_shape(group) for group in call.state.every(Group)]


def _members(call: Call, people: Any, groups: Any) -> Answer:
    names = selected_names(call, USER_PROPERTIES, USER_DEFAULT, "user")
    rows = [
        *({**TYPED_USER, **user_shape(call.state, user)} for user in people),
        *({**TYPED_GROUP, **group_shape(group)} for group in groups),
    ]
    return directory_list(call, rows, USER_KIND, "directoryObjects", lambda row: _shown(call, row, names))


def _shown(call: Call, row: dict[str, Any], names: list[str]) -> dict[str, Any]:
    """Return a member; a group among people shows those of the selected properties that it has."""
    if row["@odata.type"] == TYPED_GROUP["@odata.type"]:
        names = [name for name in names if name in row] if "$select" in call.query else list(GROUP_DEFAULT)
    return {"@odata.type": row["@odata.type"], **picked(row, names)}


def _asked(call: Call) -> User | Group:
    match = _BIND.fullmatch(str(call.fields({"@odata.id": str}).get("@odata.id", "")))
    if match is None:
        raise bad_request("directory", "'@odata.id' must be the address of a directory object.")
    member = live_user(call.state, match["id"]) or call.state.get(Group, match["id"])
    if member is None:
        raise unknown_resource(match["id"])
    return member


def _add_group(call: Call, group: Group, member: Group) -> None:
    if group.is_team or member.is_team:
        raise bad_request("directory", "A Microsoft 365 group neither holds groups nor lies in one.")
    if member.id in group.groups:
        raise bad_request("directory", _ALREADY)
    below = (member, *nesting.groups_below(call.state, member))
    if any(one.id == group.id for one in below):
        raise bad_request("directory", "A group cannot lie within itself.")
    group.groups.append(member.id)
    call.state.put(group)


def _add_to_team(call: Call, group: Group, member: User) -> None:
    if membership_in(call.state, group.id, member.id) is not None:
        raise bad_request("directory", _ALREADY)
    put_membership(call.state, group.id, member.id, owner=False)
