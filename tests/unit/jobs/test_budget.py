"""The account of a run: foreseen by the last look, settled by what was counted, and bounded by the day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import anyio
import pytest

from sharepoint_gate.access.budget import Cost, Quota
from sharepoint_gate.errors import ThrottledError
from sharepoint_gate.jobs.budget import DAY_SPENT, Till
from sharepoint_gate.jobs.reconcile import Run, reconcile
from sharepoint_gate.jobs.think import Declared
from sharepoint_gate.ports.budget import Spent
from sharepoint_gate.roster.agreement import AgreementRegister
from sharepoint_gate.trail.events import EventKind, OutcomeState
from tests.unit.jobs.nights import Nights
from tests.unit.jobs.test_recover_and_remember import FILE, OWN, scene
from tests.world import direct, item_id


class Ledger:
    """A SpendingStore that a test fills."""

    def __init__(self, *before: Spent) -> None:
        self.noted: list[Spent] = list(before)

    def last(self) -> Spent | None:
        """Return the latest."""
        return self.noted[-1] if self.noted else None

    def units_since(self, at: datetime) -> int:
        """Return the units after an instant."""
        return sum(one.actual.units for one in self.noted if one.at > at)

    def note(self, spent: Spent) -> None:
        """Keep."""
        self.noted.append(spent)


def run(nights: Nights, ledger: Ledger, counts: Sequence[Cost] = ()) -> Run:
    """Let a night pass that pays from a ledger; each look at the counter shows the next of these."""
    shown = iter(counts)
    last = Cost()

    def counted() -> Cost:
        nonlocal last
        last = next(shown, last)
        return last

    made = nights.scene
    register = AgreementRegister(made.versions, dict(made.decisions))
    declared = Declared(made.roster(), made.book, register, made.rules)
    bench = replace(nights.bench(), till=Till(counted, ledger, Quota()))
    return anyio.run(reconcile, declared, bench)


def test_a_first_run_is_foreseen_by_its_own_look_and_the_next_by_that_one() -> None:
    """The bill is in the run and at its end in the trail, and what was used is remembered."""
    nights, ledger = Nights(scene()), Ledger()
    bill = run(nights, ledger, [Cost(100, 9), Cost(400, 29), Cost(410, 31)]).bill
    assert bill is not None
    assert (bill.predicted, bill.actual) == (Cost(300, 20), Cost(310, 22))
    assert (ledger.noted[0].look, ledger.noted[0].actual) == (Cost(300, 20), Cost(310, 22))
    (end,) = [one.data for one in nights.trail.events if one.kind is EventKind.RUN_FINISHED]
    assert end["cost"] == {
        "predicted": {"units": 300, "requests": 20, "minutes": 0},
        "actual": {"units": 310, "requests": 22},
    }
    again = run(nights, ledger, [Cost(), Cost(999, 99)]).bill
    assert again is not None
    assert again.look == Cost(300, 20)


def test_law_5_where_the_day_is_used_up_grants_wait_and_removals_go_on() -> None:
    """The run is not complete, and says why; who had to lose access has lost it."""
    made = scene().unshare(FILE, OWN)
    path = FILE.replace("pack", "other")
    made.file(path).share(path, direct("u14", "read"))
    nights = Nights(made)
    ledger = Ledger(Spent("before", nights.clock.now(), 9, Cost(1, 1), Cost(Quota().day, 1)))
    done = run(nights, ledger)
    states = {type(one.change).__name__: one.state for one in done.applied}
    assert states["GrantReaders"] is OutcomeState.SKIPPED
    assert states["DeletePermission"] is OutcomeState.APPLIED
    assert DAY_SPENT in {one.why for one in done.applied}
    assert not done.complete
    assert nights.tenant.entries[item_id(FILE)] == [
        one for one in nights.tenant.entries[item_id(FILE)] if one.link is None
    ]


def test_a_day_that_does_not_hold_a_look_ends_the_run_before_it() -> None:
    """Nothing is asked of the tenant, and the record says why."""
    nights = Nights(scene())
    ledger = Ledger(Spent("before", nights.clock.now(), 9, Cost(10, 1), Cost(1_200_000, 1)))
    with pytest.raises(ThrottledError, match="used up"):
        run(nights, ledger)
    assert nights.tenant.calls == []
    assert nights.trail.kinds[-1] is EventKind.RUN_FINISHED
