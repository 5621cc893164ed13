"""Many people of a team in one request, each with a result of their own.

Source: graph:api/conversationmembers-add
Source: graph:api/conversationmember-remove
"""

from collections.abc import Callable
from typing import Any

from graph_emulator.directory.models import live_user
from graph_emulator.kernel.faults import GraphFault, bad_request
from graph_emulator.kernel.routes import Answer, Call, is_of_types
from graph_emulator.memberships.models import membership_in
from graph_emulator.teams.asked import ADD_FIELDS, asked_member, bound, is_member_type
from graph_emulator.teams.changes import check_team_takes, put_new, refuse_last_owner
from graph_emulator.teams.members import drop_membership
from graph_emulator.teams.places import must_own, not_there, team_named

_MOST_ADDED, _MOST_REMOVED = 200, 20

_Act = Callable[[Call, str, dict[str, Any], dict[str, Any]], None]


def add_team_members(call: Call) -> Answer:
    """Add many people to a team; 207 when some of them could not be added."""
    return _each(call, _MOST_ADDED, _add)


def remove_team_members(call: Call) -> Answer:
    """Remove many people from a team; 207 when some of them could not be removed."""
    return _each(call, _MOST_REMOVED, _remove)


def _each(call: Call, most: int, act: _Act) -> Answer:
    team = team_named(call)
    must_own(call, team.id)
    asked = call.fields({"values": list}).get("values", [])
    if not 1 <= len(asked) <= most:
        raise bad_request("teams", f"Between 1 and {most} members can be named at once.")
    if not all(_is_member(call, values) for values in asked):
        raise bad_request("teams", "A member is named by its type and its user.")
    results = [_result(call, team.id, values, act) for values in asked]
    status = 207 if any(result["error"] for result in results) else 200
    context = call.context("Collection(microsoft.graph.aadUserConversationMemberResult)")
    return Answer(status=status, body={"@odata.context": context, "value": results})


def _is_member(call: Call, values: object) -> bool:
    """Whether a row is a member by its names and types; who it is, and whether it may be, each row tells."""
    if not isinstance(values, dict) or not is_of_types(values, ADD_FIELDS):
        return False
    if not is_member_type(call, values.get("@odata.type")):
        return False
    return all(isinstance(role, str) for role in values.get("roles", []))


def _result(call: Call, team_id: str, values: dict[str, Any], act: _Act) -> dict[str, Any]:
    result: dict[str, Any] = {
        "@odata.type": "#microsoft.graph.aadUserConversationMemberResult",
        "userId": None,
    }
    try:
        act(call, team_id, values, result)
    except GraphFault as fault:
        return {**result, "error": {"code": fault.code, "message": fault.message}}
    return {**result, "error": None}


def _add(call: Call, team_id: str, values: dict[str, Any], result: dict[str, Any]) -> None:
    asked = asked_member(call, values)
    result["userId"] = asked.id
    check_team_takes(call, asked)
    put_new(call, team_id, asked)


def _remove(call: Call, team_id: str, values: dict[str, Any], result: dict[str, Any]) -> None:
    user = live_user(call.state, bound(values))
    membership = membership_in(call.state, team_id, user.id) if user else None
    if user is None or membership is None:
        raise not_there("member")
    result["userId"] = user.id
    refuse_last_owner(call, membership)
    drop_membership(call.state, membership)
