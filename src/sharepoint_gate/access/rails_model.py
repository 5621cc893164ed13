"""What a rail says when it trips, and the word of somebody that lets one plan past it.

Source: ISA §8.7
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LONGEST = timedelta(days=7)


class RailName(StrEnum):
    """The rails. The values stand in the database and in people's records: they never change."""

    EMPTIED = "emptied"
    CASES_MOVED = "cases-moved"
    PEOPLE_MISSING = "people-missing"
    IDENTITIES = "identities"
    ADDRESSES = "addresses"
    ORGANISATIONS = "organisations"
    OWNERS = "owners"
    GATE_ITSELF = "gate-itself"
    REMOVALS = "removals"
    GRANTS = "grants"


@dataclass(frozen=True, slots=True)
class Rail:
    """A rail that tripped.

    Attributes:
        what: One sentence with the numbers.
        names: Whom or what it concerns, in a fixed order.
        mend: What a person can do about it.
        count: How many there are.
        of: How many there were.
    """

    name: RailName
    what: str
    names: tuple[str, ...]
    mend: str
    count: int
    of: int


@dataclass(frozen=True, slots=True)
class Release:
    """The word of somebody that one plan may pass one rail, until a moment.

    Attributes:
        digest: Of the whole plan that the rail held.
        by: Operating-system account, and the stated roster id when there is one.
    """

    rail: RailName
    digest: str
    reason: str
    until: datetime
    by: str
    at: datetime

    def lets_pass(self, rail: Rail, digest: str, now: datetime) -> bool:
        """Tell whether a plan may pass a rail at a moment."""
        return self.rail is rail.name and self.digest == digest and self.at <= now < self.until


def standing(
    rails: tuple[Rail, ...], releases: tuple[Release, ...], digest: str, now: datetime
) -> tuple[Rail, ...]:
    """Return the rails that no release lets a plan past."""
    return tuple(one for one in rails if release_of(one, releases, digest, now) is None)


def release_of(rail: Rail, releases: tuple[Release, ...], digest: str, now: datetime) -> Release | None:
    """Return the release that lets a plan past a rail, or None."""
    return next((one for one in releases if one.lets_pass(rail, digest, now)), None)
