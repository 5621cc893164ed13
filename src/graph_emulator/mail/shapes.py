"""Messages as Graph shows them: what comes unasked, what `$select` brings, what a basic reader misses.

Source: graph:resources/message
Source: graph:api/message-get
"""

import html
import re
from typing import Any

from graph_emulator.kernel.state import State
from graph_emulator.mail.mailboxes import folder_id
from graph_emulator.mail.models import Address, Attachment, Letter, Message

Shape = dict[str, Any]
_PREVIEW = 255
_OFFICE = "https://outlook.office365.com/owa/"
_TAGS = re.compile(r"<[^>]*>")
_PAGE = (
    '<html><head>\r\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head>'
    '<body><div class="PlainText">{}</div></body></html>'
)
ON_REQUEST = frozenset({"internetMessageHeaders", "uniqueBody"})
NOT_FOR_BASIC = frozenset({"body", "bodyPreview", "uniqueBody"})
DEFAULT = (
    "id",
    "createdDateTime",
    "lastModifiedDateTime",
    "changeKey",
    "categories",
    "receivedDateTime",
    "sentDateTime",
    "hasAttachments",
    "internetMessageId",
    "subject",
    "bodyPreview",
    "importance",
    "parentFolderId",
    "conversationId",
    "isDeliveryReceiptRequested",
    "isReadReceiptRequested",
    "isRead",
    "isDraft",
    "webLink",
    "inferenceClassification",
    "body",
    "sender",
    "from",
    "toRecipients",
    "ccRecipients",
    "bccRecipients",
    "replyTo",
    "flag",
)
PROPERTIES = frozenset(DEFAULT) | ON_REQUEST


def message_shape(state: State, message: Message, *, as_text: bool = False) -> Shape:
    """Return every property of a message that we know.

    Args:
        state: The tenant.
        message: A copy in a folder.
        as_text: Whether bodies are wanted as text; else they come as HTML, however they were written.
    """
    letter = message.letter
    sender = None if message.is_draft else _recipient(letter.sender)
    body = _body(letter, as_text=as_text)
    return {
        **_standing(state, message),
        "categories": list(letter.categories),
        "hasAttachments": any(not one.is_inline for one in letter.attachments),
        "internetMessageId": letter.internet_id,
        "subject": letter.subject,
        "bodyPreview": _plain(letter)[:_PREVIEW],
        "importance": letter.importance,
        "isDeliveryReceiptRequested": letter.wants_delivery_receipt,
        "isReadReceiptRequested": letter.wants_read_receipt,
        "inferenceClassification": "focused",
        "body": body,
        "uniqueBody": body,
        "sender": sender,
        "from": sender,
        "toRecipients": _recipients(letter.to),
        "ccRecipients": _recipients(letter.cc),
        "bccRecipients": _recipients(letter.bcc),
        "replyTo": _recipients(letter.reply_to),
        "flag": {"flagStatus": "notFlagged"},
        "internetMessageHeaders": [{"name": one.name, "value": one.value} for one in letter.headers],
    }


def _standing(state: State, message: Message) -> Shape:
    """Return what belongs to this copy and not to the letter."""
    return {
        "id": message.id,
        "createdDateTime": message.created_at,
        "lastModifiedDateTime": message.modified_at,
        "changeKey": state.ids.derived_token("change-key", f"{message.id}/{message.modified_at}"),
        "receivedDateTime": message.received_at,
        "sentDateTime": message.sent_at,
        "parentFolderId": folder_id(state, message.mailbox, message.folder),
        "conversationId": "AAQk" + state.ids.derived_token("conversation", message.letter.internet_id) + "=",
        "isRead": message.is_read,
        "isDraft": message.is_draft,
        "webLink": f"{_OFFICE}?ItemID={message.id}&exvsurl=1&viewmodel=ReadMessageItem",
    }


def attachment_shape(attachment: Attachment, changed_at: str) -> Shape:
    """Return a file attachment with its content."""
    return {
        "@odata.type": "#microsoft.graph.fileAttachment",
        "id": attachment.id,
        "lastModifiedDateTime": changed_at,
        "name": attachment.name,
        "contentType": attachment.content_type,
        "size": attachment.size,
        "isInline": attachment.is_inline,
        "contentId": attachment.content_id,
        "contentBytes": attachment.content,
    }


def _recipients(people: tuple[Address, ...]) -> list[Shape]:
    return [_recipient(one) for one in people]


def _recipient(person: Address) -> Shape:
    return {"emailAddress": {"name": person.name, "address": person.address}}


def _body(letter: Letter, *, as_text: bool) -> Shape:
    if as_text:
        return {"contentType": "text", "content": _plain(letter)}
    if letter.body_type == "html":
        return {"contentType": "html", "content": letter.body}
    return {
        "contentType": "html",
        "content": _PAGE.format(html.escape(letter.body).replace("\n", "<br>\r\n")),
    }


def _plain(letter: Letter) -> str:
    return letter.body if letter.body_type == "text" else html.unescape(_TAGS.sub("", letter.body)).strip()
