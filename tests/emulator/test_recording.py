"""The recording room: one example of each shape of answer, for those who check shapes (ADR-0003)."""

import json
from pathlib import Path
from typing import Any

import pytest

from graph_emulator.kernel.notebook import Notebook
from graph_emulator.kernel.recording import Recorder, property_paths
from graph_emulator.kernel.wire import Request
from tests.emulator.conftest import Start
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


def test_a_files_content_has_no_shape_even_if_it_is_json(emulator: Emulator, reconciler: Graph) -> None:
    """What a file holds is written down by nobody: a name that is asked for in an upload is no parameter."""
    drive = emulator.admin("GET", "state")["drives"][0]["id"]
    emulator.admin("POST", "record", {"on": True})
    path = f"/v1.0/drives/{drive}/root:/notes.json:/content"
    assert reconciler("PUT", path, {"some": "text"}).status == 201
    (kept,) = emulator.admin("GET", "answers")
    assert (kept["route"], kept["request"]) == ("PUT /drives/{drive}/items/{item}/content", None)


def test_a_redirect_that_only_a_fault_gives_is_no_answer(emulator: Emulator, reconciler: Graph) -> None:
    """It would pass for a good answer of an operation that never redirects; a batch or a part alike."""
    asked = {"requests": [{"id": "1", "method": "GET", "url": _ANN.removeprefix("/v1.0")}]}
    emulator.admin("POST", "record", {"on": True})
    for route, status in (("GET /users/{user}", 200), ("POST /$batch", 302)):
        emulator.admin("POST", "faults", {"route": route, "kind": "redirect:https://127.0.0.1:1/"})
        assert reconciler("POST", "/v1.0/$batch", asked).status == status
        emulator.admin("DELETE", "faults")
    (kept,) = emulator.admin("GET", "answers")
    assert (kept["route"], kept["status"]) == ("POST /$batch", 200)
    assert [one["status"] for one in kept["answer"]["responses"]] == [302]


def test_property_paths_go_into_every_depth() -> None:
    """Names are told apart by where they stand; the rows of a list stand at one place."""
    assert set(property_paths({"a": [{"b": {"c": 1}}, {"b": 2}], "b": None})) == {
        "/a",
        "/a[]/b",
        "/a[]/b/c",
        "/b",
    }


def _lines(folder: Path) -> list[Any]:
    return [json.loads(line) for path in folder.glob("*.jsonl") for line in path.read_text().splitlines()]


def _place(route: str = "GET /x", version: str = "v1.0") -> dict[str, Any]:
    return {"version": version, "route": route, "status": 200, "query": ""}


def test_a_notebook_keeps_what_is_new_and_nothing_else(tmp_path: Path) -> None:
    """New rows of a collection are kept, new answers and requests too; what was seen before is left out."""
    notebook = Notebook(tmp_path)
    notebook.note(_place(), None, {"value": [{"a": 1}, {"a": 2}, {"b": None}]})
    notebook.note(_place(), None, {"value": [{"a": 3}, {"b": None}]})
    notebook.note(_place(), {"q": 1}, {"value": [{"a": 3}, {"b": 1}]})
    notebook.note(_place(), {"q": 2}, {"value": []})
    notebook.note(_place(), None, {"value": [], "next": "x"})
    notebook.note(_place("GET /y"), None, None)
    assert [(line.get("request"), line["answer"]) for line in _lines(tmp_path)] == [
        (None, {"value": [{"a": 1}, {"b": None}]}),
        ({"q": 1}, {"value": [{"b": 1}]}),
        (None, {"value": [], "next": "x"}),
        (None, None),
    ]


def test_values_that_are_published_one_by_one_are_shapes_of_their_own(tmp_path: Path) -> None:
    """Another role or kind is another shape; another name or number is none."""
    notebook = Notebook(tmp_path)
    for roles in ([], ["owner"], ["guest"], ["guest"]):
        notebook.note(_place(), None, {"roles": roles, "name": str(roles), "type": {"n": len(roles)}})
    notebook.note(_place(), None, {"roles": None, "name": "", "type": {"n": 1}})
    assert [line["answer"]["roles"] for line in _lines(tmp_path)] == [[], ["owner"], ["guest"], None]


def test_a_notebook_holds_no_secrets(tmp_path: Path) -> None:
    """Passwords, tokens and codes are masked wherever they stand; an error keeps its code."""
    notebook, token = Notebook(tmp_path), "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.c2ln"
    notebook.note(_place(), {"passwordProfile": {"password": "p"}}, {"rows": [f"Bearer {token}"]})
    notebook.note(_place(), None, {"error": {"code": "notFound"}, "clientState": "s"})
    notebook.note(_place(version="openid"), {"client_secret": "s", "code": "c"}, {"access_token": "t"})
    first, second, third = _lines(tmp_path)
    assert first["request"] == {"passwordProfile": {"password": "***"}}
    assert first["answer"] == {"rows": ["Bearer ***"]}
    assert second["answer"] == {"error": {"code": "notFound"}, "clientState": "***"}
    assert (third["request"], third["answer"]) == (
        {"client_secret": "***", "code": "***"},
        {"access_token": "***"},
    )


def test_each_notebook_has_a_file_of_its_own(tmp_path: Path) -> None:
    """A second notebook of a process, or of an id that came again, never writes into the first one's file."""
    for _ in range(2):
        Notebook(tmp_path).note(_place(), None, {})
    assert len(list(tmp_path.glob("*.jsonl"))) == 2


def test_the_environment_lets_a_killed_process_leave_its_shapes(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was answered is on the disk before the answer is, also of the authority and of batches."""
    monkeypatch.setenv("GRAPH_EMULATOR_RECORD", str(tmp_path / "record"))
    emulator = start(tmp_path / "tenant")
    graph = emulator.app("reconciler")
    graph("GET", _ANN)
    graph("POST", "/v1.0/$batch", {"requests": []})
    emulator.kill()
    found = {(line["version"], line["route"], line["status"]) for line in _lines(tmp_path / "record")}
    assert found >= {
        ("openid", "POST /{tenant}/oauth2/v2.0/token", 200),
        ("v1.0", "GET /users/{user}", 200),
        ("v1.0", "POST /$batch", 400),
    }
