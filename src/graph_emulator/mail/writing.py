"""Sending at once, and drafts: made, sent, deleted.

Source: graph:api/user-sendmail
Source: graph:api/user-post-messages
Source: graph:api/message-send
Source: graph:api/message-delete
"""

from typing import Any

from msgspec.structs import replace

from graph_emulator.kernel.faults import GraphFault
from graph_emulator.kernel.routes import Answer, AppPrincipal, Call
from graph_emulator.kernel.wire import json_object
from graph_emulator.mail.composing import LARGEST_REQUEST, letter_of, malformed
from graph_emulator.mail.mailboxes import address_of, mailbox_of
from graph_emulator.mail.mime import letter_in_mime
from graph_emulator.mail.models import Letter
from graph_emulator.mail.posting import check_recipients, copy_in, send
from graph_emulator.mail.reading import message_named
from graph_emulator.mail.shapes import DEFAULT, message_shape


def send_mail(call: Call) -> Answer:
    """Accept a letter: 202, no body, no id; whether it arrives is told nowhere but in mailboxes."""
    user = mailbox_of(call)
    letter, save = _letter(call)
    check_recipients(letter)
    send(call.state, user, letter, origin="sendMail", by=caller_of(call), save=save)
    return Answer(status=202)


def create_draft(call: Call) -> Answer:
    """Answer 201 with a draft; it goes to nobody yet."""
    user = mailbox_of(call)
    own = address_of(user)
    letter = _mime(call) if _is_mime(call) else letter_of(call.state, _json(call), own)
    domain = own.address.rpartition("@")[2]
    internet_id = f"<{call.state.ids.opaque('internet-id', 24)}@{domain}>"
    draft = copy_in(call.state, user, "drafts", replace(letter, internet_id=internet_id))
    draft = replace(draft, is_draft=True, is_read=True)
    call.state.put(draft)
    shape = message_shape(call.state, draft)
    body = {"@odata.context": call.context(f"users('{user.id}')/messages/$entity")}
    tag = {"@odata.etag": f'W/"{shape["changeKey"]}"'}
    return Answer(status=201, body={**body, **tag, **{name: shape[name] for name in DEFAULT}})


def send_draft(call: Call) -> Answer:
    """Send a draft; the copy in the Sent Items is another message, with another id."""
    user = mailbox_of(call)
    draft = message_named(call, user)
    if not draft.is_draft:
        raise GraphFault(400, "ErrorInvalidOperation", "The message was sent already.")
    if call.raw and call.body:
        raise malformed("The action takes no parameters.")
    check_recipients(draft.letter)
    call.state.drop(draft)
    send(call.state, user, draft.letter, origin="send", by=caller_of(call))
    return Answer(status=202)


def delete_message(call: Call) -> Answer:
    """Move a message to the deleted items; one that is there already is gone."""
    message = message_named(call, mailbox_of(call))
    call.state.drop(message)
    if message.folder != "deleteditems":
        moved = "AAMk" + call.state.ids.token("message") + "="
        call.state.put(
            replace(message, id=moved, folder="deleteditems", modified_at=call.state.clock.stamp())
        )
    return Answer(status=204)


def caller_of(call: Call) -> str:
    """Return the client id or the person's id of whoever calls."""
    who = call.principal
    return who.client_id if isinstance(who, AppPrincipal) else who.user_id


def _letter(call: Call) -> tuple[Letter, bool]:
    if _is_mime(call):
        return _mime(call), True
    body = _parameters(_json(call))
    own = address_of(mailbox_of(call))
    return letter_of(call.state, body["message"], own), _saves(body.get("savetosentitems", True))


def _parameters(body: dict[str, Any]) -> dict[str, Any]:
    """Return the action's parameters; the schema begins their names with capitals, the pages do not."""
    known = {"message", "savetosentitems"}
    for name in body:
        if name.casefold() not in known:
            raise malformed(f"The parameter '{name}' in the request payload is not a valid parameter.")
    found = {name.casefold(): value for name, value in body.items()}
    if "message" not in found:
        raise malformed("The parameter 'message' is missing.")
    return found


def _saves(value: object) -> bool:
    """Graph's own examples send the flag as text."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.casefold() in {"true", "false"}:
        return value.casefold() == "true"
    raise malformed("Cannot convert the value of 'saveToSentItems' to its type.")


def _is_mime(call: Call) -> bool:
    return call.headers.get("content-type", "").startswith("text/plain")


def _mime(call: Call) -> Letter:
    _check_size(call)
    return letter_in_mime(call.state, call.raw, address_of(mailbox_of(call)))


def _json(call: Call) -> dict[str, Any]:
    """Read the body here, since the route takes two kinds of it."""
    _check_size(call)
    if not call.headers.get("content-type", "").startswith("application/json"):
        raise GraphFault(415, "RequestBodyRead", "The content type is neither JSON nor MIME as plain text.")
    return json_object(call.raw)


def _check_size(call: Call) -> None:
    if len(call.raw) > LARGEST_REQUEST:
        message = "The request is larger than what one request can carry."
        raise GraphFault(413, "ErrorMessageSizeExceeded", message)
