"""The outbox: whole .eml files that anybody's mail program opens, each once.

Source: rfc:5322
"""

from email import message_from_bytes
from email.policy import default
from pathlib import Path

import anyio
import pytest

from sharepoint_gate.access.letters import token_of
from sharepoint_gate.errors import LawError, MailError
from sharepoint_gate.mail.outbox import Outbox
from sharepoint_gate.ports.mail import Fate, Message
from tests.unit.graph.test_door_mail import KEY, PERMIT, SINCE, TO

MESSAGE = Message(KEY, TO, "Documents are ready for you", "Grüße\n", "<p>Grüße</p>\n", "bu@westmarsh.example")


def test_a_mail_is_a_file_that_mail_programs_open(tmp_path: Path) -> None:
    """Plain text first, the same in HTML, one recipient, no attachment, readable by this account alone."""
    anyio.run(Outbox(tmp_path / "out", PERMIT).send, MESSAGE)
    (file,) = (tmp_path / "out").iterdir()
    assert file.stat().st_mode & 0o077 == 0
    mail = message_from_bytes(file.read_bytes(), policy=default)
    assert (mail["To"], mail["Subject"], mail["Reply-To"]) == (TO, MESSAGE.subject, MESSAGE.reply_to)
    assert mail["X-Sharepoint-Gate-Key"] == token_of(KEY)
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    words = [part.get_content().replace("\r\n", "\n") for part in mail.iter_parts()]
    assert words == [MESSAGE.text, MESSAGE.html]
    assert list(mail.iter_attachments()) == []


def test_law_3_the_outbox_takes_no_mail_that_the_permit_does_not_hold(tmp_path: Path) -> None:
    """A file on disk is as good as sent."""
    astray = Message(KEY, "somebody@elsewhere.example", "s", "t", "h")
    with pytest.raises(LawError):
        anyio.run(Outbox(tmp_path / "out", PERMIT).send, astray)
    assert not (tmp_path / "out").exists()


def test_law_12_a_mail_that_lies_there_is_found_and_never_written_again(tmp_path: Path) -> None:
    """A cut between file and ledger is mended by looking."""
    outbox = Outbox(tmp_path, PERMIT)
    assert anyio.run(outbox.look_for, KEY, SINCE) is Fate.NOT_FOUND
    anyio.run(outbox.send, MESSAGE)
    assert anyio.run(outbox.look_for, KEY, SINCE) is Fate.SENT
    with pytest.raises(MailError):
        anyio.run(outbox.send, MESSAGE)
    assert anyio.run(outbox.returned, SINCE) == frozenset()


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """Nothing was sent, and the next run tries again."""
    (tmp_path / "out").write_text("a file")
    with pytest.raises(MailError, match="outbox"):
        anyio.run(Outbox(tmp_path / "out", PERMIT).send, Message(KEY, TO, "s", "t", "h"))
