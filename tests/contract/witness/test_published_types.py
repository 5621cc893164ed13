"""Every recorded answer and request is made of published names and types only.

The types are those of Graph v1.0, carried over as facts in ``tests/vectors/types.json``; what is allowed
beyond them is listed there with its source. An answer of beta is held to the same types.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from graph_emulator.services import all_routes
from tests.contract.witness.recorded import OF_GRAPH, TYPES, WITHOUT_ANSWER, Heard, Json, Recording
from tests.contract.witness.sdk_models import thinned
from tests.contract.witness.spoiling import Spoilt, renamed, retyped
from tests.emulator.files.shapes import faults, faults_of_action

_BATCH = "POST /$batch"
_NOTICE = "POST notificationUrl"
# HTTP's own names, and what each part of a batch says: it is held to the type of its own route.
_FREE = ("/responses[]/headers", "/responses[]/body")
_ACTIONS = ("createLink", "invite", "grant", "revokeGrants", "copy", "add", "remove", "sendMail")
# Bodies of letters (graph:api/user-sendmail, request example); members (the Office 365 community's client);
# record types, whose case does not matter. The same example writes a truth as a text.
_SPELT_OTHERWISE: dict[str, object] = {
    "false": False,
    "Text": "text",
    "HTML": "html",
    "#microsoft.graph.AadUserConversationMember": "#microsoft.graph.aadUserConversationMember",
    "sharePointFileOperation": "SharePointFileOperation",
}
_RESOURCES = {
    "POST /directory/deletedItems/{object}/restore": "restoreDeleted",
    "POST /users": "user",
    "PATCH /users/{user}": "user",
    "POST /groups/{group}/members/$ref": "referenceCreate",
    "POST /invitations": "invitation",
    "POST /teams/{team}/channels": "channel",
    "PATCH /teams/{team}/channels/{channel}": "channel",
    "PATCH /teams/{team}/members/{membership}": "conversationMember",
    "POST /users/{user}/messages": "message",
    "POST /subscriptions": "subscription",
    "POST /security/auditLog/queries": "auditLogQuery",
    "PATCH /subscriptions/{subscription}": "subscription",
    "PATCH /drives/{drive}/items/{item}": "driveItem",
    "POST /drives/{drive}/items/{item}/restore": "driveItem",
    "POST /drives/{drive}/items/{item}/children": "driveItem",
    "PATCH /drives/{drive}/items/{item}/permissions/{permission}": "permission",
    "PATCH /admin/sharepoint/settings": "sharepointSettings",
    "POST /drives/{drive}/items/{item}/permissions": "permission",
    "POST /sites/{site}/permissions": "permission",
    "PATCH /sites/{site}/permissions/{permission}": "permission",
    "POST /sites/{site}/lists/{list}/permissions": "permission",
    "PATCH /sites/{site}/lists/{list}/permissions/{permission}": "permission",
    "POST /teams/{team}/members": "conversationMember",
    "POST /teams/{team}/channels/{channel}/members": "conversationMember",
    "PATCH /teams/{team}/channels/{channel}/members/{membership}": "conversationMember",
    _BATCH: "batchRequest",
}


def _as_published(value: Any) -> Any:
    """Return a request in the published spelling, where the documents or the field write it otherwise too."""
    if isinstance(value, dict):
        return {name: _as_published(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_as_published(row) for row in value]
    return _SPELT_OTHERWISE.get(value, value) if isinstance(value, str) else value


def _faults_of_request(route: str, body: Json) -> list[str]:
    action, body = route.rpartition("/")[2], _as_published(body)
    if action in _ACTIONS:
        return faults_of_action(body, action)
    return faults(body, _RESOURCES[route], many=False)


def test_every_route_has_answered_well_in_every_version(recording: Recording) -> None:
    """The walk leaves no route out, so that each shape is under the check."""
    good = recording.good(*OF_GRAPH)
    known = {(version, route.name) for route in all_routes() for version in route.versions}
    assert known | {("v1.0", _BATCH), ("beta", _BATCH), ("v1.0", _NOTICE)} == good
    assert {route for _, route in good} == set(TYPES) | WITHOUT_ANSWER


def test_every_answer_is_of_its_published_type(recording: Recording) -> None:
    """No property that nobody published, at any depth, and none of another type.

    Source: csdl: microsoftgraph/msgraph-metadata, schemas/v1.0-Prod.csdl
    """
    found = [(one.name, faults(one.answer, one.kind, many=one.many)) for one in recording.heard()]
    assert [(name, wrong) for name, wrong in found if wrong] == []
    assert len(found) > 100


def test_refusals_of_many_kinds_are_among_the_answers(recording: Recording) -> None:
    """Errors are shapes too: refused, not found, malformed, lost in time and unknown."""
    told = {one.status for one in recording.heard() if one.kind == "errorAnswer"}
    assert told >= {400, 403, 404, 410, 501}


def test_every_request_is_made_of_published_parameters(recording: Recording) -> None:
    """What the gate and the people ask in is what the actions take.

    Source: graph:api/driveitem-createlink, graph:api/driveitem-invite, graph:api/permission-grant
    Source: graph:api/permission-revokegrants, graph:api/channel-post-members
    """
    of_graph = recording.of_version(*OF_GRAPH)
    good = [one for one in of_graph if one.get("request") is not None and one["status"] < 300]
    asked = [one for one in good if not one["route"].startswith("GET ")]  # what a GET brings, nobody reads
    found = [(one["route"], _faults_of_request(one["route"], one["request"])) for one in asked]
    assert [(route, wrong) for route, wrong in found if wrong] == []
    routes = {route for route, _ in found}
    assert routes >= set(_RESOURCES)
    assert {route.rpartition("/")[2] for route in routes} >= set(_ACTIONS)


def test_answers_without_content_have_none(recording: Recording) -> None:
    """A deletion and an accepted copy answer with an empty body."""
    of_graph = recording.of_version(*OF_GRAPH)
    good = [one for one in of_graph if one["status"] < 303 and "answer" in one]
    assert {one["route"] for one in good if one["answer"] is None} == WITHOUT_ANSWER


def _unseen(recording: Recording, spoil: Callable[[Json], Iterator[Spoilt]]) -> set[tuple[str, str]]:
    """Return the type and place of each spoilt property that the check does not see."""
    tried: set[tuple[str, str]] = set()
    unseen: set[tuple[str, str]] = set()
    for heard in recording.heard():
        for at, spoilt in spoil(thinned(heard)):
            if "@" not in at and not at.startswith(_FREE) and (heard.kind, at) not in tried:
                tried.add((heard.kind, at))
                unseen |= set() if _is_seen(heard, spoilt) else {(heard.kind, at)}
    assert len(tried) > 200
    return unseen


def _is_seen(heard: Heard, spoilt: Json) -> bool:
    return (heard.many and "value" not in spoilt) or bool(faults(spoilt, heard.kind, many=heard.many))


def test_a_property_of_another_name_is_seen_wherever_it_stands(recording: Recording) -> None:
    """Each property of each recorded type, called otherwise, is a fault: nothing is let through unread."""
    assert _unseen(recording, renamed) == set()


def test_a_value_of_another_type_is_seen_wherever_it_stands(recording: Recording) -> None:
    """Each value of each recorded type, turned into a list or a text, is a fault."""
    assert _unseen(recording, retyped) == set()


_WRONG: list[tuple[str, Json, str]] = [
    ("user", {"nickname": "x"}, ".nickname is not published"),
    ("user", {"id": None}, ".id is null"),
    ("user", {"otherMails": None}, ".otherMails is no collection"),
    ("user", {"mail": 1}, ".mail is no Edm.String"),
    ("user", {"accountEnabled": "true"}, ".accountEnabled is no Edm.Boolean"),
    ("user", {"createdDateTime": "2026-03-30"}, ".createdDateTime is no Edm.DateTimeOffset"),
    ("user", {"print": {}}, ".print is a userPrint, which nobody carried over"),
    ("channel", {"membershipType": "secret"}, ".membershipType is no channelMembershipType"),
    ("conversationMember", {"userId": "2"}, ".userId is not published"),
    ("directoryObject", {"@odata.type": "#microsoft.graph.team"}, " is a team, which is no directoryObject"),
    ("errorAnswer", {"error": {"code": "x", "inner": {}}}, ".error.inner is not published"),
]


@pytest.mark.parametrize(("kind", "answer", "wrong"), _WRONG)
def test_what_is_not_published_is_found(kind: str, answer: Json, wrong: str) -> None:
    """The check finds what it is for, in directory and Teams as well."""
    assert faults(answer, kind, many=False) == [kind + wrong]


def test_an_unknown_parameter_is_found() -> None:
    """A parameter that the action does not take, or of another type, is a fault."""
    assert faults_of_action({"grantee": []}, "revokeGrants") == ["revokeGrants.grantee is not published"]
    wrong = faults_of_action({"recipients": [{"objectid": "1"}], "roles": "read"}, "grant")
    assert wrong == ["recipients.objectid is not published", "roles is no collection"]
