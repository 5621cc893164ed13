"""From a letter in MIME format, encoded in base64, to the same letter as the JSON form makes.

Source: graph:api/user-sendmail#example-4
"""

import base64
import binascii
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses

from graph_emulator.kernel.faults import GraphFault
from graph_emulator.kernel.state import State
from graph_emulator.mail.composing import attachment
from graph_emulator.mail.models import Address, Letter, Pair


def letter_in_mime(state: State, raw: bytes, own: Address) -> Letter:
    """Return the letter that the bytes hold; headers that are not the writer's own are left to the service.

    Raises:
        GraphFault: The bytes are not base64.
    """
    message = message_from_bytes(_decoded(raw), policy=policy.default)
    kind, text = _body(message)
    return Letter(
        sender=own,
        subject=str(message.get("subject", "")),
        body=text,
        body_type=kind,
        to=_addresses(message, "to"),
        cc=_addresses(message, "cc"),
        bcc=_addresses(message, "bcc"),
        reply_to=_addresses(message, "reply-to"),
        headers=tuple(
            Pair(name=name, value=str(value))
            for name, value in message.items()
            if name.casefold().startswith("x-")
        ),
        attachments=tuple(
            attachment(
                state,
                name=part.get_filename() or "attachment",
                content=part.get_payload(decode=True) or b"",  # type: ignore[arg-type] # bytes when decoded
                content_type=part.get_content_type(),
            )
            for part in message.iter_attachments()
        ),
    )


def _decoded(raw: bytes) -> bytes:
    try:
        return base64.b64decode(b"".join(raw.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        code, message = "ErrorMimeContentInvalidBase64String", "Invalid base64 string for MIME content."
        raise GraphFault(400, code, message) from error


def _body(message: EmailMessage) -> tuple[str, str]:
    part = message.get_body(("html", "plain"))
    if part is None:
        return "text", ""
    return ("html" if part.get_content_subtype() == "html" else "text"), str(part.get_content())


def _addresses(message: EmailMessage, name: str) -> tuple[Address, ...]:
    found = getaddresses([str(value) for value in message.get_all(name, [])])
    return tuple(Address(name=shown or address, address=address) for shown, address in found)
