"""Sending: accepted without a trace in the answer, delivered to mailboxes here, handed on elsewhere.

Source: graph:api/user-sendmail
"""

import base64
import http.client
from email.message import EmailMessage
from typing import Any

import pytest

from tests.emulator.mail.conftest import ANN, BEN, App, letter, send, subjects, to
from tests.emulator.raw import Emulator, Graph


def test_an_accepted_letter_answers_nothing_and_lies_in_sent_items_and_inbox(
    emulator: Emulator, sender: Graph
) -> None:
    """202 has no body and no id; sender and recipient each hold a copy of their own."""
    reply = send(sender, letter("ben@smallbridge.example"))
    assert (reply.status, reply.content) == (202, b"")
    mine = sender("GET", f"{ANN}/mailFolders/sentitems/messages").json["value"]
    theirs = sender("GET", f"{BEN}/mailFolders/inbox/messages").json["value"]
    assert mine[0]["id"] != theirs[0]["id"]
    assert mine[0]["internetMessageId"] == theirs[0]["internetMessageId"]
    assert (mine[0]["isRead"], theirs[0]["isRead"]) == (True, False)
    (told,) = emulator.admin("GET", "mail")
    assert told["mailbox"] == "ann"
    assert told["delivered"] == ["ben@smallbridge.example"]
    assert emulator.admin("GET", "state")["mail"] == [told]


def test_what_goes_elsewhere_is_told_to_the_admin_only(emulator: Emulator, sender: Graph) -> None:
    """Guests and strangers have their mailboxes at home: nothing of theirs can be read here."""
    people = ("F.Ford@NHS.example", "someone@nowhere.example")
    reply = send(sender, letter(*people, ccRecipients=to("cat@smallbridge.example")))
    assert reply.status == 202
    (told,) = emulator.admin("GET", "mail")
    assert told["outgoing"] == ["f.ford@nhs.example", "someone@nowhere.example"]
    assert told["delivered"] == ["cat@smallbridge.example"]


@pytest.mark.parametrize("flag", [False, "false"])
def test_a_letter_need_not_be_kept(sender: Graph, flag: object) -> None:
    """With saveToSentItems false, as a boolean or as Graph's examples write it, no copy stays."""
    assert send(sender, letter("ben@smallbridge.example"), saveToSentItems=flag).status == 202
    assert subjects(sender("GET", f"{ANN}/mailFolders/sentitems/messages")) == []
    assert subjects(sender("GET", f"{BEN}/messages")) == ["Papers"]


def test_the_actions_parameters_are_known_in_either_spelling(sender: Graph) -> None:
    """Graph's schema begins them with capitals, and clients made from it do so."""
    body = {"Message": letter("ben@smallbridge.example"), "SaveToSentItems": False}
    assert sender("POST", f"{ANN}/sendMail", body).status == 202
    assert subjects(sender("GET", f"{ANN}/messages")) == []


def test_a_blind_copy_stays_blind(sender: Graph) -> None:
    """Only the sender's copy names who got it blind."""
    send(sender, letter("ben@smallbridge.example", bccRecipients=to("cat@smallbridge.example")))
    kept = sender("GET", f"{ANN}/mailFolders/SentItems/messages").json["value"][0]
    cat = sender("GET", "/v1.0/users/cat@smallbridge.example/messages").json["value"][0]
    assert kept["bccRecipients"] == [
        {"emailAddress": {"name": "cat@smallbridge.example", "address": "cat@smallbridge.example"}}
    ]
    assert cat["bccRecipients"] == []


def test_mime_is_a_letter_too(emulator: Emulator, sender: Graph) -> None:
    """The MIME form in base64 arrives with its body, its own headers and its files."""
    mime = EmailMessage()
    mime["To"], mime["Subject"], mime["X-Case"] = "Ben <ben@smallbridge.example>", "As MIME", "1"
    mime.set_content("plain")
    mime.add_attachment(b"a;b", maintype="text", subtype="csv", filename="list.csv")
    body = base64.b64encode(mime.as_bytes())
    reply = sender("POST", f"{ANN}/sendMail", body, headers={"Content-Type": "text/plain"})
    assert reply.status == 202
    (told,) = emulator.admin("GET", "mail")
    assert (told["subject"], told["to"], told["headers"]) == (
        "As MIME",
        ["ben@smallbridge.example"],
        {"X-Case": "1"},
    )
    assert [one["name"] for one in told["attachments"]] == ["list.csv"]


def test_mime_that_is_not_base64_is_refused(sender: Graph) -> None:
    """The documented code says so, and nothing is sent."""
    reply = sender("POST", f"{ANN}/sendMail", b"To: a@b.example", headers={"Content-Type": "text/plain"})
    assert (reply.status, reply.code) == (400, "ErrorMimeContentInvalidBase64String")


FILE = {"@odata.type": "#microsoft.graph.fileAttachment", "name": "a.txt", "contentBytes": "aGVsbG8="}
REFUSED: list[tuple[dict[str, Any], int, str]] = [
    ({"toRecipients": []}, 400, "ErrorInvalidRecipients"),
    ({"toRecipients": to("nobody")}, 400, "ErrorInvalidRecipients"),
    ({"toRecipients": to("a@b.example;c@d.example")}, 400, "ErrorInvalidRecipients"),
    ({"toRecipients": to(*(f"p{n}@b.example" for n in range(501)))}, 400, "ErrorExceededMaxRecipientLimit"),
    ({"unknown": 1}, 400, "RequestBodyRead"),
    ({"subject": 1}, 400, "RequestBodyRead"),
    ({"importance": "urgent"}, 400, "RequestBodyRead"),
    ({"body": {"contentType": "markdown", "content": ""}}, 400, "RequestBodyRead"),
    ({"toRecipients": [{"address": "ben@smallbridge.example"}]}, 400, "RequestBodyRead"),
    ({"internetMessageHeaders": [{"name": "Reply-By", "value": "1"}]}, 400, "InvalidInternetMessageHeader"),
    ({"from": to("ben@smallbridge.example")[0]}, 403, "ErrorSendAsDenied"),
    ({"sender": to("ben@smallbridge.example")[0]}, 403, "ErrorSendAsDenied"),
    ({"attachments": [{**FILE, "@odata.type": "#microsoft.graph.itemAttachment"}]}, 400, "RequestBodyRead"),
    ({"attachments": [{**FILE, "contentBytes": "%"}]}, 400, "RequestBodyRead"),
    ({"attachments": [{**FILE, "name": ""}]}, 400, "ErrorInvalidArgument"),
    ({"singleValueExtendedProperties": [{"id": "String {0} Name x"}]}, 400, "ErrorInvalidProperty"),
]


def test_what_a_letter_cannot_be_is_refused(emulator: Emulator, sender: Graph) -> None:
    """Every malformed or forbidden letter has its own code, and none of them leaves anything behind."""
    for wrong, status, code in REFUSED:
        reply = send(sender, {**letter("ben@smallbridge.example"), **wrong})
        assert (reply.status, reply.code) == (status, code), wrong
    assert sender("POST", f"{ANN}/sendMail", {"message": letter(), "also": 1}).code == "RequestBodyRead"
    assert sender("POST", f"{ANN}/sendMail", letter("ben@smallbridge.example")).code == "RequestBodyRead"
    assert emulator.admin("GET", "mail") == []


def test_own_address_may_be_named_as_sender(sender: Graph) -> None:
    """The mailbox's own address is no other sender."""
    own = to("ANN@smallbridge.example")[0]
    assert send(sender, {**letter("ben@smallbridge.example"), "from": own, "sender": own}).status == 202


def test_files_arrive_and_large_ones_are_refused(sender: Graph) -> None:
    """A file of up to 3 MB goes along with its content; a larger one, or a larger request, does not."""
    assert send(sender, letter("ben@smallbridge.example", attachments=[FILE])).status == 202
    got = sender("GET", f"{BEN}/messages").json["value"][0]
    assert got["hasAttachments"] is True
    files = sender("GET", f"{BEN}/messages/{got['id']}/attachments").json["value"]
    assert [(one["name"], one["contentBytes"], one["size"]) for one in files] == [("a.txt", "aGVsbG8=", 5)]
    for mib, code in ((3, "ErrorMessageSizeExceeded"), (2.99, None)):
        content = base64.b64encode(b"x" * int(mib * 1024 * 1024 + 1)).decode()
        reply = send(
            sender, letter("ben@smallbridge.example", attachments=[{**FILE, "contentBytes": content}])
        )
        assert reply.status == (413 if code else 202)
        assert code is None or reply.code == code


def test_mime_may_carry_no_larger_file_either(sender: Graph) -> None:
    """What is too large as JSON is too large as MIME."""
    mime = EmailMessage()
    mime["To"] = "ben@smallbridge.example"
    mime.add_attachment(b"x" * (3 * 1024 * 1024 + 1), maintype="a", subtype="b", filename="c", cte="8bit")
    body = base64.b64encode(mime.as_bytes())
    reply = sender("POST", f"{ANN}/sendMail", body, headers={"Content-Type": "text/plain"})
    assert reply.status == 413


@pytest.mark.parametrize(("most", "status"), [(5, 400), (6, 202)])
def test_how_many_headers_a_letter_may_have_is_a_quirk(
    emulator: Emulator, sender: Graph, most: int, status: int
) -> None:
    """Users report five; the documents name no number."""
    emulator.admin("PUT", "quirks", {"mail.most_headers": most})
    headers = [{"name": f"x-{n}", "value": "1"} for n in range(6)]
    assert send(sender, letter("ben@smallbridge.example", internetMessageHeaders=headers)).status == status


def test_a_copy_may_appear_late_in_the_sent_items(emulator: Emulator, sender: Graph) -> None:
    """With the quirk, whoever looks at once sees nothing, though the letter has arrived."""
    emulator.admin("PUT", "quirks", {"mail.sent_items_delay": "PT2M"})
    send(sender, letter("ben@smallbridge.example"))
    assert subjects(sender("GET", f"{ANN}/mailFolders/sentitems/messages")) == []
    assert subjects(sender("GET", f"{BEN}/messages")) == ["Papers"]
    emulator.admin("POST", "clock", {"advance": "PT2M"})
    assert subjects(sender("GET", f"{ANN}/mailFolders/sentitems/messages")) == ["Papers"]


def test_a_refused_address_is_reported_to_the_sender(emulator: Emulator, sender: Graph) -> None:
    """The report lies in the sender's inbox and names the letter; the 202 had told nothing."""
    emulator.admin("PUT", "quirks", {"mail.bounce": ["full@nowhere.example"]})
    addresses = ("full@nowhere.example", "nobody@smallbridge.example", "ben@smallbridge.example")
    message = letter(*addresses, internetMessageHeaders=[{"name": "x-own", "value": "42"}])
    assert send(sender, message).status == 202
    sent = sender("GET", f"{ANN}/mailFolders/sentitems/messages").json["value"][0]
    (report,) = sender("GET", f"{ANN}/mailFolders/inbox/messages").json["value"]
    assert report["subject"] == "Undeliverable: Papers"
    assert "nobody@smallbridge.example" in report["body"]["content"]
    headers = sender("GET", f"{ANN}/messages/{report['id']}?$select=internetMessageHeaders").json
    pairs = {one["name"]: one["value"] for one in headers["internetMessageHeaders"]}
    assert (pairs["In-Reply-To"], pairs["x-own"]) == (sent["internetMessageId"], "42")
    told = emulator.admin("GET", "mail")
    assert [one["origin"] for one in told] == ["sendMail", "undeliverable"]
    assert told[0]["bounced"] == ["full@nowhere.example", "nobody@smallbridge.example"]


def test_nothing_bounces_unasked(emulator: Emulator, sender: Graph) -> None:
    """Without the quirk a stranger's address takes what it gets."""
    send(sender, letter("full@nowhere.example"))
    assert emulator.admin("GET", "mail")[0]["bounced"] == []
    assert subjects(sender("GET", f"{ANN}/mailFolders/inbox/messages")) == []


def test_an_app_without_the_role_sends_nothing(app: App) -> None:
    """Mail.ReadWrite alone does not send."""
    reply = send(app("Mail.ReadWrite"), letter("ben@smallbridge.example"))
    assert (reply.status, reply.code) == (403, "ErrorAccessDenied")


def test_an_app_may_be_held_to_some_mailboxes(app: App) -> None:
    """A scoped application is refused at every other mailbox, to read and to send."""
    scoped = app("Mail.Send", "Mail.Read", mailboxes=["ben"])
    assert send(scoped, letter("cat@smallbridge.example"), BEN).status == 202
    for reply in (send(scoped, letter("cat@smallbridge.example")), scoped("GET", f"{ANN}/messages")):
        assert (reply.status, reply.code) == (403, "ErrorAccessDenied")


@pytest.mark.parametrize(
    ("who", "code"),
    [("nobody@smallbridge.example", "ErrorInvalidUser"), ("F.Ford_nhs", "ErrorInvalidUser")],
)
def test_nobody_has_no_mailbox(sender: Graph, who: str, code: str) -> None:
    """An unknown person is told apart from a person without a mailbox."""
    reply = send(sender, letter("ben@smallbridge.example"), f"/v1.0/users/{who}")
    assert (reply.status, reply.code) == (404, code)


def test_a_guest_has_no_mailbox_here(emulator: Emulator, sender: Graph) -> None:
    """A guest's mailbox is at home, so that Graph finds none."""
    flo = next(user for user in emulator.admin("GET", "state")["users"] if user["key"] == "flo")
    reply = send(sender, letter("ben@smallbridge.example"), f"/v1.0/users/{flo['id']}")
    assert (reply.status, reply.code) == (404, "MailboxNotEnabledForRESTAPI")


def test_a_person_uses_their_own_mailbox_only(emulator: Emulator) -> None:
    """Ann may not send or read as Ben."""
    ann = emulator.person("ann")
    assert send(ann, letter("ben@smallbridge.example")).status == 202
    assert send(ann, letter("cat@smallbridge.example"), BEN).status == 403
    assert ann("GET", f"{BEN}/messages").code == "ErrorAccessDenied"


def test_a_letter_may_be_sent_although_the_answer_never_came(emulator: Emulator, sender: Graph) -> None:
    """After a cut connection a client cannot know: this letter went out."""
    emulator.admin("POST", "faults", {"route": "POST /users/{user}/sendMail", "kind": "cut-after"})
    with pytest.raises((http.client.HTTPException, OSError), match=r".*"):
        send(sender, letter("ben@smallbridge.example"))
    assert [one["subject"] for one in emulator.admin("GET", "mail")] == ["Papers"]


def test_letters_outlive_the_process(tmp_path: Any, start: Any) -> None:
    """What was sent is there after a kill and a new start."""
    first = start(tmp_path / "tenant")
    first.admin("POST", "apps", {"name": "mailer", "roles": ["Mail.Send"]})
    token = first.admin("POST", "token", {"app": "mailer"})["access_token"]
    assert send(Graph(first.connection, token), letter("ben@smallbridge.example")).status == 202
    first.kill()
    again = start(tmp_path / "tenant", None)
    assert [one["subject"] for one in again.admin("GET", "mail")] == ["Papers"]
    again.stop()
