"""The demo's nights on the smallest tenant by the published limits, and a stage move of sixty changes.

Source: sp-dev-docs:how-to-avoid-getting-throttled, ISA §8.6
"""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.e2e.hands import Hands
from tests.e2e.harness import Rehearsal
from tests.e2e.stage_story import change

FOLDER = "RR-2026-001/60-final-report"
SHARES = ("/createLink", "/grant", "/revokeGrants", "/invite")


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsal]:
    """Westmarsh with as few licences as a tenant can have, and its limits applied."""
    made = Rehearsal(tmp_path_factory.mktemp("tariff"), in_process=True)
    made.prepare()
    tenant = made.files / "westmarsh-tenant.yaml"
    text = tenant.read_text(encoding="utf-8")
    assert text.count("tenant: {name:") == 1
    tenant.write_text(text.replace("tenant: {name:", "tenant: {licences: 10, name:"), encoding="utf-8")
    made.start()
    try:
        assert made.admin("PUT", "/quirks", {"throttling": "tariff"}).status < 300
        yield made
    finally:
        made.stop()


def refused(scene: Rehearsal, mark: int) -> list[str]:
    """Return what the gate was refused as too much since a place in the journal."""
    rows = [one for one in scene.journal(mark) if one["app"] == "reconciler" and one["status"] == 429]
    return [one["path"] for one in rows]


def check_foreseen(run: Any) -> None:
    """Check that a run's bill was foreseen within a tenth."""
    foreseen, actual = run["cost"]["predicted"], run["cost"]["actual"]
    for what in ("units", "requests"):
        assert abs(foreseen[what] - actual[what]) <= 0.1 * actual[what], run["cost"]


def last(scene: Rehearsal) -> int:
    """Return the number of the latest request."""
    return max((int(one["n"]) for one in scene.journal()), default=0)


def test_the_quiet_and_the_mending_night_meet_no_refusal(scene: Rehearsal) -> None:
    """The gate keeps below the limits by itself: it waits, on the tenant's clock, for new units."""
    scene.gate("reconcile")
    assert refused(scene, 0) == []
    scene.weekend()
    scene.repair()
    mark = last(scene)
    run = scene.gate("reconcile", "--json").data
    assert refused(scene, mark) == []
    check_foreseen(run)


def test_a_stage_move_of_sixty_changes_meets_no_refusal(scene: Rehearsal) -> None:
    """Sixty papers open to their readers by at most 1.2 sharing writes each, below every limit."""
    hands = Hands(scene)
    for number in range(60):
        hands.put(f"{FOLDER}/annex-{number:02}.docx")
    scene.let_pass()
    scene.gate("reconcile")
    assert scene.admin("POST", "/clock", {"advance": "PT1H"}).status < 300
    change("stage: executive-sign-off", "stage: submitted")(scene)
    scene.let_pass()
    mark = last(scene)
    run = scene.gate("reconcile", "--json").data
    moved = [one for one in run["changes"] if "/annex-" in one.get("path", "")]
    assert len(moved) >= 60
    assert {one["state"] for one in run["outcomes"]} <= {"applied", "already"}
    check_foreseen(run)
    shares = [
        one for one in scene.journal(mark) if one["app"] == "reconciler" and one["path"].endswith(SHARES)
    ]
    assert len(shares) <= 1.2 * len(run["changes"])
    assert refused(scene, mark) == []
