"""A machine that cannot fail proves nothing: faults are planted in the emulator, and it has to report them.

Each fault sits in another room, so that another of the accounts is the one that disagrees.
"""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from graph_emulator.files import callers, effective, links, scopes
from tests.emulator.model.checks import Glance
from tests.emulator.model.machine import machine
from tests.emulator.model.world import DisagreementError, World


def _nothing(*_: Any, **__: Any) -> None:
    return None


def _without_links(*_: Any, **__: Any) -> tuple[()]:
    return ()


def _everybody(*_: Any, **__: Any) -> bool:
    return True


def _nobody_leaves(_state: Any, link: Any, _people: Any) -> Any:
    return link


FAULTS: dict[str, tuple[object, str, Callable[..., Any]]] = {
    "the witness forgets links": (effective, "_of_link", _without_links),
    "every door is open": (callers, "may_read", _everybody),
    "nobody is taken off a link": (links, "remove_people", _nobody_leaves),
    "what is given reaches nothing that has its own": (scopes, "_push", _nothing),
    "a move keeps the links of the old place": (scopes, "drop_foreign_links", _nothing),
    "the list leaves links out": (scopes, "links_on", _without_links),
}


QUICK = ("the witness forgets links", "every door is open")
CHOSEN = [pytest.param(name, marks=() if name in QUICK else pytest.mark.long) for name in FAULTS]


@pytest.mark.parametrize("fault", CHOSEN)
def test_a_planted_fault_is_reported(world: World, monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    """Random stories come upon a fault that is really there, sooner or later."""
    monkeypatch.setattr(*FAULTS[fault])
    chosen = settings(
        max_examples=500,
        stateful_step_count=60,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
        report_multiple_bugs=False,
    )
    with pytest.raises(DisagreementError):
        run_state_machine_as_test(seed(1)(machine(world, Glance)), settings=chosen)
