"""What Exchange remembers: letters, their copies in folders, and what was sent.

Source: graph:resources/message
"""

from typing import ClassVar

import msgspec

from graph_emulator.kernel.state import Record, State


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """A name and a mail address."""

    name: str
    address: str


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """A name with a value: an internet header, or an extended property by its id."""

    name: str
    value: str


class Attachment(msgspec.Struct, frozen=True, kw_only=True):
    """A file in a letter; `content` is base64, `size` counts bytes."""

    id: str
    name: str
    content_type: str
    content: str
    size: int
    is_inline: bool = False
    content_id: str | None = None


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """What is written, whichever folders hold it.

    Attributes:
        body_type: `text` or `html`.
        headers: The internet headers that its writer added.
        extended: Extended properties, by their id.
        internet_id: The Message-ID, with its angle brackets.
        wants_delivery_receipt: Whether the writer asks to be told of its delivery.
        wants_read_receipt: Whether the writer asks to be told when it is read.
    """

    subject: str = ""
    body: str = ""
    body_type: str = "text"
    sender: Address
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    bcc: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    headers: tuple[Pair, ...] = ()
    extended: tuple[Pair, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    categories: tuple[str, ...] = ()
    importance: str = "normal"
    internet_id: str = ""
    wants_delivery_receipt: bool = False
    wants_read_receipt: bool = False

    @property
    def recipients(self) -> tuple[Address, ...]:
        """Everybody whom it goes to."""
        return (*self.to, *self.cc, *self.bcc)


class Message(Record, kw_only=True):
    """One copy of a letter in one folder.

    Attributes:
        mailbox: The person whose mailbox holds it.
        folder: The folder's well-known name.
        visible_from: From when on it can be read, as Graph writes instants.
    """

    kind: ClassVar[str] = "message"
    mailbox: str
    folder: str
    letter: Letter
    created_at: str
    modified_at: str
    received_at: str
    sent_at: str
    visible_from: str
    is_draft: bool = False
    is_read: bool = False


class Sent(Record, kw_only=True):
    """One letter that left a mailbox or the service, and what became of it.

    Attributes:
        origin: `sendMail`, `send` (of a draft), `sharing`, `invitation` or `undeliverable`.
        by: The client id or the person's id that asked for it.
        mailbox: The person from whose mailbox it went; empty for what the service itself writes.
        delivered: Addresses in this tenant at which it arrived.
        outgoing: Addresses elsewhere that it was handed on to.
        bounced: Addresses that refused it.
        saved: Whether a copy went to the Sent Items.
    """

    kind: ClassVar[str] = "sent-mail"
    origin: str
    at: str
    by: str
    mailbox: str
    letter: Letter
    delivered: tuple[str, ...] = ()
    outgoing: tuple[str, ...] = ()
    bounced: tuple[str, ...] = ()
    saved: bool = False


def add_indexes(state: State) -> None:
    """Make messages findable by mailbox."""
    state.add_index(Message, "mailbox", lambda message: message.mailbox)
