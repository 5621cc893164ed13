"""Whoever loses a wrong entry and reads by the gate's link all the same is told so."""

from dataclasses import replace

import pytest

from sharepoint_gate.access.changes import DeletePermission, GrantReaders
from sharepoint_gate.access.observed import GranteeKind
from sharepoint_gate.access.plan import Plan
from sharepoint_gate.roster.model import PersonId
from tests.unit.access.judging import CASE, FILE, FOLDER, plan_of, scene
from tests.world import Scene, direct, item_id, own_link, people_link, user

OWN = f"own-item:{FILE}"


def still(plan: Plan) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return who still reads, for each permission that is deleted."""
    return {
        (one.item_id, one.permission_id): one.reason.still_reading
        for one in plan.changes
        if isinstance(one, DeletePermission)
    }


def test_a_right_person_loses_the_wrong_entry_and_still_reads() -> None:
    """Of a link for two people only the one whom the roster gives the file is said to read on."""
    plan = plan_of(scene().share(FILE, people_link(["u12", "u19", "x98"], "edit")))
    assert still(plan) == {(item_id(FILE), "people-link"): ("Person u12",)}


def test_a_right_person_who_gets_the_gates_link_instead_still_reads() -> None:
    """Where the gate's link is made in the same plan, the file is not lost either."""
    plan = plan_of(scene().unshare(FILE, OWN).share(FILE, direct("u12", "write")))
    assert still(plan) == {(item_id(FILE), "direct-u12"): ("Person u12",)}
    assert any(isinstance(one, GrantReaders) for one in plan.changes)


def test_law_7_nobody_is_promised_a_grant_that_waits() -> None:
    """A grant that is held back gives nothing, so that the loss is told as one."""
    made = scene().unshare(FILE, OWN).share(FILE, direct("u12", "write"))
    plan = plan_of(made.change_item(FOLDER, permissions=None, unread="403"))
    assert still(plan) == {(item_id(FILE), "direct-u12"): ()}
    assert plan.held


def test_law_7_somebody_who_was_not_looked_up_stays_on_the_gates_link() -> None:
    """An unread account keeps the gate's link, also when another entry goes."""
    made = scene().share(FILE, direct("u12"))
    del made.accounts[PersonId("u12")]
    assert still(plan_of(made)) == {(item_id(FILE), "direct-u12"): ("Person u12",)}


@pytest.mark.parametrize(("folder", "who"), [(FOLDER, ("Person u12",)), (CASE, ("Person u12",)), ("", ())])
def test_a_folders_entry_goes_and_its_files_are_still_read(folder: str, who: tuple[str, ...]) -> None:
    """Whoever reads a file in the folder by the gate's link is told that this stays; others are not."""
    named = people_link(["u12" if folder else "u19", "x98"])
    made = scene() if folder else scene().unshare(f"{CASE}/20-agency-returns/wicb/return.docx", "none")
    plan = plan_of(made.share(folder, named))
    assert still(plan) == {(item_id(folder), "people-link"): who}


def test_a_group_that_names_nobody_promises_nothing() -> None:
    """Of a group nobody can say who still reads."""
    group = replace(direct("x"), grantee=replace(user("x"), kind=GranteeKind.GROUP))
    assert set(still(plan_of(scene().share(FILE, group))).values()) == {()}


def test_what_goes_on_the_gates_own_link_is_lost() -> None:
    """Somebody who is taken off the gate's link does not read on by it."""
    made = scene().unshare(FILE, OWN).share(FILE, own_link(["u12", "u13", "u19"], OWN))
    (change,) = plan_of(made).changes
    assert change.reason.still_reading == ()


def test_two_people_of_one_name_are_told_apart() -> None:
    """Nobody can take somebody else's loss for their own: the roster id goes with a shared name."""
    made = scene().person("u12", name="Sam Lee").person("u13", name="sam lee")
    plan = plan_of(made.share(FILE, direct("u12", "write"), direct("u13")))
    assert {one.reason.people for one in plan.changes} == {("Sam Lee (u12)",), ("sam lee (u13)",)}
    assert Scene().world().names[PersonId("u01")] == "Person u01"
