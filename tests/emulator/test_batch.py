"""Many requests in one: each part stands for itself (graph:concepts/json-batching)."""

from typing import Any

import pytest

from tests.emulator.raw import Emulator, Graph, Reply

_JSON = {"Content-Type": "application/json"}


def _part(id_: str, url: str, **further: Any) -> dict[str, Any]:
    return {"id": id_, "method": "GET", "url": url, **further}


def _batch(graph: Graph, *parts: dict[str, Any], version: str = "v1.0") -> Reply:
    return graph("POST", f"/{version}/$batch", {"requests": list(parts)})


def _by_id(reply: Reply) -> dict[str, Any]:
    assert reply.status == 200, reply.content
    return {response["id"]: response for response in reply.json["responses"]}


def test_envelope_is_200_although_a_part_failed(reconciler: Graph) -> None:
    """The envelope tells nothing about its parts (graph:concepts/json-batching)."""
    reply = _batch(reconciler, _part("1", "/users/ann@smallbridge.example"), _part("2", "/users/nobody"))
    parts = _by_id(reply)
    assert (parts["1"]["status"], parts["2"]["status"]) == (200, 404)
    assert parts["1"]["body"]["displayName"] == "Ann Archer"
    assert parts["2"]["body"]["error"]["code"] == "Request_ResourceNotFound"
    assert parts["1"]["headers"]["Content-Type"].startswith("application/json")


def test_parts_come_back_in_another_order(reconciler: Graph) -> None:
    """The order of the answers is not the order of the requests (graph:concepts/json-batching)."""
    asked = [str(number) for number in range(6)]
    reply = _batch(reconciler, *[_part(id_, "/users/ann@smallbridge.example") for id_ in asked])
    answered = [response["id"] for response in reply.json["responses"]]
    assert answered != asked
    assert sorted(answered) == asked


def test_each_part_is_priced_and_journalled(emulator: Emulator, reconciler: Graph) -> None:
    """A batch of three is one request and three calls with their own units (spo:avoid-throttling)."""
    before = emulator.admin("GET", "meter").get("reconciler", {"units": 0, "calls": 0, "requests": 0})
    _batch(
        reconciler,
        _part("1", "/users/ann@smallbridge.example"),
        _part("2", "/users?$select=id"),
        _part("3", "/users"),
    )
    after = emulator.admin("GET", "meter")["reconciler"]
    assert [after[name] - before[name] for name in ("units", "calls", "requests")] == [1 + 1 + 2, 3, 1]
    paths = [entry["path"] for entry in emulator.admin("GET", "journal")[-3:]]
    assert paths == ["/v1.0/users/ann@smallbridge.example", "/v1.0/users?$select=id", "/v1.0/users"]


def test_dependent_part_fails_with_the_one_before(emulator: Emulator, reconciler: Graph) -> None:
    """What depends on a failed part is answered 424 and not carried out (graph:concepts/json-batching)."""
    reply = _batch(
        reconciler,
        _part("a", "/users/nobody"),
        _part("b", "/users/ann@smallbridge.example", dependsOn=["a"]),
        _part("c", "/users/ann@smallbridge.example", dependsOn=["b"]),
        _part("d", "/users/ann@smallbridge.example"),
    )
    parts = _by_id(reply)
    assert [parts[id_]["status"] for id_ in "abcd"] == [404, 424, 424, 200]
    assert len(emulator.admin("GET", "journal")) == 2
    assert len({part["headers"]["request-id"] for part in parts.values()}) == 4


@pytest.mark.parametrize(
    "parts",
    [
        [_part("1", "/users"), _part("1", "/users")],
        [_part("a", "/users"), _part("A", "/users")],
        [_part(str(number), "/users") for number in range(21)],
        [],
        [{"id": "1", "method": "GET"}],
        [_part("1", "/users", colour="red")],
        [_part("1", "/users", dependsOn=["2"]), _part("2", "/users")],
        [_part("1", "/users", dependsOn=["7"])],
        [_part("1", "/users", dependsOn=["1"])],
        [_part("1", "/users", dependsOn=["2"]), _part("2", "/users", dependsOn=["1"])],
        [_part("", "/users")],
        [_part("1", "/users", headers={"ConsistencyLevel": 1})],
        [
            _part("0", "/users"),
            {"id": "1", "method": "POST", "url": "/teams/t/channels/c/members", "body": {}},
        ],
        [{"id": "1", "method": "PATCH", "url": "/users/x", "headers": _JSON}],
        [_part("1", "/users", body={})],
    ],
)
def test_malformed_batch_is_refused_whole(emulator: Emulator, reconciler: Graph, parts: list[Any]) -> None:
    """A repeated id or an unreadable part is 400 for all (graph:concepts/json-batching)."""
    reply = _batch(reconciler, *parts)
    assert (reply.status, reply.code) == (400, "BadRequest")
    assert emulator.admin("GET", "journal") == []


@pytest.mark.parametrize(
    "part",
    [
        _part("1", "https://graph.microsoft.com/v1.0/users"),
        _part("1", "/v1.0/users"),
        _part("1", "/$batch"),
        _part("1", "beta/users"),
        _part("1", "//other.example/users"),
        _part("1", "$batch"),
    ],
)
def test_part_with_an_absolute_address_is_refused(reconciler: Graph, part: Any) -> None:
    """Addresses are relative, without version, and no batch holds another (graph:concepts/json-batching)."""
    assert _by_id(_batch(reconciler, part))["1"]["status"] == 400


def test_batch_needs_a_token(emulator: Emulator) -> None:
    """The envelope itself is authenticated (graph:concepts/json-batching)."""
    assert _batch(emulator.nobody, _part("1", "/users")).code == "InvalidAuthenticationToken"


def test_version_of_the_batch_is_the_version_of_its_parts(emulator: Emulator, reconciler: Graph) -> None:
    """One batch speaks one version (graph:concepts/json-batching)."""
    reply = _batch(reconciler, _part("1", "/users/ann@smallbridge.example"), version="beta")
    context = _by_id(reply)["1"]["body"]["@odata.context"]
    assert context.startswith(emulator.ready["base_url"] + "/beta/")


def test_one_part_can_be_throttled_and_the_others_served(emulator: Emulator, reconciler: Graph) -> None:
    """A throttled part carries its own Retry-After (graph:concepts/json-batching)."""
    fault = {"route": "GET /users/{user}", "nth": 2, "kind": "status:429"}
    emulator.admin("POST", "faults", fault)
    parts = _by_id(_batch(reconciler, *[_part(id_, "/users/ann@smallbridge.example") for id_ in "abc"]))
    assert [parts[id_]["status"] for id_ in "abc"] == [200, 429, 200]
    assert int(parts["b"]["headers"]["Retry-After"]) > 0
    assert emulator.admin("GET", "meter")["reconciler"]["throttled"] == 1


def test_write_in_a_batch_is_carried_out(emulator: Emulator, reconciler: Graph) -> None:
    """A part with a body changes what the same request alone would change (graph:concepts/json-batching)."""
    state = emulator.admin("GET", "state")
    channel = state["channels"][0]
    flo = next(user["id"] for user in state["users"] if user["key"] == "flo")
    body = {
        "@odata.type": "#microsoft.graph.aadUserConversationMember",
        "roles": [],
        "user@odata.bind": f"https://graph.microsoft.com/v1.0/users('{flo}')",
    }
    url = f"/teams/{channel['team_id']}/channels/{channel['id']}/members"
    part = {"id": "1", "method": "POST", "url": url, "headers": _JSON, "body": body}
    assert _by_id(_batch(reconciler, part))["1"]["status"] == 201
    members = emulator.admin("GET", "state")["channels"][0]["members"]
    assert "flo" in {member["key"] for member in members}


def test_address_may_begin_without_a_slash(reconciler: Graph) -> None:
    """`users?...` is as good as `/users?...` (graph:concepts/json-batching)."""
    assert _by_id(_batch(reconciler, _part("1", "users?$select=id")))["1"]["status"] == 200


def test_unknown_route_in_a_part_is_501_inside_a_good_envelope(emulator: Emulator, reconciler: Graph) -> None:
    """A part that no route answers fails for itself, and is journalled (ADR-0003)."""
    parts = _by_id(_batch(reconciler, _part("1", "/moons"), _part("2", "/users")))
    assert (parts["1"]["status"], parts["2"]["status"]) == (501, 200)
    assert emulator.admin("GET", "journal")[0]["status"] == 501


def test_ids_of_dependencies_know_no_case(reconciler: Graph) -> None:
    """An id is found in another case, and a failure runs down the row (graph:concepts/json-batching)."""
    parts = _by_id(
        _batch(
            reconciler,
            _part("Ab", "/users/nobody"),
            _part("c", "/users", dependsOn=["aB"]),
            _part("d", "/users", dependsOn=["C"]),
        )
    )
    assert [parts[id_]["status"] for id_ in ("Ab", "c", "d")] == [404, 424, 424]
    assert parts["d"]["body"]["error"]["code"] == "FailedDependency"


@pytest.mark.parametrize(
    ("depends_on", "one_pattern"),
    [
        ([[], [], []], True),
        ([[], ["0"], ["1"]], True),
        ([[], ["0"], ["0"]], True),
        ([[], ["0"], []], False),
        ([[], [], ["0", "1"]], False),
    ],
)
def test_dependencies_may_have_to_follow_one_pattern(
    emulator: Emulator,
    reconciler: Graph,
    depends_on: list[list[str]],
    one_pattern: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """Mixed dependencies are refused where the quirk says so (graph:concepts/json-batching)."""
    parts = [_part(str(n), "/users", dependsOn=names) for n, names in enumerate(depends_on)]
    assert _batch(reconciler, *parts).status == 200
    emulator.admin("PUT", "quirks", {"batch.mixed_dependencies": "reject400"})
    assert (_batch(reconciler, *parts).status == 200) is one_pattern


def test_write_without_body_may_be_let_through(emulator: Emulator, reconciler: Graph) -> None:
    """Body and headers are asked for even where the target needs none; a quirk lets it be."""
    part = {"id": "1", "method": "POST", "url": "/teams/t/channels/c/members"}
    assert _batch(reconciler, part).status == 400
    emulator.admin("PUT", "quirks", {"batch.write_without_body": "allow"})
    assert _by_id(_batch(reconciler, part))["1"]["status"] == 404


def test_headers_of_a_part_reach_its_route(reconciler: Graph) -> None:
    """A part carries headers of its own, as ConsistencyLevel or an id (graph:concepts/json-batching)."""
    headers = {"ConsistencyLevel": "eventual", "Client-Request-Id": "7f1b3f6e-0000-4000-8000-000000000001"}
    parts = _by_id(_batch(reconciler, _part("1", "/users", headers=headers), _part("2", "/users")))
    assert parts["1"]["headers"]["client-request-id"] == headers["Client-Request-Id"]
    assert parts["2"]["headers"]["client-request-id"] != headers["Client-Request-Id"]


@pytest.mark.parametrize("body", [{"a": 1}, "not base64!"])
def test_body_that_is_not_json_is_base64(reconciler: Graph, body: object) -> None:
    """Content of another type is in base64; anything else fails the part (graph:concepts/json-batching)."""
    headers = {"Content-Type": "application/octet-stream"}
    part = {"id": "1", "method": "PUT", "url": "/users/x", "headers": headers, "body": body}
    parts = _by_id(_batch(reconciler, part, _part("2", "/users")))
    assert (parts["1"]["status"], parts["2"]["status"]) == (400, 200)
