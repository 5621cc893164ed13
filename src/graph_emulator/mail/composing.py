"""From the JSON of a message to a letter; what is unknown, malformed or not allowed is refused.

Source: graph:resources/message
Source: graph:api/user-sendmail
"""

import base64
import binascii
from collections.abc import Mapping
from typing import Any

from graph_emulator.kernel.faults import GraphFault
from graph_emulator.kernel.routes import Types
from graph_emulator.kernel.state import State
from graph_emulator.mail.models import Address, Attachment, Letter, Pair

_MIB = 1024 * 1024
LARGEST_REQUEST = 4 * _MIB
LARGEST_ATTACHMENT = 3 * _MIB
_IMPORTANCE = frozenset({"low", "normal", "high"})
_BODY_TYPES = frozenset({"text", "html"})
_FILE = "#microsoft.graph.fileAttachment"
_MESSAGE: Mapping[str, Types] = {
    "subject": (str, type(None)),
    "body": dict,
    "from": dict,
    "sender": dict,
    "toRecipients": list,
    "ccRecipients": list,
    "bccRecipients": list,
    "replyTo": list,
    "importance": str,
    "categories": list,
    "attachments": list,
    "internetMessageHeaders": list,
    "singleValueExtendedProperties": list,
    "isDeliveryReceiptRequested": bool,
    "isReadReceiptRequested": bool,
}


def letter_of(state: State, body: object, own: Address) -> Letter:
    """Return the letter that a message's JSON describes.

    Args:
        state: The tenant, which gives attachments their ids.
        body: The JSON of a message.
        own: The mailbox that it is written in; nobody else can be its sender.

    Raises:
        GraphFault: A property is unknown, of another type or value, or names another sender.
    """
    fields = _object(body, _MESSAGE, "message")
    for name in ("from", "sender"):
        if name in fields:
            _check_own(_address(fields[name]), own)
    text = _object(fields.get("body", {}), {"contentType": str, "content": str}, "itemBody")
    return Letter(
        sender=own,
        subject=fields.get("subject") or "",
        body=text.get("content", ""),
        body_type=_among(text.get("contentType", "text"), _BODY_TYPES, "bodyType"),
        to=_addresses(fields.get("toRecipients", [])),
        cc=_addresses(fields.get("ccRecipients", [])),
        bcc=_addresses(fields.get("bccRecipients", [])),
        reply_to=_addresses(fields.get("replyTo", [])),
        headers=_headers(state, fields.get("internetMessageHeaders", [])),
        extended=_extended(fields.get("singleValueExtendedProperties", [])),
        attachments=tuple(_attachment(state, one) for one in fields.get("attachments", [])),
        categories=_categories(fields.get("categories", [])),
        importance=_among(fields.get("importance", "normal"), _IMPORTANCE, "importance"),
        wants_delivery_receipt=fields.get("isDeliveryReceiptRequested", False),
        wants_read_receipt=fields.get("isReadReceiptRequested", False),
    )


def _categories(names: list[Any]) -> tuple[str, ...]:
    if not all(isinstance(one, str) for one in names):
        raise malformed("Categories are texts.")
    return tuple(names)


def malformed(message: str) -> GraphFault:
    """Return the 400 of a body that is not as published."""
    return GraphFault(400, "RequestBodyRead", message)


def _object(body: object, known: Mapping[str, Types], kind: str) -> dict[str, Any]:
    if not isinstance(body, dict):
        raise malformed(f"A value of type 'microsoft.graph.{kind}' was expected.")
    for name, value in body.items():
        if name == "@odata.type":
            continue
        if name not in known:
            raise malformed(f"The property '{name}' does not exist on type 'microsoft.graph.{kind}'.")
        if not isinstance(value, known[name]):
            raise malformed(f"Cannot convert the value of '{name}' to its type.")
    return body


def _among(value: str, known: frozenset[str], kind: str) -> str:
    if value.casefold() not in known:
        raise malformed(f"Requested value '{value}' was not found in 'microsoft.graph.{kind}'.")
    return value.casefold()


def _addresses(people: list[Any]) -> tuple[Address, ...]:
    return tuple(_address(one) for one in people)


def _address(person: object) -> Address:
    fields = _object(person, {"emailAddress": dict}, "recipient")
    text = (str, type(None))
    inner = _object(fields.get("emailAddress", {}), {"address": text, "name": text}, "emailAddress")
    address = inner.get("address") or ""
    return Address(name=inner.get("name") or address, address=address)


def _check_own(named: Address, own: Address) -> None:
    if named.address.casefold() != own.address.casefold():
        message = (
            "The user account which was used to submit this request does not have the right to send mail "
            "on behalf of the specified sending account."
        )
        raise GraphFault(403, "ErrorSendAsDenied", message)


def _headers(state: State, rows: list[Any]) -> tuple[Pair, ...]:
    pairs = []
    for row in rows:
        fields = _object(row, {"name": str, "value": str}, "internetMessageHeader")
        pairs.append(Pair(name=fields.get("name", ""), value=fields.get("value", "")))
    for pair in pairs:
        check_header(pair.name)
    most = state.quirks.mail_most_headers
    if len(pairs) > most:
        message = f"The maximum number of headers in one message should be less than or equal to '{most}'."
        raise GraphFault(400, "InvalidInternetMessageHeaderCollection", message)
    return tuple(pairs)


def check_header(name: str) -> None:
    """Refuse an internet header that is not the writer's own to set."""
    if not name.casefold().startswith("x-"):
        message = f"The internet message header name '{name}' should start with 'x-' or 'X-'."
        raise GraphFault(400, "InvalidInternetMessageHeader", message)


def _extended(rows: list[Any]) -> tuple[Pair, ...]:
    known = {"id": str, "value": str}
    fields = [_object(row, known, "singleValueLegacyExtendedProperty") for row in rows]
    if any(set(known) - set(each) for each in fields):
        raise GraphFault(400, "ErrorInvalidProperty", "An extended property needs id and value.")
    return tuple(Pair(name=each["id"], value=each["value"]) for each in fields)


def _attachment(state: State, row: object) -> Attachment:
    if not isinstance(row, dict) or row.get("@odata.type") != _FILE:
        raise malformed("Only a value of type 'microsoft.graph.fileAttachment' can be attached here.")
    known: Mapping[str, Types] = {
        "name": str,
        "contentType": (str, type(None)),
        "contentBytes": str,
        "isInline": bool,
        "contentId": (str, type(None)),
        "size": int,
    }
    fields = _object(row, known, "fileAttachment")
    if not fields.get("name") or "contentBytes" not in fields:
        raise GraphFault(400, "ErrorInvalidArgument", "An attachment needs a name and its content.")
    return attachment(
        state,
        name=fields["name"],
        content=_decoded(fields["contentBytes"]),
        content_type=fields.get("contentType") or "application/octet-stream",
        is_inline=fields.get("isInline", False),
        content_id=fields.get("contentId"),
    )


def attachment(
    state: State,
    *,
    name: str,
    content: bytes,
    content_type: str,
    is_inline: bool = False,
    content_id: str | None = None,
) -> Attachment:
    """Return an attachment of an allowed size."""
    if len(content) > LARGEST_ATTACHMENT:
        message = "The attachment is larger than what can be sent in one request; use an upload session."
        raise GraphFault(413, "ErrorAttachmentSizeLimitExceeded", message)
    return Attachment(
        id="AAMk" + state.ids.token("attachment") + "=",
        name=name,
        content_type=content_type,
        content=base64.b64encode(content).decode(),
        size=len(content),
        is_inline=is_inline,
        content_id=content_id,
    )


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise malformed("Cannot convert the value of 'contentBytes' to its type.") from error
