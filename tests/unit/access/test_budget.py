"""What a run costs by the published tariff, and how much of the limits the gate takes.

Source: sp-dev-docs:how-to-avoid-getting-throttled, graph:concepts/throttling-limits
"""

from dataclasses import replace

import pytest

from sharepoint_gate.access.budget import (
    SHARING_MOST,
    Cost,
    Purse,
    Quota,
    bill_for,
    cost_of,
    cost_of_changes,
    least_minutes,
    tier_of,
)
from sharepoint_gate.access.changes import (
    AddMember,
    Change,
    DeletePermission,
    GrantReaders,
    Reason,
    RemoveMember,
    RevokePeople,
)
from sharepoint_gate.access.observed import ItemId, MembershipId, ObjectId, PermissionId

FILE, LINK, ANN = ItemId("file"), PermissionId("link"), ObjectId("ann")
WHY = Reason("because", (), ())
GRANT = GrantReaders(FILE, "file", (ANN,), None, (ANN,), WHY)
DELETE = DeletePermission(FILE, "file", LINK, WHY)
COSTS: list[tuple[Change, Cost]] = [
    (DELETE, Cost(10, 2)),
    (DeletePermission(FILE, "file", LINK, WHY, copied=True), Cost(5, 1)),
    (RevokePeople(FILE, "file", LINK, (ANN,), (), WHY), Cost(10, 2, 1)),
    (GRANT, Cost(16, 4, 1)),
    (RemoveMember(MembershipId("m"), ANN, WHY), Cost(2, 2)),
    (AddMember(ANN, "member", WHY), Cost(2, 2)),
]


@pytest.mark.parametrize(
    ("licences", "minute"),
    [(1, 1250), (1000, 1250), (1001, 2500), (15_000, 3750), (50_000, 5000), (50_001, 6250)],
)
def test_the_limits_grow_with_the_licences(licences: int, minute: int) -> None:
    """The published tiers, each up to and including its number."""
    assert tier_of(licences).minute == minute


def test_a_run_keeps_to_its_share_and_never_touches_the_reserve() -> None:
    """Half by default; whoever sets all of it still leaves the reserve to a freeze."""
    assert (Quota().minute, Quota().urgent_minute) == (625, 1250)
    assert Quota(share=1, reserve=0.2).minute == 1000
    assert Quota(share=0.0001).minute == 1
    assert Quota().day == 1_080_000


@pytest.mark.parametrize(("change", "cost"), COSTS)
def test_each_change_is_paid_with_its_looks(change: Change, cost: Cost) -> None:
    """A write and the reads that prove it."""
    assert cost_of(change) == cost


def test_changes_cost_what_they_cost_singly() -> None:
    """Nothing is shared between them."""
    assert cost_of_changes(change for change, _ in COSTS) == Cost(45, 13, 2)
    assert Cost(5, 3, 1) - Cost(2, 1, 1) == Cost(3, 2, 0)


@pytest.mark.parametrize(
    ("cost", "minutes"),
    [
        (Cost(), 0),
        (Cost(625), 0),
        (Cost(626), 1),
        (Cost(6250), 9),
        (Cost(0, 0, SHARING_MOST), 0),
        (Cost(0, 0, SHARING_MOST + 1), 5),
        (Cost(6250, 0, SHARING_MOST * 3), 10),
    ],
)
def test_the_slower_of_the_limits_says_how_long_it_takes(cost: Cost, minutes: int) -> None:
    """A first minute and a first window of sharing calls are there at once."""
    assert least_minutes(cost, Quota()) == minutes


def test_a_bill_tells_what_is_foreseen_and_then_what_was_used() -> None:
    """In one sentence, the same numbers before and after."""
    bill = bill_for(Cost(700, 30), [GRANT], Quota())
    foreseen = "about 716 resource units in 34 requests, at least 1 minute under the limits"
    assert bill.sentence == f"Carrying this out would cost {foreseen}."
    after = replace(bill, actual=Cost(720, 34)).sentence
    assert after == f"Foreseen: {foreseen}; used: 720 units in 34 requests."
    assert "less than a minute" in bill_for(Cost(10, 2), [], Quota()).sentence
    assert "at least 2 minutes" in bill_for(Cost(1300), [], Quota()).sentence


def test_law_5_when_the_day_runs_short_grants_wait_and_removals_do_not() -> None:
    """What is reserved is there for whoever has to lose access today."""
    quota = Quota()
    purse = Purse(quota.day - 100, quota)
    assert purse.has_room(84, GRANT)
    assert not purse.has_room(85, GRANT)
    assert purse.has_room(quota.day, DELETE)
