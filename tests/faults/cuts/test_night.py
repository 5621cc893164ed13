"""kill -9 at every point of a night that needs every kind of change: the next one ends where none was cut.

Source: ADR-0005
"""

import pytest

from tests.faults.cuts.judge import Undisturbed, outcome
from tests.faults.cuts.nights import check_as_undisturbed, complete, cut_at, last_entry
from tests.faults.cuts.partnership import Partnership
from tests.faults.cuts.points import Kind, Point

# How many points the night has; a test holds them to the truth.
WRITES, RECORDS = 31, 121
CHANGES = {
    "delete-permission",
    "revoke-people",
    "grant-readers",
    "remove-member",
    "add-member",
    "set-member-role",
    "invite-guest",
    "reset-inheritance",
}
LETTER = "POST sendMail"
WORDS = {
    *("DELETE permissions", "DELETE members", "PATCH members", "POST members"),
    *("POST revokeGrants", "POST createLink", "POST grant"),
    *("POST invitations", "POST ResetRoleInheritance", LETTER),
}
NOT_TOLD = {"memory", "fsync", "ftruncate", "replace"}


POINTS = [
    pytest.param(Point(kind, number), id=f"{kind.name.lower()}-{number}")
    for kind, count in ((Kind.ANSWER, WRITES), (Kind.BEFORE, RECORDS), (Kind.AFTER, RECORDS))
    for number in range(1, count + 1)
]
# What the trail tells of such a night, in the order in which it is told first; all of it is cut in every run.
TOLD = (
    *("run-started", "frozen", "observed", "finding", "planned", "exposure-begun"),
    *("intent delete-permission", "outcome applied", "exposure-ended", "run-finished", "mail intended"),
)


def test_the_night_needs_every_kind_of_change(undisturbed: Undisturbed) -> None:
    """The cuts below stand for all of them, and each is told as applied once, each mail once."""
    passed, stood = undisturbed.passed, undisturbed.outcome
    assert passed[Kind.ANSWER] == WRITES
    assert passed[Kind.BEFORE] == passed[Kind.AFTER] == RECORDS
    assert {change for change, *_ in stood.applied} == CHANGES
    assert set(undisturbed.writes) == WORDS
    kinds = {one.partition(" ")[0] for one in undisturbed.labels} - NOT_TOLD
    assert {one.partition(" ")[0] for one in TOLD} == kinds
    assert set(TOLD) <= set(undisturbed.labels)
    assert {kind for kind, *_ in stood.told} == {"exposure-begun", "exposure-ended", "frozen", "trail-key"}
    for counted in (stood.applied, stood.mails):
        assert set(counted.values()) == {1}


@pytest.mark.long
@pytest.mark.parametrize("point", POINTS)
def test_law_12_a_night_killed_at_a_point_is_completed_by_the_next_each_change_once(
    partnership: Partnership, undisturbed: Undisturbed, point: Point
) -> None:
    """Killed after a write's answer, or on either side of a durable record; then one more night."""
    scene = partnership.again()
    since = last_entry(scene)
    assert cut_at(scene, point)
    code, night = complete(scene)
    check_as_undisturbed(scene, undisturbed, since, code, night)


def test_law_12_a_night_killed_after_each_write_in_turn_does_each_once(
    partnership: Partnership, undisturbed: Undisturbed
) -> None:
    """As many nights as there are writes, each killed after its first; of the letters, after each third.

    There is one letter more: the guest who was invited is there by then, and is asked to accept.
    """
    scene = partnership.again()
    since, letters = last_entry(scene), undisturbed.writes.count(LETTER)
    for number in range(WRITES - letters):
        assert cut_at(scene, Point(Kind.ANSWER, 1)), number
    for number in range((letters + 1) // 3):
        assert cut_at(scene, Point(Kind.ANSWER, 3)), number
    code, night = complete(scene)
    check_as_undisturbed(scene, undisturbed, since, code, night)
    scene.gate("plan", "--exit-code")
    scene.gate("trail", "verify")
    assert "was found cut off before its end" in scene.gate("trail", "show", "--last", "900").out


def test_law_11_a_night_killed_after_each_kind_of_record_in_turn_does_each_once(
    partnership: Partnership, undisturbed: Undisturbed
) -> None:
    """One night for each, killed when its first record of that kind is durable; each verifies what stands.

    One more is killed while what became of a change is written and not yet durable, and one while it looks.
    """
    turns = [Point(Kind.AFTER, 1, label) for label in TOLD]
    turns.insert(TOLD.index("outcome applied"), Point(Kind.BEFORE, 2, "outcome applied"))
    turns.insert(TOLD.index("observed"), Point(Kind.READ, 9))
    scene = partnership.again()
    since = last_entry(scene)
    for turn in turns:
        assert cut_at(scene, turn), turn
    scene.gate("trail", "verify")
    code, night = complete(scene)
    check_as_undisturbed(scene, undisturbed, since, code, night)


@pytest.mark.long
def test_a_killed_emulator_loses_no_acknowledged_write(partnership: Partnership) -> None:
    """What the tenant answered stands after kill -9 and a restart."""
    scene = partnership.again()
    scene.gate("reconcile")
    wanted = outcome(scene)
    scene.kill()
    scene.start()
    assert outcome(scene) == wanted
    scene.gate("plan", "--exit-code")
