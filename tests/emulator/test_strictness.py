"""What the emulator does not know, it refuses, and writes down."""

import json

import pytest

from tests.emulator.raw import Emulator, Graph


@pytest.mark.parametrize(
    "path", ["/v1.0/planets", "/v1.0/users/x/manager", "/v2.0/users", "/v1.0", "/", "/v1.0/teams/t/x/y/z"]
)
def test_unknown_route_is_501_and_journalled(emulator: Emulator, reconciler: Graph, path: str) -> None:
    """A route that is not modelled is never answered with a guess (ADR-0003)."""
    reply = reconciler("GET", path)
    assert (reply.status, reply.code) == (501, "notSupported")
    last = emulator.admin("GET", "journal")[-1]
    assert (last["path"], last["status"], last["write"], last["request_units"]) == (path, 501, False, 0)


def test_method_that_is_not_modelled_is_501(reconciler: Graph) -> None:
    """PUT on a user is not modelled and does nothing (ADR-0003)."""
    assert reconciler("PUT", "/v1.0/users/ann@smallbridge.example").status == 501
    assert reconciler("GET", "/v1.0/users/ann@smallbridge.example").status == 200


@pytest.mark.parametrize(
    "query",
    [{"$expand": "manager"}, {"$search": "x"}, {"colour": "red"}, {"select": "id"}, {"$skip": "1"}],
)
def test_unknown_query_option_is_400_and_journalled(
    emulator: Emulator, reconciler: Graph, query: dict[str, str]
) -> None:
    """A query option that the operation does not know is refused, not overlooked (ADR-0003)."""
    assert reconciler("GET", "/v1.0/users", query=query).status == 400
    assert emulator.admin("GET", "journal")[-1]["status"] == 400


def test_body_that_is_no_json_object_is_400(emulator: Emulator) -> None:
    """A body has to be a JSON object with its content type (graph:concepts/errors)."""
    graph = emulator.app("teams")
    team = emulator.admin("GET", "state")["teams"][0]["id"]
    for content in (b"{", b"[]", b"7", b"\xff"):
        assert graph("POST", f"/v1.0/teams/{team}/members", content).status == 400
    typed = {"headers": {"Content-Type": "text/plain"}}
    assert graph("POST", f"/v1.0/teams/{team}/members", {"roles": []}, **typed).status == 400


def test_error_body_has_graphs_form(reconciler: Graph) -> None:
    """code, message, and an inner error with date and both request ids (graph:concepts/errors)."""
    reply = reconciler("GET", "/v1.0/users/nobody", headers={"client-request-id": "mine"})
    error = reply.json["error"]
    assert set(error) == {"code", "message", "innerError"}
    assert error["innerError"]["date"] == "2026-03-02T09:00:00"
    assert error["innerError"]["client-request-id"] == reply.headers["client-request-id"] == "mine"
    assert error["innerError"]["request-id"] == reply.headers["request-id"]


def test_request_ids_never_repeat(reconciler: Graph) -> None:
    """Each request has an id of its own (graph:concepts/errors)."""
    ids = {reconciler("GET", "/v1.0/users/nobody").headers["request-id"] for _ in range(5)}
    assert len(ids) == 5


def test_journal_tells_who_did_what(emulator: Emulator, reconciler: Graph) -> None:
    """An entry holds number, instant, caller, request, answer and price (ADR-0003)."""
    reconciler("GET", "/v1.0/users?$top=2")
    emulator.person("ann")("GET", "/beta/users/ben@smallbridge.example")
    emulator.nobody("GET", "/v1.0/users")
    first, second, third = emulator.admin("GET", "journal")
    assert first == {
        "n": 1,
        "at": "2026-03-02T09:00:00Z",
        "app": "reconciler",
        "method": "GET",
        "path": "/v1.0/users?$top=2",
        "status": 200,
        "write": False,
        "request_units": 1,
        "gained": [],
        "lost": [],
    }
    assert (second["app"], second["path"]) == ("person:ann", "/beta/users/ben@smallbridge.example")
    assert (third["app"], third["status"], third["request_units"]) == ("anonymous", 401, 0)
    assert emulator.admin("GET", "journal?since=2") == [third]


def test_prices_follow_the_published_tariff(emulator: Emulator) -> None:
    """A list costs 2, less with $select or a small page (graph:concepts/throttling-limits)."""
    graph = emulator.app("reconciler")
    for query in ("", "?$select=id", "?$top=5", "?$top=5&$select=id", "?$top=50"):
        graph("GET", f"/v1.0/users{query}")
    assert [entry["request_units"] for entry in emulator.admin("GET", "journal")] == [2, 1, 1, 1, 2]


def test_meter_counts_by_application_and_route(emulator: Emulator, reconciler: Graph) -> None:
    """The meter tells units, calls and routes of each application (spo:avoid-throttling)."""
    for _ in range(3):
        reconciler("GET", "/v1.0/users/ann@smallbridge.example")
    emulator.app("auditor")("GET", "/v1.0/users")
    meter = emulator.admin("GET", "meter")
    assert meter["reconciler"] == {
        "units": 3,
        "calls": 3,
        "requests": 3,
        "sharing_calls": 0,
        "throttled": 0,
        "rest_calls": 0,
        "by_route": {"GET /users/{user}": 3},
    }
    assert meter["auditor"]["units"] == 2


def test_answers_are_json_with_the_metadata_level(reconciler: Graph) -> None:
    """The content type names the metadata level (graph:concepts/query-parameters)."""
    reply = reconciler("GET", "/v1.0/users/ann@smallbridge.example")
    assert reply.headers["content-type"].startswith("application/json;odata.metadata=minimal")
    assert json.loads(reply.content)


@pytest.mark.parametrize(
    ("line", "body"),
    [
        ("/v1.0/users/ann@smallbridge.example/messages", {"subject": "x", "categories": [1]}),
        (
            "/v1.0/invitations",
            {
                "invitedUserEmailAddress": "new@trust.example",
                "inviteRedirectUrl": "https://web.smallbridge.example",
                "invitedUserMessageInfo": {"messageLanguage": 1},
            },
        ),
    ],
)
def test_wrong_types_within_a_body_are_400(emulator: Emulator, line: str, body: dict[str, object]) -> None:
    """A value of another type is refused at any depth, and never shown back (ADR-0003)."""
    roles = ["Mail.ReadWrite", "User.Invite.All"]
    emulator.admin("POST", "apps", {"name": "writer", "roles": roles})
    token = emulator.admin("POST", "token", {"app": "writer"})["access_token"]
    assert Graph(emulator.connection, token)("POST", line, body).status == 400
