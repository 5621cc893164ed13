"""An exposure: that somebody who must not read could read, kept with its evidence before it is cured.

Source: ISA §11
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

Evidence = Mapping[str, object]
"""One entry as it was read, as JSON values."""


class Ending(StrEnum):
    """How an exposure was seen to be over. The values stand in the database: they never change."""

    CURED = "cured"
    """The gate took the access away, and a fresh read shows that it is gone."""
    GONE = "gone"
    """A later look does not show the access any more, and the gate did not take it away."""
    PERMITTED = "permitted"
    """The access stands, and the roster permits it by now."""


@dataclass(frozen=True, slots=True)
class Exposure:
    """What was open, to whom, how, and between which looks.

    Attributes:
        subject: Hex digest over the item and the principal: the same access seen on two nights has one.
        item_id: "" where the access is not to an item but to the channel or the site.
        object: The path from the channel's folder, as findings name it.
        principal: Who: a roster id, an address, or the name of a group or a crowd.
        kinds: What was wrong, worst first.
        how: The access in one sentence, with the reason why it must not be.
        earliest: The last look at which nothing of it was seen; None where nobody had looked before.
        latest: The last look at which it stood.
        reaches: How many files below are reached by the same entry.
        evidence: The permissions as they were read, their ids and the people's hashed, no address of a link.
    """

    subject: str
    item_id: str
    object: str
    principal: str
    kinds: tuple[str, ...]
    how: str
    earliest: datetime | None
    latest: datetime
    reaches: int = 0
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordedExposure:
    """An exposure in the record.

    Attributes:
        number: 1 for the first one ever recorded.
        run: The run that saw it first.
        noted: Whether the trail holds it already.
        ended_at: When a fresh read showed that it was over; None while it is open.
    """

    number: int
    exposure: Exposure
    run: str
    noted: bool
    ended_at: datetime | None = None
    ending: Ending | None = None

    @property
    def open(self) -> bool:
        """Whether nobody has seen the end of it."""
        return self.ended_at is None

    @property
    def name(self) -> str:
        """How people call it."""
        return f"EXP-{self.number:04d}"


@dataclass(frozen=True, slots=True)
class ExposureNews:
    """What one look changes in the record of exposures.

    Attributes:
        begun: Seen for the first time.
        seen: Numbers of those that stand as before.
        over: Numbers of those that are over, and how.
    """

    begun: tuple[Exposure, ...] = ()
    seen: tuple[int, ...] = ()
    over: Mapping[int, Ending] = field(default_factory=dict)


def digest_of_words(*words: str) -> str:
    """Return hex SHA-256 over words, kept apart from each other."""
    return sha256("\x1f".join(words).encode()).hexdigest()
