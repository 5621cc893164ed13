"""Commands that only look leave nothing of the gate's own behind."""

from sharepoint_gate.access.freezes import Freeze, FreezeKind
from sharepoint_gate.store.emergency import EmergencyFile, emergency_path
from tests.cli.scene import Scene, as_real_tenant
from tests.e2e.harness import Rehearsal
from tests.fakes.clock import QUIET_NIGHT

LOOKS = [
    ("plan",),
    ("why", "s05", "RR-2026-001"),
    ("audit", "--output", "reports"),
    ("uaa", "status"),
    ("release", "--list"),
]


def test_law_4_looking_makes_no_database_no_key_and_no_checkpoint(scene: Scene, tenant: Rehearsal) -> None:
    """Before the first run there is nothing to remember."""
    as_real_tenant(scene, tenant)
    for words in LOOKS:
        scene.say(*words, wanted=0)
    assert not scene.state.exists()


def test_law_1_a_freeze_beside_an_absent_database_is_seen(scene: Scene, tenant: Rehearsal) -> None:
    """Whoever froze while the disk was full is told the truth."""
    as_real_tenant(scene, tenant)
    beside = Freeze("k", FreezeKind.PERSON, "s05", frozenset(), QUIET_NIGHT, "tester", "phone lost")
    record = EmergencyFile(emergency_path(scene.state / "gate.sqlite"))
    record.write(beside)
    assert "frozen" in scene.say("why", "s05", "RR-2026-001", wanted=0).out
    assert list(scene.state.iterdir()) == [record.path]
