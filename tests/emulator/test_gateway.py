"""What the gateway promises to every service: half a change never stays, and a bug is an answer too."""

import base64
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

import pytest

from graph_emulator.batch import answer_batch
from graph_emulator.kernel.clock import TenantClock
from graph_emulator.kernel.faults import (
    GraphFault,
    access_denied,
    conflict,
    invalid,
    not_found,
    not_supported,
    tag_mismatch,
)
from graph_emulator.kernel.gateway import Gateway
from graph_emulator.kernel.ids import IdSource
from graph_emulator.kernel.router import Router
from graph_emulator.kernel.routes import Answer, AppPrincipal, Call, Route
from graph_emulator.kernel.state import Record, State
from graph_emulator.kernel.store import Store
from graph_emulator.kernel.wire import Request

_WRITER = AppPrincipal(client_id="w", roles=frozenset({"Notes.Write"}), name="writer")


class Note(Record, kw_only=True):
    """A record of this test's own."""

    kind: ClassVar[str] = "test-note"
    text: str


def _change_everything(state: State) -> None:
    kept = state.get(Note, "kept")
    assert kept is not None
    kept.text = "changed"
    state.put(kept)
    state.put(Note(id="new", text="new"))
    gone = state.get(Note, "gone")
    assert gone is not None
    state.drop(gone)


def _refuse_late(call: Call) -> Answer:
    _change_everything(call.state)
    raise GraphFault(409, "conflict", "too late")


def _break_late(call: Call) -> Answer:
    _change_everything(call.state)
    raise RuntimeError("a bug")


def _do(call: Call) -> Answer:
    _change_everything(call.state)
    return Answer(status=204)


def _fields(call: Call) -> Answer:
    return Answer(status=200, body=call.fields({"text": str, "size": (int, float), "flag": bool}))


def _echo(call: Call) -> Answer:
    return Answer(status=200, body=call.raw, headers={"content-type": call.headers["content-type"]})


def _route(name: str, handler: Callable[[Call], Answer]) -> Route:
    template = f"/notes/{name}"
    return Route(
        method="POST", template=template, topic="api/x", handler=handler, roles=("Notes.Write",), write=True
    )


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[Gateway]:
    """A gateway with two notes in its store, and routes that change them and then fail or do not."""
    state = State(ids=IdSource(1), clock=TenantClock(datetime(2026, 1, 1, tzinfo=UTC)))
    state.add_index(Note, "text", lambda note: note.text)
    store = Store(tmp_path / "t.sqlite")
    routes = [
        _route("refuse", _refuse_late),
        _route("break", _break_late),
        _route("do", _do),
        _route("fields", _fields),
        Route(method="PUT", template="/notes/echo", topic="api/x", handler=_echo, binary=True, write=True),
    ]
    gateway = Gateway(state, store, Router(routes), lambda _: _WRITER)
    state.put(Note(id="kept", text="as it was"))
    state.put(Note(id="gone", text="still here"))
    gateway.commit()
    yield gateway
    store.close()


def _post(gateway: Gateway, name: str, body: bytes = b"") -> Answer:
    headers = {"content-type": "application/json"}
    return gateway.perform(
        Request(method="POST", path=f"/v1.0/notes/{name}", headers=headers, body=body)
    ).answer


def _texts(gateway: Gateway) -> dict[str, str]:
    return {note.id: note.text for note in gateway.state.every(Note)}


@pytest.mark.parametrize(("name", "status"), [("refuse", 409), ("break", 500)])
def test_failed_request_leaves_no_trace_in_the_records(
    gateway: Gateway, capsys: pytest.CaptureFixture[str], name: str, status: int
) -> None:
    """What a handler changed before it failed is set back, in memory, in the indexes and in the store."""
    assert _post(gateway, name).status == status
    assert _texts(gateway) == {"kept": "as it was", "gone": "still here"}
    assert [note.id for note in gateway.state.find(Note, "text", "as it was")] == ["kept"]
    assert not gateway.state.find(Note, "text", "changed")
    gateway.commit()
    fresh = State(ids=IdSource(1), clock=gateway.state.clock)
    gateway.store.load(fresh)
    assert {note.id for note in fresh.every(Note)} == {"kept", "gone"}
    assert ("a bug" in capsys.readouterr().err) is (name == "break")


def test_failed_part_of_a_batch_leaves_the_parts_before_it(gateway: Gateway) -> None:
    """Parts that share a commit do not share their failures (graph:concepts/json-batching)."""
    typed = '"headers":{"Content-Type":"application/json"},"body":{}'
    part = '{"id":"%d","method":"POST","url":"/notes/do",' + typed + "}"
    parts = f'{{"requests":[{part % 1},{part % 2}]}}'.encode()
    reply = answer_batch(gateway, Request(method="POST", path="/v1.0/$batch", body=parts))
    gateway.commit()
    assert reply.status == 200
    assert _texts(gateway) == {"kept": "changed", "new": "new"}
    assert [entry.status for entry in gateway.store.journal()] == [204, 500]


@pytest.mark.parametrize(
    ("kind", "sent", "meant"),
    [
        ("image/png", "_-_-AA==", b"\xff\xef\xfe\x00"),
        ("image/png", "AAE", b"\0\1"),
        ("text/plain", "hé", None),
    ],
)
def test_content_in_a_batch_is_base64_both_ways(
    gateway: Gateway, kind: str, sent: str, meant: bytes | None
) -> None:
    """Bytes are written in base64, URL-safe or not, and text as it is (graph:concepts/json-batching)."""
    part = {"id": "1", "method": "PUT", "url": "notes/echo", "headers": {"Content-Type": kind}, "body": sent}
    content = json.dumps({"requests": [part]}).encode()
    reply = answer_batch(gateway, Request(method="POST", path="/v1.0/$batch", body=content))
    response = json.loads(reply.body)["responses"][0]
    assert (response["status"], response["headers"]["Content-Type"]) == (200, kind)
    assert base64.b64decode(response["body"]) == (sent.encode() if meant is None else meant)


def test_body_is_checked_by_name_and_type(gateway: Gateway) -> None:
    """A boolean is no number, 1 is no boolean, and an undocumented property is refused."""
    assert _post(gateway, "fields", b'{"text":"a","size":1.5,"flag":true}').status == 200
    for body in (b'{"text":1}', b'{"size":true}', b'{"flag":1}', b'{"colour":"red"}', b'{"text":null}'):
        answer = _post(gateway, "fields", body)
        assert (answer.status, answer.body["error"]["code"]) == (400, "invalidRequest")  # type: ignore[index] # JSON


def test_usual_refusals_have_graphs_status_and_code() -> None:
    """Files refuse in these words (graph:concepts/errors)."""
    faults = [
        (not_found(), 404, "itemNotFound", None),
        (access_denied(inner="accessRestricted"), 403, "accessDenied", "accessRestricted"),
        (invalid("x"), 400, "invalidRequest", None),
        (conflict("x"), 409, "nameAlreadyExists", None),
        (not_supported("x", 501), 501, "notSupported", None),
        (tag_mismatch(), 412, "resourceModified", "entityTagDoesNotMatch"),
    ]
    for fault, status, code, inner in faults:
        assert (fault.status, fault.code, fault.inner) == (status, code, inner)
