"""An hour in which the service throttles, is away, is slow, or takes no token: no harm, and the truth told.

Source: graph:concepts/throttling, graph:concepts/errors, ADR-0005
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from sharepoint_gate.graph.config import TenantConfig
from sharepoint_gate.wiring import opening
from sharepoint_gate.wiring.tenants import tenant_config
from tests.e2e.harness import Rehearsal
from tests.faults.storms import at_write, brew, check_calm, check_no_harm, now
from tests.faults.test_unkind_faults import DELETE, LINK, WRITES, check_told
from tests.faults.unkind import check_in_sync, harm, spend

TOKEN = "POST /oauth2/v2.0/token"


@pytest.mark.parametrize(
    "kind",
    [
        "retry-after-503:900",
        *(pytest.param(f"retry-after{form}:900", marks=pytest.mark.long) for form in ("", "-date")),
    ],
)
def test_an_hour_of_refusals_is_waited_for_where_the_service_says_how_long(
    small: Rehearsal, kind: str
) -> None:
    """Everything waits as told, an hour passes in the tenant, and the night ends well."""
    began = now(small)
    brew(small, "*", kind)
    night = spend(small)
    assert night.spoken.code == 0, night.spoken
    check_no_harm(night)
    assert timedelta(hours=1) <= now(small) - began < timedelta(hours=2)
    check_in_sync(small)


@pytest.mark.parametrize("kind", ["retry-after:2", pytest.param("status:503", marks=pytest.mark.long)])
def test_law_7_an_hour_that_outlasts_every_try_ends_the_night_before_its_first_write(
    small: Rehearsal, kind: str
) -> None:
    """Where nothing can be read, nothing is done, and 4 says so."""
    brew(small, "*", kind)
    night = spend(small, json=False)
    check_told(night)
    assert night.writes == []
    check_calm(small)


@pytest.mark.parametrize("kind", ["retry-after:2", "status:503"])
def test_law_10_an_hour_in_which_no_write_gets_through_is_told_and_made_good(
    small: Rehearsal, kind: str
) -> None:
    """Refused for sure, or not known: each change is named, no grant passes a removal that did not happen."""
    for route in WRITES:
        brew(small, route, kind)
    night = spend(small)
    check_told(night)
    check_no_harm(night)
    assert set(night.states) == ({"failed", "skipped"} if kind != "status:503" else {"uncertain", "skipped"})
    check_calm(small)


@pytest.mark.parametrize(("kind", "every"), [("retry-after:5", 7), ("expired-token", 50)])
def test_refusals_here_and_there_cost_time_and_nothing_else(small: Rehearsal, kind: str, every: int) -> None:
    """Every so many requests the service is busy, or takes the token for expired: all is done, and once."""
    brew(small, "*", kind, every=every)
    night = spend(small)
    assert night.spoken.code == 0, night.spoken
    check_no_harm(night)
    check_in_sync(small)


def test_law_10_without_a_new_token_in_the_middle_the_rest_is_told(
    small: Rehearsal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was done stays written down; what could not be sent any more waits for the next night."""

    def expire() -> None:
        for route in WRITES:
            brew(small, route, "expired-token")
        harm(small, TOKEN, "status:503", count=100)

    with at_write(monkeypatch, 4, expire):
        night = spend(small, json=False)
    check_told(night)
    check_no_harm(night)
    check_calm(small)


def test_law_12_an_answer_that_comes_too_late_is_no_reason_to_send_again(
    small: Rehearsal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The write takes effect after the gate has stopped waiting, or has looked: told, and done once."""

    def impatient(*arguments: Any) -> TenantConfig:
        return replace(tenant_config(*arguments), timeout=1.0)

    monkeypatch.setattr(opening, "tenant_config", impatient)
    for route in (LINK, DELETE):
        harm(small, route, "delay:2")
    night = spend(small)
    assert night.spoken.code in {0, 4}, night.spoken
    check_no_harm(night)
    late = [one["why"] for one in night.spoken.data["outcomes"] if "no answer came" in one["why"]]
    assert len(late) >= 2
    monkeypatch.undo()
    check_calm(small)
