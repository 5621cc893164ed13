"""Laws 3, 4, 12 and 14 at the door for mails: one permitted recipient, one body, one mailbox, once."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from sharepoint_gate.access.letters import token_of
from sharepoint_gate.access.permit import WritePermit
from sharepoint_gate.errors import LawError
from sharepoint_gate.graph.door import NOTHING, Door, Outgoing
from sharepoint_gate.graph.mailer import list_mails, send_mail
from sharepoint_gate.graph.model import GraphRequest
from sharepoint_gate.ports.mail import Message

BASE = "https://graph.example"
SENDER = "partnership@westmarsh.example"
KEY = "ready/u12/RR-2026-001/a"
TO = "n.rahman@wicb.example"
REPLY = "bu@westmarsh.example"
PERMIT = WritePermit(
    drive_id="",
    team_id="",
    channel_id="",
    items={},
    add_members={},
    remove_members=frozenset(),
    set_roles={},
    mail_recipients={KEY: TO},
    mail_sender=SENDER,
    mail_reply_to=REPLY,
)
MESSAGE = Message(KEY, TO, "Documents are ready", "text", "<p>text</p>", REPLY)
SINCE = datetime(2026, 3, 30, 22, 0, tzinfo=UTC)


def outgoing(request: GraphRequest, body: bytes | None = None) -> Outgoing:
    """Return the request as it is about to leave."""
    headers = {"authorization": "Bearer t", **request.headers}
    sent = body if body is not None else request.body or b""
    return Outgoing(request.method, "https", "graph.example", request.target, headers, sent)


def passes(request: GraphRequest, body: bytes | None = None, permit: WritePermit = PERMIT) -> bool:
    """Tell whether a door lets a request pass."""
    try:
        Door(permit, BASE).check(outgoing(request, body))
    except LawError:
        return False
    return True


def changed(**changes: Any) -> bytes:
    """Return the permitted body with properties of its message changed; None takes one away."""
    body = msgspec.json.decode(send_mail(SENDER, MESSAGE).body or b"")
    body["message"] |= changes
    body["message"] = {name: value for name, value in body["message"].items() if value is not None}
    return msgspec.json.encode(body)


def person(address: str) -> dict[str, Any]:
    """Return a recipient as Graph writes it."""
    return {"emailAddress": {"address": address}}


def test_the_permitted_mail_passes() -> None:
    """With and without an address for answers."""
    assert passes(send_mail(SENDER, MESSAGE))
    bare = Message(KEY, TO, "s", "t", "h")
    assert not passes(send_mail(SENDER, bare))


@pytest.mark.parametrize(
    "changes",
    [
        {"toRecipients": [person("somebody@elsewhere.example")]},
        {"toRecipients": [person(TO), person("somebody@elsewhere.example")]},
        {"toRecipients": []},
        {"ccRecipients": [person(TO)]},
        {"bccRecipients": [person("somebody@elsewhere.example")]},
        {"replyTo": [person("somebody@elsewhere.example")]},
        {
            "attachments": [
                {"@odata.type": "#microsoft.graph.fileAttachment", "name": "a", "contentBytes": ""}
            ]
        },
        {"from": person("other@westmarsh.example")},
        {"importance": "high"},
        {"isReadReceiptRequested": True},
        {"internetMessageHeaders": [{"name": "x-sharepoint-gate-key", "value": token_of("another")}]},
        {"internetMessageHeaders": None},
        {"body": {"contentType": "Text", "content": "x"}},
        {"body": {"contentType": "HTML", "content": 7}},
        {"subject": 7},
    ],
)
def test_law_3_a_mail_that_goes_elsewhere_or_carries_more_is_stopped(changes: dict[str, Any]) -> None:
    """Other recipients, copies, attachments, senders and tracking never leave."""
    assert not passes(send_mail(SENDER, MESSAGE), changed(**changes))


@pytest.mark.parametrize("body", [b"", b"[]", b"7", b'{"message":7}', b'{"message":{}}', b"no JSON"])
def test_law_3_a_mail_that_is_none_is_stopped(body: bytes) -> None:
    """Strange bodies do not leave either."""
    assert not passes(send_mail(SENDER, MESSAGE), body)


def test_law_3_a_mail_that_leaves_no_copy_is_stopped() -> None:
    """Without a copy in the Sent Items nobody could look for it."""
    body = msgspec.json.decode(send_mail(SENDER, MESSAGE).body or b"")
    assert not passes(send_mail(SENDER, MESSAGE), msgspec.json.encode({**body, "saveToSentItems": False}))


def test_law_3_only_the_permits_mailbox_sends() -> None:
    """Nobody writes in another's name, and without a mail permit nobody writes at all."""
    assert not passes(send_mail("p.nandakumar@westmarsh.example", MESSAGE))
    assert not passes(send_mail(SENDER, MESSAGE), permit=NOTHING)


@pytest.mark.parametrize(
    ("status", "again"), [(202, False), (0, False), (503, False), (429, True), (401, True)]
)
def test_law_12_a_mail_that_may_have_left_does_not_leave_again(status: int, again: bool) -> None:  # noqa: FBT001 - pairs
    """After an answer that says no it may; after silence or success it may not."""
    door, request = Door(PERMIT, BASE), send_mail(SENDER, MESSAGE)
    match = door.check(outgoing(request))
    door.note(match, status, b"", request.body or b"")
    if again:
        door.check(outgoing(request))
    else:
        with pytest.raises(LawError, match="at the door"):
            door.check(outgoing(request))


def test_law_4_only_the_senders_own_mailbox_is_looked_into_and_envelopes_only() -> None:
    """Nobody's mail is read: neither another mailbox, nor another folder, nor a word of a text."""
    assert passes(list_mails(SENDER, "sentitems", SINCE))
    assert passes(list_mails(SENDER, "inbox", SINCE))
    assert not passes(list_mails("p.nandakumar@westmarsh.example", "inbox", SINCE))
    assert not passes(list_mails(SENDER, "drafts", SINCE))
    assert not passes(list_mails(SENDER, "sentitems", SINCE), permit=NOTHING)
    whole = list_mails(SENDER, "sentitems", SINCE)
    query = whole.query.replace("sentDateTime&", "sentDateTime%2Cbody&", 1)
    assert query != whole.query
    assert not passes(GraphRequest("GET", whole.path, whole.route, query))


@pytest.mark.parametrize(
    "more", ["$expand=attachments", "select=body", "$Select=body", "$search=child", "$x="]
)
def test_law_4_no_further_option_brings_the_text_of_a_mail_along(more: str) -> None:
    """Beside the envelope's names stands nothing but which mails, in what order, and from where on."""
    envelopes = list_mails(SENDER, "sentitems", SINCE)
    further = GraphRequest("GET", envelopes.path, envelopes.route, f"{envelopes.query}&%24skip=200")
    assert passes(further)
    assert not passes(GraphRequest("GET", envelopes.path, envelopes.route, f"{envelopes.query}&{more}"))


def test_law_4_a_batch_looks_into_no_mailbox() -> None:
    """Within a batch nobody holds a look against the permit, so that none is let through."""
    part = {
        "id": "1",
        "method": "GET",
        "url": "/users/p.nandakumar@westmarsh.example/mailFolders/inbox/messages",
    }
    body = msgspec.json.encode({"requests": [part]})
    batch = Outgoing("POST", "https", "graph.example", "/v1.0/$batch", {}, body)
    with pytest.raises(LawError, match="at the door"):
        Door(PERMIT, BASE).check(batch)


def test_law_14_neither_address_nor_text_shows_in_what_is_logged() -> None:
    """Requests and messages hide both in their representation."""
    told = repr(send_mail(SENDER, MESSAGE)) + repr(MESSAGE)
    assert TO not in told
    assert "<p>" not in told
