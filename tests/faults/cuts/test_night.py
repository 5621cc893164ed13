"""kill -9 at every point of a night that needs every kind of change: the next one ends where none was cut.

Source: ADR-0005
"""

from collections.abc import Collection

import pytest

from tests.faults.cuts.forked import run
from tests.faults.cuts.judge import Undisturbed, outcome
from tests.faults.cuts.nights import check_as_undisturbed, complete, cut_at, last_entry
from tests.faults.cuts.partnership import Partnership
from tests.faults.cuts.points import Kind, Passing, Point

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
WORDS = {"revokeGrants", "createLink", "grant", "members", "invitations", "ResetRoleInheritance", "sendMail"}


def points(kind: Kind, count: int, every: int, first: int, beside: Collection[int] = ()) -> list[object]:
    """Return all points of a kind; those that are not of a fixed choice are for the long run."""
    chosen = {number for number in range(1, count + 1) if number % every == first} | set(beside)
    return [
        pytest.param(
            Point(kind, number),
            id=f"{kind.name.lower()}-{number}",
            marks=() if number in chosen else (pytest.mark.long,),
        )
        for number in range(1, count + 1)
    ]


POINTS = [
    *points(Kind.ANSWER, WRITES, 12, 5),
    *points(Kind.BEFORE, RECORDS, 40, 7),
    # Among them what is told of one mail before it goes, and the ledger after it went.
    *points(Kind.AFTER, RECORDS, 40, 19, {100, 102}),
]


def test_the_night_needs_every_kind_of_change(undisturbed: Undisturbed) -> None:
    """The cuts below stand for all of them, and each is told as applied once, each mail once."""
    passed, stood = undisturbed.passed, undisturbed.outcome
    assert passed[Kind.ANSWER] == WRITES
    assert passed[Kind.BEFORE] == passed[Kind.AFTER] == RECORDS
    assert {change for change, *_ in stood.applied} == CHANGES
    assert {one.rpartition(" ")[2] for one in undisturbed.writes} >= WORDS
    assert {one.partition(" ")[0] for one in undisturbed.writes} == {"DELETE", "POST", "PATCH"}
    assert {kind for kind, *_ in stood.told} == {"exposure-begun", "exposure-ended", "frozen", "trail-key"}
    for counted in (stood.applied, stood.mails):
        assert set(counted.values()) == {1}


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
    """As many nights as there are writes, each killed right after its first; the last has nothing to do.

    There is one letter more: the guest who was invited is there by then, and is asked to accept.
    """
    scene = partnership.again()
    since, cuts = last_entry(scene), 0
    while cut_at(scene, Point(Kind.ANSWER, 1)):
        cuts += 1
    assert cuts == WRITES + 1
    code, night = complete(scene)
    check_as_undisturbed(scene, undisturbed, since, code, night)
    scene.gate("plan", "--exit-code")
    scene.gate("trail", "verify")
    assert "was found cut off before its end" in scene.gate("trail", "show", "--last", "900").out


def test_law_11_the_record_of_a_cut_night_verifies(partnership: Partnership) -> None:
    """Also before the next one: what was durable is whole, and it names what is open."""
    scene = partnership.again()
    assert run(scene, Passing(Point(Kind.AFTER, RECORDS // 2)), "reconcile").killed
    scene.gate("trail", "verify")


def test_a_killed_emulator_loses_no_acknowledged_write(partnership: Partnership) -> None:
    """What the tenant answered stands after kill -9 and a restart."""
    scene = partnership.again()
    scene.gate("reconcile")
    wanted = outcome(scene)
    scene.kill()
    scene.start()
    assert outcome(scene) == wanted
    scene.gate("plan", "--exit-code")
