"""The subtractive lane and what a person stopped by hand: a freeze outlives every edit of the roster."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from sharepoint_gate.access.freezes import Freeze, FreezeKind
from sharepoint_gate.roster.model import PersonId
from tests.unit.access.test_lane import FILE, going, lane, lose_people, scene, unname, waiting
from tests.world import Scene, own_link


def frozen(made: Scene, person: str) -> Scene:
    """Let somebody be frozen under roster id, address and account."""
    name = PersonId(person)
    marks = frozenset({made.people[name].username, f"oid-{person}"})
    freeze = Freeze("f1", FreezeKind.PERSON, name, marks, made.now, "bu", "a call came")
    made.memory = replace(made.memory, freezes=(freeze,))
    return made


def _another_address(*names: str) -> Callable[[Scene], object]:
    def edit(made: Scene) -> None:
        for one in names:
            made.person(one, username=f"{one}.new@wicb.example")

    return edit


@pytest.mark.parametrize("edit", [lose_people("u12"), _another_address("u12")])
def test_law_8_whoever_is_frozen_goes_though_the_roster_was_edited(edit: Callable[[Scene], object]) -> None:
    """A row that was deleted, or whose address was changed, makes no freeze wait for a rail."""
    made = frozen(scene(), "u12")
    edit(made)
    assert (going(lane(made)), waiting(lane(made))) == (["u12"] * 3, [])


@pytest.mark.parametrize("edit", [lose_people("u31"), _another_address("u31")])
def test_law_8_a_frozen_persons_lost_exception_does_not_wait(edit: Callable[[Scene], object]) -> None:
    """What somebody held by an exception goes with the freeze, though its row is lost as well."""
    made = frozen(scene(), "u31")
    made.exceptions.clear()
    edit(made)
    assert (going(lane(made)), waiting(lane(made))) == (["ex"], [])


def test_law_8_a_frozen_member_leaves_the_channel_though_the_row_is_gone() -> None:
    """Somebody of the business unit who is frozen does not stay because a slip took the row away too."""
    made = frozen(scene(), "u02")
    made.bu_members = ()
    lose_people("u02")(made)
    assert (going(lane(made)), waiting(lane(made))) == (["m-u02"], [])


def test_law_8_a_second_way_in_made_by_hand_does_not_hurry_what_was_given() -> None:
    """Whoever was taken off a case keeps the gate's link under a rail, whatever else was shared with them."""
    made = scene().share(FILE, own_link(["u12"], "twin"))
    unname(made)
    plan = lane(made)
    assert going(plan) == ["twin"]
    assert waiting(plan).count("u12") == 3
