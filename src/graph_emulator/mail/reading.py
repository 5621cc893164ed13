"""Reading a mailbox: its messages, those of a folder, one of them, and what is attached to it.

Source: graph:api/user-list-messages
Source: graph:api/message-get
Source: graph:api/message-list-attachments
"""

import re
from collections.abc import Iterable

from graph_emulator.directory.models import User
from graph_emulator.kernel.collections import selected_names
from graph_emulator.kernel.faults import GraphFault
from graph_emulator.kernel.paging import page_of, top_of
from graph_emulator.kernel.routes import Answer, AppPrincipal, Call
from graph_emulator.mail.filters import Row, order, predicate, value_at
from graph_emulator.mail.mailboxes import access_denied, folder_of, mailbox_of
from graph_emulator.mail.models import Message
from graph_emulator.mail.shapes import (
    DEFAULT,
    NOT_FOR_BASIC,
    PROPERTIES,
    Shape,
    attachment_shape,
    message_shape,
)

_BASIC = frozenset({"Mail.ReadBasic.All", "Mail.ReadBasic"})
_PAGE, _LARGEST_PAGE = 10, 1000
_EXPANDED = re.compile(r"singleValueExtendedProperties\(\$filter=id eq '((?:[^']|'')*)'\)")
_TEXT_WANTED = re.compile(r'outlook\.body-content-type\s*=\s*"?text"?', re.IGNORECASE)


def list_messages(call: Call) -> Answer:
    """Answer with a page of a mailbox's messages, whichever folder holds them."""
    user = mailbox_of(call)
    return _listed(call, user, visible(call, user), "messages")


def list_folder(call: Call) -> Answer:
    """Answer with a page of a folder's messages."""
    user = mailbox_of(call)
    folder = folder_of(call, user)
    rows = [message for message in visible(call, user) if message.folder == folder]
    return _listed(call, user, rows, f"mailFolders('{call.params['folder']}')/messages")


def get_message(call: Call) -> Answer:
    """Answer with one message."""
    user = mailbox_of(call)
    message = message_named(call, user)
    names = _names(call)
    context = call.context(f"users('{user.id}')/messages{_selection(call, names)}/$entity")
    return Answer(status=200, body={"@odata.context": context, **_shown(call, message, names)})


def list_attachments(call: Call) -> Answer:
    """Answer with the files that a message carries, with their content."""
    user = mailbox_of(call)
    message = message_named(call, user)
    rows = [attachment_shape(one, message.modified_at) for one in message.letter.attachments]
    context = call.context(f"users('{user.id}')/messages('{message.id}')/attachments")
    return Answer(status=200, body={"@odata.context": context, "value": rows})


def visible(call: Call, user: User) -> list[Message]:
    """Return the messages of a mailbox that have appeared by now."""
    now = call.state.clock.stamp()
    found = call.state.find(Message, "mailbox", user.id)
    return [message for message in found if message.visible_from <= now]


def message_named(call: Call, user: User) -> Message:
    """Return the message that a request names."""
    message = call.state.get(Message, call.params["message"])
    if message is None or message not in visible(call, user):
        raise GraphFault(404, "ErrorItemNotFound", "The specified object was not found in the store.")
    return message


def _listed(call: Call, user: User, messages: Iterable[Message], place: str) -> Answer:
    names = _names(call)
    rows = _sorted(call, [(message, message_shape(call.state, message)) for message in messages])
    page, following = page_of(call, rows, top_of(call, _PAGE, _LARGEST_PAGE))
    body: Shape = {"@odata.context": call.context(f"users('{user.id}')/{place}{_selection(call, names)}")}
    if following is not None:
        body["@odata.nextLink"] = following
    return Answer(status=200, body={**body, "value": [_shown(call, message, names) for message, _ in page]})


def _sorted(call: Call, rows: list[Row]) -> list[Row]:
    filtered: list[str] = []
    if "$filter" in call.query:
        keep, filtered = predicate(call.query["$filter"])
        rows = [row for row in rows if keep(row)]
    keys = order(call.query.get("$orderby", "receivedDateTime desc"), _asked(call, filtered))
    for name, downwards in reversed(keys):
        rows = sorted(rows, key=lambda row: str(value_at(row[1], name) or ""), reverse=downwards)
    return rows


def _asked(call: Call, filtered: list[str]) -> list[str]:
    """The rule about both together binds only an order that was asked for."""
    return filtered if "$orderby" in call.query else []


def _names(call: Call) -> list[str]:
    names = selected_names(call, PROPERTIES, DEFAULT, "message")
    if not _is_basic(call):
        return names
    if "$select" in call.query and NOT_FOR_BASIC & set(names):
        raise access_denied()
    return [name for name in names if name not in NOT_FOR_BASIC]


def _is_basic(call: Call) -> bool:
    """Whether the caller may read envelopes only."""
    held = call.principal.roles if isinstance(call.principal, AppPrincipal) else call.principal.scopes
    known = call.route.roles if isinstance(call.principal, AppPrincipal) else call.route.delegated
    return bool(held & _BASIC) and not held & (set(known) - _BASIC)


def _selection(call: Call, names: list[str]) -> str:
    return f"({','.join(names)})" if "$select" in call.query else ""


def _shown(call: Call, message: Message, names: list[str]) -> Shape:
    as_text = bool(_TEXT_WANTED.search(call.headers.get("prefer", "")))
    shape = message_shape(call.state, message, as_text=as_text)
    tag = {"@odata.etag": f'W/"{shape["changeKey"]}"', "id": message.id}
    return {**tag, **{name: shape[name] for name in names}, **_expanded(call, message)}


def _expanded(call: Call, message: Message) -> Shape:
    wanted = call.query.get("$expand")
    if wanted is None:
        return {}
    if _is_basic(call):
        raise access_denied()
    if wanted == "attachments":
        rows = [attachment_shape(one, message.modified_at) for one in message.letter.attachments]
        return {"attachments": rows}
    found = _EXPANDED.fullmatch(wanted)
    if found is None:
        raise GraphFault(
            400, "ErrorInvalidUrlQuery", f"The query parameter '$expand' is invalid: '{wanted}'."
        )
    id_ = found[1].replace("''", "'")
    pairs = [{"id": one.name, "value": one.value} for one in message.letter.extended if one.name == id_]
    return {"singleValueExtendedProperties": pairs} if pairs else {}
