"""`serve` over both nights on which clocks change: each day one run, in the hour that is there, none twice.

Source: rfc:9557, ISA §8.3
"""

from collections import Counter
from datetime import date, timedelta

import pytest

from tests.e2e.harness import Rehearsal
from tests.e2e.service import events, nights
from tests.faults.weekends import Weekends, forget

AT_HALF_PAST_ONE = {
    "SHAREPOINT_GATE_SCHEDULE__NIGHT": "01:30",
    "SHAREPOINT_GATE_SCHEDULE__HEALTH__PORT": "0",
}


def begun(scene: Rehearsal) -> list[str]:
    """Return when each run of the service began."""
    return [one["at"] for one in events(scene) if one["kind"] == "run-started"]


@pytest.fixture
def fresh(weekends: Weekends) -> Rehearsal:
    """The small partnership on its quiet Friday, before its first night."""
    weekends.scene.admin("POST", "/reset")
    forget(weekends.scene.state)
    return weekends.scene


@pytest.mark.parametrize(
    ("friday", "instants"),
    [
        # In March half past one is skipped: the run comes as long after midnight as ever, at half past two.
        ("2026-03-27", ["2026-03-28T01:30", "2026-03-29T01:30", "2026-03-30T00:30"]),
        # In October it comes twice, and the run with the first of them alone.
        ("2026-10-23", ["2026-10-24T00:30", "2026-10-25T00:30", "2026-10-26T01:30"]),
    ],
    ids=["march", "october"],
)
def test_law_12_a_night_on_which_clocks_change_has_one_run(
    fresh: Rehearsal, friday: str, instants: list[str]
) -> None:
    """An hour that is skipped costs no night, an hour that comes twice makes no second one."""
    fresh.admin("POST", "/clock", {"set": f"{friday}T22:00:00Z"})
    fresh.gate("serve", "--nights", "3", env=AT_HALF_PAST_ONE, wanted=None)
    first = date.fromisoformat(friday) + timedelta(days=1)
    days = [str(first + timedelta(days=offset)) for offset in range(3)]
    assert [day for day, _, _ in nights(fresh)] == days
    assert [one[:16] for one in begun(fresh)] == instants
    kinds = Counter(one["kind"] for one in events(fresh))
    assert kinds["run-started"] == kinds["run-finished"] == len(days)
    assert not kinds["night-missed"]
    fresh.gate("trail", "verify")
