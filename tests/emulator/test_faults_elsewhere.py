"""Faults of whole batches and of single parts, and of the doors beside Graph: sign-in, SharePoint."""

import http.client
import json

import pytest

from tests.emulator.raw import Emulator, Graph, Reply

_ANN = "/v1.0/users/ann@smallbridge.example"
_GET_USER = "GET /users/{user}"


def _ask(emulator: Emulator, kind: str, **further: object) -> None:
    emulator.admin("POST", "faults", {"route": _GET_USER, "kind": kind, **further})


def _batch(graph: Graph, count: int = 4) -> Reply:
    parts = [{"id": str(n), "method": "GET", "url": _ANN.removeprefix("/v1.0")} for n in range(count)]
    return graph("POST", "/v1.0/$batch", {"requests": parts})


@pytest.mark.parametrize(
    "kind", ["status:503", "retry-after:5", "expired-token", "redirect:https://x.example/"]
)
def test_envelope_of_a_batch_can_be_refused(emulator: Emulator, reconciler: Graph, kind: str) -> None:
    """The batch itself is hit, and none of its parts is carried out (ADR-0003)."""
    emulator.admin("POST", "faults", {"route": "POST /$batch", "kind": kind})
    assert _batch(reconciler).status in {503, 429, 401, 302}
    assert emulator.admin("GET", "journal") == []
    assert _batch(reconciler).status == 200


def test_envelope_that_is_cut_before_does_nothing(emulator: Emulator, reconciler: Graph) -> None:
    """Cut before, no part was carried out (ADR-0003)."""
    emulator.admin("POST", "faults", {"route": "POST /$batch", "kind": "cut-before"})
    with pytest.raises((http.client.HTTPException, OSError)):
        _batch(reconciler)
    assert emulator.admin("GET", "journal") == []


@pytest.mark.parametrize(
    ("route", "kind", "ids"),
    [
        ("POST /$batch", "lost-part", 3),
        ("POST /$batch", "half-page", 2),
        ("POST /$batch", "duplicate-part", 5),
        (_GET_USER, "lost-part", 3),
        (_GET_USER, "duplicate-part", 5),
    ],
)
def test_batch_may_answer_less_or_more_than_was_asked(
    emulator: Emulator, reconciler: Graph, route: str, kind: str, ids: int
) -> None:
    """All parts are carried out, and answers are missing or come twice (ADR-0003)."""
    emulator.admin("POST", "faults", {"route": route, "kind": kind})
    reply = _batch(reconciler)
    assert (reply.status, len(reply.json["responses"])) == (200, ids)
    assert len(emulator.admin("GET", "journal")) == 4


@pytest.mark.parametrize(
    ("kind", "status", "told"),
    [
        ("status:503", 503, "retry-after"),
        ("retry-after:7", 429, "retry-after"),
        ("expired-token", 401, "www-authenticate"),
        ("redirect:https://x.example/", 302, "location"),
    ],
)
def test_part_of_a_batch_can_be_refused_alone(
    emulator: Emulator, reconciler: Graph, kind: str, status: int, told: str
) -> None:
    """One part is refused with headers of its own, the others are served (graph:concepts/json-batching)."""
    _ask(emulator, kind, nth=3)
    responses = {one["id"]: one for one in _batch(reconciler).json["responses"]}
    assert [responses[id_]["status"] for id_ in "0123"] == [200, 200, status, 200]
    assert told in {name.lower() for name in responses["2"]["headers"]}


@pytest.mark.parametrize(("kind", "body"), [("empty-body", None), ("wrong-content-type", "<!DOCTYPE html>")])
def test_part_of_a_batch_can_be_empty_or_of_a_proxy(
    emulator: Emulator, reconciler: Graph, kind: str, body: str | None
) -> None:
    """The part alone is spoiled, and the envelope stays JSON (ADR-0003)."""
    _ask(emulator, kind)
    part = next(one for one in _batch(reconciler).json["responses"] if one["id"] == "0")
    assert part["status"] == 200
    assert part.get("body", None) is None if body is None else part["body"].startswith(body)


_TOKEN = "POST /oauth2/v2.0/token"


def _token(emulator: Emulator) -> Reply:
    app = emulator.ready["apps"]["reconciler"]
    scope = "https://graph.microsoft.com/.default"
    return emulator.ask_token(grant_type="client_credentials", scope=scope, **app)


@pytest.mark.parametrize(
    ("kind", "status", "error"),
    [("status:503", 503, "temporarily_unavailable"), ("retry-after:5", 429, "invalid_request")],
)
def test_token_endpoint_can_be_hit(emulator: Emulator, kind: str, status: int, error: str) -> None:
    """Sign-in has faults too, in its own words, and `*` does not mean it (rfc:6749#5.2)."""
    emulator.admin("POST", "faults", {"route": "*", "kind": "status:500"})
    assert _token(emulator).status == 200
    emulator.admin("POST", "faults", {"route": _TOKEN, "kind": kind})
    reply = _token(emulator)
    assert (reply.status, reply.json["error"]) == (status, error)
    assert "retry-after" in reply.headers
    assert _token(emulator).status == 200


@pytest.mark.parametrize("kind", ["malformed", "empty-body", "wrong-content-type"])
def test_token_answer_can_be_spoiled(emulator: Emulator, kind: str) -> None:
    """A token answer may be no JSON although it is 200 (ADR-0003)."""
    emulator.admin("POST", "faults", {"route": _TOKEN, "kind": kind})
    reply = _token(emulator)
    assert reply.status == 200
    with pytest.raises(json.JSONDecodeError):
        reply.json  # noqa: B018 - reading it is the test


def test_token_endpoint_can_cut_the_connection(emulator: Emulator) -> None:
    """A sign-in may end without an answer (ADR-0003)."""
    emulator.admin("POST", "faults", {"route": _TOKEN, "kind": "cut-before"})
    with pytest.raises((http.client.HTTPException, OSError)):
        _token(emulator)


def test_sharepoints_own_api_can_be_hit(emulator: Emulator, reconciler: Graph) -> None:
    """SharePoint's door has a name of its own and refuses in its own form (ADR-0003)."""
    emulator.admin("POST", "faults", {"route": "/_api", "kind": "retry-after:11"})
    reply = reconciler("GET", "/sites/any/_api/web")
    assert (reply.status, reply.headers["retry-after"]) == (429, "11")
    assert reply.json["odata.error"]["code"].endswith("activityLimitReached")


def test_star_does_not_mean_sharepoints_own_api(emulator: Emulator, reconciler: Graph) -> None:
    """Only its own name and its operations' names hit SharePoint's API (ADR-0003)."""
    emulator.admin("POST", "faults", {"route": "*", "kind": "status:503"})
    assert reconciler("GET", "/sites/any/_api/web").status != 503
    assert reconciler("GET", _ANN).status == 503
    emulator.admin("POST", "faults", {"route": "GET /_api/SP.Web/SiteUsers", "kind": "status:503"})
    assert len(emulator.admin("GET", "faults")) == 1
