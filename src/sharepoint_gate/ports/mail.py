"""What the delivery of letters needs from outside: paper, post, and a ledger that survives a power cut."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from sharepoint_gate.access.letters import Letter, MailEntry, MailState
from sharepoint_gate.access.permit import WritePermit

__all__ = [
    "Composer",
    "Fate",
    "MailEntry",
    "MailLedger",
    "MailState",
    "Mailer",
    "Message",
    "OpensMailers",
]


@dataclass(frozen=True, slots=True)
class Message:
    """A letter in words: one recipient, no attachment, the same in plain text and HTML.

    Attributes:
        key: Goes with the mail as a header, so that it can be looked for afterwards.
        reply_to: Where answers go; "" for the sender.
    """

    key: str
    to: str = field(repr=False)
    subject: str
    text: str = field(repr=False)
    html: str = field(repr=False)
    reply_to: str = ""


class Fate(StrEnum):
    """What looking for a mail found."""

    SENT = "sent"
    NOT_FOUND = "not-found"
    CANNOT_TELL = "cannot-tell"


class Composer(Protocol):
    """Puts letters into words."""

    def compose(self, letter: Letter) -> Message:
        """Return the message; raise MailError when a template does not fit its letter."""
        ...


class Mailer(Protocol):
    """Hands messages over. Nothing is read back, nothing sent twice."""

    async def send(self, message: Message) -> None:
        """Send one message.

        Raises:
            LawError: The permit does not hold this key for this address.
            WriteUncertainError: No clear answer came: it may have been sent.
            GraphError, MailError: It was refused, and surely not sent.
        """
        ...

    async def look_for(self, key: str, since: datetime) -> Fate:
        """Tell whether a mail of this key has left since an instant."""
        ...

    async def returned(self, since: datetime) -> Collection[str]:
        """Return the tokens (`token_of`) of mails that came back; none where that cannot be read."""
        ...


class OpensMailers(Protocol):
    """Opens a mailer for a permit; it is gone when the context ends."""

    def __call__(self, permit: WritePermit) -> AbstractAsyncContextManager[Mailer]:
        """Return a context that holds the mailer."""
        ...


class MailLedger(Protocol):
    """Which mail was sent, is about to be, or nobody knows. Every method is durable when it returns."""

    def entries(self) -> Sequence[MailEntry]:
        """Return every line, in the order of their instants."""
        ...

    def intend(self, entry: MailEntry) -> None:
        """Write down that a mail is about to be sent; a line of a refused one is replaced.

        Raises:
            StoreError: There is a line of this key already that forbids a second mail.
        """
        ...

    def settle(self, key: str, state: MailState) -> None:
        """Write down what became of a mail."""
        ...

    def release(self, key: str) -> None:
        """Forget a mail that a person has decided to have sent again."""
        ...

    def rights(self) -> Mapping[tuple[str, str], str]:
        """Return who read on which case when letters were last written, with the run that first saw it."""
        ...

    def set_rights(self, rights: Mapping[tuple[str, str], str]) -> None:
        """Replace what ``rights`` returns."""
        ...
