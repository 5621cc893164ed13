"""Letters: what is told to whom, as values. The words are the templates' business.

A letter's key is the promise of law 12: whatever happens, at most one mail leaves under it by itself.

Source: ISA §8.4, ISA §8.8, ISA §8.9
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

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


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter to one person.

    Attributes:
        key: The same for the same occasion, night after night.
        to: The one address.
        person: Whom it is about, for the ledger and the trail.
        facts: What its template needs; link URLs in READY only, to their own recipient (law 14).
    """

    key: str
    kind: LetterKind
    to: str = field(repr=False)
    person: PersonId | None
    facts: Mapping[str, object] = field(repr=False)
