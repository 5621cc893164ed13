"""Faults that are asked for: which request they hit, and what the client then sees."""

import http.client
import json
import threading
import time
from pathlib import Path

import pytest

from tests.emulator.conftest import SMALL, Start
from tests.emulator.raw import Connection, Emulator, Graph

_ANN = "/v1.0/users/ann@smallbridge.example"
_GET_USER = "GET /users/{user}"


def _ask(emulator: Emulator, kind: str, **further: object) -> None:
    emulator.admin("POST", "faults", {"route": _GET_USER, "kind": kind, **further})


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (429, "activityLimitReached"),
        (503, "serviceNotAvailable"),
        (500, "generalException"),
        (418, "generalException"),
    ],
)
def test_status_fault_hits_the_counted_request(
    emulator: Emulator, reconciler: Graph, status: int, code: str
) -> None:
    """The nth matching request and count - 1 after it are hit, no other (graph:concepts/throttling)."""
    _ask(emulator, f"status:{status}", nth=2, count=2)
    assert [reconciler("GET", _ANN).status for _ in range(2)] == [200, status]
    reply = reconciler("GET", _ANN)
    assert (reply.status, reply.code) == (status, code)
    assert ("retry-after" in reply.headers) == (status in {429, 503})
    assert reconciler("GET", _ANN).status == 200
    assert emulator.admin("GET", "faults") == []


def test_star_hits_every_route(emulator: Emulator, reconciler: Graph) -> None:
    """The route * stands for all of them (ADR-0003)."""
    emulator.admin("POST", "faults", {"route": "*", "kind": "status:503"})
    assert reconciler("GET", "/v1.0/teams").status == 503
    assert reconciler("GET", _ANN).status == 200


def test_other_routes_are_not_hit(emulator: Emulator, reconciler: Graph) -> None:
    """A fault waits for its own route, until it is taken back (ADR-0003)."""
    _ask(emulator, "status:503")
    assert reconciler("GET", "/v1.0/users").status == 200
    assert len(emulator.admin("GET", "faults")) == 1
    emulator.admin("DELETE", "faults")
    assert reconciler("GET", _ANN).status == 200


def _member_call(emulator: Emulator) -> tuple[str, dict[str, object]]:
    state = emulator.admin("GET", "state")
    channel = state["channels"][0]
    flo = next(user["id"] for user in state["users"] if user["key"] == "flo")
    body: dict[str, object] = {
        "@odata.type": "#microsoft.graph.aadUserConversationMember",
        "roles": [],
        "user@odata.bind": f"https://graph.microsoft.com/v1.0/users('{flo}')",
    }
    return f"/v1.0/teams/{channel['team_id']}/channels/{channel['id']}/members", body


def _channel_keys(emulator: Emulator) -> set[str]:
    return {member["key"] for member in emulator.admin("GET", "state")["channels"][0]["members"]}


@pytest.mark.parametrize(("kind", "done"), [("cut-before", False), ("cut-after", True)])
def test_cut_connection_leaves_the_client_in_doubt(
    emulator: Emulator,
    reconciler: Graph,
    kind: str,
    done: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """Cut before, nothing was done; cut after, all was; the client cannot tell (ADR-0003)."""
    path, body = _member_call(emulator)
    route = "POST /teams/{team}/channels/{channel}/members"
    emulator.admin("POST", "faults", {"route": route, "kind": kind})
    with pytest.raises((http.client.HTTPException, OSError)):
        reconciler("POST", path, body)
    assert ("flo" in _channel_keys(emulator)) is done
    assert emulator.admin("GET", "journal")[-1]["status"] == (201 if done else 0)


def test_malformed_answer_is_no_json(emulator: Emulator, reconciler: Graph) -> None:
    """The body breaks off although the status is 200 (ADR-0003)."""
    _ask(emulator, "malformed")
    reply = reconciler("GET", _ANN)
    assert reply.status == 200
    with pytest.raises(json.JSONDecodeError):
        reply.json  # noqa: B018 - reading it is the test


def test_half_page_hides_rows_and_the_way_on(emulator: Emulator, reconciler: Graph) -> None:
    """Half of the rows and the next link are missing, and nothing says so (ADR-0003)."""
    emulator.admin("POST", "faults", {"route": "GET /users", "kind": "half-page"})
    reply = reconciler("GET", "/v1.0/users?$top=4").json
    assert len(reply["value"]) == 2
    assert "@odata.nextLink" not in reply


def test_delayed_answer_takes_its_time(emulator: Emulator, reconciler: Graph) -> None:
    """The answer waits on the wall clock, and another connection is served meanwhile (ADR-0003)."""
    _ask(emulator, "delay:0.4")
    other = Connection(emulator.ready["base_url"], emulator.ready["ca_file"])
    begun = time.monotonic()
    waiting = threading.Thread(target=reconciler, args=("GET", _ANN))
    waiting.start()
    while other.send("GET", "/__emulator__/journal", {}, None).json == []:
        time.sleep(0.01)
    assert waiting.is_alive()
    other.close()
    waiting.join()
    assert time.monotonic() - begun >= 0.4


def test_exit_after_keeps_what_was_done(tmp_path: Path, start: Start) -> None:
    """The process dies between commit and answer, and the change stays (ADR-0003)."""
    emulator = start(tmp_path, SMALL)
    path, body = _member_call(emulator)
    route = "POST /teams/{team}/channels/{channel}/members"
    emulator.admin("POST", "faults", {"route": route, "kind": "exit-after"})
    with pytest.raises((http.client.HTTPException, OSError)):
        emulator.app("reconciler")("POST", path, body)
    assert emulator.wait() == -9
    again = start(tmp_path, None)
    assert "flo" in _channel_keys(again)
    assert again.admin("GET", "journal")[-1]["status"] == 201


@pytest.mark.parametrize(
    "fault",
    [
        {"route": "GET /moons", "kind": "status:503"},
        {"route": "*", "kind": "status:200"},
        {"route": "*", "kind": "explode"},
        {"route": "*", "kind": "malformed", "nth": 0},
        {"route": "*", "kind": "malformed", "count": 0},
        {"route": "*", "kind": "malformed", "colour": "red"},
        {"route": "*", "kind": "malformed", "every": 0},
        {"route": "*", "kind": "malformed", "done": 1},
        {"route": "*", "kind": "malformed", "until": "2026-01-05T09:00:00"},
        {"route": "*", "kind": "redirect:elsewhere"},
        {"route": "*", "kind": "retry-after:soon"},
        {"kind": "malformed"},
    ],
)
def test_impossible_fault_is_refused(emulator: Emulator, fault: dict[str, object]) -> None:
    """A fault that could never happen is refused at once (ADR-0003)."""
    assert emulator.ask_admin("POST", "faults", fault).status == 400


def test_every_second_request_is_hit_until_an_instant(emulator: Emulator, reconciler: Graph) -> None:
    """A storm hits each k-th request until the tenant's clock says that it is over (ADR-0003)."""
    now = emulator.admin("GET", "clock")["now"]
    later = f"{now[:11]}{int(now[11:13]) + 1:02}{now[13:]}"
    _ask(emulator, "status:429", every=2, until=later)
    assert [reconciler("GET", _ANN).status for _ in range(5)] == [429, 200, 429, 200, 429]
    assert emulator.admin("GET", "faults")[0]["done"] == 3
    emulator.admin("POST", "clock", {"advance": "PT1H"})
    assert [reconciler("GET", _ANN).status for _ in range(2)] == [200, 200]
    assert emulator.admin("GET", "faults") == []


def test_every_third_request_is_hit_as_often_as_asked(emulator: Emulator, reconciler: Graph) -> None:
    """`nth` begins, `every` spaces and `count` ends the row of those that are hit (ADR-0003)."""
    _ask(emulator, "status:500", nth=2, every=3, count=2)
    told = [reconciler("GET", _ANN).status for _ in range(8)]
    assert told == [200, 500, 200, 200, 500, 200, 200, 200]


@pytest.mark.parametrize(
    ("kind", "status", "after"),
    [
        ("retry-after:17", 429, "17"),
        ("retry-after-503:9", 503, "9"),
        ("retry-after-date:60", 429, "Mon, 02 Mar 2026 09:01:00 GMT"),
    ],
)
def test_wait_may_be_told_in_seconds_or_as_a_date(
    emulator: Emulator, reconciler: Graph, kind: str, status: int, after: str
) -> None:
    """Retry-After holds seconds, or a date by the tenant's clock (rfc:9110#10.2.3)."""
    assert emulator.admin("GET", "clock")["now"] == "2026-03-02T09:00:00Z"
    _ask(emulator, kind)
    reply = reconciler("GET", _ANN)
    assert (reply.status, reply.headers["retry-after"]) == (status, after)


def test_token_may_expire_between_two_requests(emulator: Emulator, reconciler: Graph) -> None:
    """An expired token is 401 with a challenge, and the same token works again (graph:concepts/errors)."""
    _ask(emulator, "expired-token")
    reply = reconciler("GET", _ANN)
    assert (reply.status, reply.code) == (401, "InvalidAuthenticationToken")
    assert 'error="invalid_token"' in reply.headers["www-authenticate"]
    assert "claims=" in reply.headers["www-authenticate"]
    assert reconciler("GET", _ANN).status == 200


def test_proxy_may_answer_in_place_of_graph(emulator: Emulator, reconciler: Graph) -> None:
    """A page of a proxy comes with status 200 and another type (ADR-0003)."""
    _ask(emulator, "wrong-content-type")
    reply = reconciler("GET", _ANN)
    assert (reply.status, reply.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert b"<html>" in reply.content


def test_body_may_be_missing(emulator: Emulator, reconciler: Graph) -> None:
    """Status and type are right, and nothing follows (ADR-0003)."""
    _ask(emulator, "empty-body")
    reply = reconciler("GET", _ANN)
    assert (reply.status, reply.content) == (200, b"")
    assert reply.headers["content-type"].startswith("application/json")


def test_connection_may_end_in_the_middle_of_a_body(emulator: Emulator, reconciler: Graph) -> None:
    """The headers promise more bytes than come (ADR-0003)."""
    _ask(emulator, "cut-within")
    with pytest.raises(http.client.IncompleteRead) as cut:
        reconciler("GET", _ANN)
    assert cut.value.expected
    assert cut.value.partial.startswith(b"{")
    assert emulator.admin("GET", "journal")[-1]["status"] == 200


def test_answer_may_point_elsewhere(emulator: Emulator, reconciler: Graph) -> None:
    """A redirect names another host and does nothing: who follows it gives the token away (ADR-0003)."""
    _ask(emulator, "redirect:https://elsewhere.example/v1.0/users")
    reply = reconciler("GET", _ANN)
    assert (reply.status, reply.content) == (302, b"")
    assert reply.headers["location"] == "https://elsewhere.example/v1.0/users"
