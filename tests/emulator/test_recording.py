"""The recording room: one example of each shape of answer, for those who check shapes (ADR-0003)."""

from typing import Any

import pytest

from graph_emulator.kernel.recording import Recorder, property_paths
from graph_emulator.kernel.wire import Request
from tests.emulator.raw import Emulator, Graph

_ANN = "/v1.0/users/ann@smallbridge.example"


def _shown(recorder: Recorder) -> list[tuple[str, int, Any]]:
    return [(one["route"], one["status"], one["answer"]) for one in recorder.shown()]


def test_nothing_is_kept_until_it_is_asked_for(emulator: Emulator, reconciler: Graph) -> None:
    """The recorder is off by itself, keeps while it is on, and keeps what it has when it is switched off."""
    reconciler("GET", _ANN)
    assert emulator.admin("GET", "answers") == []
    assert emulator.admin("POST", "record", {"on": True}) == {"on": True}
    reconciler("GET", f"{_ANN}?$select=id")
    emulator.admin("POST", "record", {"on": False})
    reconciler("GET", _ANN)
    (kept,) = emulator.admin("GET", "answers")
    assert (kept["version"], kept["route"], kept["status"]) == ("v1.0", "GET /users/{user}", 200)
    assert (kept["query"], kept["request"]) == ("$select=id", None)
    assert set(kept["answer"]) == {"@odata.context", "id"}


@pytest.mark.parametrize("body", [{}, {"on": "yes"}, {"on": True, "more": 1}])
def test_only_a_plain_switch_is_taken(emulator: Emulator, body: dict[str, Any]) -> None:
    """The switch takes true or false and nothing else."""
    assert emulator.ask_admin("POST", "record", body).status == 400


def test_parts_of_a_batch_count_as_their_own_routes(emulator: Emulator, reconciler: Graph) -> None:
    """A batch is kept by its wrapping, each part by its own route (graph:concepts/json-batching)."""
    emulator.admin("POST", "record", {"on": True})
    urls = [_ANN.removeprefix("/v1.0"), "/users/nobody", "/nowhere"]
    parts = [{"id": str(number), "method": "GET", "url": url} for number, url in enumerate(urls)]
    reconciler("POST", "/v1.0/$batch", {"requests": parts})
    kept = emulator.admin("GET", "answers")
    assert {(one["route"], one["status"]) for one in kept} == {
        ("GET /users/{user}", 200),
        ("GET /users/{user}", 404),
        ("GET", 501),
        ("POST /$batch", 200),
    }
    assert {one["body"] == {} for one in kept[-1]["answer"]["responses"]} == {True}
    emulator.admin("POST", "record", {"on": False})


def test_answers_of_one_shape_are_kept_once() -> None:
    """Another value is no other shape; another name, status, route or request is one."""
    recorder = Recorder()
    recorder.on = True
    plain = Request(method="GET", path="/v1.0/x")
    asking = Request(
        method="POST", path="/v1.0/x", body=b'{"a": 1}', headers={"content-type": "application/json"}
    )
    for answer in ({"a": 1}, {"a": 2}, {"b": [{"c": 1}, {}]}, {"b": [{}, {"c": 2}]}, b"file", None):
        recorder.note("v1.0", "GET /x", 200, plain, answer)
    recorder.note("v1.0", "GET /x", 200, asking, {"a": 1})
    recorder.note("v1.0", "GET /x", 0, plain, {"z": 1})
    said = [("GET /x", 200, {"a": 1}), ("GET /x", 200, {"b": [{"c": 1}, {}]}), ("GET /x", 200, None)]
    assert _shown(recorder) == [*said, ("GET /x", 200, {"a": 1})]
    recorder.forget()
    assert recorder.shown() == []


def test_a_body_that_is_no_json_is_kept_as_none() -> None:
    """What was asked is shown as JSON or not at all."""
    recorder = Recorder()
    recorder.on = True
    spoilt = Request(
        method="POST", path="/v1.0/x", body=b'{"a": ', headers={"content-type": "application/json"}
    )
    recorder.note("v1.0", "POST /x", 400, spoilt, {"error": {}})
    assert recorder.shown()[0]["request"] is None


def test_property_paths_go_into_every_depth() -> None:
    """Names are told apart by where they stand; the rows of a list stand at one place."""
    assert set(property_paths({"a": [{"b": {"c": 1}}, {"b": 2}], "b": None})) == {
        "/a",
        "/a[]/b",
        "/a[]/b/c",
        "/b",
    }
