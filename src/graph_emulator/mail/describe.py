"""Every letter that was sent, as the admin API tells it."""

from typing import Any

import msgspec

from graph_emulator.directory.models import User
from graph_emulator.kernel.state import State
from graph_emulator.mail.models import Sent


def describe_mail(state: State) -> list[dict[str, Any]]:
    """Return each letter with its envelope, headers and body, and where it went, oldest first."""
    return [_sent(state, sent) for sent in state.every(Sent)]


def _sent(state: State, sent: Sent) -> dict[str, Any]:
    letter = sent.letter
    owner = state.get(User, sent.mailbox)
    return {
        "id": sent.id,
        "at": sent.at,
        "origin": sent.origin,
        "by": sent.by,
        "mailbox": owner.key if owner else None,
        "from": letter.sender.address,
        "to": [one.address for one in letter.to],
        "cc": [one.address for one in letter.cc],
        "bcc": [one.address for one in letter.bcc],
        "reply_to": [one.address for one in letter.reply_to],
        "subject": letter.subject,
        "body_type": letter.body_type,
        "body": letter.body,
        "importance": letter.importance,
        "headers": {one.name: one.value for one in letter.headers},
        "extended": {one.name: one.value for one in letter.extended},
        "attachments": [_attachment(one) for one in letter.attachments],
        "internet_id": letter.internet_id,
        "saved": sent.saved,
        "delivered": list(sent.delivered),
        "outgoing": list(sent.outgoing),
        "bounced": list(sent.bounced),
    }


def _attachment(attachment: Any) -> dict[str, Any]:
    shown: dict[str, Any] = msgspec.to_builtins(attachment)
    return {name: shown[name] for name in ("name", "content_type", "size", "content")}
