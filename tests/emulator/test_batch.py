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
        {"id": "1", "method": "POST", "url": "/teams/t/channels/c/members", "body": {}},
    ],
)
def test_part_with_an_absolute_address_or_an_untyped_body_is_refused(reconciler: Graph, part: Any) -> None:
    """Addresses are relative, and a body needs its type (graph:concepts/json-batching)."""
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
