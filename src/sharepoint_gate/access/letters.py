"""Letters: what is told to whom, as values. The words are the templates' business.

A letter's key is the promise of law 12: whatever happens, at most one mail leaves under it by itself.

Source: ISA §8.4, ISA §8.8, ISA §8.9
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from sharepoint_gate.roster.model import PersonId


class LetterKind(StrEnum):
    """What a letter is about. The values stand in the ledger and in the trail: they never change."""

    UAA_ASK = "uaa-ask"
    UAA_REMINDER = "uaa-reminder"
    UAA_LEAD = "uaa-lead-copy"
    UAA_SUSPENDED = "uaa-suspended"
    UAA_DECLINED = "uaa-declined"
    UAA_RESTORED = "uaa-restored"
    READY = "documents-ready"
    ENDED = "access-ended"
    SUMMARY = "morning-summary"
    EXPOSURE = "exposure-notice"
    CHECKPOINT = "trail-checkpoint"
    RECONFIRM_ASK = "reconfirm-ask"


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter to one person.

    Attributes:
        key: The same for the same occasion, night after night.
        to: The one address.
        person: Whom it is about, for the ledger and the trail.
        facts: What its template needs; link URLs in READY only, to their own recipient (law 14).
        covers: The files that it announces, each with its grant's place in the trail.
    """

    key: str
    kind: LetterKind
    to: str = field(repr=False)
    person: PersonId | None
    facts: Mapping[str, object] = field(repr=False)
    covers: Mapping[str, int] = field(default_factory=dict)


class MailState(StrEnum):
    """How far a mail has come. The values stand in the ledger and in the trail: they never change.

    Attributes:
        INTENDED: Written down, and about to be sent; found so later, its run was cut.
        UNCERTAIN: Sent without an answer, and not found yet.
        NOT_FOUND: Looked for and not found: a person decides, the gate sends no second one by itself.
        REFUSED: Certainly not sent; tried again by the next run.
        RETURNED: Sent, and the address did not take it.
    """

    INTENDED = "intended"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    NOT_FOUND = "not-found"
    REFUSED = "refused"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class MailEntry:
    """One line of the ledger of mails.

    Attributes:
        key: The letter's.
        kind: The kind of letter.
        person: Roster id, or "".
        at: When the mail was last intended.
        run: The run that intended it.
        covers: The files that it announces, each with its grant's place in the trail.
    """

    key: str
    kind: str
    person: str
    state: MailState
    at: datetime
    run: str
    covers: Mapping[str, int] = field(default_factory=dict)


def token_of(key: str) -> str:
    """Return how a letter is marked in its header: the key itself names a person and a case."""
    return sha256(key.encode()).hexdigest()[:32]
