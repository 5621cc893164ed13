"""A ledger, a post office and paper in memory; the post office can refuse, lie and fall silent."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from sharepoint_gate.access.letters import Letter
from sharepoint_gate.access.permit import WritePermit
from sharepoint_gate.ports.mail import Fate, MailEntry, MailState, Message
from sharepoint_gate.store.mails import twice


class FakeMailLedger:
    """Implements the MailLedger port."""

    def __init__(self) -> None:
        self.lines: dict[str, MailEntry] = {}
        self.known: dict[tuple[str, str], str] = {}

    def entries(self) -> Sequence[MailEntry]:
        """Return every line, in the order of their instants."""
        return sorted(self.lines.values(), key=lambda one: (one.at, one.key))

    def intend(self, entry: MailEntry) -> None:
        """Write down that a mail is about to be sent."""
        found = self.lines.get(entry.key)
        if found is not None and found.state is not MailState.REFUSED:
            raise twice(found.state)
        self.lines[entry.key] = replace(entry, state=MailState.INTENDED)

    def settle(self, key: str, state: MailState) -> None:
        """Write down what became of a mail."""
        if key in self.lines:
            self.lines[key] = replace(self.lines[key], state=state)

    def release(self, key: str) -> None:
        """Forget a mail that a person has decided to have sent again."""
        self.lines.pop(key, None)

    def rights(self) -> Mapping[tuple[str, str], str]:
        """Return who read on which case when letters were last written."""
        return dict(self.known)

    def set_rights(self, rights: Mapping[tuple[str, str], str]) -> None:
        """Replace what ``rights`` returns."""
        self.known = dict(rights)


class FakeComposer:
    """Implements the Composer port with the fewest words."""

    def compose(self, letter: Letter) -> Message:
        """Return a message that says its kind."""
        return Message(letter.key, letter.to, letter.kind.value, "text", "<p>text</p>")


@dataclass
class FakeMailer:
    """Implements the Mailer port.

    Attributes:
        raises: What each sending raises, by key; a callable is asked for the error and may note the sending.
        fates: What looking for a key finds; without one, whether it was sent.
        came_back: Keys of returned mails.
    """

    sent: list[Message] = field(default_factory=list)
    raises: dict[str, Callable[[Message], Exception]] = field(default_factory=dict)
    fates: dict[str, Fate] = field(default_factory=dict)
    came_back: frozenset[str] = frozenset()
    permits: list[WritePermit] = field(default_factory=list)

    async def send(self, message: Message) -> None:
        """Send one message."""
        if message.key in self.raises:
            raise self.raises[message.key](message)
        self.sent.append(message)

    async def look_for(self, key: str, since: datetime) -> Fate:
        """Tell whether a mail of this key has left since an instant."""
        assert since.tzinfo is not None
        found = Fate.SENT if key in [one.key for one in self.sent] else Fate.NOT_FOUND
        return self.fates.get(key, found)

    async def returned(self, since: datetime) -> frozenset[str]:
        """Return the keys of mails that came back."""
        assert since.tzinfo is not None
        return self.came_back

    @asynccontextmanager
    async def open(self, permit: WritePermit) -> AsyncIterator["FakeMailer"]:
        """Open for a permit."""
        self.permits.append(permit)
        yield self
