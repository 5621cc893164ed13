"""Reading mailboxes: folders, selections, filters, order, pages, drafts, and what a basic reader misses.

Source: graph:api/user-list-messages
"""

import pytest

from tests.emulator.mail.conftest import ANN, BEN, App, letter, send, subjects, to
from tests.emulator.raw import Emulator, Graph

INBOX = f"{BEN}/mailFolders/inbox/messages"
TAG = "String {00020329-0000-0000-c000-000000000046} Name gate"


@pytest.fixture
def three(emulator: Emulator, sender: Graph) -> Graph:
    """Three letters to Ben, an hour apart."""
    for subject in ("First", "Second", "Third"):
        own = [{"name": "x-own", "value": subject}]
        tag = [{"id": TAG, "value": subject}]
        message = letter("ben@smallbridge.example", internetMessageHeaders=own)
        message |= {"subject": subject, "singleValueExtendedProperties": tag}
        assert send(sender, message).status == 202
        emulator.admin("POST", "clock", {"advance": "PT1H"})
    return sender


def test_the_latest_comes_first_and_pages_are_ten_long(three: Graph) -> None:
    """Without order the newest comes first; $top makes pages, and next links lead through all."""
    assert subjects(three("GET", INBOX)) == ["Third", "Second", "First"]
    rows = three.pages(INBOX, query={"$top": "2", "$select": "subject"})
    assert [row["subject"] for row in rows] == ["Third", "Second", "First"]
    assert set(rows[0]) == {"@odata.etag", "id", "subject"}
    for _ in range(8):
        send(three, letter("ben@smallbridge.example"))
    assert len(three("GET", INBOX).json["value"]) == 10
    assert len(three.pages(INBOX)) == 11


FILTERS = [
    ("subject eq 'second'", ["Second"]),
    ("subject ne 'Second'", ["Third", "First"]),
    ("startswith(subject,'T')", ["Third"]),
    ("receivedDateTime ge 2026-03-02T10:00:00Z", ["Third", "Second"]),
    ("receivedDateTime gt 2026-03-02T09:00:00Z and receivedDateTime lt 2026-03-02T11:00:00Z", ["Second"]),
    ("sentDateTime le 2026-03-02T09:00:00Z", ["First"]),
    ("isRead eq false and hasAttachments eq false", ["Third", "Second", "First"]),
    ("from/emailAddress/address eq 'ANN@smallbridge.example' and subject eq 'First'", ["First"]),
    (
        f"singleValueExtendedProperties/Any(ep: ep/id eq '{TAG}' and ep/value eq 'Second')",
        ["Second"],
    ),
]


def test_messages_are_filtered_as_documented(three: Graph) -> None:
    """Instants compare, texts are equal or begin so, extended properties are found by id and value."""
    for text, expected in FILTERS:
        reply = three("GET", INBOX, query={"$filter": text})
        assert subjects(reply) == expected, text


def test_what_cannot_be_filtered_is_refused(three: Graph) -> None:
    """Headers, bodies and recipients cannot be filtered, texts do not compare by size."""
    for text in (
        "internetMessageHeaders/any(h:h/name eq 'x-own')",
        "body/content eq 'x'",
        "toRecipients/any(r:r/emailAddress/address eq 'x')",
        "subject ge 'x'",
        "receivedDateTime ge 'yesterday'",
        "receivedDateTime ge soon",
        "isRead eq 1",
        "nothing",
    ):
        reply = three("GET", INBOX, query={"$filter": text})
        assert (reply.status, reply.code) == (400, "ErrorInvalidUrlQueryFilter"), text


def test_an_order_beside_a_filter_names_what_the_filter_begins_with(three: Graph) -> None:
    """Else the combination is too complex."""
    for text, order, expected in (
        ("receivedDateTime ge 2026-03-01T00:00:00Z and isRead eq false", "receivedDateTime", 200),
        ("isRead eq false and receivedDateTime ge 2026-03-01T00:00:00Z", "receivedDateTime", 400),
        ("isRead eq false", "subject", 400),
    ):
        reply = three("GET", INBOX, query={"$filter": text, "$orderby": order})
        assert reply.status == expected, (text, order)
        assert expected == 200 or reply.code == "InefficientFilter"
    assert subjects(three("GET", INBOX, query={"$orderby": "subject desc"})) == ["Third", "Second", "First"]
    assert three("GET", INBOX, query={"$orderby": "body"}).status == 400


def test_headers_and_extended_properties_come_only_when_asked_for(three: Graph) -> None:
    """Headers need $select, extended properties $expand with their id."""
    row = three("GET", INBOX).json["value"][0]
    assert "internetMessageHeaders" not in row
    one = f"{BEN}/messages/{row['id']}"
    assert "internetMessageHeaders" not in three("GET", one).json
    headers = three("GET", one, query={"$select": "internetMessageHeaders"}).json["internetMessageHeaders"]
    assert headers == [{"name": "x-own", "value": "Third"}]
    wanted = "singleValueExtendedProperties($filter=id eq '{}')"
    found = three("GET", one, query={"$expand": wanted.format(TAG)}).json
    assert found["singleValueExtendedProperties"] == [{"id": TAG, "value": "Third"}]
    other = three("GET", one, query={"$expand": wanted.format("String {0} Name other")}).json
    assert "singleValueExtendedProperties" not in other
    assert three("GET", one, query={"$expand": "extensions"}).code == "ErrorInvalidUrlQuery"
    assert three("GET", one, query={"$select": "nothing"}).status == 400


def test_bodies_come_as_html_unless_text_is_preferred(three: Graph) -> None:
    """A letter written as text is shown as a page; the Prefer header asks for the text."""
    as_page = three("GET", INBOX).json["value"][0]["body"]
    assert as_page["contentType"] == "html"
    assert "Papers &lt;are&gt; ready." in as_page["content"]
    prefer = {"Prefer": 'outlook.body-content-type="text"'}
    as_text = three("GET", INBOX, headers=prefer).json["value"][0]["body"]
    assert as_text == {"contentType": "text", "content": "Papers <are> ready."}


@pytest.mark.usefixtures("three")
def test_a_basic_reader_sees_envelopes_only(app: App) -> None:
    """Mail.ReadBasic.All shows no body, no preview, no files, and no extended properties."""
    basic = app("Mail.ReadBasic.All")
    row = basic("GET", INBOX).json["value"][0]
    assert row["subject"] == "Third"
    assert not {"body", "bodyPreview", "uniqueBody"} & set(row)
    one = f"{BEN}/messages/{row['id']}"
    assert basic("GET", one, query={"$select": "body"}).code == "ErrorAccessDenied"
    assert basic("GET", one, query={"$expand": "attachments"}).status == 403
    assert basic("GET", f"{one}/attachments").status == 403
    assert basic("GET", one, query={"$select": "internetMessageHeaders"}).status == 200


@pytest.mark.usefixtures("three")
def test_a_reader_neither_writes_nor_deletes(app: App) -> None:
    """Mail.Read reads."""
    reader = app("Mail.Read")
    row = reader("GET", INBOX).json["value"][0]
    assert reader("DELETE", f"{BEN}/messages/{row['id']}").status == 403
    assert reader("POST", f"{BEN}/messages", letter()).status == 403
    assert app()("GET", INBOX).status == 403


def test_a_folder_is_found_by_its_id_too(three: Graph) -> None:
    """A message names its folder's id; an unknown folder or message is not found."""
    row = three("GET", INBOX).json["value"][0]
    assert subjects(three("GET", f"{BEN}/mailFolders/{row['parentFolderId']}/messages"))[0] == "Third"
    for place in ("mailFolders/none/messages", "messages/none"):
        reply = three("GET", f"{BEN}/{place}")
        assert (reply.status, reply.code) == (404, "ErrorItemNotFound")
    assert three("GET", f"{ANN}/messages/{row['id']}").status == 404


def test_a_draft_goes_to_nobody_until_it_is_sent(emulator: Emulator, sender: Graph) -> None:
    """Sending makes another message of it; sending twice is not possible."""
    made = sender("POST", f"{ANN}/messages", letter("ben@smallbridge.example"))
    assert (made.status, made.json["isDraft"], made.json["from"]) == (201, True, None)
    assert emulator.admin("GET", "mail") == []
    place = f"{ANN}/messages/{made.json['id']}"
    assert sender("POST", f"{place}/send").status == 202
    assert sender("POST", f"{place}/send").status == 404
    sent = sender("GET", f"{ANN}/mailFolders/sentitems/messages").json["value"][0]
    assert sent["id"] != made.json["id"]
    assert sender("POST", f"{ANN}/messages/{sent['id']}/send").code == "ErrorInvalidOperation"
    assert subjects(sender("GET", INBOX)) == ["Papers"]


def test_a_draft_without_recipients_is_kept_but_not_sent(sender: Graph) -> None:
    """What is missing is told when it is sent."""
    made = sender("POST", f"{ANN}/messages", {"subject": "Not yet"})
    assert made.status == 201
    place = f"{ANN}/messages/{made.json['id']}"
    assert sender("POST", f"{place}/send").code == "ErrorInvalidRecipients"
    assert sender("DELETE", place).status == 204
    assert sender("GET", place).status == 404
    (moved,) = sender("GET", f"{ANN}/mailFolders/deleteditems/messages").json["value"]
    assert sender("DELETE", f"{ANN}/messages/{moved['id']}").status == 204
    assert subjects(sender("GET", f"{ANN}/messages")) == []


def test_an_unknown_option_and_another_content_are_refused(sender: Graph) -> None:
    """What the emulator does not know it does not take."""
    assert sender("GET", INBOX, query={"$search": "x"}).status == 400
    reply = sender("POST", f"{ANN}/messages", b"<x/>", headers={"Content-Type": "text/xml"})
    assert reply.status == 415
    assert sender("POST", f"{ANN}/messages", {"toRecipients": to("x@y.example"), "id": "1"}).status == 400
