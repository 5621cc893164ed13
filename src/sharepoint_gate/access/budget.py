"""What a run costs, told before it, and how much of the tenant's published limits the gate may use.

The tariff is data: units are SharePoint's published ones, counted for every call, since nothing is published
for most others. What is predicted is the ordinary way; fall-backs and second looks come on top.

Source: sp-dev-docs:how-to-avoid-getting-throttled, graph:concepts/throttling-limits
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sharepoint_gate.access.changes import Change, DeletePermission, GrantReaders, RevokePeople

PERMISSION_UNITS = 5
"""Any operation on permissions."""
PLAIN_UNITS = 1
"""A single object, a page of a listing that goes on from a token, members, accounts, mails."""
SHARING_MOST = 290
"""Of the 300 sharing calls in five minutes, less some that somebody else may make in the gate's name."""
SHARING_WINDOW_S = 300
TEAMS_MOST = 4
"""Requests a second on one team or channel."""
TEAMS_WINDOW_S = 1
MINUTE_S = 60


@dataclass(frozen=True, slots=True)
class Tier:
    """The limits of one application in a tenant with so many licences.

    Attributes:
        licences: Up to so many; None for any more.
        minute: Units in a minute.
        day: Units in 24 hours.
    """

    licences: int | None
    minute: int
    day: int


TIERS = (
    Tier(1_000, 1_250, 1_200_000),
    Tier(5_000, 2_500, 2_400_000),
    Tier(15_000, 3_750, 3_600_000),
    Tier(50_000, 5_000, 4_800_000),
    Tier(None, 6_250, 6_000_000),
)


def tier_of(licences: int) -> Tier:
    """Return the limits of a tenant with so many licences."""
    return next(tier for tier in TIERS if tier.licences is None or licences <= tier.licences)


@dataclass(frozen=True, slots=True)
class Quota:
    """How much of the published limits the gate takes for itself.

    Attributes:
        licences: How many the tenant has; they decide the limits.
        share: The part of a minute's units that a run may use; the rest is for whoever else works under the
            same application.
        reserve: The part that no ordinary run touches, so that a freeze never waits for one.
    """

    licences: int = 1_000
    share: float = 0.5
    reserve: float = 0.1

    @property
    def minute(self) -> int:
        """Units that a run may use in a minute."""
        return max(1, int(tier_of(self.licences).minute * min(self.share, 1 - self.reserve)))

    @property
    def urgent_minute(self) -> int:
        """Units that a freeze may use in a minute: all of them."""
        return tier_of(self.licences).minute

    @property
    def day(self) -> int:
        """Units in 24 hours, less the reserve, from which on grants wait and removals go on."""
        return int(tier_of(self.licences).day * (1 - self.reserve))


@dataclass(frozen=True, slots=True)
class Cost:
    """What something costs: resource units, requests, and sharing calls among them."""

    units: int = 0
    requests: int = 0
    shares: int = 0

    def __add__(self, other: "Cost") -> "Cost":
        """Return both together."""
        return Cost(self.units + other.units, self.requests + other.requests, self.shares + other.shares)

    def __sub__(self, other: "Cost") -> "Cost":
        """Return what came on top of the other."""
        return Cost(self.units - other.units, self.requests - other.requests, self.shares - other.shares)


NOTHING = Cost()
_READ_BACK = Cost(PERMISSION_UNITS, 1)
_WRITE = Cost(PERMISSION_UNITS, 1)
_SHARE = Cost(PERMISSION_UNITS, 1, 1)
_MEMBER = Cost(2 * PLAIN_UNITS, 2)


def cost_of(change: Change) -> Cost:
    """Return what one change costs with its read-back, where nothing has to be done in another way."""
    match change:
        case DeletePermission(copied=True):
            # Gone with the entry above it, as one look shows.
            return _READ_BACK
        case DeletePermission():
            return _WRITE + _READ_BACK
        case RevokePeople():
            return _SHARE + _READ_BACK
        case GrantReaders():
            # Where the file lies; its link, before people are added or after it was made; and the end.
            return Cost(PLAIN_UNITS, 1) + _READ_BACK + _SHARE + _READ_BACK
        case _:
            return _MEMBER


def cost_of_changes(changes: Iterable[Change]) -> Cost:
    """Return what changes cost together."""
    return sum((cost_of(change) for change in changes), NOTHING)


def least_minutes(cost: Cost, quota: Quota) -> int:
    """Return how many minutes something takes at least, whatever the tenant answers."""
    by_units = max(0, math.ceil(cost.units / quota.minute) - 1)
    by_shares = max(0, math.ceil(cost.shares / SHARING_MOST) - 1) * SHARING_WINDOW_S // MINUTE_S
    return max(by_units, by_shares)


@dataclass(frozen=True, slots=True)
class Bill:
    """What a run was predicted to cost, part by part, and what it did cost.

    Attributes:
        look: The look at the tenant.
        changes: The changes with their read-backs.
        minutes: How long it takes at least under the limits.
        actual: What was counted; None before the run.
    """

    look: Cost
    changes: Cost
    minutes: int
    actual: Cost | None = None

    @property
    def predicted(self) -> Cost:
        """Everything together."""
        return self.look + self.changes

    @property
    def sentence(self) -> str:
        """The bill in one sentence."""
        units, requests = self.predicted.units, self.predicted.requests
        many = "minute" if self.minutes == 1 else "minutes"
        least = f"at least {self.minutes} {many}" if self.minutes else "less than a minute"
        foreseen = f"about {units} resource units in {requests} requests, {least} under the limits"
        if self.actual is None:
            return f"Carrying this out would cost {foreseen}."
        return f"Foreseen: {foreseen}; used: {self.actual.units} units in {self.actual.requests} requests."


def bill_for(look: Cost, changes: Sequence[Change], quota: Quota) -> Bill:
    """Return the bill of a run that looks for so much and carries these changes out."""
    theirs = cost_of_changes(changes)
    return Bill(look, theirs, least_minutes(look + theirs, quota))


@dataclass(frozen=True, slots=True)
class Purse:
    """What is left of the day.

    Attributes:
        spent: Units of the last 24 hours before this run.
        quota: How much there is.
    """

    spent: int
    quota: Quota

    def has_room(self, used: int, change: Change) -> bool:
        """Tell whether a change may still be begun: removals always may, and live on the reserve.

        Args:
            used: Units that this run has used so far.
            change: What would be done next.
        """
        if not isinstance(change, GrantReaders):
            return True
        return self.spent + used + cost_of(change).units <= self.quota.day
