"""Deliver: each letter at most once by itself. Intent durable, send, outcome durable (laws 10 and 12).

A mail without a clear answer is looked for in the Sent Items, at once and by later runs; one that is not
found becomes a finding for a person, never a second mail. What was surely refused is tried by the next run.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from sharepoint_gate.access.letters import Letter, LetterKind, MailEntry, MailState, token_of
from sharepoint_gate.access.letters_due import still_due
from sharepoint_gate.errors import (
    AccessDeniedError,
    AuthenticationError,
    GraphError,
    ItemNotFoundError,
    LawError,
    MailError,
    ThrottledError,
    UnavailableError,
    WriteUncertainError,
)
from sharepoint_gate.jobs.apply import never
from sharepoint_gate.jobs.journal import Journal
from sharepoint_gate.ports.mail import Composer, Fate, Mailer, MailLedger
from sharepoint_gate.trail.events import EventKind

SKEW = timedelta(minutes=5)
"""The mailbox's clock may go behind the gate's."""
PATIENCE = timedelta(hours=1)
"""So long a sent mail may take to appear in the Sent Items; then it counts as not found."""
LOOKED_FOR = timedelta(days=7)
"""So long a mail that was not found, or may come back, is still looked for."""
OPEN = frozenset({MailState.INTENDED, MailState.UNCERTAIN, MailState.NOT_FOUND})
BESIDE_THE_CAP = frozenset({LetterKind.SUMMARY, LetterKind.CHECKPOINT})
HOPELESS = (AccessDeniedError, AuthenticationError, ItemNotFoundError, ThrottledError, UnavailableError)
"""After one of these the next mail would fare no better: the rest waits for the next run."""


@dataclass(slots=True)
class Delivered:
    """What became of letters.

    Attributes:
        sent: Letters that went in this run.
        found: Keys of earlier mails that were found sent.
        open: Keys of mails of unknown fate.
        refused: Keys of mails that were surely not sent.
        returned: Keys of mails that came back, found in this run.
        later: Letters that wait for the next run.
        why: What went wrong, a sentence each; no name, no file.
        stopped: Whether a refusal said that the next mail would fare no better.
        interrupted: Whether letters wait because somebody asked the gate to stop.
    """

    sent: list[Letter] = field(default_factory=list)
    found: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    returned: list[str] = field(default_factory=list)
    later: list[Letter] = field(default_factory=list)
    why: list[str] = field(default_factory=list)
    stopped: bool = False
    interrupted: bool = False

    @property
    def well(self) -> bool:
        """Whether nothing is in doubt or was refused; a cap that was reached is no trouble."""
        return not (self.open or self.refused or self.why)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One delivery of one run.

    Attributes:
        cap: How many letters may go in a run; summaries go beside it, since they tell of it.
        stopping: Whether somebody asked to stop: the letter in hand is finished, the others are not begun.
    """

    mailer: Mailer
    composer: Composer
    ledger: MailLedger
    journal: Journal
    cap: int
    stopping: Callable[[], bool] = never
    made: Delivered = field(default_factory=Delivered)

    async def settle(self) -> None:
        """Look for every mail of unknown fate, and for those that came back."""
        now = self.journal.clock.now()
        for entry in self.ledger.entries():
            if entry.state is MailState.NOT_FOUND and now - entry.at > LOOKED_FOR:
                self.made.open.append(entry.key)
            elif entry.state in OPEN:
                await self._look(entry, settled=now - entry.at >= PATIENCE)
        await self._find_returned([one for one in self.ledger.entries() if now - one.at <= LOOKED_FOR])

    async def send(self, letters: Sequence[Letter]) -> None:
        """Send what no mail may have carried yet, up to the cap.

        Raises:
            LawError: The door stopped a mail; nothing further is sent.
        """
        due = still_due(letters, self.ledger.entries())
        room = max(0, self.cap - len(self.made.sent))
        counted = [one for one in due if one.kind not in BESIDE_THE_CAP]
        beyond = {one.key for one in counted[room:]}
        for letter in due:
            asked = self.stopping()
            self.made.interrupted = self.made.interrupted or asked
            if self.made.stopped or asked or letter.key in beyond:
                self.made.later.append(letter)
            else:
                self.made.stopped = not await self._send(letter)

    async def _send(self, letter: Letter) -> bool:
        """Send one letter; return whether a next one has any hope."""
        try:
            message = self.composer.compose(letter)
        except MailError as error:
            self._refuse(letter, error)
            return True
        entry = self._intend(letter)
        try:
            await self.mailer.send(message)
        except LawError:
            self._note(entry, MailState.REFUSED)
            raise
        except WriteUncertainError:
            await self._look(entry, settled=False)
            return True
        except (GraphError, MailError) as error:
            self._note(entry, MailState.REFUSED)
            self._refuse(letter, error)
            return not isinstance(error, HOPELESS)
        self._note(entry, MailState.SENT)
        self.made.sent.append(letter)
        return True

    def _refuse(self, letter: Letter, error: GraphError | MailError) -> None:
        self.made.refused.append(letter.key)
        told = f"{letter.kind.value}: {error.what} {error.why}".strip()
        if told not in self.made.why:
            self.made.why.append(told)

    def _intend(self, letter: Letter) -> MailEntry:
        entry = MailEntry(
            key=letter.key,
            kind=letter.kind.value,
            person=letter.person or "",
            state=MailState.INTENDED,
            at=self.journal.clock.now(),
            run=self.journal.run_id,
            covers=letter.covers,
        )
        tell(self.journal, entry, MailState.INTENDED)
        self.ledger.intend(entry)
        return entry

    def _note(self, entry: MailEntry, state: MailState) -> None:
        if state is not entry.state:
            self.ledger.settle(entry.key, state)
            tell(self.journal, entry, state)

    async def _look(self, entry: MailEntry, *, settled: bool) -> None:
        """Look for a mail; ``settled`` says that it would have appeared by now."""
        fate = await self.mailer.look_for(entry.key, entry.at - SKEW)
        if fate is Fate.SENT:
            self._note(entry, MailState.SENT)
            self.made.found.append(entry.key)
            return
        self.made.open.append(entry.key)
        if entry.state is not MailState.NOT_FOUND:
            missed = settled and fate is Fate.NOT_FOUND
            self._note(entry, MailState.NOT_FOUND if missed else MailState.UNCERTAIN)

    async def _find_returned(self, recent: Sequence[MailEntry]) -> None:
        gone = {token_of(one.key): one for one in recent if one.state is MailState.SENT}
        if not gone:
            return
        try:
            tokens = await self.mailer.returned(min(one.at for one in gone.values()) - SKEW)
        except GraphError as error:
            self.made.why.append(f"Returned mails could not be looked for: {error.what}")
            return
        for token in tokens:
            if token in gone:
                self._note(gone[token], MailState.RETURNED)
                self.made.returned.append(gone[token].key)


def tell(journal: Journal, entry: MailEntry, state: str) -> None:
    """Write down how far a mail has come: key, kind and person, no address and no word of it (law 14)."""
    data = {"key": entry.key, "letter": entry.kind, "person": entry.person, "state": str(state)}
    journal.note(EventKind.MAIL, data)
