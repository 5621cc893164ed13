"""How tests are dealt out to the workers: the dearest files first.

Files go whole to a worker, because their tests share tenants. Dealt as they come, the last worker would
still have minutes of one file before it when all others are done. The rest keep the order they were given.
"""

from pathlib import Path

import pytest

ROOM = Path(__file__).parent
# More than some ten seconds each, the longest first; one that is missing here costs balance, nothing else.
DEAREST = (
    "e2e/test_drift.py",
    "docs/test_demo.py",
    "e2e/machine/test_machine.py",
    "cli/test_broken_nights.py",
    "e2e/test_stage_move.py",
    "faults/cuts/test_night.py",
    "e2e/test_serve.py",
    "property/worlds/test_one_person.py",
    "faults/test_every_kind.py",
    "e2e/test_rails_law_8.py",
    "e2e/test_westmarsh.py",
    "property/worlds/test_three_people.py",
    "e2e/test_twenty_days.py",
    "e2e/test_tariff.py",
    "faults/test_mail_answers.py",
    "faults/test_storms.py",
    "browser/test_page.py",
    "contract/witness/test_walk.py",
    "emulator/model/test_machine.py",
    "faults/test_every_quirk.py",
    "e2e/test_authors_law_13.py",
    "faults/test_storms_below.py",
    "faults/test_quirks_beside.py",
    "e2e/test_doctor_leaves_nothing.py",
    "e2e/test_identity.py",
    "cli/test_broken_state.py",
    "image/test_wheel.py",
    "e2e/test_freeze.py",
    "property/worlds/test_many_factors.py",
    "emulator/test_lifecycle.py",
    "contract/door/test_every_command.py",
    "cli/test_ending.py",
    "e2e/test_exposures.py",
    "property/test_plan.py",
    "property/test_trail_tampering.py",
    "property/test_plan_shapes.py",
    "property/test_default_deny.py",
    "property/test_trail_canonical.py",
)
RANK = {ROOM / name: number for number, name in enumerate(DEAREST)}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the dearest files first, where several workers share the tests."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: RANK.get(item.path, len(RANK)))
