"""The laws for mail: one permitted recipient, one body, no attachment, from one mailbox (laws 3, 4, 12, 14).

Source: graph:api/user-sendmail
"""

from typing import Any
from urllib.parse import parse_qsl

import msgspec

from sharepoint_gate.access.letters import token_of
from sharepoint_gate.access.permit import WritePermit
from sharepoint_gate.graph.created import Created
from sharepoint_gate.graph.routes import Match

HEADER = "x-sharepoint-gate-key"
"""By this internet header a mail is known again; names of own headers begin with ``x-``."""
FOLDERS = frozenset({"sentitems", "inbox"})
ENVELOPE = "internetMessageHeaders,sentDateTime"
"""All that is ever read of a mail: its headers and when it left."""
OPTIONS = frozenset({"$select", "$filter", "$orderby", "$top", "$skip", "$skiptoken"})
"""All that a look into a mailbox may ask with: nothing that brings a mail's text or attachments along."""


def mail_body(token: str, to: str, subject: str, html: str, reply_to: str) -> dict[str, object]:
    """Return the one body that a mail may have."""
    message: dict[str, object] = {
        "subject": subject,
        "body": {"contentType": "HTML", "content": html},
        "toRecipients": [_recipient(to)],
        "internetMessageHeaders": [{"name": HEADER, "value": token}],
    }
    if reply_to:
        message["replyTo"] = [_recipient(reply_to)]
    return {"message": message, "saveToSentItems": True}


def why_not_mail(permit: WritePermit, created: Created, match: Match, body: Any) -> str:
    """Return why a mail may not leave; empty when it may."""
    if not permit.mail_sender or match.ids["mailbox"] != permit.mail_sender:
        return "the permit does not hold sending from this mailbox"
    token, subject, html = _told(body)
    if token in created.mails:
        return "this very mail has left already"
    recipients = {token_of(key): address for key, address in permit.mail_recipients.items()}
    if token not in recipients:
        return "the permit does not hold this mail"
    wanted = mail_body(token, recipients[token], subject, html, permit.mail_reply_to)
    return (
        "" if _canonical(body) == _canonical(wanted) else "it goes elsewhere, or carries more than its text"
    )


def may_look_into(permit: WritePermit, match: Match, target: str) -> bool:
    """Return whether a mailbox may be looked into: the sender's, two folders of it, and envelopes only."""
    asked = parse_qsl(target.partition("?")[2], keep_blank_values=True)
    # Options are the same in any letter case, and some without their `$`: what is not known is refused.
    names = [name.lower() for name, _ in asked]
    plain = len(set(names)) == len(names) and OPTIONS.issuperset(names) and ("$select", ENVELOPE) in asked
    own = bool(permit.mail_sender) and match.ids["mailbox"] == permit.mail_sender
    return own and match.ids["folder"] in FOLDERS and plain


def sent_token(body: bytes) -> str:
    """Return the token of a mail that left."""
    return _told(msgspec.json.decode(body))[0]


def _told(body: Any) -> tuple[str, str, str]:
    """Return token, subject and text of a mail; empty texts for what is not there in its one form."""
    try:
        message = body["message"]
        found = (
            message["internetMessageHeaders"][0]["value"],
            message["subject"],
            message["body"]["content"],
        )
    except (KeyError, IndexError, TypeError):
        return "", "", ""
    return found if all(isinstance(one, str) for one in found) else ("", "", "")


def _recipient(address: str) -> dict[str, object]:
    return {"emailAddress": {"address": address}}


def _canonical(value: object) -> bytes:
    return msgspec.json.encode(value, order="deterministic")
