"""The last inch of the door: bodies of two meanings, headers, side entrances, and what counts as sent."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import httpx
import pytest

from sharepoint_gate.access.letters import token_of
from sharepoint_gate.errors import LawError
from sharepoint_gate.graph import requests
from sharepoint_gate.graph.door import NOTHING, Door
from sharepoint_gate.graph.door_mail import mail_body
from sharepoint_gate.graph.model import GraphRequest
from sharepoint_gate.graph.routes import RouteName
from sharepoint_gate.graph.wire import DoorTransport
from tests.unit.graph.test_door import BASE, HELD, ITEM, LINK, NADIA, PERMIT, SEAT, out

CHANNEL = "19:case@thread.tacv2"
OUTSIDER = {"email": "o.utsider@evil.example"}


def told(request: GraphRequest, change: Mapping[str, object]) -> GraphRequest:
    """Return a request with another body."""
    body = json.loads(request.body or b"{}") | change
    return replace(request, body=json.dumps(body, separators=(",", ":")).encode())


def refused(request: GraphRequest, door: Door | None = None, **changes: object) -> bool:
    """Tell whether the door stops a request."""
    try:
        (door or Door(PERMIT, BASE)).check(out(request, **changes))
    except LawError:
        return True
    return False


@pytest.mark.parametrize(
    ("name", "key"), [("create", "recipients"), ("grant", "recipients"), ("revoke", "grantees")]
)
def test_law_3_nobody_is_named_by_anything_but_an_object_id(name: str, key: str) -> None:
    """One entry that is plain does not carry in another that is not."""
    plain = json.loads(HELD[name].body or b"")[key][0]
    assert not refused(told(HELD[name], {key: [plain, plain]}))
    for other in (OUTSIDER, plain | OUTSIDER, {"objectid": plain["objectId"]}, {}, "x", {"objectId": 7}):
        assert refused(told(HELD[name], {key: [plain, other]})), other
        assert refused(told(HELD[name], {key: [other]})), other


@pytest.mark.parametrize("name", [one for one, request in HELD.items() if request.body])
def test_law_3_a_body_holds_not_one_word_more(name: str) -> None:
    """What a later version of Graph makes of a further word, nobody knows."""
    assert refused(told(HELD[name], {"further": True}))
    assert refused(replace(HELD[name], body=(HELD[name].body or b"") + b" "))
    assert refused(replace(HELD[name], body=b""))


def test_law_3_a_body_may_have_its_words_in_another_order() -> None:
    """Order means nothing in JSON."""
    body = json.loads(HELD["create"].body or b"")
    turned = dict(reversed(body.items()))
    assert not refused(replace(HELD["create"], body=json.dumps(turned, separators=(",", ":")).encode()))


@pytest.mark.parametrize("role", [None, [], ["owner"]])
def test_law_3_no_role_is_set_that_the_permit_does_not_hold(role: object) -> None:
    """Neither for another member, nor in another channel."""
    stranger = requests.set_role("team-1", CHANNEL, replace_seat("other"), "member")
    assert refused(told(stranger, {"roles": role}))
    assert refused(requests.set_role("team-1", "19:other@thread.tacv2", SEAT, "member"))
    assert refused(requests.set_role("team-2", CHANNEL, SEAT, "member"))
    assert refused(requests.remove_member("team-1", "19:other@thread.tacv2", SEAT))


def replace_seat(text: str) -> Any:
    """Return another membership."""
    return type(SEAT)(text)


def test_law_3_what_this_run_made_is_undone_in_its_own_library_alone() -> None:
    """Another library's permission of the same id is another permission."""
    door = Door(PERMIT, BASE)
    match = door.check(out(HELD["create"]))
    door.note(match, 201, b'{"id": "made"}')
    made = type(LINK)("made")
    assert not refused(requests.delete_permission("b!drive", ITEM, made), door)
    assert refused(requests.delete_permission("b!other", ITEM, made), door)
    assert not refused(requests.revoke_grants("b!drive", ITEM, made, [NADIA]), door)
    assert refused(requests.revoke_grants("b!other", ITEM, made, [NADIA]), door)
    assert refused(told(requests.revoke_grants("b!drive", ITEM, made, [NADIA]), {"further": 1}), door)


@pytest.mark.parametrize("status", [199, 200, 201, 299, 300, 404])
def test_law_3_only_what_an_answer_says_was_done_counts_as_made(status: int) -> None:
    """A redirect or a refusal made nothing, whatever its body names."""
    door = Door(PERMIT, BASE)
    door.note(door.check(out(HELD["create"])), status, b'{"id": "made", "link": {"type": "edit"}}')
    assert refused(requests.delete_permission("b!drive", ITEM, type(LINK)("made")), door) != (
        200 <= status < 300
    )


MAILING = replace(NOTHING, mail_sender="p@x.example", mail_recipients={"k": "n@nhs.example"})
GUESTS = replace(NOTHING, invite_addresses={"n@nhs.example": "https://apps.example"})


@pytest.mark.parametrize("status", [0, 200, 202, 302, 399, 400, 404, 499, 500, 503])
def test_law_12_what_may_have_left_never_leaves_twice(status: int) -> None:
    """Only a refusal in the four hundreds says that a letter or an invitation did not go."""
    body = mail_body(token_of("k"), "n@nhs.example", "s", "h", "")
    mail = _json("POST", "/v1.0/users/p@x.example/sendMail", RouteName.SEND_MAIL, body)
    for request, permit in (
        (mail, MAILING),
        (requests.invite("n@nhs.example", "https://apps.example"), GUESTS),
    ):
        door = Door(permit, BASE)
        door.note(door.check(out(request)), status, b"", request.body or b"")
        assert refused(request, door) != (400 <= status < 500)


def _json(method: str, path: str, route: RouteName, body: object) -> GraphRequest:
    text = json.dumps(body, separators=(",", ":")).encode()
    return GraphRequest(method, path, route, "", {"content-type": "application/json"}, text)


def test_law_3_a_mail_has_one_body_word_for_word() -> None:
    """Written out here, so that no change of the one place where it is made goes unnoticed."""
    assert mail_body("t", "n@nhs.example", "s", "<p>h</p>", "b@x.example") == {
        "message": {
            "subject": "s",
            "body": {"contentType": "HTML", "content": "<p>h</p>"},
            "toRecipients": [{"emailAddress": {"address": "n@nhs.example"}}],
            "internetMessageHeaders": [{"name": "x-sharepoint-gate-key", "value": "t"}],
            "replyTo": [{"emailAddress": {"address": "b@x.example"}}],
        },
        "saveToSentItems": True,
    }
    assert "replyTo" not in str(mail_body("t", "n@nhs.example", "s", "h", ""))


@pytest.mark.parametrize(
    "header",
    [
        {"content-type": "application/json; charset=utf-16"},
        {"content-type": "text/plain"},
        {"content-type": "multipart/mixed; boundary=x"},
        {"content-length": "1"},
        {"content-length": "999"},
        {"content-length": "2, 2"},
        {"transfer-encoding": "chunked"},
        {"content-encoding": "gzip"},
        {"x-http-method-override": "DELETE"},
        {"host": "evil.example"},
        {"prefer": "redeemSharingLink"},
    ],
)
@pytest.mark.parametrize("name", ["create", "delete"])
def test_law_3_no_header_makes_another_request_of_it(name: str, header: dict[str, str]) -> None:
    """Length, form and alphabet of a body are those that were judged."""
    headers = {"authorization": "Bearer t", "host": "graph.example:8443", **HELD[name].headers, **header}
    assert refused(HELD[name], headers=headers)


def test_law_4_a_batch_has_no_query_and_tells_its_parts_apart() -> None:
    """Parts of one name in two letter cases could be taken for each other."""
    reads = {"a": requests.permissions("b!drive", ITEM), "A": requests.accounts("a@b.example")}
    assert refused(requests.batch(reads))
    one = requests.batch({"a": requests.permissions("b!drive", ITEM)})
    assert not refused(one)
    assert refused(replace(one, query="$select=id"))


@pytest.mark.anyio
@pytest.mark.parametrize(
    "extra", [{"target": b"/v1.0/users"}, {"sni_hostname": "evil.example"}, {"trace": 1}]
)
async def test_law_3_there_is_no_side_entrance_of_the_connection(extra: dict[str, object]) -> None:
    """The connection knows ways to write another request line than the one that was judged."""
    reached: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        reached.append(request)
        return httpx.Response(200, json={"value": []})

    door = DoorTransport(httpx.MockTransport(answer), Door(NOTHING, BASE))
    request = httpx.Request("GET", f"{BASE}/v1.0/drives/d", extensions={"timeout": {}})
    await door.handle_async_request(request)
    request.extensions = {"timeout": {}, **extra}
    with pytest.raises(LawError):
        await door.handle_async_request(request)
    assert len(reached) == 1
