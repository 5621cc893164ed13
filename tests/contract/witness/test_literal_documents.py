"""SharePoint REST and the authority have no published schema: they are held to literal documents instead."""

import json

import pytest

from graph_emulator.kernel.routes import Answer, Call
from graph_emulator.sharepoint.table import rest_routes
from tests.contract.witness.documents import known_types, literal, openid_faults, strangers
from tests.contract.witness.recorded import Json, Recording
from tests.contract.witness.rest_documents import BESIDE, kind_of, rest_faults
from tests.emulator.files.shapes import VECTORS

_AUTHORITY = "/{tenant}/"
_ALWAYS_REFUSED = {
    "POST /_api/SP.Web/ResetRoleInheritance": "a site at the top has nothing to inherit from",
}
_PAGES = ("page", "redirect-with-code", "redirect-with-error")
_DOCUMENTS: dict[str, tuple[str, ...]] = {
    "GET v2.0/.well-known/openid-configuration": ("discovery",),
    "GET discovery/v2.0/keys": ("keys",),
    "POST oauth2/v2.0/token": ("token-of-application", "token-of-person"),
    "GET oauth2/v2.0/authorize": _PAGES,
    "POST oauth2/v2.0/authorize": _PAGES,
    "GET oauth2/v2.0/logout": ("page", "redirect-after-logout"),
    "GET openid/userinfo": ("userinfo",),
    "POST openid/userinfo": ("userinfo",),
}


def _documents_for(one: Json) -> tuple[str, ...]:
    route = one["route"].replace(_AUTHORITY, "")
    if one["status"] < 400:
        return _DOCUMENTS[route]
    if route not in _DOCUMENTS or "userinfo" in route:
        return ("token-error", "userinfo-error")
    return ("page", "token-error")


def test_sharepoint_answers_what_documents_show(recording: Recording) -> None:
    """Each answer of SharePoint REST is made of names and JSON types of a literal answer of its kind."""
    answers = [one for one in recording.of_version("rest") if one.get("answer") is not None]
    found = [(one["route"], rest_faults(one["answer"], one["route"], one["status"])) for one in answers]
    assert [(route, wrong) for route, wrong in found if wrong] == []
    assert len(found) > 90


def test_every_operation_of_sharepoint_has_answered_well(recording: Recording) -> None:
    """The walk leaves no operation of the tables out, but one that can only be refused."""
    known = {route.name for route in rest_routes(_nothing).values()}
    assert known - {route for _, route in recording.good("rest")} == set(_ALWAYS_REFUSED)


def _nothing(_call: Call) -> Answer:
    return Answer(status=204)


def test_the_authority_answers_what_documents_show(recording: Recording) -> None:
    """Discovery, keys, tokens, redirects, pages and errors are made of what documents show of each."""
    answers = [one for one in recording.of_version("openid") if one.get("answer") is not None]
    found = [
        (one["route"], one["status"], openid_faults(one["answer"], _documents_for(one))) for one in answers
    ]
    assert [line for line in found if line[2]] == []
    assert {one["route"].replace(_AUTHORITY, "") for one in answers if one["status"] < 400} == set(_DOCUMENTS)


@pytest.mark.parametrize("folder", ["rest", "openid"])
def test_each_document_names_its_source(folder: str) -> None:
    """A literal answer counts for as much as where it was shown; what stands beside has a source each."""
    for path in (VECTORS / folder).glob("*.json"):
        document = json.loads(path.read_text())
        assert path.stem == "beside" or (document["source"] and document["answer"])
    assert all(one["source"] for one in BESIDE["properties"])


@pytest.mark.parametrize(
    ("spoilt", "wrong"),
    [
        ({"Id": "6"}, ["/Id is string"]),
        ({"Id": 6, "Nick": None}, ["/Nick is null"]),
        ({"UserId": {"NameId": "", "Issuer": ""}}, ["/UserId/Issuer is string"]),
        ({"IsSiteAdmin": None}, ["/IsSiteAdmin is null"]),
        ({"UserId": None, "Email": None}, []),
    ],
)
def test_what_no_document_shows_is_found(spoilt: Json, wrong: list[str]) -> None:
    """Another type, an unknown name at any depth and a null where none may be are seen."""
    assert strangers(spoilt, known_types(literal("rest", "SP.User"))) == wrong


def test_expanded_and_wrapped_answers_are_looked_into() -> None:
    """A fault is seen in what is expanded, in each form, and in what a collection holds."""
    member = {"Id": 1, "PrincipalType": 8, "Strange": 1}
    rows = [{"PrincipalId": 1, "Member": member}]
    route = "GET /_api/SP.Web/RoleAssignments"
    wrong = ["SP.Group/Strange is number"]
    assert rest_faults({"value": rows}, route, 200) == wrong
    assert rest_faults({"d": {"results": rows}}, route, 200) == wrong
    assert rest_faults({"odata.metadata": "x", "value": rows}, route, 200) == wrong
    assert rest_faults({"value": 1, "more": 2}, "GET /_api/SP.Web/{property}", 200) != []
    assert rest_faults({"error": {"code": 5}}, route, 404) != []


def test_kinds_are_told_by_the_last_step_of_a_route() -> None:
    """What an operation answers with follows from its name, as documented, and never from its content."""
    assert kind_of("GET /_api/SP.RoleAssignment/Member") == "SP.Principal"
    assert kind_of("GET /_api/SP.UserCollection/GetByEmail") == "SP.User"
    assert kind_of("POST /_api/SP.UserCollection") == "SP.User"
    assert kind_of("POST /_api/SP.UserCollection/RemoveById") is None
    assert kind_of("GET /_api/SP.Web/{property}") is None
