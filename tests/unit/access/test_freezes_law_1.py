"""Law 1: nothing frozen. A frozen person reads nothing; a frozen case has no readers."""

from datetime import date

from sharepoint_gate.access.checks import all_hold
from sharepoint_gate.access.conditions import check_file, check_person
from sharepoint_gate.access.desired import Condition
from sharepoint_gate.access.entitle import desired_access
from sharepoint_gate.access.explain import why
from sharepoint_gate.access.freezes import FreezeKind, case_freeze, object_freeze, person_freeze
from sharepoint_gate.access.freezes_checks import barred
from sharepoint_gate.access.kinds import FindingKind
from sharepoint_gate.access.observed import ItemId
from sharepoint_gate.access.planner import plan_changes
from sharepoint_gate.roster.model import CaseRef
from tests.unit.access.freezing import CASE, PACK, a_freeze, frozen, panel
from tests.world import Scene, direct, item_id, item_of, object_id, person_of

A_CASE = a_freeze(CASE, kind=FreezeKind.CASE)


def kinds(scene: Scene) -> list[FindingKind]:
    """Return the kinds of all findings of a scene."""
    world = scene.world()
    return [one.kind for one in plan_changes(world, desired_access(world)).findings]


def readers(scene: Scene) -> set[str]:
    """Return who should read the one file."""
    return set(desired_access(scene.world()).files[item_id(PACK)].readers)


def test_law_1_nobody_is_frozen_without_a_freeze() -> None:
    """Without a freeze the condition holds, and everybody reads."""
    world = panel().world()
    check = check_person(world, person_of(world, "u12"))[-1]
    assert (check.condition, check.holds) == (Condition.NOT_FROZEN, True)
    assert readers(panel()) == {object_id("u12"), object_id("u19")}


def test_law_1_a_frozen_person_reads_nothing_and_the_others_go_on() -> None:
    """The freeze of one takes nothing from another."""
    assert readers(frozen(panel(), a_freeze("u12"))) == {object_id("u19")}


def test_law_1_a_frozen_case_has_no_readers() -> None:
    """Nobody but the business unit reads a frozen case's files, whatever the roster says."""
    scene = frozen(panel(), A_CASE)
    assert readers(scene) == set()
    world = scene.world()
    checks = check_file(world, person_of(world, "u12"), item_of(world, PACK))
    assert [one.kind for one in checks if not one.holds] == [FindingKind.FROZEN]


def test_law_1_a_freeze_outlives_another_roster_id() -> None:
    """Under a new id the same username, or the same account, is as frozen as before."""
    assert readers(frozen(panel(), a_freeze("u99", "u12@wicb.example"))) == {object_id("u19")}
    assert readers(frozen(panel(), a_freeze("u99", "oid-u12"))) == {object_id("u19")}
    by_address = a_freeze("u12@wicb.example", "u12@wicb.example", kind=FreezeKind.ACCOUNT)
    assert readers(frozen(panel(), by_address)) == {object_id("u19")}


def test_law_1_a_pin_tells_whose_account_it_was_when_the_directory_is_silent() -> None:
    """Somebody whose account is not found any more is still barred by the account of before."""
    scene = frozen(panel(), a_freeze("u99", "oid-u12"))
    scene.accounts[person_of(scene.world(), "u12").id] = ()
    world = scene.world()
    assert not all_hold(check_person(world, person_of(world, "u12")))
    assert check_person(world, person_of(world, "u12"))[-1].kind is FindingKind.FROZEN


def test_law_1_what_a_frozen_person_still_holds_is_a_finding_that_is_mended() -> None:
    """The gate's link loses the person, and the finding says that they are frozen."""
    scene = frozen(panel(), a_freeze("u12"))
    world = scene.world()
    plan = plan_changes(world, desired_access(world))
    assert len(plan.changes) == 1
    assert FindingKind.FROZEN in plan.changes[0].reason.kinds
    assert [one.kind for one in plan.findings] == [FindingKind.FROZEN, FindingKind.FREEZE_IN_FORCE]


def test_law_1_an_exception_gives_nothing_while_person_or_case_is_frozen() -> None:
    """Recorded access ends with the freeze, also where the account could not be looked up."""
    for freeze in (a_freeze("u12"), A_CASE):
        scene = panel().exception("EX-2026-001", "u12", f"{CASE}/40-panel-pack")
        scene.share(PACK, direct("u12", "write"))
        assert FindingKind.FROZEN not in kinds(scene)
        assert FindingKind.FROZEN in kinds(frozen(scene, freeze))
        del scene.accounts[person_of(scene.world(), "u12").id]
        world = scene.world()
        removed = list(plan_changes(world, desired_access(world)).changes)
        assert any(getattr(one, "permission_id", "") == "direct-u12" for one in removed)


def test_a_freeze_is_told_each_night_and_a_leavers_until_the_roster_says_it() -> None:
    """A leaver's freeze falls silent on the day after the roster's last one; any other is always told."""
    told = FindingKind.FREEZE_IN_FORCE
    leaver = a_freeze("u12", leaves_on=date(2026, 3, 29))
    assert told in kinds(frozen(panel(), leaver))
    assert told in kinds(frozen(panel().person("u12", ends_on=date(2026, 3, 30)), leaver))
    assert told not in kinds(frozen(panel().person("u12", ends_on=date(2026, 3, 29)), leaver))
    assert told not in kinds(frozen(panel(), a_freeze("u77", leaves_on=date(2026, 3, 29))))
    assert told in kinds(frozen(panel().person("u12", ends_on=date(2026, 3, 29)), a_freeze("u12")))


def test_a_freeze_that_the_roster_does_not_know_is_told_at_the_channel() -> None:
    """An address on no roster, and a case that was taken out of it, have no line of their own."""
    stranger = a_freeze("eve@far.example", "eve@far.example", kind=FreezeKind.ACCOUNT)
    gone = a_freeze("RR-1999-001", kind=FreezeKind.CASE)
    scene = frozen(panel(), stranger, gone, A_CASE)
    world = scene.world()
    found = [
        one
        for one in plan_changes(world, desired_access(world)).findings
        if one.kind is FindingKind.FREEZE_IN_FORCE
    ]
    channel, case = world.roster.channel.place, world.roster.cases[CaseRef(CASE)].place
    assert {(one.principal, one.place) for one in found} == {
        ("eve@far.example", channel),
        ("", channel),
        ("", case),
    }


def test_why_tells_of_a_frozen_person_and_of_a_frozen_case() -> None:
    """Whoever asks is told by whom and why."""
    for freeze, begins in ((a_freeze("u12"), "Person u12 is frozen"), (A_CASE, f"{CASE} is frozen")):
        world = frozen(panel(), freeze).world()
        answer = why(world, desired_access(world), "u12", CASE)
        assert f"{begins} since 2026-03-30 by tester: phone lost." in answer.sentence


def test_law_1_whom_a_fresh_freeze_bars_although_the_plan_did_not_know() -> None:
    """A run asks with the freezes of the moment: by person, by account, and by the file's case."""
    world = panel().world()
    both = {object_id("u12"), object_id("u19")}
    file = item_id(PACK)
    assert barred(world, [], file, both) == frozenset()
    assert barred(world, [a_freeze("u12")], file, both) == {object_id("u12")}
    assert barred(world, [a_freeze("eve", "oid-u19", kind=FreezeKind.ACCOUNT)], None, both) == {
        object_id("u19")
    }
    assert barred(world, [A_CASE], file, both) == both
    assert barred(world, [A_CASE], ItemId("no such item"), both) == frozenset()
    assert barred(world, [A_CASE], None, both) == frozenset()


def test_a_freeze_is_found_by_what_it_is_about_and_by_nothing_else() -> None:
    """A case's freeze bars no person by name, and a person's no case."""
    world = panel().world()
    person = person_of(world, "u12")
    assert person_freeze([A_CASE, a_freeze("u19")], person) is None
    assert case_freeze([a_freeze(CASE)], CaseRef(CASE)) is None
    assert object_freeze([a_freeze(CASE, "oid-u12", kind=FreezeKind.CASE)], object_id("u12")) is None
    assert object_freeze([a_freeze("u12", "oid-u12")], object_id("u12")) is not None
