"""Random stories of sharing, told by the emulator and foretold by the reference.

The long run takes the number that its stories follow from out of `STORIES_SEED`, and says what it did.

Source: graph:resources/permission
"""

import os
import sys
import time

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.emulator.model.checks import Glance, Watch
from tests.emulator.model.machine import machine
from tests.emulator.model.world import World

_STEPS = 100_000


def run(world: World, kind: type[Watch], stories: int, length: int, number: int) -> None:
    """Play stories of a number of steps each; what they are follows from a number."""
    chosen = settings(
        max_examples=stories,
        stateful_step_count=length,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink],
    )
    run_state_machine_as_test(seed(number)(machine(world, kind)), settings=chosen)


def test_four_accounts_of_access_stay_one(world: World) -> None:
    """Reference, witness, every person's own door and the lists agree after each step, good or refused."""
    run(world, Watch, 10, 40, 1)
    assert world.steps - world.refused > 100


@pytest.mark.long
def test_they_stay_one_for_long(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    """A hundred thousand steps of such stories bring no disagreement."""
    number, began = int(os.environ.get("STORIES_SEED", "1")), time.process_time()
    while world.steps < _STEPS:
        run(world, Glance, 200, 100, number)
        number += 1
    spent = time.process_time() - began
    with capsys.disabled():
        sys.stdout.write(
            f"\n{world.steps} steps, {world.refused} refused, {world.steps / spent:.0f} a second\n"
        )
