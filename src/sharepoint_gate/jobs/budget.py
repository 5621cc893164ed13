"""Budget: what a run is going to cost, whether the day still holds it, and what it did cost.

Source: sp-dev-docs:how-to-avoid-getting-throttled
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sharepoint_gate.access.budget import NOTHING, Bill, Cost, Purse, Quota, bill_for, tier_of
from sharepoint_gate.access.changes import Change
from sharepoint_gate.access.plan import Plan
from sharepoint_gate.errors import ThrottledError
from sharepoint_gate.ports.budget import SpendingStore, Spent

DAY = timedelta(days=1)
NO_BILL = Bill(NOTHING, NOTHING, 0)
DAY_SPENT = "today's resource units are used up but for the reserve, so grants wait for the next run"


class Unremembered:
    """A SpendingStore that keeps nothing, for benches without one."""

    def last(self) -> Spent | None:
        """Return nothing."""
        return None

    def units_since(self, at: datetime) -> int:  # noqa: ARG002 - the port's word
        """Return that nothing was used."""
        return 0

    def note(self, spent: Spent) -> None:
        """Forget."""


def nothing_spent() -> Cost:
    """Return that nothing was asked of a tenant, where nobody counts."""
    return NOTHING


@dataclass(frozen=True, slots=True)
class Till:
    """What runs pay with.

    Attributes:
        counted: What was asked of the tenant so far.
        spending: What earlier runs cost.
        quota: How much there is.
    """

    counted: Callable[[], Cost] = nothing_spent
    spending: SpendingStore = field(default_factory=Unremembered)
    quota: Quota = field(default_factory=Quota)


@dataclass(slots=True)
class Account:
    """The account of one run, opened before its first look.

    Attributes:
        expected: What the last run's look cost; None where none is remembered.
    """

    till: Till
    begun: Cost
    purse: Purse
    expected: Cost | None
    looked: Cost = NOTHING
    items: int = 0
    bill: Bill = NO_BILL

    def foresee(self, items: int, plan: Plan) -> Bill:
        """Close the look, and tell what the whole run costs: by the last look, or else by this one."""
        self.items, self.looked = items, self._used()
        self.bill = bill_for(self.expected or self.looked, plan.changes, self.till.quota)
        return self.bill

    def affords(self, change: Change) -> bool:
        """Tell whether the day still holds a change; removals are always afforded."""
        return self.purse.has_room(self._used().units, change)

    def close(self, run_id: str, at: datetime) -> Bill:
        """Remember what the run cost, and return its bill with it."""
        actual = self._used()
        self.till.spending.note(Spent(run_id, at, self.items, self.looked, actual))
        return replace(self.bill, actual=actual)

    def _used(self) -> Cost:
        return self.till.counted() - self.begun


def open_account(till: Till, now: datetime) -> Account:
    """Open a run's account.

    Raises:
        ThrottledError: Not even a look fits into what is left of the day.
    """
    last, spent = till.spending.last(), till.spending.units_since(now - DAY)
    look = last.look if last is not None else None
    day = tier_of(till.quota.licences).day
    if spent + (look or NOTHING).units > day:
        raise ThrottledError(
            "Today's resource units are used up, so this run did not look at the tenant.",
            why=f"{spent} of {day} units were used within 24 hours",
            mend="Let some hours pass; see docs/explanation/budget.md.",
        )
    return Account(till, till.counted(), Purse(spent, till.quota), look)


def bill_data(bill: Bill) -> dict[str, object]:
    """Return a bill as JSON values."""
    actual = bill.actual
    counted = {} if actual is None else {"actual": {"units": actual.units, "requests": actual.requests}}
    foreseen = {"units": bill.predicted.units, "requests": bill.predicted.requests, "minutes": bill.minutes}
    return {"predicted": foreseen, **counted}
