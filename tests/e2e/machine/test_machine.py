"""Random stories of a small partnership, lived by the gate's real stack against the emulator's socket.

The long run takes the number that its stories follow from out of `STORIES_SEED`, and says what it did.
"""

import os
import sys
import time
from collections.abc import Iterator

import pytest
import structlog
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.e2e.machine.story import story
from tests.e2e.machine.town import Town, a_town

_STEPS = 2_000


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """One town for all stories of this file; each of them begins on Friday night."""
    with a_town(tmp_path_factory.mktemp("town")) as found:
        yield found
    structlog.reset_defaults()


def run(town: Town, stories: int, length: int, number: int) -> None:
    """Live stories of a number of steps each; what they are follows from a number."""
    chosen = settings(
        max_examples=stories,
        stateful_step_count=length,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink] if stories < 12 else [Phase.generate],
    )
    run_state_machine_as_test(seed(number)(story(town)), settings=chosen)


def test_the_laws_hold_after_every_step(town: Town) -> None:
    """Nobody gains what law 1 denies, complete nights are complete, and whatever is said is so."""
    run(town, 7, 10, 1)
    assert town.counts["steps"] > 35


@pytest.mark.long
def test_they_hold_for_long(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    """Two thousand steps of such stories break no law."""
    number, began = int(os.environ.get("STORIES_SEED", "1")), time.monotonic()
    steps = int(os.environ.get("STORIES_STEPS", str(_STEPS)))
    while town.counts["steps"] < steps:
        run(town, 10, 40, number)
        number += 1
    with capsys.disabled():
        sys.stdout.write(f"\n{dict(sorted(town.counts.items()))} in {time.monotonic() - began:.0f} s\n")
